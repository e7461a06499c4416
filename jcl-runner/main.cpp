// jclrun: runs JCL job streams. README.md is its reference page.
#include "jcl-runner/jclrun.hpp"

int main(int argc, char** argv) {
  return coldsite::jcl::run_jclrun(argc, argv);
}

// bpxbatch: see README.md of this folder.
#include "utilities/bpxbatch/bpxbatch.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::bpxbatch::kDescription, argc, argv,
                                      coldsite::bpxbatch::run);
}

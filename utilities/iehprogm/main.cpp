// iehprogm: see README.md of this folder.
#include "utilities/iehprogm/iehprogm.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::iehprogm::kDescription, argc, argv,
                                      coldsite::iehprogm::run);
}

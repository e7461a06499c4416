// iebupdte: see README.md of this folder.
#include "utilities/iebupdte/iebupdte.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::iebupdte::kDescription, argc, argv,
                                      coldsite::iebupdte::run);
}

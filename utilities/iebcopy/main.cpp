// iebcopy: see README.md of this folder.
#include "utilities/iebcopy/iebcopy.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::iebcopy::kDescription, argc, argv,
                                      coldsite::iebcopy::run);
}

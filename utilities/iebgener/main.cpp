// iebgener: see README.md of this folder.
#include "utilities/iebgener/iebgener.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::iebgener::kDescription, argc, argv,
                                      coldsite::iebgener::run);
}

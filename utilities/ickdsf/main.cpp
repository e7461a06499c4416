// ickdsf: Device Support Facilities. Initialises, relabels and checks volumes.
#include "utilities/batch/program.hpp"
#include "utilities/ickdsf/ickdsf.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::ickdsf::description(), argc, argv,
                                      coldsite::ickdsf::run);
}

// adrdssu: DFSMSdss for volumes.
#include "utilities/adrdssu/adrdssu.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::adrdssu::description(), argc, argv,
                                      coldsite::adrdssu::run_adrdssu);
}

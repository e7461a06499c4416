// idcams: Access Method Services. Defines, lists, copies, checks, deletes data sets and catalogs.
#include "utilities/batch/program.hpp"
#include "utilities/idcams/idcams.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::idcams::description(), argc, argv,
                                      coldsite::idcams::run);
}

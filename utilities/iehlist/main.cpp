// IEHLIST: lists the VTOC of a volume and the directories of partitioned data sets.
#include "utilities/batch/program.hpp"
#include "utilities/iehlist/iehlist.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(coldsite::iehlist::description(), argc, argv,
                                      coldsite::iehlist::run);
}

// IEFBR14: does nothing; its DDs are allocated before it and disposed of after it.
#include "utilities/batch/program.hpp"

int main(int argc, char** argv) {
  return coldsite::batch::run_program(
      {"iefbr14", "Do nothing: create and delete data sets by their DD statements",
       "iefbr14 --site S --dd 'NEW=DSN=MY.DATA,DISP=(NEW,CATLG),UNIT=SYSDA,SPACE=(TRK,5)'\n"
       "iefbr14 --site S --dd 'OLD=DSN=MY.DATA,DISP=(OLD,DELETE)'"},
      argc, argv, [](coldsite::batch::StepContext&) {});
}

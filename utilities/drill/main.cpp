// drill: prepares, ships and scores disaster recovery drills.
#include "utilities/drill/command_line.hpp"

int main(int argc, char** argv) {
  return coldsite::drill::run_drill(argc, argv);
}

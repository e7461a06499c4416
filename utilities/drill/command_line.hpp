// The commands of `drill`.
#pragma once

namespace coldsite::drill {

/// Runs one command and returns its condition code (64 for bad usage).
int run_drill(int argc, char** argv);

}  // namespace coldsite::drill

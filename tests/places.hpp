// Where a test finds the sources and the built programs. One object file knows these two folders:
// every other test compiles to the same object wherever the tree lies (and ccache sees it).
#pragma once
#include <string>

namespace coldsite {

/// The top of the source tree, without a slash behind it.
std::string source_directory();

/// The folder of the built programs, without a slash behind it.
std::string program_directory();

}  // namespace coldsite

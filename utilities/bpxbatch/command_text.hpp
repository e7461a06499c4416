// What PARM, STDPARM and STDENV of BPXBATCH say. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::bpxbatch {

/// What is to be run.
struct Command {
  std::string path;                    ///< of the program; SH: the shell
  std::vector<std::string> arguments;  ///< the first is the program's name
};

/// "SH command", "PGM path arguments"; nothing at all is SH without a command: the shell reads
/// STDIN. A path without a slash in front counts from `home`. errors: CSU0040S.
[[nodiscard]] Result<Command> parse_command(std::string_view parameter, std::string_view home);

/// The lines of STDPARM as one text: without blanks at their ends, a blank between them.
[[nodiscard]] std::string join_parameter(std::string_view lines);

/// "NAME=value" of each line of STDENV; lines without a name and comments (#) are passed over.
[[nodiscard]] std::vector<std::string> parse_environment(std::string_view lines);

}  // namespace coldsite::bpxbatch

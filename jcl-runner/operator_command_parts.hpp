// What operator_commands.cpp and its parts share. Nobody else includes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/operator_commands.hpp"

namespace coldsite::jcl {

using Lines = std::vector<std::string>;

/// "IEE600I text".
[[nodiscard]] std::string told(const Failure& message);

/// D ...: `operands` without blanks around. errors: IEE535I, and those of the site.
[[nodiscard]] Result<Lines> display_command(std::string_view operands,
                                            const CommandSurroundings& surroundings);
/// V address,ONLINE|OFFLINE. errors: IEE535I; CSE0010E, CSE0012E, CSE0013E.
[[nodiscard]] Result<Lines> vary_command(std::string_view operands,
                                         const CommandSurroundings& surroundings);
/// S procedure[.identifier][,SYMBOL=value]...; comes back when the task has started.
/// errors: IEE535I; CSJ0101E.
[[nodiscard]] Result<Lines> start_command(std::string_view operands,
                                          const CommandSurroundings& surroundings);
/// The devices, for D U.
[[nodiscard]] Result<Lines> unit_lines(const CommandSurroundings& surroundings);

}  // namespace coldsite::jcl

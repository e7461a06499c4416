// The tables of the commands: every keyword and abbreviation of the manual, with what it takes.
// What is not supported is in the tables too, so that it is refused by name and not as unknown.
// source: DFSMS Access Method Services Commands; for words that z/OS has dropped since, OS/VS2
// Access Method Services.
#pragma once

#include <span>
#include <string_view>

#include "control-cards/idcams/operand_tree.hpp"

namespace coldsite::idcams {

/// A functional command, or a type of DEFINE.
struct CommandSyntax {
  std::string_view spellings;
  std::span<const Keyword> keywords;
  std::size_t positionals = 0;  ///< exactly as many stand in front of the keywords
};

/// By the word that was coded; nullptr when there is none such.
[[nodiscard]] const CommandSyntax* find_command(std::string_view verb);
/// The table of DEFINE for `type`, which holds the type's own keyword too.
[[nodiscard]] const CommandSyntax* find_define_type(std::string_view type);
/// Why a command of the manual is refused; empty when it is none of them.
[[nodiscard]] std::string_view why_refused(std::string_view verb);
/// The canonical name of a command or type.
[[nodiscard]] std::string_view canonical_name(const CommandSyntax& syntax);

}  // namespace coldsite::idcams

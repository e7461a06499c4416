// The text of a command as a tree of words and lists, and the tree against the table of a command:
// which keyword was coded where, with what. The last step before the typed statements; it knows
// nothing of PEGTL.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/statement_state.hpp"

namespace coldsite::idcams {

enum class NodeKind { kWord, kText, kHexadecimal, kBinary, kList };

/// A word or constant, with the list that follows it; or a list alone (kList).
struct Node {
  NodeKind kind = NodeKind::kWord;
  std::string text;  ///< unquoted; the digits of X'' and B''
  std::size_t offset = 0;
  bool has_password = false;
  bool has_list = false;
  std::vector<Node> list;
};

/// A command's verb and what follows it. Empty without a value when the text is no command: then
/// the state has the errors.
[[nodiscard]] std::optional<Node> parse_operand_tree(const std::string& text,
                                                     cards::StatementState& state,
                                                     std::vector<Failure>& warnings);

/// What stands in the parentheses of a keyword.
enum class Form {
  kFlag,    ///< no parentheses
  kValues,  ///< `least` to `most` values
  kGroup,   ///< keywords of the table `inner`, after `least` to `most` values
  kGroups,  ///< lists of the form of kGroup, each in parentheses unless there is one
};

/// What the parser does with a keyword.
enum class Use { kTaken, kIgnored, kRefused };

/// One keyword of a command.
struct Keyword {
  std::string_view spellings;  ///< the canonical one, then the abbreviations; by blanks
  Form form = Form::kFlag;
  std::size_t least = 0;
  std::size_t most = 0;
  std::span<const Keyword> inner;
  Use use = Use::kTaken;
  std::string_view why;  ///< for kIgnored and kRefused

  [[nodiscard]] std::string_view name() const { return spellings.substr(0, spellings.find(' ')); }
  [[nodiscard]] bool is_spelled(std::string_view word) const;
};

/// What was coded at one level of parentheses. Nodes live in the tree.
class Operands {
 public:
  struct Coded {
    const Node* node = nullptr;
    std::vector<Operands> groups;  ///< one for kGroup, several for kGroups
  };

  std::string_view owner;                ///< the keyword or command they belong to
  std::size_t offset = 0;                ///< its place
  std::vector<const Node*> positionals;  ///< in front of the keywords
  std::map<std::string_view, Coded> coded;

  [[nodiscard]] bool has(std::string_view name) const { return coded.contains(name); }
  [[nodiscard]] const Node* find(std::string_view name) const;
  [[nodiscard]] const Operands* group(std::string_view name) const;
  [[nodiscard]] std::size_t offset_of(std::string_view name) const;
};

/// Binds `nodes` to the keywords of `table`, with at most `positionals_most` values in front.
/// errors, in the state: IDC3200I, IDC3208I, IDC3211I, IDC3212I, IDC3213I, IDC3223I, IDC3225I,
/// CSS0011E (refused by name).
[[nodiscard]] Operands bind_operands(std::string_view owner, std::size_t offset,
                                     std::span<const Node> nodes, std::span<const Keyword> table,
                                     std::size_t positionals_most, cards::StatementState& state,
                                     std::vector<Failure>& warnings);

}  // namespace coldsite::idcams

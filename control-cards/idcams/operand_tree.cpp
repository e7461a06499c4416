#include "control-cards/idcams/operand_tree.hpp"

#include <algorithm>
#include <utility>

#include "control-cards/idcams/idcams_grammar.hpp"
#include "control-cards/idcams/idcams_messages.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::size_t kNestingMax = 12;  // a command of the manual needs five

/// Builds the tree while the grammar runs: a stack of open lists over one flat pass.
class TreeState {
 public:
  TreeState(cards::StatementState& state, std::vector<Failure>& warnings)
      : state_(state), warnings_(warnings) {}

  void set_verb(std::string_view text, std::size_t offset) {
    root_ = {NodeKind::kWord, std::string(text), offset, false, true, {}};
    open_ = {&root_};
  }
  void add(NodeKind kind, std::string text, std::size_t offset) {
    open_.back()->list.push_back({kind, std::move(text), offset, false, false, {}});
    after_comma_ = false;
  }
  void add_password() { open_.back()->list.back().has_password = true; }

  void open(std::size_t offset) {
    std::vector<Node>& siblings = open_.back()->list;
    if (open_.size() > kNestingMax) {
      if (!is_too_deep_) {
        state_.fail<msg::IDC3212I>(offset, open_.back()->text);
      }
      is_too_deep_ = true;
      ++skipped_;
      return;
    }
    if (siblings.empty() || siblings.back().has_list || after_comma_) {
      siblings.push_back({NodeKind::kList, "(", offset, false, true, {}});
    } else {
      siblings.back().has_list = true;
    }
    open_.push_back(&siblings.back());
    after_comma_ = false;
  }

  void close(std::size_t offset) {
    after_comma_ = false;
    if (skipped_ > 0) {
      --skipped_;
    } else if (open_.size() == 1) {
      warnings_.push_back(failure<msg::IDC0233I>().at(state_.position(offset)));
    } else {
      open_.pop_back();
    }
  }

  void comma(std::size_t offset) {
    if (after_comma_ || open_.back()->list.empty()) {
      warnings_.push_back(failure<msg::IDC0206I>().at(state_.position(offset)));
    }
    after_comma_ = true;
  }

  void end(std::size_t offset) {
    if (open_.size() > 1) {
      warnings_.push_back(failure<msg::IDC0234I>().at(state_.position(offset)));
    }
  }

  void fail_expected(std::string_view expected, std::size_t offset) {
    const std::string& text = state_.statement().text();
    const std::size_t delimiter = text.find_first_of("'/()", offset);
    if (delimiter != std::string::npos) {
      state_.fail<msg::IDC3205I>(delimiter, text.substr(delimiter, 1));
    }
    state_.fail_expected(expected, offset);
  }

  Node take_root() { return std::move(root_); }

 private:
  cards::StatementState& state_;
  std::vector<Failure>& warnings_;
  Node root_;
  std::vector<Node*> open_;
  bool after_comma_ = false;
  bool is_too_deep_ = false;
  std::size_t skipped_ = 0;
};

template <class Rule>
struct action : cards::grammar::pegtl::nothing<Rule> {};

template <>
struct action<g::verb> {
  static void apply(const auto& in, TreeState& state) {
    state.set_verb(in.string_view(), offset_of(in));
  }
};
template <NodeKind Kind, std::size_t Prefix>
struct constant_action {
  static void apply(const auto& in, TreeState& state) {
    state.add(Kind, cards::unquote(in.string_view().substr(Prefix)), offset_of(in));
  }
};
template <>
struct action<g::plain> {
  static void apply(const auto& in, TreeState& state) {
    state.add(NodeKind::kWord, in.string(), offset_of(in));
  }
};
template <>
struct action<g::text> : constant_action<NodeKind::kText, 0> {};
template <>
struct action<g::hexadecimal> : constant_action<NodeKind::kHexadecimal, 1> {};
template <>
struct action<g::binary> : constant_action<NodeKind::kBinary, 1> {};
template <>
struct action<g::password> {
  static void apply0(TreeState& state) { state.add_password(); }
};
template <>
struct action<g::open> {
  static void apply(const auto& in, TreeState& state) { state.open(offset_of(in)); }
};
template <>
struct action<g::close> {
  static void apply(const auto& in, TreeState& state) { state.close(offset_of(in)); }
};
template <>
struct action<g::comma> {
  static void apply(const auto& in, TreeState& state) { state.comma(offset_of(in)); }
};
template <>
struct action<g::end_of_command> {
  static void apply(const auto& in, TreeState& state) { state.end(offset_of(in)); }
};

/// Binds one level; a class, because all its steps share the state and the place.
class Binder {
 public:
  Binder(Operands& operands, std::span<const Keyword> table, std::size_t positionals_most,
         cards::StatementState& state, std::vector<Failure>& warnings)
      : operands_(operands),
        table_(table),
        positionals_most_(positionals_most),
        state_(state),
        warnings_(warnings) {}

  void bind(std::span<const Node> nodes) {
    for (const Node& node : nodes) {
      if (operands_.positionals.size() < positionals_most_ && operands_.coded.empty()) {
        operands_.positionals.push_back(&node);
      } else {
        bind_keyword(node);
      }
    }
  }

 private:
  void bind_keyword(const Node& node) {
    if (node.kind == NodeKind::kList) {
      state_.fail<msg::IDC3212I>(node.offset, last_);
      return;
    }
    const auto found = std::ranges::find_if(
        table_, [&](const Keyword& keyword) { return keyword.is_spelled(node.text); });
    if (node.kind != NodeKind::kWord || (found == table_.end() && table_.empty())) {
      state_.fail<msg::IDC3200I>(node.offset, last_);
    } else if (found == table_.end()) {
      state_.fail<msg::IDC3211I>(node.offset, node.text);
    } else if (found->use == Use::kRefused) {
      state_.fail<msg::CSS0011E>(node.offset, node.text, found->why);
    } else if (operands_.has(found->name())) {
      state_.fail<msg::IDC3213I>(node.offset, node.text);
    } else {
      take(*found, node);
    }
    last_ = node.text;
  }

  void take(const Keyword& keyword, const Node& node) {
    Operands::Coded& coded = operands_.coded[keyword.name()];
    coded.node = &node;
    if (keyword.use == Use::kIgnored) {
      warnings_.push_back(
          failure<msg::CSS0701I>(node.text, keyword.why).at(state_.position(node.offset)));
      return;
    }
    if (keyword.form == Form::kFlag) {
      if (node.has_list) {
        state_.fail<msg::IDC3212I>(node.offset, node.text);
      }
      return;
    }
    if (!node.has_list) {
      state_.fail<msg::IDC3208I>(node.offset, node.text);
      return;
    }
    switch (keyword.form) {
      case Form::kFlag:
        break;
      case Form::kValues:
        check_count(keyword, node, node.list.size());
        break;
      case Form::kGroup:
        coded.groups.push_back(bind_group(keyword, node, node));
        break;
      case Form::kGroups:
        take_groups(keyword, node, coded);
        break;
    }
  }

  void check_count(const Keyword& keyword, const Node& node, std::size_t count) {
    if (count < keyword.least) {
      state_.fail<msg::IDC3225I>(node.offset, node.text);
    } else if (count > keyword.most) {
      const Node& first = node.list.front();
      state_.fail<msg::IDC3223I>(node.list[keyword.most].offset, first.text);
    }
  }

  Operands bind_group(const Keyword& keyword, const Node& node, const Node& list) {
    Operands group = bind_operands(keyword.name(), node.offset, list.list, keyword.inner,
                                   keyword.most, state_, warnings_);
    if (group.positionals.size() < keyword.least) {
      state_.fail<msg::IDC3225I>(node.offset, node.text);
    }
    return group;
  }

  void take_groups(const Keyword& keyword, const Node& node, Operands::Coded& coded) {
    if (!node.list.empty() && node.list.front().kind != NodeKind::kList) {
      coded.groups.push_back(bind_group(keyword, node, node));  // one list needs no parentheses
      return;
    }
    for (const Node& list : node.list) {
      if (list.kind != NodeKind::kList) {
        state_.fail<msg::IDC3210I>(list.offset);
        return;
      }
      coded.groups.push_back(bind_group(keyword, node, list));
    }
    if (node.list.empty()) {
      state_.fail<msg::IDC3225I>(node.offset, node.text);
    }
  }

  Operands& operands_;
  std::span<const Keyword> table_;
  std::size_t positionals_most_;
  cards::StatementState& state_;
  std::vector<Failure>& warnings_;
  std::string last_{operands_.owner};
};

}  // namespace

std::optional<Node> parse_operand_tree(const std::string& text, cards::StatementState& state,
                                       std::vector<Failure>& warnings) {
  TreeState tree(state, warnings);
  const std::size_t errors = state.errors().size();
  cards::grammar::run_grammar<g::command, action, g::errors>(text, tree);
  if (state.errors().size() != errors) {
    return std::nullopt;
  }
  return tree.take_root();
}

bool Keyword::is_spelled(std::string_view word) const {
  std::string_view rest = spellings;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == word) {
      return true;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

const Node* Operands::find(std::string_view name) const {
  const auto found = coded.find(name);
  return found == coded.end() ? nullptr : found->second.node;
}

const Operands* Operands::group(std::string_view name) const {
  const auto found = coded.find(name);
  return found == coded.end() || found->second.groups.empty() ? nullptr
                                                              : &found->second.groups.front();
}

std::size_t Operands::offset_of(std::string_view name) const {
  const Node* node = find(name);
  return node == nullptr ? offset : node->offset;
}

Operands bind_operands(std::string_view owner, std::size_t offset, std::span<const Node> nodes,
                       std::span<const Keyword> table, std::size_t positionals_most,
                       cards::StatementState& state, std::vector<Failure>& warnings) {
  Operands operands;
  operands.owner = owner;
  operands.offset = offset;
  Binder(operands, table, positionals_most, state, warnings).bind(nodes);
  return operands;
}

}  // namespace coldsite::idcams

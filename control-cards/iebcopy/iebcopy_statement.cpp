// From IEBCOPY cards to copy steps: what each rule of the grammar stands for.
#include "control-cards/iebcopy/iebcopy_statement.hpp"

#include <algorithm>

#include "control-cards/cards/deck_parser.hpp"
#include "control-cards/iebcopy/iebcopy_check.hpp"
#include "control-cards/iebcopy/iebcopy_grammar.hpp"
#include "control-cards/iebcopy/iebcopy_messages.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::iebcopy {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

class IebcopyState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  CopyStep part;
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

template <>
struct action<g::output_ddname> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.output = state.word(in.string_view(), offset_of(in));
  }
};
template <>
struct action<g::input_ddname> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.inputs.push_back({in.string(), false, state.position(offset_of(in))});
  }
};
template <>
struct action<g::input_replace> {
  static void apply(const auto& /*in*/, IebcopyState& state) {
    state.part.inputs.back().replace = true;
  }
};
template <>
struct action<g::list_yes_or_no> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.list = in.string_view() == "YES";
  }
};

/// n or nK. The largest block of a data set is 32760 bytes; 32K stands for it.
std::uint32_t block_bytes(std::string_view text, std::size_t offset, IebcopyState& state) {
  constexpr std::uint32_t kBlockMax = 32760, kKibi = 1024, kKibiMax = 32;
  if (!text.ends_with('K')) {
    return state.number(text, offset, 1, kBlockMax);
  }
  text.remove_suffix(1);
  return std::min(kBlockMax, kKibi * state.number(text, offset, 1, kKibiMax));
}
template <>
struct action<g::maximum_block> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.block_bytes_max = block_bytes(in.string_view(), offset_of(in), state);
  }
};
template <>
struct action<g::minimum_block> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.block_bytes_min = block_bytes(in.string_view(), offset_of(in), state);
  }
};

template <>
struct action<g::member_name> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.selects.push_back({in.string(), {}, false, state.position(offset_of(in))});
  }
};
template <>
struct action<g::new_name> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.selects.back().new_name = in.string();
  }
};
template <>
struct action<g::member_replace> {
  static void apply(const auto& /*in*/, IebcopyState& state) {
    state.part.selects.back().replace = true;
  }
};
template <>
struct action<g::excluded_name> {
  static void apply(const auto& in, IebcopyState& state) {
    state.part.excludes.push_back(state.word(in.string_view(), offset_of(in)));
  }
};
template <>
struct action<g::refused_operation_word> {
  static void apply(const auto& in, IebcopyState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(),
                              "members are copied by COPY and COPYMOD, one by one");
  }
};

OperationKind kind_of(IebcopyState& state) {
  if (state.has("COPY") || state.has("COPYMOD")) {
    state.require({"OUTDD"}, state.has("COPY") ? "COPY" : "COPYMOD");
    return state.has("COPY") ? OperationKind::kCopy : OperationKind::kCopymod;
  }
  if (state.has("SELECT") || state.has("EXCLUDE")) {
    state.require({"MEMBER"}, state.has("SELECT") ? "SELECT" : "EXCLUDE");
    return state.has("SELECT") ? OperationKind::kSelect : OperationKind::kExclude;
  }
  return OperationKind::kInput;
}

void parse_operation(const cards::Statement& statement, cards::Parsed<Operation>& parsed) {
  IebcopyState state(statement);
  cards::grammar::run_grammar<g::statement, action, g::errors>(statement.text(), state);
  if (state.errors().empty()) {
    const OperationKind kind = kind_of(state);
    state.part.position = state.command_position();
    state.part.is_copymod = kind == OperationKind::kCopymod;
    parsed.statements.push_back({kind, std::move(state.part)});
  }
  parsed.errors.insert(parsed.errors.end(), state.errors().begin(), state.errors().end());
}

}  // namespace

cards::Parsed<CopyStep> parse_iebcopy(const cards::CardDeck& deck) {
  auto operations = cards::parse_deck<Operation>(deck, cards::ContinuationRule::kCommaOrColumn72,
                                                 parse_operation);
  cards::Parsed<CopyStep> steps;
  if (!operations.ok()) {
    // Which SELECT belongs to which COPY cannot be told when a COPY among them is not understood.
    steps.errors = std::move(operations.errors);
    return steps;
  }
  steps = gather_steps(operations.statements);
  if (!steps.ok()) {
    steps.statements.clear();
  }
  cards::limit_errors(steps.errors, deck.source);
  return steps;
}

}  // namespace coldsite::iebcopy

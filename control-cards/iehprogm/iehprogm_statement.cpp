// From IEHPROGM cards to statements: what each rule of the grammar stands for.
#include "control-cards/iehprogm/iehprogm_statement.hpp"

#include "control-cards/cards/deck_parser.hpp"
#include "control-cards/iehprogm/iehprogm_check.hpp"
#include "control-cards/iehprogm/iehprogm_grammar.hpp"
#include "control-cards/iehprogm/iehprogm_messages.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::iehprogm {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::uint32_t kEntriesMax = 255;
constexpr std::uint32_t kSequenceMax = 9999;

class IehprogmState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  IehprogmStatement made;

  cards::Word name(std::string_view text, std::size_t offset) {
    if (!cards::is_data_set_name(text)) {
      fail<msg::CSS0101E>(offset, text);
    }
    return word(text, offset);
  }
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

template <auto Do>
struct text_action {
  static void apply(const auto& in, IehprogmState& state) {
    Do(state, in.string_view(), offset_of(in));
  }
};

template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, IehprogmState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(), Why);
  }
};

using Text = std::string_view;
using State = IehprogmState;

constexpr auto kDevice = [](State& s, Text text, std::size_t) { s.made.device = text; };
constexpr auto kSerial = [](State& s, Text text, std::size_t at) {
  auto& volumes = s.made.volumes;
  const bool is_sequence = s.has("CATLG") && !volumes.empty() &&
                           volumes.back().file_sequence == 0 && is_file_sequence(text);
  if (is_sequence) {
    volumes.back().file_sequence = static_cast<std::uint16_t>(s.number(text, at, 1, kSequenceMax));
  } else {
    volumes.push_back({s.word(text, at), 0});
  }
};
constexpr auto kDataSet = [](State& s, Text text, std::size_t at) {
  s.made.data_set = s.name(text, at);
};
constexpr auto kNewName = [](State& s, Text text, std::size_t at) {
  s.made.new_name = s.name(text, at);
};
constexpr auto kMember = [](State& s, Text text, std::size_t at) {
  s.made.member = s.word(text, at);
};
constexpr auto kEntries = [](State& s, Text text, std::size_t at) {
  s.made.entries = s.number(text, at, 1, kEntriesMax);
};

template <>
struct action<g::device> : text_action<kDevice> {};
template <>
struct action<g::serial> : text_action<kSerial> {};
template <>
struct action<g::data_set> : text_action<kDataSet> {};
template <>
struct action<g::index_name> : text_action<kDataSet> {};
template <>
struct action<g::new_name_value> : text_action<kNewName> {};
template <>
struct action<g::member_value> : text_action<kMember> {};
template <>
struct action<g::entries_value> : text_action<kEntries> {};

constexpr char kNoControlVolumes[] =
    "there are no OS catalogs; take it away, the catalog of the name is found by its aliases";
template <>
struct action<g::cvol_word> : refuse_action<kNoControlVolumes> {};
constexpr char kNoIndexes[] =
    "catalogs have no index levels; define aliases and connect catalogs with IDCAMS";
template <>
struct action<g::index_operation_word> : refuse_action<kNoIndexes> {};
constexpr char kNoPasswords[] = "there are no data set passwords; the host's permissions count";
template <>
struct action<g::password_operation_word> : refuse_action<kNoPasswords> {};

Operation operation_of(const IehprogmState& state) {
  if (state.has("RENAME")) {
    return Operation::kRename;
  }
  if (state.has("CATLG")) {
    return Operation::kCatalog;
  }
  if (state.has("UNCATLG")) {
    return Operation::kUncatalog;
  }
  if (state.has("BLDG")) {
    return Operation::kBuildGroup;
  }
  return state.has("DLTX") ? Operation::kDeleteGroup : Operation::kScratch;
}

IehprogmStatement make_statement(IehprogmState& state) {
  IehprogmStatement& made = state.made;
  made.position = state.command_position();
  made.operation = operation_of(state);
  made.is_vtoc = state.has("VTOC");
  made.purges = state.has("PURGE");
  made.only_temporary = state.has("SYS");
  made.empties = state.has("EMPTY");
  made.deletes = state.has("DELETE");
  check_statement(made, state);
  return made;
}

}  // namespace

cards::Parsed<IehprogmStatement> parse_iehprogm(const cards::CardDeck& deck) {
  return cards::parse_deck<IehprogmStatement>(
      deck, cards::ContinuationRule::kCommaOrColumn72,
      [](const cards::Statement& statement, cards::Parsed<IehprogmStatement>& parsed) {
        IehprogmState state(statement);
        cards::grammar::run_grammar<g::statement, action, g::errors>(statement.text(), state);
        if (state.errors().empty()) {
          parsed.statements.push_back(make_statement(state));
        }
        parsed.errors.insert(parsed.errors.end(), state.errors().begin(), state.errors().end());
      });
}

}  // namespace coldsite::iehprogm

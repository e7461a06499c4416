// From IEBUPDTE cards to statements: what each rule of the grammar stands for.
#include "control-cards/iebupdte/iebupdte_statement.hpp"

#include "control-cards/cards/card_columns.hpp"
#include "control-cards/iebupdte/iebupdte_check.hpp"
#include "control-cards/iebupdte/iebupdte_grammar.hpp"
#include "control-cards/iebupdte/iebupdte_messages.hpp"
#include "control-cards/iebupdte/statement_reader.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::iebupdte {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::size_t kLastColumn = 71;
constexpr std::uint32_t kCardBytes = 80;
constexpr std::uint32_t kNumberMax = 99'999'999;
constexpr int kHexadecimal = 16;

class IebupdteState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  FunctionStatement function;
  DetailStatement detail;
  std::optional<cards::Word> name;

  SequenceField field(std::string_view digits, std::size_t offset) {
    SequenceField field;
    field.column = number(digits.substr(0, 2), offset, 1, kCardBytes);
    field.bytes = number(digits.substr(2), offset, 1, 8);
    if (field.end_column() > kCardBytes) {
      fail<msg::CSS0802E>(offset, digits);
      return {};
    }
    return field;
  }
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

/// Actions that are told text and place of what they stand for.
template <auto Do>
struct text_action {
  static void apply(const auto& in, IebupdteState& state) {
    Do(state, in.string_view(), offset_of(in));
  }
};

template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, IebupdteState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(), Why);
  }
};

using Text = std::string_view;
using State = IebupdteState;

constexpr auto kName = [](State& s, Text text, std::size_t at) { s.name = s.word(text, at); };
constexpr auto kMember = [](State& s, Text text, std::size_t at) {
  s.function.member = s.word(text, at);
};
constexpr auto kOneField = [](State& s, Text text, std::size_t at) {
  s.function.old_field = s.function.new_field = s.field(text, at);
};
constexpr auto kOldField = [](State& s, Text text, std::size_t at) {
  s.function.old_field = s.field(text, at);
};
constexpr auto kNewField = [](State& s, Text text, std::size_t at) {
  s.function.new_field = s.field(text, at);
};
constexpr auto kPartitioned = [](State& s, Text, std::size_t) {
  s.function.organization = NewOrganization::kPartitioned;
};
constexpr auto kSequential = [](State& s, Text, std::size_t) {
  s.function.organization = NewOrganization::kSequential;
};
constexpr auto kColumn = [](State& s, Text text, std::size_t at) {
  s.function.column = s.number(text, at, 1, kCardBytes);
};
constexpr auto kLevel = [](State& s, Text text, std::size_t at) {
  s.function.level = static_cast<std::uint8_t>(s.number(text, at, 0, 0xFF, kHexadecimal));
};
constexpr auto kIbmSource = [](State& s, Text, std::size_t) { s.function.is_user_source = false; };
constexpr auto kUserSource = [](State& s, Text, std::size_t) { s.function.is_user_source = true; };
constexpr auto kStatus = [](State& s, Text text, std::size_t at) {
  s.function.system_status = s.number(text, at, 0, 0xFFFFFFFF, kHexadecimal);
};
constexpr auto kFirst = [](State& s, Text text, std::size_t at) {
  s.detail.first = s.word(text, at);
};
constexpr auto kAll = [](State& s, Text, std::size_t) { s.detail.is_all = true; };
constexpr auto kLast = [](State& s, Text text, std::size_t at) {
  s.detail.last = s.word(text, at);
};
constexpr auto kNumber = [](State& s, Text text, std::size_t at) {
  s.detail.number = s.number(text, at, 0, kNumberMax);
};
constexpr auto kIncrement = [](State& s, Text text, std::size_t at) {
  s.detail.increment = s.number(text, at, 1, kNumberMax);
};

template <>
struct action<g::name_value> : text_action<kName> {};
template <>
struct action<g::member_value> : text_action<kMember> {};
template <>
struct action<g::one_field> : text_action<kOneField> {};
template <>
struct action<g::old_field> : text_action<kOldField> {};
template <>
struct action<g::new_field> : text_action<kNewField> {};
template <>
struct action<g::new_partitioned> : text_action<kPartitioned> {};
template <>
struct action<g::new_sequential> : text_action<kSequential> {};
template <>
struct action<g::column_value> : text_action<kColumn> {};
template <>
struct action<g::level_value> : text_action<kLevel> {};
template <>
struct action<g::source_ibm> : text_action<kIbmSource> {};
template <>
struct action<g::source_user> : text_action<kUserSource> {};
template <>
struct action<g::status_value> : text_action<kStatus> {};
template <>
struct action<g::first_number> : text_action<kFirst> {};
template <>
struct action<g::first_all> : text_action<kAll> {};
template <>
struct action<g::last_number> : text_action<kLast> {};
template <>
struct action<g::new_number> : text_action<kNumber> {};
template <>
struct action<g::increment> : text_action<kIncrement> {};

constexpr char kNoLabels[] = "user labels are not kept; take the statement away";
template <>
struct action<g::refused_operation_word> : refuse_action<kNoLabels> {};
constexpr char kNoExits[] = "user routines cannot be called; take it away";
template <>
struct action<g::refused_exit_word> : refuse_action<kNoExits> {};

IebupdteStatement make_function(IebupdteState& state, Function function) {
  state.function.position = state.command_position();
  state.function.function = function;
  state.function.name = state.name;
  state.function.lists_all = state.has("LIST");
  state.function.is_in_place = state.has("UPDATE");
  check_function(state.function, state);
  return state.function;
}

IebupdteStatement make_detail(IebupdteState& state) {
  state.detail.position = state.command_position();
  state.detail.is_delete = state.has("DELETE");
  state.detail.inserts = state.has("INSERT");
  check_detail(state.detail, state);
  return state.detail;
}

IebupdteStatement make_statement(IebupdteState& state) {
  if (state.has("NUMBER") || state.has("DELETE")) {
    return make_detail(state);
  }
  if (state.has("ALIAS")) {
    state.require({"NAME"}, "ALIAS");
    return AliasStatement{state.command_position(), state.name.value_or(cards::Word())};
  }
  if (state.has("ENDUP")) {
    return EndStatement{state.command_position()};
  }
  if (state.has("CHANGE")) {
    return make_function(state, Function::kChange);
  }
  if (state.has("REPL")) {
    return make_function(state, Function::kReplace);
  }
  return make_function(state, state.has("REPRO") ? Function::kReproduce : Function::kAdd);
}

/// Characters of a card from one column to before another; errors: CSS0003E.
class CardText {
 public:
  CardText(const cards::CardDeck& deck, std::size_t index) : deck_(&deck), index_(index) {}

  std::optional<Failure> cut() {
    const cards::Card& card = deck_->cards[index_];
    if (!columns_.cut(card.text)) {
      return failure<msg::CSS0003E>().at(
          {deck_->source, card.number, columns_.characters.size() + 1, card.text});
    }
    return std::nullopt;
  }
  void append_to(cards::Statement& statement, std::size_t first, std::size_t end) const {
    std::string piece;
    for (std::size_t column = first; column < end; ++column) {
      piece += columns_.is_blank(column) ? " " : std::string(columns_.at(column));
    }
    statement.append(*deck_, index_, first, cards::fold_case(piece));
  }

 private:
  const cards::CardDeck* deck_;
  std::size_t index_;
  cards::CardColumns columns_;
};

SourcePosition place(const cards::CardDeck& deck, std::size_t index, std::size_t column) {
  return {deck.source, deck.cards[index].number, column, deck.cards[index].text};
}

/// The statement's text; the failure says why its cards make none.
Result<cards::Statement> join_cards(const cards::CardDeck& deck) {
  cards::Statement statement;
  std::size_t first = 0;
  for (std::size_t i = 0; i < deck.cards.size(); ++i) {
    const std::string& card = deck.cards[i].text;
    CardText text(deck, i);
    if (auto error = text.cut()) {
      return *error;
    }
    if (i != 0) {
      first = continuation_column(card);
      if (!card.starts_with("./") || first == 3 || first > kLastColumn) {
        return failure<msg::CSS0804E>().at(place(deck, i, 1));
      }
    }
    const CardEnd end = find_card_end(card, first);
    text.append_to(statement, i == 0 ? 1 : first, end.text_end_column);
    if (i + 1 == deck.cards.size() && end.goes_on) {
      return failure<msg::CSS0001E>().at(place(deck, i, end.text_end_column - 1));
    }
  }
  return statement;
}

}  // namespace

cards::Parsed<IebupdteStatement> parse_iebupdte_statement(const cards::CardDeck& cards) {
  cards::Parsed<IebupdteStatement> parsed;
  const auto statement = join_cards(cards);
  if (!statement) {
    parsed.errors.push_back(statement.failure());
    return parsed;
  }
  IebupdteState state(*statement);
  cards::grammar::run_grammar<g::statement, action, g::errors>(statement->text(), state);
  if (state.errors().empty()) {
    parsed.statements.push_back(make_statement(state));
  }
  if (!state.errors().empty()) {
    parsed.statements.clear();
    parsed.errors = state.errors();
  }
  return parsed;
}

cards::Parsed<IebupdteStatement> parse_iebupdte(const cards::CardDeck& deck) {
  cards::Parsed<IebupdteStatement> all;
  StatementReader reader(deck.source);
  const auto take = [&] {
    auto one = parse_iebupdte_statement(reader.take_cards());
    std::ranges::move(one.statements, std::back_inserter(all.statements));
    std::ranges::move(one.errors, std::back_inserter(all.errors));
  };
  for (const cards::Card& card : deck.cards) {
    if (reader.take(card) == StatementReader::Card::kStatement) {
      take();
    }
    if (!all.statements.empty() && std::holds_alternative<EndStatement>(all.statements.back())) {
      break;
    }
  }
  if (reader.is_open()) {
    take();
  }
  cards::limit_errors(all.errors, deck.source);
  return all;
}

}  // namespace coldsite::iebupdte

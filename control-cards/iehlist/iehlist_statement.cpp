// From IEHLIST cards to statements: what each rule of the grammar stands for.
#include "control-cards/iehlist/iehlist_statement.hpp"

#include "control-cards/cards/deck_parser.hpp"
#include "control-cards/iehlist/iehlist_check.hpp"
#include "control-cards/iehlist/iehlist_grammar.hpp"
#include "control-cards/iehlist/iehlist_messages.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::iehlist {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

class IehlistState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  std::optional<dasd::LabelDate> expires_before;
  std::optional<VolumeOperand> volume;
  std::vector<cards::Word> names;

  [[nodiscard]] ListingForm form() const {
    if (has("FORMAT")) {
      return ListingForm::kFormat;
    }
    return has("DUMP") ? ListingForm::kDump : ListingForm::kEdited;
  }
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, IehlistState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(), Why);
  }
};

template <>
struct action<g::device> {
  static void apply(const auto& in, IehlistState& state) {
    state.volume = VolumeOperand{in.string(), {}, state.position(offset_of(in))};
  }
};
template <>
struct action<g::serial> {
  static void apply(const auto& in, IehlistState& state) {
    if (!state.volume->volser.empty()) {
      state.fail<msg::CSS0302E>(offset_of(in));
    }
    state.volume->volser = in.string();
    state.volume->position = state.position(offset_of(in));
  }
};
template <>
struct action<g::listed_name> {
  static void apply(const auto& in, IehlistState& state) {
    if (!cards::is_data_set_name(in.string_view())) {
      state.fail<msg::CSS0101E>(offset_of(in), in.string_view());
    }
    state.names.push_back(state.word(in.string_view(), offset_of(in)));
  }
};
template <>
struct action<g::date_value> {
  static void apply(const auto& in, IehlistState& state) {
    state.expires_before = to_date(in.string_view());
    if (!state.expires_before) {
      state.fail<msg::CSS0303E>(offset_of(in), in.string_view());
    }
  }
};
constexpr char kNoIndex[] = "no VTOC index is kept; take it away";
template <>
struct action<g::index_word> : refuse_action<kNoIndex> {};
constexpr char kNoCatalogs[] = "OS catalogs are not kept; list catalogs with IDCAMS LISTCAT";
template <>
struct action<g::refused_operation_word> : refuse_action<kNoCatalogs> {};

void add_statement(IehlistState& state, cards::Parsed<IehlistStatement>& parsed) {
  if (state.has("LISTVTOC")) {
    ListVtoc statement{state.command_position(), state.form(), state.expires_before, state.volume,
                       state.names};
    check_listvtoc(statement, state);
    parsed.statements.emplace_back(std::move(statement));
  } else {
    ListPds statement{state.command_position(), state.form(), state.volume, state.names};
    check_listpds(statement, state);
    parsed.statements.emplace_back(std::move(statement));
  }
}

}  // namespace

cards::Parsed<IehlistStatement> parse_iehlist(const cards::CardDeck& deck) {
  return cards::parse_deck<IehlistStatement>(
      deck, cards::ContinuationRule::kCommaOrColumn72,
      [](const cards::Statement& statement, cards::Parsed<IehlistStatement>& parsed) {
        IehlistState state(statement);
        cards::grammar::run_grammar<g::statement, action, g::errors>(statement.text(), state);
        if (state.errors().empty()) {
          add_statement(state, parsed);
        }
        parsed.errors.insert(parsed.errors.end(), state.errors().begin(), state.errors().end());
      });
}

}  // namespace coldsite::iehlist

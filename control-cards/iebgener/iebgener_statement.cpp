// From IEBGENER cards to one request: what each rule of the grammar stands for.
#include "control-cards/iebgener/iebgener_statement.hpp"

#include "control-cards/cards/deck_parser.hpp"
#include "control-cards/iebgener/iebgener_check.hpp"
#include "control-cards/iebgener/iebgener_grammar.hpp"
#include "control-cards/iebgener/iebgener_messages.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::iebgener {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::uint32_t kRecordMax = 32760;
constexpr std::uint32_t kCountMax = 16777215;

class IebgenerState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  Operation operation;
  Literal literal;  ///< the one just read

  FieldOperand& field() { return operation.record.fields.back(); }
  IdentOperand& ident() {
    auto& ident = operation.record.ident;
    return ident ? *ident : ident.emplace();
  }
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

/// Actions that store a number.
template <auto Store, std::uint32_t Least, std::uint32_t Most>
struct number_action {
  static void apply(const auto& in, IebgenerState& state) {
    const std::uint32_t value = state.number(in.string_view(), offset_of(in), Least, Most);
    Store(state, value, state.position(offset_of(in)));
  }
};

template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, IebgenerState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(), Why);
  }
};

template <auto Do>
struct simple_action {
  static void apply(const auto& /*in*/, IebgenerState& state) { Do(state); }
};

constexpr auto kNames = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.operation.limits.names_max = n;
};
constexpr auto kFields = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.operation.limits.fields_max = n;
};
constexpr auto kGroups = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.operation.limits.groups_max = n;
};
constexpr auto kLiterals = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.operation.limits.literal_bytes_max = n;
};
template <>
struct action<g::names_max> : number_action<kNames, 1, kCountMax> {};
template <>
struct action<g::fields_max> : number_action<kFields, 1, kCountMax> {};
template <>
struct action<g::groups_max> : number_action<kGroups, 1, kCountMax> {};
template <>
struct action<g::literals_max> : number_action<kLiterals, 1, kCountMax> {};

template <>
struct action<g::member_name> {
  static void apply(const auto& in, IebgenerState& state) {
    state.operation.names.push_back(state.word(in.string_view(), offset_of(in)));
  }
};

template <>
struct action<g::text_literal> {
  static void apply(const auto& in, IebgenerState& state) {
    state.literal = {cards::unquote(in.string_view()), false};
    if (state.literal.text.empty()) {
      state.fail_expected("a literal that is not empty", offset_of(in));
    }
  }
};
template <>
struct action<g::hexadecimal_literal> {
  static void apply(const auto& in, IebgenerState& state) {
    constexpr int kHexadecimal = 16;
    const std::string_view digits = in.string_view().substr(2, in.size() - 3);
    state.literal = {{}, true};
    if (digits.empty() || digits.size() % 2 != 0) {
      state.fail<msg::CSS0406E>(offset_of(in), digits);
      return;
    }
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      state.literal.text += static_cast<char>(
          state.number(digits.substr(i, 2), offset_of(in), 0, 0xFF, kHexadecimal));
    }
  }
};

constexpr auto kIdentLength = [](IebgenerState& s, std::uint32_t n, const SourcePosition& place) {
  s.ident().length_bytes = n;
  s.ident().position = place;
};
constexpr auto kIdentLocation = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.ident().input_location = n;
};
template <>
struct action<g::ident_length> : number_action<kIdentLength, 1, 8> {};
template <>
struct action<g::ident_name>
    : simple_action<[](IebgenerState& state) { state.ident().name = state.literal; }> {};
template <>
struct action<g::ident_location> : number_action<kIdentLocation, 1, kRecordMax> {};

template <>
struct action<g::field_word> {
  static void apply(const auto& in, IebgenerState& state) {
    FieldOperand field;
    field.position = state.position(offset_of(in));
    field.length_bytes = 0;  // not coded, see the end of the field
    state.operation.record.fields.push_back(std::move(field));
  }
};
constexpr auto kLength = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.field().length_bytes = n;
};
constexpr auto kInput = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.field().input_location = n;
};
constexpr auto kOutput = [](IebgenerState& s, std::uint32_t n, const SourcePosition&) {
  s.field().output_location = n;
};
template <>
struct action<g::field_length> : number_action<kLength, 1, kRecordMax> {};
template <>
struct action<g::field_location> : number_action<kInput, 1, kRecordMax> {};
template <>
struct action<g::field_output> : number_action<kOutput, 1, kRecordMax> {};
template <>
struct action<g::field_literal>
    : simple_action<[](IebgenerState& state) { state.field().literal = state.literal; }> {};
template <>
struct action<g::packed_to_zoned> : simple_action<[](IebgenerState& state) {
  state.field().conversion = Conversion::kPackedToZoned;
}> {};
template <>
struct action<g::zoned_to_packed> : simple_action<[](IebgenerState& state) {
  state.field().conversion = Conversion::kZonedToPacked;
}> {};
template <>
struct action<g::bcd_to_ebcdic> : simple_action<[](IebgenerState& state) {
  state.field().conversion = Conversion::kBcdToEbcdic;
}> {};
/// A field without a length has 80 bytes; a literal its own.
template <>
struct action<g::field> {
  static void apply(const auto& /*in*/, IebgenerState& state) {
    constexpr std::uint32_t kDefaultBytes = 80;
    FieldOperand& field = state.field();
    if (field.length_bytes != 0) {
      return;
    }
    field.length_bytes = kDefaultBytes;
    if (field.literal) {
      field.length_bytes = static_cast<std::uint32_t>(count_characters(*field.literal));
    }
  }
};

constexpr char kNoUserLabels[] = "user labels are not kept; code DATA=NO";
template <>
struct action<g::labels_other> : refuse_action<kNoUserLabels> {};
constexpr char kNoRecordLabels[] = "user labels are not kept; take it away";
template <>
struct action<g::record_labels_word> : refuse_action<kNoRecordLabels> {};
constexpr char kNoDoubleByte[] = "double-byte characters are not edited; take it away";
template <>
struct action<g::double_byte> : refuse_action<kNoDoubleByte> {};
template <>
struct action<g::dbcs_yes> : refuse_action<kNoDoubleByte> {};
constexpr char kNoExits[] = "user exit routines cannot be called; edit with RECORD statements";
template <>
struct action<g::refused_operation_word> : refuse_action<kNoExits> {};

OperationKind kind_of(IebgenerState& state) {
  if (state.has("GENERATE")) {
    return OperationKind::kGenerate;
  }
  if (state.has("LABELS")) {
    state.require({"DATA"}, "LABELS");
    return OperationKind::kLabels;
  }
  if (state.has("MEMBER")) {
    state.require({"NAME"}, "MEMBER");
    return OperationKind::kMember;
  }
  return OperationKind::kRecord;
}

void parse_operation(const cards::Statement& statement, cards::Parsed<Operation>& parsed) {
  IebgenerState state(statement);
  cards::grammar::run_grammar<g::statement, action, g::errors>(statement.text(), state);
  if (state.errors().empty()) {
    state.operation.kind = kind_of(state);
    state.operation.position = state.command_position();
    state.operation.record.position = state.command_position();
    parsed.statements.push_back(std::move(state.operation));
  }
  parsed.errors.insert(parsed.errors.end(), state.errors().begin(), state.errors().end());
}

}  // namespace

cards::Parsed<GenerateRequest> parse_iebgener(const cards::CardDeck& deck) {
  auto operations = cards::parse_deck<Operation>(deck, cards::ContinuationRule::kCommaOrColumn72,
                                                 parse_operation);
  if (!operations.ok()) {
    return {{}, std::move(operations.errors), {}};
  }
  auto request = gather_request(operations.statements);
  if (!request.ok()) {
    request.statements.clear();
  }
  cards::limit_errors(request.errors, deck.source);
  return request;
}

}  // namespace coldsite::iebgener

// A deck of IDCAMS commands as a tree: IF and DO of the modal commands, and for each functional
// command its table and its maker.
#include "control-cards/idcams/idcams_statement.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/idcams/command_makers.hpp"
#include "control-cards/idcams/command_reader.hpp"
#include "control-cards/idcams/idcams_grammar.hpp"
#include "control-cards/idcams/idcams_messages.hpp"
#include "control-cards/idcams/idcams_syntax.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::size_t kIfNestingMost = 10;
constexpr std::uint32_t kConditionCodeMost = 16;

using Maker = Command (*)(const Operands&, OperandValues&);
struct MakerName {
  std::string_view name;
  Maker make;
};
constexpr std::array kMakers = {
    MakerName{"DELETE", make_delete},     MakerName{"ALTER", make_alter},
    MakerName{"LISTCAT", make_listcat},   MakerName{"REPRO", make_repro},
    MakerName{"EXPORT", make_export},     MakerName{"IMPORT", make_import},
    MakerName{"VERIFY", make_verify},     MakerName{"EXAMINE", make_examine},
    MakerName{"DIAGNOSE", make_diagnose}, MakerName{"PRINT", make_print},
    MakerName{"BLDINDEX", make_bldindex}, MakerName{"PARM", make_parm},
    MakerName{"CANCEL", make_cancel}};
constexpr std::array kDefineMakers = {MakerName{"CLUSTER", make_define_cluster},
                                      MakerName{"ALTERNATEINDEX", make_define_alternate_index},
                                      MakerName{"PATH", make_define_path},
                                      MakerName{"NONVSAM", make_define_nonvsam},
                                      MakerName{"GENERATIONDATAGROUP", make_define_gdg},
                                      MakerName{"ALIAS", make_define_alias},
                                      MakerName{"USERCATALOG", make_define_user_catalog},
                                      MakerName{"MASTERCATALOG", make_define_master_catalog}};

Maker find_maker(std::span<const MakerName> makers, const CommandSyntax& syntax) {
  const auto found = std::ranges::find(makers, canonical_name(syntax), &MakerName::name);
  return found == makers.end() ? nullptr : found->make;
}

/// What IF and SET say.
class ModalState {
 public:
  explicit ModalState(cards::StatementState& state) : state_(state) {}

  ConditionVariable variable = ConditionVariable::kLastcc;
  Comparison comparison = Comparison::kEqual;
  std::uint32_t value = 0;
  std::size_t end_offset = 0;  ///< behind THEN
  bool is_if = false;

  void take_value(std::string_view digits) {
    // A number that is too long for the type is above every condition code.
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    value = error != std::errc() ? kConditionCodeMost : std::min(value, kConditionCodeMost);
  }
  void fail_expected(std::string_view expected, std::size_t offset) {
    if (expected == g::kExpectedThen) {
      state_.fail<msg::IDC4232I>(offset);
    } else if (is_if) {
      state_.fail<msg::IDC4229I>(offset);
    } else {
      state_.fail<msg::IDC4230I>(offset);
    }
    state_.fail_expected(expected, offset);
  }

 private:
  cards::StatementState& state_;
};

template <class Rule>
struct modal_action : cards::grammar::pegtl::nothing<Rule> {};
template <>
struct modal_action<g::maxcc> {
  static void apply0(ModalState& state) { state.variable = ConditionVariable::kMaxcc; }
};
template <Comparison Value>
struct comparison_action {
  static void apply0(ModalState& state) { state.comparison = Value; }
};
template <>
struct modal_action<g::equal> : comparison_action<Comparison::kEqual> {};
template <>
struct modal_action<g::not_equal> : comparison_action<Comparison::kNotEqual> {};
template <>
struct modal_action<g::greater_or_equal> : comparison_action<Comparison::kGreaterOrEqual> {};
template <>
struct modal_action<g::less_or_equal> : comparison_action<Comparison::kLessOrEqual> {};
template <>
struct modal_action<g::greater> : comparison_action<Comparison::kGreater> {};
template <>
struct modal_action<g::less> : comparison_action<Comparison::kLess> {};
template <>
struct modal_action<g::condition_code> {
  static void apply(const auto& in, ModalState& state) { state.take_value(in.string_view()); }
};
template <>
struct modal_action<g::then> {
  static void apply(const auto& in, ModalState& state) {
    state.end_offset = offset_of(in) + in.size();
  }
};

/// One command's text from an offset on: behind THEN or ELSE there is another command.
struct Source {
  const CommandText* command = nullptr;
  std::string text;  ///< what stands before the offset is blank, so that places stay

  [[nodiscard]] std::size_t start() const { return text.find_first_not_of(" ,"); }
  [[nodiscard]] bool is_null() const { return start() == std::string::npos; }
  [[nodiscard]] std::string_view verb() const {
    const std::size_t first = start();
    return std::string_view(text).substr(first, text.find_first_of(" ,(=", first) - first);
  }
  [[nodiscard]] Source behind(std::size_t offset) const {
    Source rest = *this;
    std::fill(rest.text.begin(), rest.text.begin() + static_cast<std::ptrdiff_t>(offset), ' ');
    return rest;
  }
  [[nodiscard]] Source behind_verb() const { return behind(start() + verb().size()); }
};

BadCommand bad_command(std::vector<Failure> failures, int condition_code = kSevere) {
  cards::limit_errors(failures, failures.front().position()->source);
  return {std::move(failures), condition_code};
}

bool is_group_verb(const Source& source) {
  return source.verb() == "DO" || source.verb() == "END";
}

class DeckParser {
 public:
  DeckParser(const cards::CardDeck& deck, Margins margins) : deck_(deck), reader_(deck, margins) {
    read_next();
  }

  std::vector<Statement> parse() {
    std::vector<Statement> statements;
    while (next_ && !stopped_) {
      const CommandText command = take_next();
      const Source source{&command, command.text.text()};
      if (command.errors.empty() && is_group_verb(source) && source.behind_verb().is_null()) {
        continue;  // outside IF they mean nothing, as in z/OS
      }
      parse_one(source, statements);
    }
    return statements;
  }

 private:
  void read_next() { next_ = reader_.next(); }
  CommandText take_next() {
    CommandText taken = std::move(*next_);
    next_.reset();
    read_next();
    return taken;
  }

  /// Appends the statement of one command, with all that belongs to it when it is an IF.
  void parse_one(const Source& source, std::vector<Statement>& statements) {
    Statement statement;
    statement.first_card = source.command->first_card;
    statement.end_card = source.command->end_card;
    statement.warnings = source.command->warnings;
    const std::size_t start = source.is_null() ? 0 : source.start();
    statement.position = source.command->text.position(start);
    if (!source.command->errors.empty()) {
      statement.position = *source.command->errors.front().position();
      statement.command = bad_command(source.command->errors);
    } else if (source.command->ends_too_early) {
      statement.command =
          stop({failure<msg::IDC4236I>().at(source.command->text.position(source.text.size()))});
    } else if (source.verb() == "IF") {
      parse_if(source, std::move(statement), statements);
      return;
    } else if (source.verb() == "SET") {
      statement.command = parse_set(source);
    } else if (source.verb() == "ELSE") {
      statement.command = stop({failure<msg::IDC4227I>().at(statement.position)});
    } else if (is_group_verb(source)) {
      statement.command = stop({failure<msg::IDC4228I>().at(statement.position)});
    } else {
      statement.command = parse_functional(source, statement.warnings);
    }
    if (statement.warnings.size() > cards::kErrorsMax) {
      statement.warnings.resize(cards::kErrorsMax, statement.warnings.front());
    }
    statements.push_back(std::move(statement));
  }

  BadCommand stop(std::vector<Failure> failures) {
    stopped_ = true;
    return bad_command(std::move(failures), kTerminating);
  }

  Command parse_set(const Source& source) {
    cards::StatementState state(source.command->text);
    ModalState modal(state);
    cards::grammar::run_grammar<g::assignment, modal_action, g::errors>(source.text, modal);
    if (!state.errors().empty()) {
      return stop(state.errors());
    }
    return SetCommand{modal.variable, modal.value};
  }

  void parse_if(const Source& source, Statement statement, std::vector<Statement>& statements) {
    cards::StatementState state(source.command->text);
    ModalState modal(state);
    modal.is_if = true;
    cards::grammar::run_grammar<g::condition, modal_action, g::errors>(source.text, modal);
    if (!state.errors().empty()) {
      statement.command = stop(state.errors());
      statements.push_back(std::move(statement));
      return;
    }
    if (if_depth_ == kIfNestingMost) {
      statement.command = stop({failure<msg::IDC4237I>().at(statement.position)});
      statements.push_back(std::move(statement));
      return;
    }
    ++if_depth_;
    IfCommand command{modal.variable, modal.comparison, modal.value, {}, {}};
    parse_clause(source.behind(modal.end_offset), statement, command.then_clause);
    if (!stopped_ && next_is("ELSE") && !next_->is_after_null) {
      const CommandText text = take_next();
      const Source else_source{&text, text.text.text()};
      statement.else_card_end = text.end_card;
      parse_clause(else_source.behind_verb(), statement, command.else_clause);
    }
    --if_depth_;
    statement.command = std::move(command);
    statements.push_back(std::move(statement));
    if (if_depth_ == 0 && open_do_) {
      statements.push_back(std::move(*open_do_));
      open_do_.reset();
    }
  }

  /// What stands behind THEN or ELSE: nothing, a command, or DO and the commands up to END.
  void parse_clause(const Source& source, Statement& owner, std::vector<Statement>& clause) {
    if (source.is_null()) {
      return;
    }
    if (source.verb() != "DO") {
      parse_one(source, clause);
      return;
    }
    const SourcePosition place = source.command->text.position(source.start());
    const Source behind = source.behind_verb();
    if (!behind.is_null()) {
      owner.warnings.push_back(
          failure<msg::CSS0703I>().at(source.command->text.position(behind.start())));
      parse_one(behind, clause);
    }
    while (next_ && !stopped_ && !next_is("END")) {
      const CommandText command = take_next();
      parse_one({&command, command.text.text()}, clause);
    }
    if (stopped_) {
      return;
    }
    if (!next_) {
      end_inside_do(place);
      return;
    }
    const CommandText end = take_next();
    const Source source_of_end{&end, end.text.text()};
    const Source rest = source_of_end.behind_verb();
    if (!rest.is_null()) {
      parse_one(source_of_end, clause);  // an END that is not alone is wrong
    }
  }

  /// The commands of the group run as they are read; only then is the end missed.
  void end_inside_do(const SourcePosition& place) {
    Statement statement;
    statement.position = place;
    statement.first_card = statement.end_card = deck_.cards.size();
    statement.command = stop({failure<msg::IDC4236I>().at(place)});
    open_do_ = std::move(statement);
  }

  [[nodiscard]] bool next_is(std::string_view verb) const {
    if (!next_ || !next_->errors.empty()) {
      return false;
    }
    const Source source{&*next_, next_->text.text()};
    return source.verb() == verb;
  }

  Command parse_functional(const Source& source, std::vector<Failure>& warnings) {
    cards::StatementState state(source.command->text);
    const auto tree = parse_operand_tree(source.text, state, warnings);
    Command command;
    if (tree) {
      command = tree->text == "DEFINE" || tree->text == "DEF"
                    ? make_define(*tree, state, warnings)
                    : make_command(*tree, state, warnings);
    }
    if (!state.errors().empty()) {
      return bad_command(state.errors());
    }
    if (const auto* parm = std::get_if<ParmCommand>(&command); parm && parm->left_margin != 0) {
      margins_changed({parm->left_margin, parm->right_margin}, source);
    }
    return command;
  }

  Command make_command(const Node& tree, cards::StatementState& state,
                       std::vector<Failure>& warnings) {
    const CommandSyntax* syntax = find_command(tree.text);
    if (syntax == nullptr) {
      const std::string_view why = why_refused(tree.text);
      if (why.empty()) {
        state.fail<msg::IDC3219I>(tree.offset, tree.text);
      } else {
        state.fail<msg::CSS0011E>(tree.offset, tree.text, why);
      }
      return {};
    }
    const Operands operands = bind_operands(canonical_name(*syntax), tree.offset, tree.list,
                                            syntax->keywords, syntax->positionals, state, warnings);
    if (operands.positionals.size() < syntax->positionals) {
      state.fail<msg::IDC3225I>(tree.offset, tree.text);
      state.fail<msg::CSS0013E>(tree.offset, "An entry name", canonical_name(*syntax));
    }
    return make(find_maker(kMakers, *syntax), operands, state, warnings);
  }

  Command make_define(const Node& tree, cards::StatementState& state,
                      std::vector<Failure>& warnings) {
    const auto type = std::ranges::find_if(tree.list, [](const Node& node) {
      return node.kind == NodeKind::kWord && find_define_type(node.text) != nullptr;
    });
    if (type == tree.list.end()) {
      if (tree.list.empty()) {
        state.fail<msg::IDC3225I>(tree.offset, tree.text);
        state.fail<msg::CSS0013E>(tree.offset, "What to define", "DEFINE");
      } else {
        state.fail<msg::IDC3211I>(tree.list.front().offset, tree.list.front().text);
      }
      return {};
    }
    const CommandSyntax& syntax = *find_define_type(type->text);
    const Operands operands =
        bind_operands("DEFINE", tree.offset, tree.list, syntax.keywords, 0, state, warnings);
    return make(find_maker(kDefineMakers, syntax), operands, state, warnings);
  }

  /// The shapes hold when binding found nothing, so a maker can rely on them.
  static Command make(Maker maker, const Operands& operands, cards::StatementState& state,
                      std::vector<Failure>& warnings) {
    if (!state.errors().empty()) {
      return {};
    }
    OperandValues values(state, warnings);
    return maker(operands, values);
  }

  /// The command behind PARM was read ahead, with the margins of before: it is read anew.
  void margins_changed(Margins margins, const Source& source) {
    reader_.go_back(source.command->end_card);
    reader_.set_margins(margins);
    read_next();
  }

  const cards::CardDeck& deck_;
  CommandReader reader_;
  std::optional<CommandText> next_;
  std::optional<Statement> open_do_;
  std::size_t if_depth_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::vector<Statement> parse_idcams(const cards::CardDeck& deck, Margins margins) {
  return DeckParser(deck, margins).parse();
}

Result<Margins> parse_idcams_parm(std::string_view parm) {
  if (parm.find_first_not_of(' ') == parm.npos) {
    return Margins{};
  }
  const auto deck = cards::CardDeck::from_text("PARM", " PARM " + std::string(parm));
  const Margins wide{1, static_cast<std::uint32_t>(deck.cards.front().text.size())};
  const std::vector<Statement> statements = parse_idcams(deck, wide);
  if (const auto* bad = std::get_if<BadCommand>(&statements.front().command)) {
    return bad->failures.front();
  }
  const auto& command = std::get<ParmCommand>(statements.front().command);
  return command.left_margin == 0 ? Margins{} : Margins{command.left_margin, command.right_margin};
}

}  // namespace coldsite::idcams

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/jcl_record.hpp"
#include "jcl-runner/jcl_statement.hpp"
#include "jcl-runner/operand_field.hpp"
#include "jcl-runner/operator_commands.hpp"

namespace coldsite::jcl {
namespace {

using Kind = StatementKind;

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::toupper(c) : c);
  });
  return result;
}

bool is_name_start(char c) {
  return (c >= 'A' && c <= 'Z') || c == '#' || c == '@' || c == '$';
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 8 && is_name_start(name.front()) &&
         std::ranges::all_of(name,
                             [](char c) { return is_name_start(c) || (c >= '0' && c <= '9'); });
}

/// A name field: one name, or procstep.ddname.
bool is_name_field(std::string_view field) {
  const std::size_t period = field.find('.');
  return period == std::string_view::npos
             ? is_name(field)
             : is_name(field.substr(0, period)) && is_name(field.substr(period + 1));
}

/// What DD *, DD DATA and XMIT say about where their records end.
struct DataRule {
  bool is_data = false;   ///< DATA, XMIT: "//" records are data
  std::string delimiter;  ///< DLM; empty: "/*"
};

class StatementReader {
 public:
  StatementReader(const SourceHandle& source, MemberKind member)
      : source_(source), member_(member) {}

  std::vector<JclStatement> read() {
    while (index_ < source_->cards.size()) {
      switch (classify_record(card())) {
        case RecordKind::kStatement:
          read_statement();
          break;
        case RecordKind::kComment:
          read_comment();
          break;
        case RecordKind::kDelimiter:
          add_single(Kind::kDelimiter);
          break;
        case RecordKind::kNull:
          is_behind_null_ = member_ == MemberKind::kStream;
          add_single(Kind::kNull);
          break;
        case RecordKind::kJesControl:
          read_jes_control();
          break;
        case RecordKind::kData:
          read_stray_data();
          break;
      }
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] const std::string& card() const { return source_->cards[index_].text; }

  JclStatement start(Kind kind) {
    JclStatement statement;
    statement.kind = kind;
    statement.source = source_;
    statement.first_card = index_;
    statement.card_count = 1;
    return statement;
  }

  void add_single(Kind kind) {
    result_.push_back(start(kind));
    ++index_;
  }

  void read_comment() {
    const std::string_view word = jes3_control_word(card());
    JclStatement statement = start(word.empty() ? Kind::kComment : Kind::kJesControl);
    if (!word.empty()) {
      statement.operation.append(source_, index_, 1, "//*" + std::string(word));
    }
    result_.push_back(std::move(statement));
    ++index_;
  }

  void read_jes_control() {
    JclStatement statement = start(Kind::kJesControl);
    const std::string_view word = jes_control_word(card());
    statement.operation.append(source_, index_, 1, "/*" + std::string(word));
    const std::string_view rest = text_columns(card()).substr(2 + word.size());
    const std::size_t first = std::min(rest.find_first_not_of(' '), rest.size());
    const std::size_t last = rest.find_last_not_of(' ');
    if (first < rest.size()) {
      statement.operand_text.append(source_, index_, 3 + word.size() + first,
                                    rest.substr(first, last + 1 - first));
    }
    ++index_;
    if (word == "XMIT" && !is_behind_null_) {
      const std::string& text = statement.operand_text.text();
      const std::size_t dlm = text.find("DLM=");
      take_data(statement,
                {true, dlm == std::string::npos ? std::string() : text.substr(dlm + 4, 2)});
    }
    result_.push_back(std::move(statement));
  }

  /// Takes the word at `offset` and leaves `offset` at the next one (or npos).
  JclText take_word(std::string_view visible, std::size_t& offset) {
    JclText word;
    const std::size_t end = std::min(visible.find(' ', offset), visible.size());
    word.append(source_, index_, column_of_offset(card(), offset),
                upper(visible.substr(offset, end - offset)));
    offset = visible.find_first_not_of(' ', end);
    return word;
  }

  void read_statement() {
    JclStatement statement = start(Kind::kUnknown);
    const std::string_view visible = text_columns(card());
    std::size_t offset = 2;
    if (visible[2] != ' ') {
      statement.name = take_word(visible, offset);
    } else {
      offset = visible.find_first_not_of(' ', 2);
    }
    if (offset != std::string_view::npos) {
      statement.operation = take_word(visible, offset);
    }
    statement.kind = statement_kind(statement.operation.text());
    if (statement.kind == Kind::kUnknown && statement.name.empty() &&
        is_jcl_command(statement.operation.text())) {
      statement.kind = Kind::kCommand;
    }
    const bool is_job = statement.kind == Kind::kJob;
    is_behind_null_ = is_behind_null_ && !is_job;
    drop_name_prefix(statement);
    check_name(statement);
    read_operands(statement, std::min(offset, visible.size()));
    read_in_stream(statement);
    result_.push_back(std::move(statement));
    if (result_.back().kind == Kind::kCntl) {
      skip_program_control();
    }
  }

  /// What stands before the period of a step's name is ignored.
  static void drop_name_prefix(JclStatement& statement) {
    const std::size_t period = statement.name.text().find('.');
    if (statement.kind == Kind::kExec && period != std::string::npos) {
      JclText name;
      name.append_slice(statement.name, period + 1, statement.name.text().size());
      statement.name = std::move(name);
    }
  }

  void check_name(JclStatement& statement) {
    if (is_behind_null_) {
      return;
    }
    if (!statement.name.empty() && !is_name_field(statement.name.text())) {
      statement.errors.push_back(
          failure<msg::IEFC662I>(statement.name.text()).at(statement.name.position(0)));
    }
    if (statement.kind == Kind::kUnknown) {
      const SourcePosition at = statement.operation.empty()
                                    ? position_in(source_, statement.first_card, 3)
                                    : statement.operation.position(0);
      statement.errors.push_back(failure<msg::IEFC605I>(statement.operation.text()).at(at));
    }
  }

  void read_operands(JclStatement& statement, std::size_t offset) {
    if (statement.kind == Kind::kUnknown || statement.kind == Kind::kPend ||
        statement.kind == Kind::kElse || statement.kind == Kind::kEndif) {
      ++index_;  // what follows the operation is comment
      return;
    }
    OperandField field =
        statement.kind == Kind::kIf
            ? read_if_field(source_, index_, offset)
            : read_operand_field(source_, index_, offset, statement.kind == Kind::kJobGroup);
    statement.operand_text = std::move(field.text);
    index_ = field.next_card;
    statement.card_count = index_ - statement.first_card;
    if (is_behind_null_) {
      return;
    }
    std::ranges::move(field.errors, std::back_inserter(statement.errors));
    statement.is_broken = !field.errors.empty();
    check_length(statement);
    if (statement.operand_text.text().find('&') == std::string::npos) {
      parse_again(statement);
    }
  }

  /// Columns 73 to 80 are the user's own; what stands behind them is lost on a card.
  void check_length(JclStatement& statement) const {
    for (std::size_t i = statement.first_card; i < statement.first_card + statement.card_count;
         ++i) {
      const std::string& card = source_->cards[i].text;
      const std::size_t end = offset_of_column(card, kCardColumns + 1);
      if (!is_blank(std::string_view(card).substr(end))) {
        statement.warnings.push_back(
            failure<msg::CSJ0009W>().at(position_in(source_, i, kCardColumns + 1)));
      }
    }
  }

  /// Nothing when the statement brings no data. An error in the operands leaves DLM unknown.
  std::optional<DataRule> data_rule(JclStatement& statement) {
    const bool is_transmission = statement.kind == Kind::kXmit && !is_behind_null_;
    if (statement.kind != Kind::kDd && !is_transmission) {
      return std::nullopt;
    }
    const std::string& text = statement.operand_text.text();
    const std::string first = text.substr(0, text.find(','));
    if (!is_transmission && first != "*" && first != "DATA") {
      return std::nullopt;
    }
    DataRule rule{is_transmission || first == "DATA", {}};
    std::vector<Operand> operands = statement.operands;
    if (!statement.is_parsed) {
      auto parsed = parse_operands(statement.operand_text);
      operands = parsed ? *std::move(parsed) : std::vector<Operand>{};
    }
    if (const Operand* dlm = find_keyword(operands, "DLM")) {
      rule.delimiter = dlm->value.text == "&&" ? "&" : dlm->value.text;
      if (dlm->value.text.starts_with("&&") && dlm->value.text.size() == 3) {
        rule.delimiter = dlm->value.text.substr(1);
      }
      if (rule.delimiter.size() != 2) {
        statement.errors.push_back(failure<msg::CSJ0005E>(dlm->value.text)
                                       .at(statement.operand_text.position(dlm->value.offset)));
        rule.delimiter.clear();
      }
    }
    return rule;
  }

  void read_in_stream(JclStatement& statement) {
    if (const auto rule = data_rule(statement)) {
      take_data(statement, *rule);
    }
  }

  /// The records up to the delimiter: those of a DD, or those that XMIT sends to another node.
  void take_data(JclStatement& statement, const DataRule& rule) {
    statement.has_data = true;
    for (; index_ < source_->cards.size(); ++index_) {
      const std::string& record = card();
      const std::string_view end = rule.delimiter.empty() ? "/*" : std::string_view(rule.delimiter);
      if (record.starts_with(end)) {
        if (!rule.delimiter.empty() || classify_record(record) == RecordKind::kDelimiter) {
          ++index_;
        }
        return;
      }
      if (!rule.is_data && record.starts_with("//")) {
        return;
      }
      statement.data.push_back(source_->cards[index_]);
    }
    const bool needs_delimiter = rule.is_data || !rule.delimiter.empty();
    if (needs_delimiter && statement.kind == Kind::kDd) {
      statement.warnings.push_back(
          failure<msg::CSJ0006W>(rule.delimiter.empty() ? "/*" : rule.delimiter)
              .at(statement.position()));
    }
  }

  /// Data that no DD asked for: the system makes //SYSIN DD * for it. Blank lines alone are none.
  void read_stray_data() {
    JclStatement statement = start(Kind::kDd);
    const std::size_t first = index_;
    bool all_blank = true;
    for (; index_ < source_->cards.size() && classify_record(card()) == RecordKind::kData;
         ++index_) {
      statement.data.push_back(source_->cards[index_]);
      all_blank = all_blank && is_blank(card());
    }
    if (all_blank) {
      return;
    }
    const bool ends_with_delimiter =
        index_ < source_->cards.size() && classify_record(card()) == RecordKind::kDelimiter;
    index_ += ends_with_delimiter ? 1U : 0U;
    statement.has_data = true;
    statement.is_generated = true;
    statement.name.append(source_, first, 1, "SYSIN");
    statement.operation.append(source_, first, 1, "DD");
    statement.operand_text.append(source_, first, 1, "*");
    statement.card_count = 0;
    Operand star;
    star.value.form = OperandValue::Form::kText;
    star.value.text = "*";
    star.value.end = 1;
    statement.operands.push_back(star);
    statement.is_parsed = true;
    result_.push_back(std::move(statement));
  }

  /// What stands between CNTL and ENDCNTL is for a program (PSF), not JCL.
  void skip_program_control() {
    for (; index_ < source_->cards.size(); ++index_) {
      const std::string_view visible = text_columns(card());
      if (classify_record(card()) == RecordKind::kStatement) {
        std::size_t offset = visible.find(' ', 2);
        offset = visible.find_first_not_of(' ', offset);
        if (offset != std::string_view::npos &&
            upper(visible.substr(offset)).starts_with("ENDCNTL")) {
          return;
        }
      } else if (classify_record(card()) != RecordKind::kComment) {
        return;
      }
    }
  }

  SourceHandle source_;
  MemberKind member_;
  std::size_t index_ = 0;
  bool is_behind_null_ = false;
  std::vector<JclStatement> result_;
};

}  // namespace

void parse_again(JclStatement& statement) {
  statement.operands.clear();
  statement.is_parsed = true;
  switch (statement.kind) {
    case Kind::kIf:
    case Kind::kElse:
    case Kind::kEndif:
    case Kind::kPend:
    case Kind::kCommand:
    case Kind::kJesControl:
    case Kind::kComment:
    case Kind::kDelimiter:
    case Kind::kNull:
    case Kind::kUnknown:
    case Kind::kJobGroup:  // job_group.hpp
      return;
    case Kind::kJob:
    case Kind::kExec:
    case Kind::kDd:
    case Kind::kProc:
    case Kind::kSet:
    case Kind::kInclude:
    case Kind::kOutput:
    case Kind::kJcllib:
    case Kind::kCntl:
    case Kind::kEndcntl:
    case Kind::kExport:
    case Kind::kSchedule:
    case Kind::kNotify:
    case Kind::kXmit:
      break;
  }
  auto operands = parse_operands(statement.operand_text);
  if (operands) {
    statement.operands = *std::move(operands);
  } else if (!statement.is_broken) {
    statement.errors.push_back(operands.failure());
    statement.is_broken = true;
  }
}

std::vector<JclStatement> read_statements(const SourceHandle& source, MemberKind member) {
  return StatementReader(source, member).read();
}

}  // namespace coldsite::jcl

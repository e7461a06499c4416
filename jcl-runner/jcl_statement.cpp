#include "jcl-runner/jcl_statement.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/jcl_record.hpp"
#include "jcl-runner/operand_field.hpp"

namespace coldsite::jcl {
namespace {

using Kind = StatementKind;

constexpr std::array<std::pair<std::string_view, Kind>, 28> kOperations = {{
    {"AFTER", Kind::kJobGroup},
    {"BEFORE", Kind::kJobGroup},
    {"CNTL", Kind::kCntl},
    {"COMMAND", Kind::kCommand},
    {"CONCURRENT", Kind::kJobGroup},
    {"DD", Kind::kDd},
    {"ELSE", Kind::kElse},
    {"ENDCNTL", Kind::kEndcntl},
    {"ENDGROUP", Kind::kJobGroup},
    {"ENDIF", Kind::kEndif},
    {"ENDSET", Kind::kJobGroup},
    {"EXEC", Kind::kExec},
    {"EXPORT", Kind::kExport},
    {"GJOB", Kind::kJobGroup},
    {"IF", Kind::kIf},
    {"INCLUDE", Kind::kInclude},
    {"JCLLIB", Kind::kJcllib},
    {"JOB", Kind::kJob},
    {"JOBGROUP", Kind::kJobGroup},
    {"JOBSET", Kind::kJobGroup},
    {"NOTIFY", Kind::kNotify},
    {"OUTPUT", Kind::kOutput},
    {"PEND", Kind::kPend},
    {"PROC", Kind::kProc},
    {"SCHEDULE", Kind::kSchedule},
    {"SET", Kind::kSet},
    {"SJOB", Kind::kJobGroup},
    {"XMIT", Kind::kXmit},
}};

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

/// What DD * and DD DATA say about where their records end.
struct DataRule {
  bool is_data = false;   ///< DATA: "//" records are data
  std::string delimiter;  ///< DLM; empty: "/*"
};

class StatementReader {
 public:
  explicit StatementReader(const SourceHandle& source) : source_(source) {}

  JclStatements read() {
    while (index_ < source_->cards.size()) {
      switch (classify_record(card())) {
        case RecordKind::kStatement:
          read_statement();
          break;
        case RecordKind::kComment:
          add_single(Kind::kComment);
          break;
        case RecordKind::kDelimiter:
          add_single(Kind::kDelimiter);
          break;
        case RecordKind::kNull:
          is_behind_null_ = true;
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
  void fail(const Failure& failure) { result_.errors.push_back(failure); }

  JclStatement start(Kind kind) {
    JclStatement statement;
    statement.kind = kind;
    statement.source = source_;
    statement.first_card = index_;
    statement.card_count = 1;
    if (kind != Kind::kComment && kind != Kind::kDelimiter && kind != Kind::kJesControl) {
      statement.number = ++number_;
    }
    return statement;
  }

  void add_single(Kind kind) {
    result_.statements.push_back(start(kind));
    ++index_;
  }

  void read_jes_control() {
    JclStatement statement = start(Kind::kJesControl);
    statement.operation.append(source_, index_, 3, jes_control_word(card()));
    result_.statements.push_back(std::move(statement));
    ++index_;
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
    const bool is_job = statement.kind == Kind::kJob;
    is_behind_null_ = is_behind_null_ && !is_job;
    check_name(statement);
    read_operands(statement, std::min(offset, visible.size()));
    read_in_stream(statement);
    result_.statements.push_back(std::move(statement));
    if (result_.statements.back().kind == Kind::kCntl) {
      skip_program_control();
    }
  }

  void check_name(const JclStatement& statement) {
    if (is_behind_null_) {
      return;
    }
    if (!statement.name.empty() && !is_name_field(statement.name.text())) {
      fail(failure<msg::IEFC662I>(statement.name.text()).at(statement.name.position(0)));
    }
    if (statement.kind == Kind::kUnknown) {
      const SourcePosition at = statement.operation.empty()
                                    ? position_in(source_, statement.first_card, 3)
                                    : statement.operation.position(0);
      fail(failure<msg::IEFC605I>(statement.operation.text()).at(at));
    }
  }

  void read_operands(JclStatement& statement, std::size_t offset) {
    if (statement.kind == Kind::kUnknown || statement.kind == Kind::kPend ||
        statement.kind == Kind::kElse || statement.kind == Kind::kEndif) {
      ++index_;  // what follows the operation is comment
      return;
    }
    OperandField field = statement.kind == Kind::kIf ? read_if_field(source_, index_, offset)
                                                     : read_operand_field(source_, index_, offset);
    statement.operand_text = std::move(field.text);
    index_ = field.next_card;
    statement.card_count = index_ - statement.first_card;
    if (is_behind_null_) {
      return;
    }
    for (const Failure& error : field.errors) {
      fail(error);
    }
    statement.is_broken = !field.errors.empty();
    const bool is_carried_out = statement.kind == Kind::kJob || statement.kind == Kind::kExec ||
                                statement.kind == Kind::kDd;
    if (!is_carried_out) {
      return;
    }
    auto operands = parse_operands(statement.operand_text);
    if (operands) {
      statement.operands = *std::move(operands);
    } else if (field.errors.empty()) {
      fail(operands.failure());
      statement.is_broken = true;
    }
  }

  /// Nothing when the statement brings no data. An error in the operands leaves DLM unknown.
  std::optional<DataRule> data_rule(const JclStatement& statement) {
    if (statement.kind != Kind::kDd) {
      return std::nullopt;
    }
    const std::string& text = statement.operand_text.text();
    const std::string first = text.substr(0, text.find(','));
    if (first != "*" && first != "DATA") {
      return std::nullopt;
    }
    DataRule rule{first == "DATA", {}};
    if (const Operand* dlm = find_keyword(statement.operands, "DLM")) {
      rule.delimiter = dlm->value.text == "&&" ? "&" : dlm->value.text;
      if (dlm->value.text.starts_with("&&") && dlm->value.text.size() == 3) {
        rule.delimiter = dlm->value.text.substr(1);
      }
      if (rule.delimiter.size() != 2) {
        fail(failure<msg::CSJ0005E>(dlm->value.text)
                 .at(statement.operand_text.position(dlm->value.offset)));
        rule.delimiter.clear();
      }
    }
    return rule;
  }

  void read_in_stream(JclStatement& statement) {
    const auto rule = data_rule(statement);
    if (!rule) {
      return;
    }
    statement.has_data = true;
    for (; index_ < source_->cards.size(); ++index_) {
      const std::string& record = card();
      const std::string_view end =
          rule->delimiter.empty() ? "/*" : std::string_view(rule->delimiter);
      if (record.starts_with(end)) {
        if (!rule->delimiter.empty() || classify_record(record) == RecordKind::kDelimiter) {
          ++index_;
        }
        return;
      }
      if (!rule->is_data && record.starts_with("//")) {
        return;
      }
      statement.data.push_back(source_->cards[index_]);
    }
    if (rule->is_data || !rule->delimiter.empty()) {
      result_.warnings.push_back(
          failure<msg::CSJ0006W>(rule->delimiter.empty() ? "/*" : rule->delimiter)
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
      --number_;
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
    result_.statements.push_back(std::move(statement));
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
  std::size_t index_ = 0;
  std::size_t number_ = 0;
  bool is_behind_null_ = false;
  JclStatements result_;
};

}  // namespace

StatementKind statement_kind(std::string_view operation) {
  const auto found =
      std::ranges::find(kOperations, operation, &std::pair<std::string_view, StatementKind>::first);
  return found == kOperations.end() ? StatementKind::kUnknown : found->second;
}

SourcePosition JclStatement::position() const {
  return position_in(source, first_card, 1);
}

JclStatements read_statements(const SourceHandle& source) {
  return StatementReader(source).read();
}

}  // namespace coldsite::jcl

#include "jcl-runner/jcl_statement.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

}  // namespace

StatementKind statement_kind(std::string_view operation) {
  const auto found =
      std::ranges::find(kOperations, operation, &std::pair<std::string_view, StatementKind>::first);
  return found == kOperations.end() ? StatementKind::kUnknown : found->second;
}

SourcePosition JclStatement::position() const {
  return position_in(source, first_card, 1);
}

Failure explained(const Failure& failure, const ExpansionChain& chain) {
  Failure whole = failure;
  for (const ExpansionStep* step = chain.get(); step != nullptr; step = step->from.get()) {
    whole = whole.while_doing(step->activity);
  }
  return whole;
}

}  // namespace coldsite::jcl

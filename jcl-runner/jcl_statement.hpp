// Job stream text to statements: continuation, comments, in-stream data, every field with its
// place. Nothing is interpreted here but what decides where a statement ends (DD *, DATA, DLM).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "jcl-runner/jcl_operand.hpp"
#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

enum class StatementKind {
  kJob,
  kExec,
  kDd,
  kProc,
  kPend,
  kSet,
  kInclude,
  kIf,
  kElse,
  kEndif,
  kOutput,
  kJcllib,
  kCommand,
  kCntl,
  kEndcntl,
  kExport,
  kSchedule,
  kNotify,
  kXmit,
  kJobGroup,    ///< JOBGROUP GJOB JOBSET SJOB ENDSET AFTER BEFORE CONCURRENT ENDGROUP
  kJesControl,  ///< /*JOBPARM ...
  kComment,
  kDelimiter,  ///< a stray "/*"
  kNull,
  kUnknown
};

[[nodiscard]] StatementKind statement_kind(std::string_view operation);

struct JclStatement {
  StatementKind kind = StatementKind::kUnknown;
  JclText name, operation;
  JclText operand_text;           ///< joined over continuation, without comments
  std::vector<Operand> operands;  ///< for kinds that are carried out; empty for the others
  SourceHandle source;
  std::size_t first_card = 0, card_count = 0;  ///< without in-stream data
  std::vector<cards::Card> data;               ///< DD * and DATA
  bool has_data = false;
  bool is_broken = false;     ///< its fields have errors: what it says is not known
  bool is_generated = false;  ///< the "//SYSIN DD *" that data without a DD brings
  std::size_t number = 0;     ///< as in the JESJCL listing: counts all but comments and data

  [[nodiscard]] SourcePosition position() const;
};

/// What one member holds. With errors the statements around them are still there.
struct JclStatements {
  std::vector<JclStatement> statements;
  std::vector<Failure> errors;    ///< each with its place, in reading order
  std::vector<Failure> warnings;  ///< what z/OS would take but the user did not mean
};

/// errors: IEFC605I, IEFC621I, IEFC662I, CSJ0002E ..., and those of parse_operands.
[[nodiscard]] JclStatements read_statements(const SourceHandle& source);

}  // namespace coldsite::jcl

// Job stream text to statements: continuation, comments, in-stream data, every field with its
// place. Nothing is interpreted here but what decides where a statement ends (DD *, DATA, DLM).
// Symbols and procedures are the business of job_expansion.hpp.
#pragma once

#include <cstddef>
#include <memory>
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

/// One step from the member that was submitted towards a statement: "procedure 'P' called in
/// JOBS(12)".
struct ExpansionStep {
  std::string activity;
  std::shared_ptr<const ExpansionStep> from;  ///< nullptr: the member that was submitted
};
using ExpansionChain = std::shared_ptr<const ExpansionStep>;

struct JclStatement {
  StatementKind kind = StatementKind::kUnknown;
  JclText name, operation;
  JclText operand_text;           ///< joined over continuation, without comments
  std::vector<Operand> operands;  ///< of statements without symbols; the expansion does the others
  bool is_parsed = false;         ///< `operands` are those of `operand_text`
  SourceHandle source;
  std::size_t first_card = 0, card_count = 0;  ///< without in-stream data
  std::vector<cards::Card> data;               ///< DD * and DATA
  bool has_data = false;
  std::vector<Failure> errors, warnings;  ///< found while it was read, each with its place
  bool is_broken = false;                 ///< its fields have errors: what it says is not known
  bool is_generated = false;              ///< the "//SYSIN DD *" that data without a DD brings
  std::size_t number = 0;         ///< in the JESJCL listing, which counts all but comments and data
  std::string ddname;             ///< of "//STEP.DD", once it is in its step; empty: as `name`
  bool is_substituted = false;    ///< symbols of it have been replaced
  bool is_call = false;           ///< EXEC of a procedure: its steps follow
  bool is_unplaced = false;       ///< DD for a procedure that was not found
  bool has_open_symbols = false;  ///< symbols without a value that are nobody's fault here
  std::size_t call = 0;           ///< the procedure call it comes from; 0: the job itself
  ExpansionChain chain;

  [[nodiscard]] SourcePosition position() const;
};

/// `failure` with the chain of procedures and INCLUDE members around it.
[[nodiscard]] Failure explained(const Failure& failure, const ExpansionChain& chain);

enum class MemberKind {
  kStream,  ///< a null statement ends the job
  kLibrary  ///< procedure or INCLUDE member: null statements mean nothing
};

/// The statements of one member, in order, each with what is wrong with it: IEFC605I, IEFC621I,
/// IEFC662I, CSJ0002E ..., and those of parse_operands.
[[nodiscard]] std::vector<JclStatement> read_statements(const SourceHandle& source,
                                                        MemberKind member = MemberKind::kStream);

/// Parses the operand text again; errors go to the statement.
void parse_again(JclStatement& statement);

}  // namespace coldsite::jcl

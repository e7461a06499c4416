// From the statements of a member to flat jobs: symbols substituted, procedures and INCLUDE members
// put in, overrides merged. What comes out has EXEC PGM= statements and their DDs only, each of
// which knows where it came from; the interpreter never sees a procedure or a symbol.
//   statements -> job_expansion -> ExpandedJob -> jcl_job -> JclJob
// threads: one job, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jcl-runner/jcl_listing.hpp"
#include "jcl-runner/jcl_statement.hpp"
#include "jcl-runner/procedure_library.hpp"
#include "jcl-runner/symbol_table.hpp"

namespace coldsite::jcl {

/// One EXEC that called a procedure. calls[0] is the job itself.
struct ProcedureCall {
  std::string step;  ///< the name of the EXEC statement; may be empty
  std::string procedure;
  std::size_t caller = 0;  ///< the call in which the EXEC stands
};

enum class StreamKind {
  kJob,       ///< with a JOB statement
  kNameless,  ///< steps without a JOB statement: runs under a default one
  kFragment   ///< a procedure, an INCLUDE member, or no JCL at all: nothing to run
};

struct ExpandedJob {
  StreamKind kind = StreamKind::kJob;
  /// In order, with what is wrong with each. Those that have done their work (SET, INCLUDE, EXEC of
  /// a procedure ...) are still there, for their errors.
  std::vector<JclStatement> statements;
  std::vector<ProcedureCall> calls{1};
  JclListing listing;
  std::uint64_t card_count = 0;  ///< of the member that was submitted
  SourcePosition position;
};

struct ExpansionRequest {
  SymbolTable symbols;                  ///< system symbols and those of the command line
  ProcedureLibrary* library = nullptr;  ///< none: there are in-stream procedures only
  bool is_syntax_only = false;          ///< what is elsewhere (procedures, members) may be missing
};

/// errors (in the statements): IEFC612I, IEFC611I, IEFC627I, IEFC657I, CSJ0051E to CSJ0060E.
[[nodiscard]] std::vector<ExpandedJob> expand_jobs(std::vector<JclStatement> statements,
                                                   const ExpansionRequest& request);

/// Whether EXEC takes the keyword itself; any other is a symbol of the procedure it calls.
[[nodiscard]] bool is_exec_keyword(std::string_view keyword);

}  // namespace coldsite::jcl

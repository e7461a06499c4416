// The model of a job: what its statements ask for, before anything is done. Later parts of the
// language (procedures, symbols, IF) change how statements become this model, not the model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/site/dd_request.hpp"
#include "jcl-runner/condition.hpp"
#include "jcl-runner/jcl_statement.hpp"

namespace coldsite::jcl {

enum class TypeOfRun { kRun, kScan, kHold };

/// What the JOB statement says.
struct JobParameters {
  std::string accounting, programmer;
  std::string job_class = "A";
  std::string message_class = "A";
  int statement_level = 1;  ///< MSGLEVEL: 0 the JOB statement only, 1 and 2 all of it
  int message_level = 1;    ///< MSGLEVEL: 0 messages only after an abend, 1 always
  std::string notify, user;
  TypeOfRun type_of_run = TypeOfRun::kRun;
  Condition condition;
  std::optional<std::uint32_t> cpu_seconds;  ///< TIME; none: no limit
};

/// *.ddname, *.step.ddname: an earlier DD.
struct DdReference {
  std::string step, ddname;  ///< step empty: the same step
  SourcePosition position;
};

/// One DD statement: a DD or a member of its concatenation.
struct JclDdPart {
  JclText operand_text;  ///< back-references replaced by what they stand for
  site::DdRequest request;
  std::optional<DdReference> volume_of;  ///< VOL=REF=*.: known when that DD has been allocated
  SourcePosition position;
};

struct JclDd {
  std::string ddname;
  std::vector<JclDdPart> parts;
};

struct JclStep {
  std::string name;  ///< may be empty
  std::string key;   ///< the name, or "STEP3"; unique in the job: names files of the spool
  std::string program;
  std::string parm;
  Condition condition;
  std::optional<std::uint32_t> cpu_seconds;
  std::vector<JclDd> dds;
  SourcePosition position;
};

struct JclJob {
  std::string name;  ///< empty: statements without a JOB statement
  JobParameters parameters;
  std::vector<JclStep> steps;
  std::vector<JclStatement> statements;  ///< as read, for the listing
  std::vector<Failure> errors;           ///< any: the job is not run
  std::vector<Failure> notes;            ///< operands that are checked and ignored, and warnings
  SourcePosition position;

  [[nodiscard]] const JclStep* find_step(std::string_view step_name) const;
};

/// Every job of a member, each checked as a whole (job_check); a job with errors stands beside good
/// ones. A member without a JOB statement gives one job without a name and with CSJ0007E.
[[nodiscard]] std::vector<JclJob> build_jobs(JclStatements statements);

}  // namespace coldsite::jcl

// The model of a job: what its statements ask for, before anything is done. Procedures and symbols
// are gone when it is made (job_expansion.hpp); a step only remembers which call it came from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/site/dd_request.hpp"
#include "jcl-runner/condition.hpp"
#include "jcl-runner/if_expression.hpp"
#include "jcl-runner/jcl_listing.hpp"
#include "jcl-runner/jcl_statement.hpp"
#include "jcl-runner/job_expansion.hpp"

namespace coldsite::jcl {

struct SubmittedJob;  // submitted_job.hpp

enum class TypeOfRun { kRun, kScan, kCopy, kHold, kJclHold };

inline constexpr int kDefaultPriority = 7;
inline constexpr int kPriorityMax = 15;

/// What the SCHEDULE statement says.
struct JobSchedule {
  std::string job_group;         ///< JOBGROUP=
  std::string after, before;     ///< names of jobs
  bool waits_for_entry = false;  ///< DELAY=YES: a job that is not there yet is waited for
  SourcePosition position;
};

/// RD: whether a step that failed may be restarted with what its job has left. Nothing takes
/// checkpoints inside a program here, so that RNC is R, and NC is NR.
enum class RestartDefinition { kNotCoded, kRestart, kNoRestart };

/// RESTART=*, RESTART=step or RESTART=step.procstep.
struct RestartOperand {
  std::string step, procedure_step;  ///< step empty: *
  SourcePosition position;
  std::size_t first_step = 0;  ///< the index of the step, once it is known
};

/// JOBRC: whose code is the job's.
struct JobCodeRule {
  enum class Kind { kHighest, kLast, kOfStep };
  Kind kind = Kind::kHighest;
  std::string step, procedure_step;  ///< kOfStep: as coded; `step` becomes the key of the step
  SourcePosition position;
};

/// What the JOB statement says.
struct JobParameters {
  std::string accounting, programmer;
  std::string job_class = "A";
  std::string message_class = "A";
  int statement_level = 1;  ///< MSGLEVEL: 0 the JOB statement only, 1 and 2 all of it
  int message_level = 1;    ///< MSGLEVEL: 0 messages only after an abend, 1 always
  std::string notify, user;
  TypeOfRun type_of_run = TypeOfRun::kRun;
  std::optional<int> coded_priority;  ///< PRTY=
  int priority = kDefaultPriority;    ///< 0 to 15: PRTY=, /*PRIORITY or the default
  JobSchedule schedule;
  Condition condition;
  std::optional<std::uint32_t> cpu_seconds;  ///< TIME; none: no limit
  std::optional<RestartOperand> restart;
  RestartDefinition restart_definition = RestartDefinition::kNotCoded;
  bool is_generation_bias_step = false;  ///< GDGBIAS=STEP
  JobCodeRule job_code;
};

/// ABDISPCC=(code,GT|GE): such a condition code asks for the abnormal dispositions.
struct AbnormalCode {
  std::uint32_t code = 0;
  bool is_equal_included = false;  ///< GE

  [[nodiscard]] bool holds(std::uint32_t return_code) const {
    return return_code > code || (is_equal_included && return_code == code);
  }
};

/// *.ddname, *.step.ddname, *.step.procstep.ddname: an earlier DD.
struct DdReference {
  std::string step, procedure_step, ddname;  ///< step empty: the same step
  SourcePosition position;
};

/// One DD statement: a DD or a member of its concatenation.
struct JclDdPart {
  JclText operand_text;  ///< back-references replaced by what they stand for
  site::DdRequest request;
  /// VOL=REF=*.: known when that DD has been allocated; `step` is the key of its step.
  std::optional<DdReference> volume_of;
  std::string later_ddname;  ///< DDNAME=: what the DD is comes with that DD of the same step
  SourcePosition position;
  ExpansionChain chain;       ///< the procedures and INCLUDE members around the statement
  std::string data_source;    ///< of in-stream data: the member it stands in,
  std::size_t data_line = 0;  ///< and the line of its first record

  /// The in-stream data as cards with their places; empty for any other DD.
  [[nodiscard]] cards::CardDeck control_deck() const;
};

struct JclDd {
  std::string ddname;
  std::vector<JclDdPart> parts;
};

/// IF to ENDIF.
struct JclIf {
  /// The THEN or ELSE part of an IF.
  struct Branch {
    std::size_t index = 0;  ///< in JclJob::ifs
    bool is_else = false;
  };
  IfNode expression;
  std::optional<Branch> inside;  ///< none: not in another IF
  std::size_t first_step = 0;    ///< the step before which it stands
  std::size_t statement_number = 0;
  SourcePosition position;
};

struct JclStep {
  std::string name;      ///< of its EXEC statement; may be empty
  std::string caller;    ///< the EXEC that called the procedure it stands in; empty: none
  std::size_t call = 0;  ///< in JclJob::calls
  std::string key;  ///< "STEP", "CALLER.STEP", "STEP3"; unique in the job: names files of the spool
  std::string program;
  std::string parm;
  std::string parm_ddname;              ///< PARMDD: the parameter is what that DD holds
  std::optional<JclIf::Branch> inside;  ///< the innermost IF around it
  Condition condition;
  std::optional<std::uint32_t> cpu_seconds;
  RestartDefinition restart_definition = RestartDefinition::kNotCoded;
  std::optional<AbnormalCode> abnormal_code;
  std::optional<DdReference> program_of;  ///< PGM=*.: the DD; `step` is the key of its step
  std::vector<JclDd> dds;
  SourcePosition position;
  ExpansionChain chain;  ///< the procedures and INCLUDE members around the statement

  /// As messages name it: "STEP", "PROCSTEP STEP".
  [[nodiscard]] std::string shown_name() const;
};

/// The job name of statements without a JOB statement.
inline constexpr std::string_view kDefaultJobName = "NOJOB";

struct JclJob {
  StreamKind kind = StreamKind::kJob;
  std::string name;
  JobParameters parameters;
  std::vector<JclStep> steps;
  std::vector<ProcedureCall> calls{1};
  std::vector<JclIf> ifs;
  JclListing listing;
  std::vector<std::string> operator_messages;  ///< /*MESSAGE
  std::vector<std::string> commands;           ///< COMMAND, JCL commands, /*$: before it starts
  bool is_started_task = false;                ///< START made it
  std::string identifier;                      ///< of START name.identifier
  std::uint64_t card_count = 0;
  std::vector<Failure> errors;  ///< any: the job is not run
  std::vector<Failure> notes;   ///< operands that are checked and ignored, and warnings
  SourcePosition position;

  /// RD of a step: that of JOB comes first.
  [[nodiscard]] RestartDefinition restart_definition_of(std::size_t step) const;

  std::shared_ptr<const SubmittedJob> submitted;  ///< its cards; none: not read by JobFileReader
};

struct BuildOptions {
  bool is_syntax_only =
      false;               ///< what this runner refuses is noted: is it JCL, that is the question
  bool is_strict = false;  ///< what would be ignored is an error
};

/// Every job, each checked as a whole (job_check); a job with errors stands beside good ones.
/// errors (in the jobs): CSJ0007E nothing to run; those of the expansion, card_operands,
/// dd_statement, if_expression and job_check.
[[nodiscard]] std::vector<JclJob> build_jobs(std::vector<ExpandedJob> expanded,
                                             const BuildOptions& options);

}  // namespace coldsite::jcl

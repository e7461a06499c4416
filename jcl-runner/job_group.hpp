// Job groups: the statements from JOBGROUP to ENDGROUP, which say in what order the jobs run that
// name the group in SCHEDULE JOBGROUP=.
//   //G   JOBGROUP [account,programmer][,OWNER=user][,HOLD=NO|YES][,TYPE=SCAN]
//                  [,ERROR=(condition)[,ONERROR=STOP|SUSPEND|FLUSH]]
//   //J   GJOB [FLUSHTYP=ALLFLUSH|ANYFLUSH]
//   //S   JOBSET [FLUSHTYP=...]   //J SJOB ...   //S ENDSET
//   //    AFTER NAME=(job|set,...)[,WHEN=(condition)][,ACTION=...][,OTHERWISE=...]
//   //    BEFORE NAME=...         (both of the GJOB or JOBSET before them)
//   //    CONCURRENT NAME=(job,...)
//   //G   ENDGROUP
// source: z/OS MVS JCL Reference, "JES2 Execution Control Statements".
// threads: immutable data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jcl-runner/if_expression.hpp"
#include "jcl-runner/jcl_statement.hpp"

namespace coldsite::jcl {

/// What a dependency does once the job it waits for has ended.
enum class GroupAction {
  kSatisfy,  ///< the dependent job may run
  kFlush,    ///< it will not run
  kFail      ///< it will not run, and the group is in error
};

struct GroupDependency {
  std::string parent, dependent;  ///< names of jobs
  std::optional<IfNode> when;     ///< of the parent; none: it ran and did not abend
  GroupAction action = GroupAction::kSatisfy, otherwise = GroupAction::kFlush;
};

struct GroupJob {
  std::string name;
  bool flushes_with_any = false;  ///< FLUSHTYP=ANYFLUSH: a flushed parent is enough
  SourcePosition position;
};

enum class GroupErrorAction { kStop, kSuspend, kFlush };

struct JobGroup {
  std::string name, owner;
  bool is_held = false, is_scanned = false;
  std::optional<IfNode> error;
  GroupErrorAction on_error = GroupErrorAction::kStop;
  std::vector<GroupJob> jobs;
  std::vector<GroupDependency> dependencies;
  std::vector<std::vector<std::string>> concurrent;  ///< jobs that start together
  std::vector<Failure> errors, notes;
  SourcePosition position;

  [[nodiscard]] const GroupJob* find_job(std::string_view job_name) const;
};

/// Takes the groups out of the statements of a member. errors (in the groups): CSJ0170E a statement
/// out of place; CSJ0171E no such job; CSJ0172E a cycle; CSJ0173E a name twice; IEFC630I, CSJ0022E,
/// CSJ0070E operands. Statements outside a group are in one without a name.
[[nodiscard]] std::vector<JobGroup> take_job_groups(std::vector<JclStatement>& statements);

/// The jobs on a cycle of the dependencies, in order; empty: there is none.
[[nodiscard]] std::vector<std::string> find_cycle(const JobGroup& group);

}  // namespace coldsite::jcl

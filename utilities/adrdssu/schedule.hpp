// PARALLEL and SERIAL: which commands of SYSIN run at once, and how they do without meeting.
//
// Tasks behind PARALLEL run at once, each with a report and a site of its own; what they say comes
// out task by task, in the order of SYSIN. Two tasks of which one writes what the other uses
// (volume, tape, host file) run one after the other. A task that changes volume serials (COPYVOLID,
// TRACKS onto the label track), or that prints its listing on SYSPRINT, runs alone.
// threads: run_parallel() makes them and ends them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "control-cards/adrdssu/adrdssu_statement.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::adrdssu {

/// A command with its task number.
struct NumberedCommand {
  const AdrdssuStatement* statement = nullptr;
  std::size_t number = 0;
};

/// Tasks that run at once; one alone runs by itself.
using TaskGroup = std::vector<NumberedCommand>;

[[nodiscard]] std::vector<TaskGroup> plan_schedule(const std::vector<AdrdssuStatement>& statements);

/// Something that a task uses, by the name of the file behind it.
struct MediaUse {
  std::string path;
  bool is_written = false;
};
/// What cannot be found is left out: the task itself will say so.
[[nodiscard]] std::vector<MediaUse> media_of(batch::StepContext& context,
                                             const AdrdssuStatement& statement);

/// Runs one task and returns its condition code.
using TaskRunner = std::function<int(batch::StepContext&, const NumberedCommand&)>;

/// Runs the tasks of a group at once; returns their condition codes in order.
[[nodiscard]] std::vector<int> run_parallel(batch::StepContext& context, const TaskGroup& group,
                                            const TaskRunner& run);

}  // namespace coldsite::adrdssu

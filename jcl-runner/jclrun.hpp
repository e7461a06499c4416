// The program jclrun: its commands and what they answer with.
//   jclrun submit  --site DIR [--initiators N|CLASSES] [--replies FILE] [--json] [reading] file...
//   jclrun release --site DIR [--initiators N|CLASSES] [--json] job...
//   jclrun scan    [--site DIR] [--json | --expand] [--syntax-only] [reading] file...
//   jclrun expand  [--site DIR] [reading] file...
//     reading: [-D SYM=value]... [--proclib DIR]... [--strict]
//   jclrun output  --site DIR [JOB00012|last [ddname]]
//   jclrun status  --site DIR [--json] [job]
//   jclrun purge   --site DIR job...
//   jclrun restart --site DIR JOB00012|last [step[.procstep]]
//   jclrun command --site DIR 'D A,L'
//   jclrun reply   --site DIR NN TEXT
//   jclrun cancel  --site DIR JOB00012 [DUMP]
//   jclrun start   --site DIR [--proclib DIR]... PROC[.IDENTIFIER][,SYMBOL=VALUE]...
//   jclrun wto TEXT | wtor TEXT | qedit             of a step's script
//   jclrun explain ID
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"
#include "jcl-runner/initiator_classes.hpp"
#include "jcl-runner/job_files.hpp"

namespace coldsite::jcl {

enum class JclrunCommand {
  kSubmit,
  kRelease,
  kScan,
  kExpand,
  kOutput,
  kStatus,
  kPurge,
  kRestart,
  kOperator,
  kReply,
  kCancel,
  kStart,
  kWto,
  kWtor,
  kQedit,
  kExplain,
  kHelp,
  kVersion
};

struct JclrunOptions {
  JclrunCommand command = JclrunCommand::kHelp;
  std::string site_directory;
  std::vector<InitiatorClasses> initiators{1};  ///< --initiators
  bool json = false;
  bool syntax_only = false;
  bool expand = false;  ///< scan: the listing as well
  bool strict = false;
  bool tell_start = false;   ///< of start: nobody listens after the task has started
  std::string replies_path;  ///< --replies
  std::vector<std::pair<std::string, std::string>> symbols;  ///< -D
  std::vector<std::string> procedure_directories;            ///< --proclib
  std::vector<std::string> operands;  ///< files; job and ddname; the operator's command; message id
};

/// errors: CSJ0131E usage.
[[nodiscard]] Result<JclrunOptions> parse_jclrun_options(const std::vector<std::string>& arguments);
[[nodiscard]] std::string jclrun_help();

/// What surrounds jclrun: real in main, made up by tests.
struct JclrunSurroundings {
  io::FileStore* store = nullptr;
  std::ostream* output = nullptr;
  std::ostream* errors = nullptr;
  bool is_terminal = false;  ///< whether `output` is one that can be drawn on
  std::size_t terminal_columns = 80;
  std::string suite_directory;
  std::string working_directory;       ///< what relative site directories start from
  std::vector<std::string> variables;  ///< "NAME=value"
};

/// Returns the exit code (README.md).
int run_jclrun(const std::vector<std::string>& arguments, const JclrunSurroundings& surroundings);
/// The same on the real things.
int run_jclrun(int argc, char** argv);

// One function for each command; they return the exit code.
int submit_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int release_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int status_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int purge_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int expand_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int scan_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int output_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int restart_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int operator_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int start_task_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int program_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);

/// What the options say of reading job files.
[[nodiscard]] JobFileOptions job_file_options(const JclrunOptions& options,
                                              const JclrunSurroundings& surroundings);
/// Failures as a JSON array of {id, text, source, line, column, within: [what was being done]}.
[[nodiscard]] std::string json_failures(const std::vector<Failure>& failures);
/// "[member,member]".
[[nodiscard]] std::string json_array(const std::vector<std::string>& members);

/// Prints a failure with its card and caret.
void print_failure(std::ostream& stream, const Failure& failure);

}  // namespace coldsite::jcl

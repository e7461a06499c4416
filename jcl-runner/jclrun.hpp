// The program jclrun: its commands and what they answer with.
//   jclrun submit  --site DIR [--initiators N] [--json] file...
//   jclrun scan    [--json] file...
//   jclrun output  --site DIR [JOB00012|last [ddname]]
//   jclrun command --site DIR 'D U' | 'V 0A80,ONLINE'
//   jclrun explain ID
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::jcl {

enum class JclrunCommand { kSubmit, kScan, kOutput, kOperator, kExplain, kHelp, kVersion };

struct JclrunOptions {
  JclrunCommand command = JclrunCommand::kHelp;
  std::string site_directory;
  std::size_t initiators = 1;
  bool json = false;
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
int scan_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int output_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);
int operator_command(const JclrunOptions& options, const JclrunSurroundings& surroundings);

/// Prints a failure with its card and caret.
void print_failure(std::ostream& stream, const Failure& failure);

}  // namespace coldsite::jcl

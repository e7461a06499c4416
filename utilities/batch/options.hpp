// The options every batch program takes, from the command line and from the environment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::batch {

struct ProgramDescription {
  std::string_view name;             ///< "ickdsf"
  std::string_view title;            ///< "Device Support Facilities"
  std::string_view help_extra = {};  ///< DDs and control statements in brief, for --help
  bool takes_simulate = false;       ///< whether --simulate is one of its options
};

/// Looks a variable of the environment up.
using Environment = std::function<std::optional<std::string>(const char* name)>;
[[nodiscard]] Environment process_environment();

struct Options {
  std::string site_directory;           ///< --site or COLDSITE_SITE
  std::vector<std::string> dd_options;  ///< --dd, as written
  std::string dd_bindings_path;         ///< COLDSITE_DDS
  std::string parm;                     ///< --parm or COLDSITE_PARM
  std::string job_name, step_name;      ///< COLDSITE_JOB, COLDSITE_STEP
  std::string job_id;                   ///< COLDSITE_JOBID
  std::string console_path;             ///< COLDSITE_CONSOLE
  std::string replies_path;             ///< COLDSITE_REPLIES: replies (reply_script.hpp)
  bool simulate = false;
  std::optional<std::string> json;  ///< "-": standard output; else a file
  bool help = false, version = false;
  std::string explain;  ///< --explain ID
};

/// errors: CSP0001E an option is not understood.
[[nodiscard]] Result<Options> parse_options(const ProgramDescription& program,
                                            const std::vector<std::string>& arguments,
                                            const Environment& environment);

[[nodiscard]] std::string help_text(const ProgramDescription& program);
/// Text, explanation, response and condition code of a message; nothing when there is none.
[[nodiscard]] std::optional<std::string> explain_text(std::string_view message_id);

}  // namespace coldsite::batch

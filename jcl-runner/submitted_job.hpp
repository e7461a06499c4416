// A job as it was submitted, kept in its spool so that it can be read again: when it is released,
// restarted, or looked at. What was put in (procedures, INCLUDE members, in-stream data of theirs)
// is looked for again; the time and the user are those of the first reading.
//   <site>/spool/JOB00012/JESJCLIN   the cards; PASSWORD= of JOB is struck out
//   <site>/spool/JOB00012/.reading   how they were read, one "key value" to a line; \n and \\ in
//                                    values stand for a line feed and a backslash:
//     source  name of the file, for messages      line    of the first card in it
//     user    &SYSUID where JOB has no USER=      time    microseconds since 1970-01-01 UTC
//     strict  yes or no                           proclib --proclib DIR, in order
//     symbol  -D NAME=value                       bytes   of JESJCLIN; always the last line
// threads: one job, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

struct SubmittedJob {
  std::string source_name;
  std::size_t first_line = 1;
  std::string cards;  ///< each with its line feed
  std::string user;
  std::int64_t read_at_us = 0;
  bool is_strict = false;
  std::vector<std::string> procedure_directories;            ///< whole paths
  std::vector<std::pair<std::string, std::string>> symbols;  ///< -D
};

/// Puts it into the spool. A job with both files has them whole.
[[nodiscard]] Result<void> write_submitted(io::FileStore& store, const SpoolJob& job,
                                           const SubmittedJob& submitted);

/// errors: CSJ0132E the files are not there or damaged.
[[nodiscard]] Result<SubmittedJob> read_submitted(io::FileStore& store, const SpoolJob& job);

/// The job read again, as 'jclrun submit' would read it; what is wrong with its statements (a
/// procedure that has gone) is in it. errors: CSJ0132E; those of Site::open.
[[nodiscard]] Result<JclJob> read_job_again(io::FileStore& store, const std::string& site_directory,
                                            const SpoolJob& job);

}  // namespace coldsite::jcl

// The files that submit, scan and expand read, and what surrounds their jobs: symbols, procedure
// libraries, the site where there is one.
// threads: one user.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/job_group.hpp"

namespace coldsite::jcl {

struct JobFileOptions {
  std::string site_directory;  ///< empty: no site
  std::string user;            ///< &SYSUID
  std::vector<std::string> procedure_directories;
  std::vector<std::pair<std::string, std::string>> symbols;  ///< -D
  BuildOptions build;
  std::string working_directory;         ///< what relative procedure directories start from
  std::optional<io::Timestamp> read_at;  ///< what the system symbols tell; none: now
};

/// Reads job files; the site is opened once.
class JobFileReader {
 public:
  /// errors: those of Site::open.
  static Result<JobFileReader> open(io::FileStore& store, JobFileOptions options);

  /// The jobs of all files, in order. "-" is standard input. errors: CSI0001E, CSI0007E.
  Result<std::vector<JclJob>> read(const std::vector<std::string>& paths);
  /// The jobs of one file.
  Result<std::vector<JclJob>> read_one(const std::string& path);
  /// Of the options; nullptr: none was named.
  [[nodiscard]] site::Site* site() const { return site_.get(); }
  [[nodiscard]] io::Clock& clock() const { return *clock_; }
  /// The jobs of a text, each with its cards; `name` and the number of the first card are for
  /// messages.
  std::vector<JclJob> read_text(std::string_view name, std::string_view text,
                                std::size_t first_line = 1);
  /// The job groups of what was read; read() and read_one() start anew and check the jobs of all
  /// that they read, read_text() adds and checks nothing.
  [[nodiscard]] const std::vector<JobGroup>& groups() const { return groups_; }

 private:
  void keep_cards(const cards::CardDeck& deck, std::vector<JclJob>& jobs) const;

  io::FileStore* store_ = nullptr;
  JobFileOptions options_;
  std::unique_ptr<io::Clock> clock_;
  std::unique_ptr<site::Site> site_;
  std::unique_ptr<ProcedureLibrary> library_;
  SymbolTable symbols_;
  std::vector<JobGroup> groups_;
  io::Timestamp read_at_;
};

}  // namespace coldsite::jcl

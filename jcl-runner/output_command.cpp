// jclrun output: the list of jobs, and what a job wrote.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "datasets/io/clock.hpp"
#include "datasets/io/host_stream.hpp"
#include "datasets/messages/csj.hpp"
#include "jcl-runner/interrupted_job.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::array<std::string_view, 3> kListings = {"JESMSGLG", "JESJCL", "JESYSMSG"};

void list_jobs(io::FileStore& store, const std::vector<SpoolJob>& jobs, std::ostream& output) {
  output << fmt::format("{:<8} {:<8} {:<12} {}\n", "JOB", "NAME", "STATE", "HIGHEST CC");
  for (const SpoolJob& job : jobs) {
    const RecordSummary summary = read_summary(store, job);
    output << fmt::format("{:<8} {:<8} {:<12} {:0>4}\n", job.job_id, summary.name, summary.state,
                          summary.highest_code);
  }
}

/// The listings first, then the SYSOUT files by name; files of the runner's own are left out, and
/// JESJCLIN unless one DD is asked for.
Result<std::vector<std::string>> output_files(io::FileStore& store, const SpoolJob& job,
                                              bool wants_one) {
  CS_ASSIGN(const std::vector<std::string> names, store.list(job.directory));
  std::vector<std::string> files;
  for (const std::string_view listing : kListings) {
    if (std::ranges::find(names, listing) != names.end()) {
      files.emplace_back(listing);  // a job that waits has none yet
    }
  }
  for (const std::string& name : names) {
    const bool is_own = name.starts_with('.') || name == "job.json" || name == "job.lock" ||
                        (name == "JESJCLIN" && !wants_one) ||
                        std::ranges::find(kListings, name) != kListings.end();
    if (!is_own) {
      files.push_back(name);
    }
  }
  return files;
}

bool is_asked_for(const std::string& file, std::string_view ddname) {
  return file == ddname || file.ends_with("." + std::string(ddname));
}

Result<void> copy_file(const std::string& path, std::ostream& output) {
  CS_ASSIGN(const auto input, io::open_input_stream(path));
  std::array<std::uint8_t, 65536> buffer{};
  while (true) {
    CS_ASSIGN(const std::size_t size, input->read(buffer));
    if (size == 0) {
      return {};
    }
    output.write(reinterpret_cast<const char*>(buffer.data()), static_cast<std::streamsize>(size));
  }
}

Result<void> show_output(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  CS_ASSIGN(const auto clock, io::make_clock_from_environment());
  CS_TRY(settle_interrupted_jobs(*surroundings.store, options.site_directory, *clock));
  Spool spool(*surroundings.store, options.site_directory);
  if (options.operands.empty()) {
    CS_ASSIGN(const std::vector<SpoolJob> jobs, spool.jobs());
    list_jobs(*surroundings.store, jobs, *surroundings.output);
    return {};
  }
  CS_ASSIGN(const SpoolJob job, spool.find_job(options.operands[0]));
  const bool wants_one = options.operands.size() > 1;
  CS_ASSIGN(const std::vector<std::string> files,
            output_files(*surroundings.store, job, wants_one));
  bool has_any = false;
  for (const std::string& file : files) {
    if (wants_one && !is_asked_for(file, options.operands[1])) {
      continue;
    }
    has_any = true;
    if (!wants_one) {
      *surroundings.output << fmt::format("===== {} {}\n", job.job_id, file);
    }
    CS_TRY(copy_file(job.file(file), *surroundings.output));
  }
  return has_any || !wants_one
             ? Result<void>()
             : Result<void>(failure<msg::CSJ0111E>(job.job_id, options.operands[1]));
}

}  // namespace

int output_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  const auto shown = show_output(options, surroundings);
  if (!shown) {
    print_failure(*surroundings.errors, shown.failure());
    return kError;
  }
  return 0;
}

}  // namespace coldsite::jcl

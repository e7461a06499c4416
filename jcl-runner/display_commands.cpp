// DISPLAY: what runs, what waits for a reply, who holds a data set, the devices, the time.
//   D A[,L]  D J[,L]   jobs and started tasks        D A,name  D J,name   one of them, in detail
//   D R[,L]            outstanding requests          D GRS,RES=(*,name)   holders of a data set
//   D U                devices                       D T                  the time
// Simplified against z/OS: one row to a line; what the host keeps to itself (swapping, storage,
// domains) is not shown. source: z/OS MVS System Commands; System Messages IEE114I, IEE115I,
// IEE112I, IEE136I, ISG343I.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "datasets/messages/iee.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/console_client.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/operator_command_parts.hpp"

namespace coldsite::jcl {
namespace {

/// A row of JOBS (console_line.hpp).
struct ActiveJob {
  std::string job_id, name, kind, step, procedure_step, identifier;
  std::int64_t started_us = 0;
};

/// What every display starts from.
struct Display {
  const CommandSurroundings& surroundings;
  int offset_minutes = 0;
  io::Timestamp now;

  [[nodiscard]] std::string clock() const { return clock_text(now, offset_minutes); }
  [[nodiscard]] std::string day() const {
    const io::CalendarTime at = io::to_calendar(now, offset_minutes);
    return fmt::format("{:04}.{:03}", at.year, at.day_of_year);
  }
};

Result<Display> make_display(const CommandSurroundings& surroundings) {
  CS_ASSIGN(const auto site, site::Site::open(*surroundings.store, surroundings.site_directory));
  return Display{surroundings, site->configuration().time_zone_minutes, surroundings.clock->now()};
}

Result<std::vector<ActiveJob>> active_jobs(const CommandSurroundings& surroundings) {
  CS_ASSIGN(const auto rows,
            ask_consoles(*surroundings.store, surroundings.site_directory, {"JOBS"}));
  std::vector<ActiveJob> jobs;
  for (const ConsoleFields& row : rows) {
    if (row[0] != "JOB" || row.size() < 9) {
      continue;
    }
    ActiveJob job{row[1], row[2], row[3], row[4], row[5], row[8], 0};
    if (!job.procedure_step.empty()) {
      std::swap(job.step, job.procedure_step);  // z/OS names the calling step first
    }
    std::from_chars(row[6].data(), row[6].data() + row[6].size(), job.started_us);
    jobs.push_back(std::move(job));
  }
  std::ranges::sort(jobs, {}, &ActiveJob::job_id);
  return jobs;
}

void add_counts(const std::vector<ActiveJob>& jobs, Lines& lines) {
  const auto tasks = std::ranges::count(jobs, "S", &ActiveJob::kind);
  lines.emplace_back(" JOBS     M/S    TS USERS    SYSAS    INITS   ACTIVE/MAX VTAM     OAS");
  lines.push_back(
      fmt::format("{:05}    {:05}    00000      00000    {:05}    00000/00000       "
                  "00000",
                  static_cast<std::ptrdiff_t>(jobs.size()) - tasks, tasks,
                  static_cast<std::ptrdiff_t>(jobs.size()) - tasks));
}

std::string job_line(const ActiveJob& job) {
  return fmt::format(" {:<8} {:<8} {:<8} {:<3} {}", job.name, job.step, job.procedure_step,
                     job.step.empty() ? "" : "NSW", job.kind);
}

Result<Lines> display_activity(const Display& display) {
  CS_ASSIGN(const auto jobs, active_jobs(display.surroundings));
  Lines lines = {told(failure<msg::IEE114I>(display.clock(), display.day()))};
  add_counts(jobs, lines);
  for (const ActiveJob& job : jobs) {
    lines.push_back(job_line(job));
  }
  return lines;
}

/// `name` may be ALL, or end in *.
Result<Lines> display_named(const Display& display, std::string_view name) {
  CS_ASSIGN(const auto jobs, active_jobs(display.surroundings));
  Lines lines = {told(failure<msg::IEE115I>(display.clock(), display.day()))};
  add_counts(jobs, lines);
  bool is_found = false;
  for (const ActiveJob& job : jobs) {
    const bool is_meant =
        name == "ALL" || job.name == name ||
        (name.ends_with('*') && job.name.starts_with(name.substr(0, name.size() - 1)));
    if (!is_meant) {
      continue;
    }
    is_found = true;
    lines.push_back(job_line(job));
    lines.push_back(fmt::format("                            ID={} ET={:07.3f}S", job.job_id,
                                static_cast<double>(display.now.us - job.started_us) / 1e6));
  }
  if (!is_found) {
    lines.push_back(std::string(name) + " NOT FOUND");
  }
  return lines;
}

Result<Lines> display_requests(const Display& display) {
  CS_ASSIGN(auto rows, ask_consoles(*display.surroundings.store,
                                    display.surroundings.site_directory, {"REQUESTS"}));
  std::erase_if(rows, [](const ConsoleFields& row) { return row.size() < 5; });
  std::ranges::sort(rows, {}, [](const ConsoleFields& row) { return row[1]; });
  Lines lines = {told(failure<msg::IEE112I>(display.clock()))};
  lines.push_back(
      fmt::format("RM={:<4} IM=0     CEM=0     EM=0     RU=0    IR=0    NOAMRF", rows.size()));
  if (!rows.empty()) {
    lines.emplace_back("ID:R/K  T JOB ID   JOB NAME  MESSAGE TEXT");
  }
  for (const ConsoleFields& row : rows) {
    lines.push_back(
        fmt::format("    {} R {:<8} {:<8} *{} {}", row[1], row[2], row[3], row[1], row[4]));
  }
  return lines;
}

/// RES=(*,name): the jobs under jclrun that hold the data set; those that wait are not known.
Result<Lines> display_holders(const Display& display, std::string_view operands) {
  std::string_view name = operands;
  const bool has_form = name.starts_with("RES=(") && name.ends_with(')');
  const std::size_t comma = name.find(',');
  const std::string_view major = has_form ? name.substr(5, comma - 5) : std::string_view{};
  if (!has_form || comma == std::string_view::npos || (major != "*" && major != "SYSDSN")) {
    return failure<msg::IEE535I>("DISPLAY", "D GRS,RES=(SYSDSN,data set)");
  }
  name = name.substr(comma + 1, name.size() - comma - 2);
  CS_ASSIGN(const auto rows,
            ask_consoles(*display.surroundings.store, display.surroundings.site_directory,
                         {"DATASETS", std::string(name)}));
  Lines lines = {told(failure<msg::ISG343I>(display.clock()))};
  if (rows.empty()) {
    lines.emplace_back("NO REQUESTORS FOR RESOURCE  SYSDSN   " + std::string(name));
    return lines;
  }
  lines.emplace_back("S=SYSTEM  SYSDSN   " + std::string(name));
  lines.emplace_back("JOBNAME   JOB ID    EXC/SHR    STATUS");
  for (const ConsoleFields& row : rows) {
    if (row.size() >= 4) {
      lines.push_back(fmt::format("{:<8}  {:<8}  {:<9}  OWN", row[1], row[2], row[3]));
    }
  }
  return lines;
}

Lines display_time(const Display& display) {
  const Display universal{display.surroundings, 0, display.now};
  return {told(
      failure<msg::IEE136I>(display.clock(), display.day(), universal.clock(), universal.day()))};
}

}  // namespace

Result<Lines> display_command(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::string_view what = operands.substr(0, operands.find(','));
  const std::string_view rest =
      what.size() == operands.size() ? std::string_view{} : operands.substr(what.size() + 1);
  CS_ASSIGN(const Display display, make_display(surroundings));
  if (what == "A" || what == "J" || what == "JOBS") {
    return rest.empty() || rest == "L" || rest == "LIST" ? display_activity(display)
                                                         : display_named(display, rest);
  }
  if (what == "R" && (rest.empty() || rest == "L" || rest == "LIST" || rest == "R")) {
    return display_requests(display);
  }
  if (what == "GRS") {
    return display_holders(display, rest);
  }
  if (what == "U" && rest.empty()) {
    return unit_lines(surroundings);
  }
  if (what == "T" && rest.empty()) {
    return display_time(display);
  }
  return failure<msg::IEE535I>("DISPLAY", "D A,L; D A,name; D R,L; D U; D T; D GRS,RES=(SYSDSN,n)");
}

}  // namespace coldsite::jcl

#include "jcl-runner/interrupted_job.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/site/new_data_sets.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kUndoFile = ".undo";

/// No job.json: jclrun was killed before it could write the first one.
bool is_unfinished(const RecordSummary& summary) {
  return summary.state.empty() || summary.state == state_name(JobState::kRunning);
}

JobRecord record_of(const SpoolJob& job, const RecordSummary& summary) {
  JobRecord record;
  record.job_id = job.job_id;
  record.name = summary.name;
  record.job_class = summary.job_class;
  record.priority = std::atoi(summary.priority.c_str());
  record.group = summary.group;
  record.user = summary.user;
  record.notify = summary.notify;
  return record;
}

bool is_queued(const RecordSummary& summary) {
  return summary.state == state_name(JobState::kQueued);
}

class Settlement {
 public:
  Settlement(io::FileStore& store, std::string site_directory, io::Clock& clock)
      : store_(store), site_directory_(std::move(site_directory)), clock_(clock) {}

  /// It had not started: it waits until somebody releases it.
  Result<void> hold(const SpoolJob& job, const RecordSummary& summary) {
    JobRecord record = record_of(job, summary);
    record.state = JobState::kHeld;
    CS_ASSIGN(Listing log, Listing::create(store_, job.file("JESYSMSG")));
    CS_TRY(log.print(to_string(failure<msg::CSJ0141W>(summary.name))));
    return write_record(store_, job, record);
  }

  Result<void> settle(const SpoolJob& job, const RecordSummary& summary) {
    const std::string where =
        summary.running_step.empty() ? "between steps" : "in step " + summary.running_step;
    std::optional<Listing> log;
    if (auto reopened = Listing::reopen(store_, job.file("JESYSMSG"))) {
      log.emplace(*std::move(reopened));
      CS_TRY(log->print(to_string(failure<msg::CSJ0105W>(summary.name, where))));
    }
    CS_TRY(undo(job, log));
    CS_KILL_POINT("jcl.after_undo");
    JobRecord record = record_of(job, summary);
    record.state = JobState::kInterrupted;
    record.ended_us = clock_.now().us;
    return write_record(store_, job, record);
  }

 private:
  Result<void> undo(const SpoolJob& job, std::optional<Listing>& log) {
    const std::string path = job.file(kUndoFile);
    CS_ASSIGN(const auto info, store_.info(path));
    if (!info) {
      return {};
    }
    CS_ASSIGN(const Bytes content, io::read_file(store_, path));
    CS_ASSIGN(const std::vector<site::DdBinding> bindings,
              dd::parse_dd_bindings({reinterpret_cast<const char*>(content.data()), content.size()},
                                    kUndoFile));
    CS_ASSIGN(const auto site, site::Site::open(store_, site_directory_));
    site::AllocationContext context;
    context.site = site.get();
    context.store = &store_;
    context.clock = &clock_;
    context.searches_volumes = true;  // killed before the catalog had them
    for (const site::DdBinding& binding : bindings) {
      for (const site::DdRequest& request : binding.parts) {
        CS_TRY(settle_data_set(request, context, log));
      }
    }
    return store_.remove_file(path);
  }

  static Result<void> settle_data_set(const site::DdRequest& request,
                                      site::AllocationContext& context,
                                      std::optional<Listing>& log) {
    CS_ASSIGN(const bool is_deleted, site::settle_new_data_set(request, context));
    return is_deleted && log ? log->print("IEF285I   " + request.data_set_name + " DELETED")
                             : Result<void>();
  }

  io::FileStore& store_;
  std::string site_directory_;
  io::Clock& clock_;
};

}  // namespace

Result<void> write_undo(io::FileStore& store, const SpoolJob& job,
                        const std::vector<site::DdRequest>& requests) {
  const std::string path = job.file(kUndoFile);
  if (requests.empty()) {
    CS_ASSIGN(const auto info, store.info(path));
    return info ? store.remove_file(path) : Result<void>();
  }
  std::vector<site::DdBinding> bindings;
  for (const site::DdRequest& request : requests) {
    bindings.push_back({request.ddname, {request}});
  }
  const std::string text = dd::format_dd_bindings(bindings);
  return io::replace_file(
      store, path, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Result<void> settle_interrupted_jobs(io::FileStore& store, const std::string& site_directory,
                                     io::Clock& clock) {
  Spool spool(store, site_directory);
  Settlement settlement(store, site_directory, clock);
  CS_ASSIGN(const std::vector<SpoolJob> jobs, spool.jobs());
  for (const SpoolJob& job : jobs) {
    const RecordSummary before = read_summary(store, job);
    if (!is_unfinished(before) && !is_queued(before)) {
      continue;
    }
    CS_ASSIGN(const auto held, spool.try_hold(job));
    const RecordSummary summary = read_summary(store, job);  // as it is now that nobody changes it
    if (held && is_unfinished(summary)) {
      CS_TRY(settlement.settle(job, summary));
    } else if (held && is_queued(summary)) {
      CS_TRY(settlement.hold(job, summary));
    }
  }
  return {};
}

}  // namespace coldsite::jcl

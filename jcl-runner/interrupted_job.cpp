#include "jcl-runner/interrupted_job.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/site/new_data_sets.hpp"
#include "datasets/site/open.hpp"
#include "jcl-runner/checkpoint.hpp"
#include "jcl-runner/dispositions.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {
namespace {

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

/// One job's settlement. Every part of it can be done twice.
class Settlement {
 public:
  Settlement(io::FileStore& store, std::string site_directory, io::Clock& clock,
             const SpoolJob& job)
      : store_(store), site_directory_(std::move(site_directory)), clock_(clock), job_(job) {}

  /// It had not started: it waits until somebody releases it.
  Result<void> hold(const RecordSummary& summary) {
    JobRecord record = record_of(job_, summary);
    record.state = JobState::kHeld;
    CS_ASSIGN(Listing log, Listing::create(store_, job_.file("JESYSMSG")));
    CS_TRY(log.print(to_string(failure<msg::CSJ0141W>(summary.name))));
    return write_record(store_, job_, record);
  }

  Result<void> settle(const RecordSummary& summary) {
    const std::string where =
        summary.running_step.empty() ? "between steps" : "in step " + summary.running_step;
    if (auto reopened = Listing::reopen(store_, job_.file("JESYSMSG"))) {
      log_.emplace(*std::move(reopened));
      CS_TRY(log_->print(to_string(failure<msg::CSJ0105W>(summary.name, where))));
    }
    JobRecord record = record_of(job_, summary);
    record.state = JobState::kInterrupted;
    auto checkpoint = read_checkpoint(store_, job_);
    if (!checkpoint && log_) {
      CS_TRY(log_->print(to_string(checkpoint.failure())));
    }
    if (checkpoint && *checkpoint) {
      CS_TRY(open_site());
      CS_TRY(settle_step(**checkpoint));
      CS_KILL_POINT("jcl.after_undo");
      if (!(*checkpoint)->keeps_data) {
        CS_TRY(delete_passed(**checkpoint));
      }
      CS_TRY(write_checkpoint(store_, job_, **checkpoint));
      record.steps = (*checkpoint)->steps;
    }
    record.ended_us = clock_.now().us;
    CS_KILL_POINT("jcl.after_settlement");
    return write_record(store_, job_, record);
  }

  Result<void> discard() {
    CS_ASSIGN(auto checkpoint, read_checkpoint(store_, job_));
    if (!checkpoint || checkpoint->passed.all().empty()) {
      return {};
    }
    CS_TRY(open_site());
    CS_TRY(delete_passed(*checkpoint));
    return write_checkpoint(store_, job_, *checkpoint);
  }

 private:
  Result<void> open_site() {
    CS_ASSIGN(site_, site::Site::open(store_, site_directory_));
    context_.site = site_.get();
    context_.store = &store_;
    context_.clock = &clock_;
    context_.searches_volumes = true;  // killed before the catalog had them
    return {};
  }

  Result<void> settle_step(Checkpoint& checkpoint) {
    if (checkpoint.phase == StepPhase::kAllocated) {
      CS_TRY(undo_step(checkpoint));
    } else if (checkpoint.phase == StepPhase::kEnded) {
      CS_TRY(end_step(checkpoint));
    }
    checkpoint.phase = StepPhase::kBetween;
    checkpoint.phase_step.clear();
    checkpoint.undo.clear();
    checkpoint.extended.clear();
    checkpoint.dispositions.clear();
    return {};
  }

  Result<void> undo_step(Checkpoint& checkpoint) {
    for (const site::DdRequest& request : checkpoint.undo) {
      CS_ASSIGN(const bool is_deleted, site::settle_new_data_set(request, context_));
      if (is_deleted) {
        CS_TRY(tell(request.data_set_name, "DELETED"));
      } else if (request.abnormal == site::Disposition::kCatalog) {
        checkpoint.made.push_back(deletion_of(request));
      }
    }
    for (const ExtendedDataSet& extended : checkpoint.extended) {
      CS_TRY(shorten(extended));
    }
    return {};
  }

  /// What a program added to a data set is behind its end again.
  Result<void> shorten(const ExtendedDataSet& extended) {
    auto found = site::allocate(extended.request, context_);
    if (!found || found->kind != site::AllocationKind::kDasdDataSet) {
      return {};  // the program has deleted it
    }
    {
      CS_ASSIGN(const site::OpenDataSet open,
                site::open_data_set(*found, dasd::Access::kUpdate, context_));
      dasd::DataSetLabel label = open.label;
      label.last_block = {extended.track, extended.record};
      label.track_balance = extended.balance;
      CS_TRY(dasd::update_data_set(*open.volume, label));
      CS_TRY(open.volume->sync());
    }
    CS_TRY(site::deallocate(*found, false, context_));
    return {};
  }

  Result<void> end_step(Checkpoint& checkpoint) {
    const auto step = std::ranges::find(checkpoint.steps, checkpoint.phase_step, &StepRecord::step);
    const bool has_failed = step != checkpoint.steps.end() && step->state == StepState::kAbended;
    for (const PlannedDisposition& planned : checkpoint.dispositions) {
      auto found = site::allocate(planned.request, context_);
      if (!found) {
        checkpoint.passed.settle(checkpoint.phase_step, planned.coded_name, planned.request,
                                 planned.is_new, "DELETED");
        continue;  // done before the kill
      }
      const site::DdRequest resolved = site::resolved_request(*found);
      CS_ASSIGN(const std::string done, site::deallocate(*found, false, context_));
      CS_TRY(tell(planned.request.data_set_name, done));
      checkpoint.passed.settle(checkpoint.phase_step, planned.coded_name, resolved, planned.is_new,
                               done);
      if (has_failed && planned.is_new && is_left_behind(done)) {
        checkpoint.made.push_back(deletion_of(resolved));
      }
    }
    return {};
  }

  Result<void> delete_passed(Checkpoint& checkpoint) {
    for (const site::DdRequest& request : checkpoint.passed.left_to_delete()) {
      CS_ASSIGN(const bool is_deleted, site::settle_new_data_set(request, context_));
      if (is_deleted) {
        CS_TRY(tell(request.data_set_name, "DELETED"));
      }
    }
    checkpoint.passed = {};
    return {};
  }

  Result<void> tell(const std::string& name, const std::string& what) {
    return log_ && !what.empty() ? log_->print("IEF285I   " + name + " " + what) : Result<void>();
  }

  io::FileStore& store_;
  std::string site_directory_;
  io::Clock& clock_;
  const SpoolJob& job_;
  std::unique_ptr<site::Site> site_;
  site::AllocationContext context_;
  std::optional<Listing> log_;
};

}  // namespace

Result<void> settle_interrupted_jobs(io::FileStore& store, const std::string& site_directory,
                                     io::Clock& clock) {
  Spool spool(store, site_directory);
  CS_ASSIGN(const std::vector<SpoolJob> jobs, spool.jobs());
  for (const SpoolJob& job : jobs) {
    const RecordSummary before = read_summary(store, job);
    if (!is_unfinished(before) && !is_queued(before)) {
      continue;
    }
    CS_ASSIGN(const auto held, spool.try_hold(job));
    const RecordSummary summary = read_summary(store, job);  // as it is now that nobody changes it
    if (held && is_unfinished(summary)) {
      CS_TRY(Settlement(store, site_directory, clock, job).settle(summary));
    } else if (held && is_queued(summary)) {
      CS_TRY(Settlement(store, site_directory, clock, job).hold(summary));
    }
  }
  return {};
}

Result<void> discard_kept_data_sets(io::FileStore& store, const std::string& site_directory,
                                    io::Clock& clock, const SpoolJob& job) {
  return Settlement(store, site_directory, clock, job).discard();
}

}  // namespace coldsite::jcl

#include "jcl-runner/interrupted_job.hpp"

#include <algorithm>
#include <optional>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kUndoFile = ".undo";
constexpr std::string_view kUndoName = "UNDO";

site::DdRequest deletion_of(site::DdRequest request) {
  request.ddname = kUndoName;
  request.status = site::Status::kOld;
  request.is_status_coded = true;
  request.normal = site::Disposition::kDelete;
  request.abnormal = site::Disposition::kDelete;
  request.space.reset();
  return request;
}

bool may_make_data_set(const site::DdRequest& request, const site::Site& site) {
  const bool makes =
      request.status == site::Status::kNew || request.status == site::Status::kModify;
  const bool is_kept = request.abnormal && *request.abnormal != site::Disposition::kDelete;
  return makes && !is_kept && !request.is_dummy && !request.instream && !request.sysout_class &&
         request.host_path.empty() && !request.data_set_name.empty() &&
         !request.data_set_name.starts_with('&') && !site.is_tape_unit(request.unit);
}

/// Whatever is not certain counts as there: only what this job makes may be deleted.
bool is_there(site::DdRequest request, site::AllocationContext& context) {
  request.status = site::Status::kShare;
  request.is_status_coded = true;
  request.normal = site::Disposition::kKeep;
  request.abnormal = site::Disposition::kKeep;
  request.space.reset();
  auto found = site::allocate(request, context);
  if (!found) {
    return !found.failure().is(msg::IEF212I);
  }
  (void)site::deallocate(*found, false, context);
  return true;
}

/// No job.json: jclrun was killed before it could write the first one.
bool is_unfinished(const RecordSummary& summary) {
  return summary.state.empty() || summary.state == state_name(JobState::kRunning);
}

class Settlement {
 public:
  Settlement(io::FileStore& store, std::string site_directory, io::Clock& clock)
      : store_(store), site_directory_(std::move(site_directory)), clock_(clock) {}

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
    JobRecord record;
    record.job_id = job.job_id;
    record.name = summary.name;
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
        CS_TRY(delete_data_set(request, context, log));
      }
    }
    return store_.remove_file(path);
  }

  static Result<void> delete_data_set(const site::DdRequest& request,
                                      site::AllocationContext& context,
                                      std::optional<Listing>& log) {
    auto found = site::allocate(request, context);
    if (!found) {
      return {};  // the step had not come to make it
    }
    const std::string name = found->data_set_name;
    CS_ASSIGN(const std::string done, site::deallocate(*found, true, context));
    return log ? log->print("IEF285I   " + name + " " + done) : Result<void>();
  }

  io::FileStore& store_;
  std::string site_directory_;
  io::Clock& clock_;
};

}  // namespace

std::vector<site::DdRequest> plan_undo(const std::vector<site::DdBinding>& bindings,
                                       site::AllocationContext context) {
  std::vector<site::DdRequest> requests;
  context.searches_volumes = true;
  for (const site::DdBinding& binding : bindings) {
    for (const site::DdRequest& request : binding.parts) {
      if (may_make_data_set(request, *context.site) && !is_there(request, context)) {
        requests.push_back(deletion_of(request));
      }
    }
  }
  return requests;
}

std::vector<site::DdRequest> made_temporaries(const std::vector<site::DdAllocation>& dds) {
  std::vector<site::DdRequest> requests;
  for (const site::DdAllocation& dd : dds) {
    for (const site::Allocation& part : dd.parts) {
      const std::string& coded = part.request.data_set_name;
      const bool is_temporary = coded.empty() || coded.starts_with('&');
      if (part.is_new && is_temporary && part.kind == site::AllocationKind::kDasdDataSet) {
        requests.push_back(deletion_of(site::resolved_request(part)));
      }
    }
  }
  return requests;
}

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
    if (!is_unfinished(read_summary(store, job))) {
      continue;
    }
    CS_ASSIGN(const auto held, spool.try_hold(job));
    const RecordSummary summary = read_summary(store, job);  // as it is now that nobody changes it
    if (held && is_unfinished(summary)) {
      CS_TRY(settlement.settle(job, summary));
    }
  }
  return {};
}

}  // namespace coldsite::jcl

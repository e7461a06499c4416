#include "jcl-runner/job_enqueue.hpp"

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kEnqueueFile = ".enq";
constexpr std::uint64_t kEnqueueBytesMax = 1 << 20;

std::string enqueue_text(const std::vector<site::EnqueueRequest>& requests) {
  std::string text;
  for (const site::EnqueueRequest& request : requests) {
    text += request.mode == io::LockMode::kExclusive ? "E " : "S ";
    text += request.data_set_name + "\n";
  }
  return text;
}

/// Not synced: after a power failure nobody holds anything.
void write_hint(io::FileStore& store, const SpoolJob& job, const std::string& text) {
  const auto file = store.open(job.file(kEnqueueFile), io::OpenMode::kCreateOrReplace);
  if (file) {
    (void)(*file)->write_at(
        0, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }
}

}  // namespace

Result<std::unique_ptr<site::Enqueues>> JobEnqueue::job_name() {
  is_for_name_ = true;
  return site::enqueue(*running_.site,
                       {{"SYSZJOB " + running_.job->name, io::LockMode::kExclusive}}, *this);
}

Result<std::unique_ptr<site::Enqueues>> JobEnqueue::data_sets(
    std::vector<site::EnqueueRequest> requests) {
  is_for_name_ = false;
  const std::string text = enqueue_text(requests);
  CS_ASSIGN(auto held, site::enqueue(*running_.site, std::move(requests), *this));
  if (!text.empty()) {
    write_hint(*running_.environment->store, running_.spool, text);
  }
  return held;
}

void JobEnqueue::tell(const Failure& failure) {
  const std::string line = std::string(failure.message().id) + " " + failure.text();
  running_.log->jes_line(running_.clock->now(), line);
  if (running_.environment->table != nullptr) {
    running_.environment->table->line(line);
  }
}

void JobEnqueue::waits_for(const std::vector<site::EnqueueRequest>& unavailable) {
  const std::string& name = running_.job->name;
  if (is_for_name_) {
    tell(failure<msg::CSJ0145I>(name));
    return;
  }
  tell(failure<msg::IEF861I>(name));
  for (const site::EnqueueRequest& request : unavailable) {
    std::string holders;
    for (const std::string& holder : find_holders(*running_.environment->store,
                                                  running_.environment->site_directory, request)) {
      holders += (holders.empty() ? "" : ",") + holder;
    }
    tell(failure<msg::IEF863I>(request.data_set_name,
                               holders.empty() ? "A PROGRAM THAT IS NO JOB" : holders));
  }
  tell(failure<msg::IEF099I>(name));
}

bool JobEnqueue::is_cancelled() const {
  return running_.environment->children->cancelled(running_.spool.job_id).has_value();
}

std::vector<std::string> find_holders(io::FileStore& store, const std::string& site_directory,
                                      const site::EnqueueRequest& request) {
  std::vector<std::string> holders;
  Spool spool(store, site_directory);
  const auto jobs = spool.jobs();
  if (!jobs) {
    return holders;
  }
  for (const SpoolJob& job : *jobs) {
    const auto content = io::read_file(store, job.file(kEnqueueFile), kEnqueueBytesMax);
    if (!content) {
      continue;
    }
    const std::string text = "\n" + std::string(content->begin(), content->end());
    const bool is_alone = text.find("\nE " + request.data_set_name + "\n") != std::string::npos;
    const bool is_shared = text.find("\nS " + request.data_set_name + "\n") != std::string::npos;
    const bool keeps_out = is_alone || (is_shared && request.mode == io::LockMode::kExclusive);
    const RecordSummary summary = keeps_out ? read_summary(store, job) : RecordSummary{};
    if (summary.state == state_name(JobState::kRunning)) {
      holders.push_back(summary.name + "(" + job.job_id + ")");
    }
  }
  return holders;
}

}  // namespace coldsite::jcl

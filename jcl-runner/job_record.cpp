#include "jcl-runner/job_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/io/clock.hpp"
#include "utilities/batch/json.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint64_t kRecordBytesMax = 4 << 20;
constexpr std::uint32_t kExitCodeMax = 99;

std::string iso_time(std::int64_t time_us) {
  const io::CalendarTime at = io::to_calendar({time_us});
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", at.year, at.month, at.day, at.hour,
                     at.minute, at.second);
}

std::string seconds(std::int64_t time_us) {
  return fmt::format("{:.2f}", static_cast<double>(time_us) / 1e6);
}

std::string step_json(const StepRecord& step) {
  batch::JsonObject object;
  object.add("step", step.step).add("program", step.program).add("state", state_name(step.state));
  if (step.state == StepState::kEnded) {
    object.add("code", static_cast<std::int64_t>(step.code));
  }
  if (!step.abend.empty()) {
    object.add("abend", step.abend);
  }
  object.add("seconds", seconds(step.elapsed_us)).add("cpu_seconds", seconds(step.cpu_us));
  return object.text();
}

/// The text of `"name":"text"` or `"name":number` behind `from`; our own writer's form is known.
std::string member_of(std::string_view json, std::string_view name, std::size_t from = 0) {
  const std::string key = batch::json_string(name) + ":";
  const std::size_t at = json.find(key, from);
  if (at == std::string_view::npos) {
    return {};
  }
  std::string_view value = json.substr(at + key.size());
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
  }
  return std::string(value.substr(0, value.find_first_of(",}")));
}

}  // namespace

std::string_view state_name(JobState state) {
  switch (state) {
    case JobState::kQueued:
      return "queued";
    case JobState::kRunning:
      return "running";
    case JobState::kEnded:
      return "ended";
    case JobState::kAbended:
      return "abended";
    case JobState::kJclError:
      return "jcl_error";
    case JobState::kHeld:
      return "held";
    case JobState::kScanned:
      return "scanned";
    case JobState::kCopied:
      return "copied";
    case JobState::kFlushed:
      return "flushed";
    case JobState::kCancelled:
      return "cancelled";
    case JobState::kInterrupted:
      return "interrupted";
  }
  return "";
}

std::string_view state_name(StepState state) {
  switch (state) {
    case StepState::kWaiting:
      return "waiting";
    case StepState::kRunning:
      return "running";
    case StepState::kEnded:
      return "ended";
    case StepState::kAbended:
      return "abended";
    case StepState::kNotExecuted:
      return "not_executed";
    case StepState::kJclError:
      return "jcl_error";
  }
  return "";
}

std::uint32_t JobRecord::highest_code() const {
  std::uint32_t highest = 0;
  for (const StepRecord& step : steps) {
    highest = std::max(highest, step.state == StepState::kEnded ? step.code : 0);
  }
  return highest;
}

int JobRecord::exit_code() const {
  switch (state) {
    case JobState::kAbended:
      if (job_code) {
        break;
      }
      return kExitAbend;
    case JobState::kCancelled:
    case JobState::kInterrupted:
      return kExitAbend;
    case JobState::kJclError:
      return kExitJclError;
    case JobState::kQueued:
    case JobState::kRunning:
    case JobState::kEnded:
    case JobState::kHeld:
    case JobState::kScanned:
    case JobState::kCopied:
    case JobState::kFlushed:
      break;
  }
  return static_cast<int>(std::min(code(), kExitCodeMax));
}

std::string JobRecord::to_json() const {
  batch::JsonObject object;
  object.add("job", job_id).add("name", name).add("state", state_name(state));
  object.add("class", job_class).add("priority", static_cast<std::int64_t>(priority));
  object.add("notify", notify).add("user", user);
  if (!group.empty()) {
    object.add("group", group);
  }
  const auto add_time = [&](std::string_view key, std::int64_t time_us) {
    if (time_us != 0) {
      object.add(key, iso_time(time_us));
    }
  };
  add_time("entered", entered_us);
  add_time("started", started_us);
  add_time("ended", ended_us);
  if (!abend.empty()) {
    object.add("abend", abend);
  }
  object.add("highest_code", static_cast<std::int64_t>(highest_code()));
  if (job_code) {
    object.add("job_code", static_cast<std::int64_t>(*job_code));
  }
  if (!restart_step.empty()) {
    object.add("restart_step", restart_step);
  }
  object.add("exit_code", static_cast<std::int64_t>(exit_code()));
  std::string list;
  for (const StepRecord& step : steps) {
    list += (list.empty() ? "" : ",") + step_json(step);
  }
  object.add_json("steps", "[" + list + "]");
  return object.text();
}

Result<void> write_record(io::FileStore& store, const SpoolJob& job, const JobRecord& record) {
  const std::string text = record.to_json() + "\n";
  return io::replace_file(
      store, job.file("job.json"),
      ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

RecordSummary read_summary(io::FileStore& store, const SpoolJob& job) {
  const auto content = io::read_file(store, job.file("job.json"), kRecordBytesMax);
  if (!content) {
    return {};
  }
  const std::string json(content->begin(), content->end());
  RecordSummary summary{
      member_of(json, "name"), member_of(json, "state"), member_of(json, "highest_code"), {}};
  const std::size_t steps = json.find("\"steps\":[");
  const std::string_view head = std::string_view(json).substr(0, steps);
  summary.job_class = member_of(head, "class");
  summary.priority = member_of(head, "priority");
  summary.group = member_of(head, "group");
  summary.abend = member_of(head, "abend");
  summary.user = member_of(head, "user");
  summary.notify = member_of(head, "notify");
  const std::size_t running =
      steps == std::string::npos ? steps : json.find("\"state\":\"running\"", steps);
  if (running != std::string::npos) {
    summary.running_step = member_of(json, "step", json.rfind("{\"step\":", running));
  }
  return summary;
}

}  // namespace coldsite::jcl

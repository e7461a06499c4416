#include "jcl-runner/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "datasets/io/empty_directory.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint32_t kJobNumberMax = 99999;
constexpr std::string_view kLockFile = "job.lock";
constexpr std::string_view kLastFile = ".last";
constexpr std::uint64_t kLastBytesMax = 16;
const std::string kPurged = ".purged.";
constexpr std::string_view kStartedTask = "STC";

std::optional<std::uint32_t> parse_number(std::string_view digits) {
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::uint32_t> job_number(std::string_view name) {
  const bool is_job = name.starts_with("JOB") || name.starts_with(kStartedTask);
  return is_job ? parse_number(name.substr(3)) : std::nullopt;
}

std::string job_id_of(std::uint32_t number, bool is_started_task) {
  return fmt::format("{}{:05}", is_started_task ? kStartedTask : "JOB", number);
}

}  // namespace

std::string SpoolJob::file(std::string_view name) const {
  return io::join_path(directory, name);
}

Spool::Spool(io::FileStore& store, const std::string& site_directory)
    : store_(store), directory_(io::join_path(site_directory, "spool")) {}

Result<std::shared_ptr<site::HeldLock>> Spool::lock_numbers(io::LockMode mode) {
  return site::lock_byte(store_, io::join_path(directory_, ".numbers"), 0, mode, true);
}

Result<std::uint32_t> Spool::last_number() {
  CS_ASSIGN(const std::vector<SpoolJob> before, list_jobs());
  std::uint32_t last =
      before.empty() ? 0 : job_number(before.back().job_id).value_or(kJobNumberMax);
  const std::string path = io::join_path(directory_, kLastFile);
  CS_ASSIGN(const auto info, store_.info(path));
  if (info) {
    CS_ASSIGN(const Bytes content, io::read_file(store_, path, kLastBytesMax));
    last = std::max(last, parse_number(std::string(content.begin(), content.end())).value_or(0));
  }
  return last;
}

Result<std::vector<HeldSpoolJob>> Spool::create_jobs(std::size_t count, bool are_started_tasks) {
  CS_TRY(store_.make_directories(directory_));
  CS_ASSIGN(const auto lock, lock_numbers(io::LockMode::kExclusive));
  CS_ASSIGN(const std::uint32_t last, last_number());
  if (count > kJobNumberMax || last > kJobNumberMax - count) {
    return failure<msg::CSJ0130E>(directory_);
  }
  std::vector<HeldSpoolJob> made;
  for (std::uint32_t number = last + 1; made.size() < count; ++number) {
    HeldSpoolJob one;
    one.job.job_id = job_id_of(number, are_started_tasks);
    one.job.directory = io::join_path(directory_, one.job.job_id);
    CS_TRY(store_.make_directories(one.job.directory));
    CS_ASSIGN(one.held, hold(one.job));
    made.push_back(std::move(one));
  }
  CS_TRY(store_.sync_directory(directory_));
  return made;
}

Result<std::vector<SpoolJob>> Spool::jobs() {
  CS_ASSIGN(const auto info, store_.info(directory_));
  if (!info) {
    return std::vector<SpoolJob>{};
  }
  CS_ASSIGN(const auto lock, lock_numbers(io::LockMode::kShared));
  return list_jobs();
}

Result<std::vector<SpoolJob>> Spool::list_jobs() {
  std::vector<SpoolJob> all;
  CS_ASSIGN(const std::vector<std::string> names, store_.list(directory_));
  for (const std::string& name : names) {
    if (job_number(name)) {
      all.push_back({name, io::join_path(directory_, name)});
    }
  }
  std::ranges::sort(all, {}, [](const SpoolJob& job) { return *job_number(job.job_id); });
  return all;
}

Result<void> Spool::purge(const SpoolJob& job) {
  CS_ASSIGN(const auto lock, lock_numbers(io::LockMode::kExclusive));
  CS_ASSIGN(const std::uint32_t last, last_number());
  const std::string text = std::to_string(last);
  CS_TRY(
      io::replace_file(store_, io::join_path(directory_, kLastFile),
                       ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())));
  CS_KILL_POINT("jcl.purge.after_number");
  CS_TRY(store_.rename_file(job.directory, io::join_path(directory_, kPurged + job.job_id)));
  CS_TRY(store_.sync_directory(directory_));
  CS_KILL_POINT("jcl.purge.after_rename");
  return empty_purged();
}

Result<void> Spool::empty_purged() {
  CS_ASSIGN(const std::vector<std::string> names, store_.list(directory_));
  for (const std::string& name : names) {
    if (!name.starts_with(kPurged)) {
      continue;
    }
    const std::string directory = io::join_path(directory_, name);
    CS_ASSIGN(const std::vector<std::string> files, store_.list(directory));
    for (const std::string& file : files) {
      CS_TRY(store_.remove_file(io::join_path(directory, file)));
      CS_KILL_POINT("jcl.purge.after_file");
    }
    CS_TRY(io::remove_empty_directory(directory));
  }
  return {};
}

Result<SpoolJob> Spool::find_job(std::string_view name) {
  CS_ASSIGN(const std::vector<SpoolJob> all, jobs());
  if (name == "last" && !all.empty()) {
    return all.back();
  }
  // Both kinds count on the same numbers.
  const auto number = job_number(name) ? job_number(name) : parse_number(name);
  const std::string_view kind = job_number(name) ? name.substr(0, 3) : std::string_view{};
  const auto found = std::ranges::find_if(all, [&](const SpoolJob& job) {
    return number && job_number(job.job_id) == number && job.job_id.starts_with(kind);
  });
  if (found == all.end()) {
    return failure<msg::CSJ0110E>(name, directory_);
  }
  return *found;
}

Result<std::shared_ptr<site::HeldLock>> Spool::hold(const SpoolJob& job) {
  return site::lock_byte(store_, job.file(kLockFile), 0, io::LockMode::kExclusive, true);
}

Result<std::shared_ptr<site::HeldLock>> Spool::try_hold(const SpoolJob& job) {
  return site::lock_byte(store_, job.file(kLockFile), 0, io::LockMode::kExclusive, false);
}

}  // namespace coldsite::jcl

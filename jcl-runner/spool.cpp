#include "jcl-runner/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint32_t kJobNumberMax = 99999;
constexpr std::string_view kLockFile = "job.lock";

std::optional<std::uint32_t> parse_number(std::string_view digits) {
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::uint32_t> job_number(std::string_view name) {
  return name.starts_with("JOB") ? parse_number(name.substr(3)) : std::nullopt;
}

std::string job_id_of(std::uint32_t number) {
  return fmt::format("JOB{:05}", number);
}

}  // namespace

std::string SpoolJob::file(std::string_view name) const {
  return io::join_path(directory, name);
}

Spool::Spool(io::FileStore& store, const std::string& site_directory)
    : store_(store), directory_(io::join_path(site_directory, "spool")) {}

Result<SpoolJob> Spool::create_job() {
  CS_TRY(store_.make_directories(directory_));
  CS_ASSIGN(const auto lock, site::lock_byte(store_, io::join_path(directory_, ".numbers"), 0,
                                             io::LockMode::kExclusive, true));
  CS_ASSIGN(const std::vector<SpoolJob> before, jobs());
  const std::uint32_t last =
      before.empty() ? 0 : job_number(before.back().job_id).value_or(kJobNumberMax);
  if (last >= kJobNumberMax) {
    return failure<msg::CSJ0130E>(directory_);
  }
  SpoolJob job;
  job.job_id = job_id_of(last + 1);
  job.directory = io::join_path(directory_, job.job_id);
  CS_TRY(store_.make_directories(job.directory));
  CS_TRY(store_.sync_directory(directory_));
  return job;
}

Result<std::vector<SpoolJob>> Spool::jobs() {
  std::vector<SpoolJob> all;
  CS_ASSIGN(const auto info, store_.info(directory_));
  if (!info) {
    return all;
  }
  CS_ASSIGN(const std::vector<std::string> names, store_.list(directory_));
  for (const std::string& name : names) {
    if (job_number(name)) {
      all.push_back({name, io::join_path(directory_, name)});
    }
  }
  std::ranges::sort(all, {}, [](const SpoolJob& job) { return *job_number(job.job_id); });
  return all;
}

Result<SpoolJob> Spool::find_job(std::string_view name) {
  CS_ASSIGN(const std::vector<SpoolJob> all, jobs());
  if (name == "last" && !all.empty()) {
    return all.back();
  }
  const auto number = parse_number(name.starts_with("JOB") ? name.substr(3) : name);
  const std::string job_id = number && *number <= kJobNumberMax ? job_id_of(*number) : "";
  const auto found = std::ranges::find(all, job_id, &SpoolJob::job_id);
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

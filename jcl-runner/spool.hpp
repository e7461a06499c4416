// The spool of a site: one directory for each job, numbered in the order of submission.
//   <site>/spool/JOB00012/JESMSGLG JESJCL JESYSMSG   the job's own listings
//   <site>/spool/JOB00012/STEP.DDNAME                one file for each SYSOUT
//   <site>/spool/JOB00012/JESJCLIN                   its cards (submitted_job.hpp)
//   <site>/spool/JOB00012/job.json                   what became of it (job_record.hpp)
//   <site>/spool/STC00013/...                        the same of a started task
//   <site>/spool/.numbers                            locked while a number is taken
//   <site>/spool/.last                               the highest number so far, once one is purged
//   <site>/spool/.purged.JOB00012/                   what a purge that was killed left
// threads: may be shared; processes meet through the lock.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"
#include "datasets/site/locks.hpp"

namespace coldsite::jcl {

struct SpoolJob {
  std::string job_id;  ///< "JOB00012"
  std::string directory;

  [[nodiscard]] std::string file(std::string_view name) const;
};

struct HeldSpoolJob {
  SpoolJob job;
  std::shared_ptr<site::HeldLock> held;
};

class Spool {
 public:
  Spool(io::FileStore& store, const std::string& site_directory);

  /// Takes the next numbers and makes their directories: JOB00012, of started tasks STC00012; the
  /// jobs are held. errors: CSJ0130E no number left.
  Result<std::vector<HeldSpoolJob>> create_jobs(std::size_t count, bool are_started_tasks = false);
  /// All jobs, oldest first. Each of them is held, or whoever made it has ended.
  Result<std::vector<SpoolJob>> jobs();
  /// Takes a job that the caller holds out of the spool; its number is not given again. A kill
  /// leaves the job whole or gone.
  Result<void> purge(const SpoolJob& job);
  /// "JOB00012", "STC00012", "12", or "last". errors: CSJ0110E no such job.
  Result<SpoolJob> find_job(std::string_view name);
  /// Says to other processes that the job runs here, until what is returned is destroyed.
  Result<std::shared_ptr<site::HeldLock>> hold(const SpoolJob& job);
  /// The same, or nothing when another process holds the job.
  Result<std::shared_ptr<site::HeldLock>> try_hold(const SpoolJob& job);

 private:
  Result<std::shared_ptr<site::HeldLock>> lock_numbers(io::LockMode mode);
  Result<std::vector<SpoolJob>> list_jobs();
  Result<std::uint32_t> last_number();
  Result<void> empty_purged();

  io::FileStore& store_;
  std::string directory_;
};

}  // namespace coldsite::jcl

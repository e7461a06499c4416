// The spool of a site: one directory for each job, numbered in the order of submission.
//   <site>/spool/JOB00012/JESMSGLG JESJCL JESYSMSG   the job's own listings
//   <site>/spool/JOB00012/STEP.DDNAME                one file for each SYSOUT
//   <site>/spool/JOB00012/JESJCLIN                   its cards (submitted_job.hpp)
//   <site>/spool/JOB00012/job.json                   what became of it (job_record.hpp)
//   <site>/spool/.numbers                            locked while a number is taken
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

class Spool {
 public:
  Spool(io::FileStore& store, const std::string& site_directory);

  /// Takes the next number and makes its directory. errors: CSJ0130E no number left.
  Result<SpoolJob> create_job();
  /// All jobs, oldest first.
  Result<std::vector<SpoolJob>> jobs();
  /// "JOB00012", "12", or "last". errors: CSJ0110E no such job.
  Result<SpoolJob> find_job(std::string_view name);
  /// Says to other processes that the job runs here, until what is returned is destroyed.
  Result<std::shared_ptr<site::HeldLock>> hold(const SpoolJob& job);
  /// The same, or nothing when another process holds the job.
  Result<std::shared_ptr<site::HeldLock>> try_hold(const SpoolJob& job);

 private:
  io::FileStore& store_;
  std::string directory_;
};

}  // namespace coldsite::jcl

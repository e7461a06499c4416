// What scan finds in a job beyond its statements: steps that can never run, programs that are not
// there, control statements that their program would refuse, data sets that are missing or there
// already, attributes and dispositions that contradict each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/data_set_flow.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/step_reach.hpp"

namespace coldsite::jcl {

/// The jobs of one scan in order: what one makes, the next one finds.
class JobScan {
 public:
  /// Without a site (nullptr) programs and data sets are not asked for.
  JobScan(site::Site* site, io::Clock& clock, std::string suite_directory);

  /// Adds what it finds to the errors and notes of the job, each with its place and the procedures
  /// around it; returns whether each step can run. errors (in the job): CSJ0301E, CSJ0304E and
  /// those of the control languages; notes: CSJ0302W, CSJ0303W, CSJ0306W to CSJ0308W.
  std::vector<StepReach> scan(JclJob& job);

 private:
  void check_program(const JclStep& step, JclJob& job) const;
  static void check_control_deck(const JclStep& step, JclJob& job);

  site::Site* site_;
  std::string suite_directory_;
  std::vector<std::string> program_directories_;
  std::optional<DataSetFlow> flow_;
};

}  // namespace coldsite::jcl

// The live table on the terminal: one line for each step that ends, one for each job.
// threads: used by all initiators at once.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {

class StepTable {
 public:
  using Printer = std::function<void(std::string_view line)>;
  explicit StepTable(Printer printer) : printer_(std::move(printer)) {}

  void step_ended(const JobRecord& job, const StepRecord& step);
  void job_ended(const JobRecord& job);
  void line(std::string_view text);

 private:
  void print(std::string_view text);

  std::mutex mutex_;
  Printer printer_;
  bool has_header_ = false;
};

}  // namespace coldsite::jcl

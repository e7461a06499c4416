// The table on the terminal: one line for each step that ends, one for each job. On a terminal the
// steps that run stand below it, each with its seconds, rewritten in place (LiveTerminal).
// threads: used by all initiators at once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "datasets/io/clock.hpp"
#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {

/// A terminal that understands cursor movements.
struct LiveTerminal {
  io::Clock* clock = nullptr;  ///< of the seconds that steps run
  std::size_t columns = 80;
  std::size_t rows_max = 10;                         ///< steps shown at once
  std::function<void(std::string_view text)> write;  ///< as it is, without a line feed of its own
};

class StepTable {
 public:
  using Printer = std::function<void(std::string_view line)>;
  explicit StepTable(Printer printer, bool has_heading = true)
      : printer_(std::move(printer)), has_header_(!has_heading) {}

  void step_started(const JobRecord& job, const StepRecord& step);
  void step_ended(const JobRecord& job, const StepRecord& step);
  void job_ended(const JobRecord& job);
  void line(std::string_view text);

  /// From now on the steps that run are shown too.
  void go_live(LiveTerminal terminal);
  /// Draws their seconds anew; call it about once a second.
  void tick();

 private:
  struct RunningStep {
    std::string text;
    std::int64_t started_us = 0;
  };
  void print(std::string_view text);
  void put(std::string_view text);
  void draw();
  void erase();

  std::mutex mutex_;
  Printer printer_;
  bool has_header_;
  std::optional<LiveTerminal> terminal_;
  std::map<std::string, RunningStep> running_;  ///< by job id
  std::size_t drawn_lines_ = 0;
};

}  // namespace coldsite::jcl

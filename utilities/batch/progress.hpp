// Progress of long work on a terminal: bytes, rate, time left; nothing where standard error is not
// a terminal. threads: add() may be called by several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "datasets/io/clock.hpp"

namespace coldsite::batch {

class Progress {
 public:
  virtual ~Progress() = default;
  /// Work that `activity` ("DUMP PRD001") is going to do; 0 total: not known.
  virtual void begin(std::string_view activity, std::uint64_t total_bytes) = 0;
  virtual void add(std::uint64_t bytes) = 0;
  /// Clears the line.
  virtual void end() = 0;
};

/// On standard error when that is a terminal, else nothing. A step under the runner has none.
[[nodiscard]] std::unique_ptr<Progress> make_progress(io::Clock& clock);
/// Draws by `write` (the text of the line, "" to clear it), at most four times a second by `clock`.
[[nodiscard]] std::unique_ptr<Progress> make_line_progress(
    io::Clock& clock, std::function<void(std::string_view)> write);
[[nodiscard]] std::unique_ptr<Progress> make_no_progress();

/// "1.5 GB", "212 MB", "17 kB": decimal units, three digits at most.
[[nodiscard]] std::string format_bytes(std::uint64_t bytes);

}  // namespace coldsite::batch

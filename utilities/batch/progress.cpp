#include "utilities/batch/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <mutex>

namespace coldsite::batch {
namespace {

constexpr std::int64_t kRedrawIntervalUs = 250'000;
constexpr double kUsPerSecond = 1e6;

class NoProgress : public Progress {
 public:
  void begin(std::string_view /*activity*/, std::uint64_t /*total_bytes*/) override {}
  void add(std::uint64_t /*bytes*/) override {}
  void end() override {}
};

class LineProgress : public Progress {
 public:
  LineProgress(io::Clock& clock, std::function<void(std::string_view)> write)
      : clock_(clock), write_(std::move(write)) {}
  ~LineProgress() override { end(); }

  void begin(std::string_view activity, std::uint64_t total_bytes) override {
    const std::lock_guard lock(mutex_);
    activity_ = activity;
    total_bytes_ = total_bytes;
    done_bytes_ = 0;
    started_ = clock_.now();
    drawn_ = started_;
  }

  void add(std::uint64_t bytes) override {
    const std::lock_guard lock(mutex_);
    done_bytes_ += bytes;
    const io::Timestamp now = clock_.now();
    if (now.us - drawn_.us >= kRedrawIntervalUs) {
      drawn_ = now;
      is_drawn_ = true;
      write_(line(now));
    }
  }

  void end() override {
    const std::lock_guard lock(mutex_);
    if (is_drawn_) {
      is_drawn_ = false;
      write_("");
    }
  }

 private:
  std::string line(io::Timestamp now) const {
    const double seconds = static_cast<double>(now.us - started_.us) / kUsPerSecond;
    const double rate = seconds > 0 ? static_cast<double>(done_bytes_) / seconds : 0;
    const auto rate_bytes = static_cast<std::uint64_t>(rate);
    if (total_bytes_ == 0 || rate <= 0) {
      return fmt::format("{}  {}  {}/s", activity_, format_bytes(done_bytes_),
                         format_bytes(rate_bytes));
    }
    const std::uint64_t done = std::min(done_bytes_, total_bytes_);
    const auto left = static_cast<std::int64_t>(static_cast<double>(total_bytes_ - done) / rate);
    return fmt::format("{}  {} of {} ({} %)  {}/s  {}:{:02} left", activity_, format_bytes(done),
                       format_bytes(total_bytes_), done * 100 / total_bytes_,
                       format_bytes(rate_bytes), left / 60, left % 60);
  }

  std::mutex mutex_;
  io::Clock& clock_;
  std::function<void(std::string_view)> write_;
  std::string activity_;
  std::uint64_t total_bytes_ = 0;
  std::uint64_t done_bytes_ = 0;
  io::Timestamp started_, drawn_;
  bool is_drawn_ = false;
};

}  // namespace

std::string format_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 || value >= 9.95 ? fmt::format("{:.0f} {}", value, kUnits[unit])
                                    : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::unique_ptr<Progress> make_no_progress() {
  return std::make_unique<NoProgress>();
}

std::unique_ptr<Progress> make_line_progress(io::Clock& clock,
                                             std::function<void(std::string_view)> write) {
  return std::make_unique<LineProgress>(clock, std::move(write));
}

std::unique_ptr<Progress> make_progress(io::Clock& clock) {
  if (isatty(STDERR_FILENO) == 0) {
    return make_no_progress();
  }
  return make_line_progress(clock, [](std::string_view line) {
    std::fprintf(stderr, "\r%.*s\x1b[K", static_cast<int>(line.size()), line.data());
    std::fflush(stderr);
  });
}

}  // namespace coldsite::batch

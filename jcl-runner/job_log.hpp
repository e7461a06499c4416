// The three listings of a job: JESMSGLG (what the operator saw), JESJCL (its statements) and
// JESYSMSG (what job management said). Lines are written through as they come, so that a killed
// jclrun leaves what had happened.
// threads: lines may come from any, also from the console's; the rest from the job's own.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

/// One listing: text lines at the end of a file.
class Listing {
 public:
  static Result<Listing> create(io::FileStore& store, const std::string& path);
  /// Goes on at the end of a listing that is there.
  static Result<Listing> reopen(io::FileStore& store, const std::string& path);
  Result<void> print(std::string_view line);
  [[nodiscard]] std::uint64_t lines() const { return lines_; }
  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  std::unique_ptr<io::File> file_;
  std::uint64_t size_bytes_ = 0;
  std::uint64_t lines_ = 0;
};

/// "10.02.03" and "2026325.1002" in the site's time zone.
[[nodiscard]] std::string clock_text(io::Timestamp time, int offset_minutes);
[[nodiscard]] std::string day_text(io::Timestamp time, int offset_minutes);

/// HASP373I of the catalogue is $HASP373 in the log.
template <const Message& M, class... Inserts>
std::string hasp_line(const Inserts&... inserts) {
  std::string id(M.id);
  id.pop_back();
  return "$" + id + " " + failure<M>(inserts...).text();
}

class JobLog {
 public:
  static Result<JobLog> create(io::FileStore& store, const SpoolJob& job, int offset_minutes);
  /// Behind what an earlier run of the job wrote.
  static Result<JobLog> reopen(io::FileStore& store, const SpoolJob& job, int offset_minutes);

  /// A message, without a condition code being made of it: JESYSMSG.
  template <const Message& M, class... Inserts>
  void say(const Inserts&... inserts) {
    system_line(message_line(failure<M>(inserts...)));
  }
  /// A message that the operator sees as well: JESMSGLG and JESYSMSG.
  template <const Message& M, class... Inserts>
  void tell_operator(io::Timestamp time, const Inserts&... inserts) {
    const std::string line = message_line(failure<M>(inserts...));
    operator_line(time, line);
    system_line(line);
  }
  /// A failure that the operator sees as well, its first line in JESMSGLG.
  void tell_operator(io::Timestamp time, const Failure& failure);
  /// JES2's own messages: JESMSGLG.
  void jes_line(io::Timestamp time, std::string_view text) { operator_line(time, text); }
  /// A failure with its place, card and caret.
  void say(const Failure& failure);
  void system_line(std::string_view line);
  void header(io::Timestamp time, std::string_view system, std::string_view node);
  void trailer(io::Timestamp time, std::uint64_t cards_read, std::int64_t elapsed_us);
  /// JESJCL: the statements as read, numbered; PASSWORD is masked.
  void list_statements(const JclJob& job);

  /// The first write to a listing that failed; the job goes on without its log then.
  [[nodiscard]] const Result<void>& state() const { return state_; }

 private:
  static Result<JobLog> open(io::FileStore& store, const SpoolJob& job, int offset_minutes,
                             Result<Listing> (*opener)(io::FileStore&, const std::string&));
  static std::string message_line(const Failure& failure);
  void operator_line(io::Timestamp time, std::string_view text);
  void keep(const Result<void>& result);

  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
  std::string job_id_;
  int offset_minutes_ = 0;
  std::unique_ptr<Listing> operator_, statements_, system_;
  Result<void> state_;
};

}  // namespace coldsite::jcl

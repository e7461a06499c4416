#include "jcl-runner/job_log.hpp"

#include <fmt/format.h>

#include <array>

#include "jcl-runner/jcl_record.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"THURSDAY", "FRIDAY",  "SATURDAY", "SUNDAY",
                                                       "MONDAY",   "TUESDAY", "WEDNESDAY"};
constexpr std::int64_t kDayUs = std::int64_t{86400} * 1000000;

std::string date_text(io::Timestamp time, int offset_minutes) {
  const io::CalendarTime at = io::to_calendar(time, offset_minutes);
  return fmt::format("{:02} {} {:04}", at.day, kMonths[static_cast<std::size_t>(at.month - 1)],
                     at.year);
}

std::string_view weekday(io::Timestamp time, int offset_minutes) {
  const std::int64_t days = (time.us + std::int64_t{offset_minutes} * 60000000) / kDayUs;
  return kWeekdays[static_cast<std::size_t>(days % 7)];
}

}  // namespace

std::string clock_text(io::Timestamp time, int offset_minutes) {
  const io::CalendarTime at = io::to_calendar(time, offset_minutes);
  return fmt::format("{:02}.{:02}.{:02}", at.hour, at.minute, at.second);
}

std::string day_text(io::Timestamp time, int offset_minutes) {
  const io::CalendarTime at = io::to_calendar(time, offset_minutes);
  return fmt::format("{:04}{:03}.{:02}{:02}", at.year, at.day_of_year, at.hour, at.minute);
}

Result<Listing> Listing::create(io::FileStore& store, const std::string& path) {
  Listing listing;
  CS_ASSIGN(listing.file_, store.open(path, io::OpenMode::kCreateOrReplace));
  return listing;
}

Result<Listing> Listing::reopen(io::FileStore& store, const std::string& path) {
  Listing listing;
  CS_ASSIGN(listing.file_, store.open(path, io::OpenMode::kUpdate));
  CS_ASSIGN(listing.size_bytes_, listing.file_->size_bytes());
  return listing;
}

Result<void> Listing::print(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  CS_TRY(file_->write_at(
      size_bytes_, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())));
  size_bytes_ += text.size();
  ++lines_;
  return {};
}

Result<JobLog> JobLog::open(io::FileStore& store, const SpoolJob& job, int offset_minutes,
                            Result<Listing> (*opener)(io::FileStore&, const std::string&)) {
  JobLog log;
  log.job_id_ = job.job_id;
  log.offset_minutes_ = offset_minutes;
  CS_ASSIGN(Listing messages, opener(store, job.file("JESMSGLG")));
  CS_ASSIGN(Listing statements, opener(store, job.file("JESJCL")));
  CS_ASSIGN(Listing system, opener(store, job.file("JESYSMSG")));
  log.operator_ = std::make_unique<Listing>(std::move(messages));
  log.statements_ = std::make_unique<Listing>(std::move(statements));
  log.system_ = std::make_unique<Listing>(std::move(system));
  return log;
}

Result<JobLog> JobLog::create(io::FileStore& store, const SpoolJob& job, int offset_minutes) {
  return open(store, job, offset_minutes, &Listing::create);
}

Result<JobLog> JobLog::reopen(io::FileStore& store, const SpoolJob& job, int offset_minutes) {
  return open(store, job, offset_minutes, [](io::FileStore& files, const std::string& path) {
    auto reopened = Listing::reopen(files, path);
    return reopened ? std::move(reopened) : Listing::create(files, path);
  });
}

std::string JobLog::message_line(const Failure& failure) {
  return std::string(failure.message().id) + " " + failure.text();
}

void JobLog::keep(const Result<void>& result) {
  if (state_ && !result) {
    state_ = result;
  }
}

void JobLog::system_line(std::string_view line) {
  const std::lock_guard guard(*mutex_);
  keep(system_->print(line));
}

void JobLog::operator_line(io::Timestamp time, std::string_view text) {
  const std::lock_guard guard(*mutex_);
  keep(operator_->print(
      fmt::format(" {} {}  {}", clock_text(time, offset_minutes_), job_id_, text)));
}

void JobLog::tell_operator(io::Timestamp time, const Failure& failure) {
  operator_line(time, message_line(failure));
  say(failure);
}

void JobLog::say(const Failure& failure) {
  for (const std::string& line : batch::format_failure(failure)) {
    system_line(line);
  }
}

void JobLog::header(io::Timestamp time, std::string_view system, std::string_view node) {
  keep(operator_->print(fmt::format(
      "1                    J E S 2  J O B  L O G  --  S Y S T E M  {}  --  N O D E  {}", system,
      node)));
  keep(operator_->print("0"));
  keep(operator_->print(fmt::format(" {} {}  ---- {}, {} ----", clock_text(time, offset_minutes_),
                                    job_id_, weekday(time, offset_minutes_),
                                    date_text(time, offset_minutes_))));
}

void JobLog::trailer(io::Timestamp time, std::uint64_t cards_read, std::int64_t elapsed_us) {
  const std::uint64_t lines = operator_->lines() + statements_->lines() + system_->lines();
  const std::uint64_t kilobytes =
      (operator_->size_bytes() + statements_->size_bytes() + system_->size_bytes() + 1023) / 1024;
  keep(operator_->print("0------ JES2 JOB STATISTICS ------"));
  keep(operator_->print(fmt::format("-  {} JOB EXECUTION DATE", date_text(time, offset_minutes_))));
  keep(operator_->print(fmt::format("-{:>13} CARDS READ", cards_read)));
  keep(operator_->print(fmt::format("-{:>13} JOB LOG RECORDS", lines)));
  keep(operator_->print(fmt::format("-{:>13} JOB LOG SPOOL KBYTES", kilobytes)));
  keep(operator_->print(
      fmt::format("-{:>13.2f} MINUTES EXECUTION TIME", static_cast<double>(elapsed_us) / 60e6)));
}

void JobLog::list_statements(const JclJob& job) {
  for (const std::string& line : job.listing.shown(job.parameters.statement_level)) {
    keep(statements_->print(line));
  }
}

}  // namespace coldsite::jcl

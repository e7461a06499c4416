#include "utilities/idcams/listing.hpp"

#include <fmt/format.h>

namespace coldsite::idcams {
namespace {

using batch::Carriage;

io::CalendarTime time_of(batch::StepContext& context) {
  const int offset = context.site != nullptr ? context.site->configuration().time_zone_minutes : 0;
  return io::to_calendar(context.clock->now(), offset);
}

bool explains_another(const Failure& failure) {
  return failure.message().text.starts_with("**") || failure.position().has_value();
}

}  // namespace

std::string page_heading(const io::CalendarTime& time, std::size_t page) {
  return fmt::format("{:<66}TIME: {:02}:{:02}:{:02}        {:02}/{:02}/{:02}     PAGE{:>7}",
                     "IDCAMS  SYSTEM SERVICES", time.hour, time.minute, time.second, time.month,
                     time.day, time.year % 100, page);
}

void PageWriter::write_heading() {
  write(page_heading(time_, ++page_), Carriage::kNewPage);
  used_ = 1;
  if (!subtitle_.empty()) {
    write(subtitle_, Carriage::kSkipLine);
    used_ += 2;
  }
  is_skip_due_ = true;
}

void PageWriter::make_room(std::size_t lines) {
  if (used_ + lines > kLinesPerPage) {
    write_heading();
  }
}

void PageWriter::print(std::string_view line, Carriage carriage) {
  if (carriage == Carriage::kNewPage) {
    begin_page(subtitle_);
    carriage = Carriage::kNextLine;
  }
  make_room(carriage == Carriage::kSkipLine ? 2 : 1);
  if (is_skip_due_) {
    carriage = Carriage::kSkipLine;
    is_skip_due_ = false;
  }
  write(line, carriage);
  count(carriage == Carriage::kSkipLine ? 2 : 1);
}

void PageWriter::begin_page(std::string_view subtitle) {
  subtitle_ = subtitle;
  used_ = kLinesPerPage;
}

Listing::Listing(batch::StepContext& context)
    : PageWriter(time_of(context)), report_(context.report) {}

void Listing::write(std::string_view line, Carriage carriage) {
  report_->print(line, carriage);
}

void Listing::tell(int condition_code, const Failure& failure) {
  const std::size_t lines = batch::format_failure(failure).size();
  const bool is_spaced = !explains_another(failure);
  make_room(lines + (is_spaced ? 1 : 0));
  report_->tell(condition_code, failure, is_spaced ? Carriage::kSkipLine : Carriage::kNextLine);
  count(lines + (is_spaced ? 1 : 0));
}

Result<std::unique_ptr<OutfileListing>> OutfileListing::open(batch::StepContext& context,
                                                             std::string_view ddname) {
  CS_ASSIGN(const site::Allocation* part, context.allocated_one(ddname));
  const bool is_host =
      part->kind == site::AllocationKind::kHostFile || part->kind == site::AllocationKind::kSysout;
  CS_ASSIGN(auto writer, context.open_writer(ddname, is_host ? batch::text_print_attributes()
                                                             : batch::default_print_attributes()));
  auto sink = batch::make_record_sink(std::move(writer), context.code_page());
  return std::unique_ptr<OutfileListing>(new OutfileListing(std::move(sink), time_of(context)));
}

void OutfileListing::write(std::string_view line, Carriage carriage) {
  if (failure_) {
    return;
  }
  if (auto written = sink_->print(line, carriage); !written) {
    failure_ = written.failure();
  }
}

Result<void> OutfileListing::close() {
  if (failure_) {
    return *failure_;
  }
  return sink_->close();
}

}  // namespace coldsite::idcams

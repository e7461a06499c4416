// The pages that IDCAMS prints: heading, subtitle, lines. threads: one user.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "datasets/io/clock.hpp"
#include "utilities/batch/print_sink.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::idcams {

/// One line with what the paper does before it.
struct PrintLine {
  std::string text;
  batch::Carriage carriage = batch::Carriage::kNextLine;
};

/// "IDCAMS  SYSTEM SERVICES ... TIME: 15:36:44        09/01/22     PAGE      1"
[[nodiscard]] std::string page_heading(const io::CalendarTime& time, std::size_t page);

/// Lines on pages. A page that is full gives way to a new one with heading and subtitle.
class PageWriter {
 public:
  static constexpr std::size_t kLinesPerPage = 56;

  virtual ~PageWriter() = default;

  void print(std::string_view line, batch::Carriage carriage = batch::Carriage::kNextLine);
  void print(const PrintLine& line) { print(line.text, line.carriage); }
  /// The next line begins a page with this line below its heading ("LISTING FROM CATALOG -- X").
  void begin_page(std::string_view subtitle = {});
  /// Later pages have no subtitle.
  void end_subtitle() { subtitle_.clear(); }

 protected:
  explicit PageWriter(const io::CalendarTime& time) : time_(time) {}
  void make_room(std::size_t lines);
  void count(std::size_t lines) { used_ += lines; }
  virtual void write(std::string_view line, batch::Carriage carriage) = 0;

 private:
  void write_heading();

  io::CalendarTime time_;
  std::size_t page_ = 0;
  std::size_t used_ = kLinesPerPage;
  std::string subtitle_;
  bool is_skip_due_ = false;
};

/// SYSPRINT.
class Listing final : public PageWriter {
 public:
  explicit Listing(batch::StepContext& context);

  /// A message, double-spaced but for the ones that explain the message before ("** ...").
  void tell(int condition_code, const Failure& failure);

 private:
  void write(std::string_view line, batch::Carriage carriage) override;

  batch::Report* report_;
};

/// A DD of OUTFILE(ddname). errors: those of opening it; write errors come at close().
class OutfileListing final : public PageWriter {
 public:
  static Result<std::unique_ptr<OutfileListing>> open(batch::StepContext& context,
                                                      std::string_view ddname);
  Result<void> close();

 private:
  OutfileListing(std::unique_ptr<batch::PrintSink> sink, const io::CalendarTime& time)
      : PageWriter(time), sink_(std::move(sink)) {}
  void write(std::string_view line, batch::Carriage carriage) override;

  std::unique_ptr<batch::PrintSink> sink_;
  std::optional<Failure> failure_;
};

}  // namespace coldsite::idcams

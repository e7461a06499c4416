// Where SYSPRINT lines go: a text stream, a record data set, memory (tests) or a JSON array.
// threads: a sink has one user, the Report, which serialises its callers.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/result.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::batch {

/// How the paper moves before a line is printed (ASA control characters).
enum class Carriage : char { kNextLine = ' ', kSkipLine = '0', kNewPage = '1' };

class PrintSink {
 public:
  virtual ~PrintSink() = default;
  /// `line` is UTF-8 without a line end. A line that is too long for the sink is folded, never cut.
  virtual Result<void> print(std::string_view line, Carriage carriage = Carriage::kNextLine) = 0;
  virtual Result<void> close() = 0;
};

/// Text lines in UTF-8; a skipped line and a new page become an empty line. `stream` must outlive
/// the sink. errors: CSP0002T.
[[nodiscard]] std::unique_ptr<PrintSink> make_stream_sink(std::ostream& stream);

/// Records in `code_page`; with RECFM ..A the first character of a record is the ASA control.
[[nodiscard]] std::unique_ptr<PrintSink> make_record_sink(
    std::unique_ptr<access::RecordWriter> writer, const text::CodePage& code_page);

/// Appends to `lines`, which must outlive the sink (tests).
[[nodiscard]] std::unique_ptr<PrintSink> make_memory_sink(std::vector<std::string>& lines);

/// Begins a JSON object whose first member is "sysprint", an array of the lines; close() ends the
/// array. The Report writes the rest of the object. errors: CSP0002T.
[[nodiscard]] std::unique_ptr<PrintSink> make_json_sink(std::ostream& stream);

/// What SYSPRINT is when neither program, DD nor label says: FBA 121.
[[nodiscard]] access::DataControlBlock default_print_attributes();
/// And for a text file of the host or the spool: lines of any length, no control characters.
[[nodiscard]] access::DataControlBlock text_print_attributes();

}  // namespace coldsite::batch

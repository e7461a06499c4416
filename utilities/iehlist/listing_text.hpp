// Pieces of text that the listings share. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "datasets/bytes.hpp"
#include "datasets/dasd/dscb.hpp"
#include "datasets/dasd/label.hpp"

namespace coldsite::iehlist {

/// Columns of a print line without its carriage control.
inline constexpr std::size_t kLineColumns = 120;

/// `text` in the middle of a print line.
[[nodiscard]] std::string centred(std::string_view text);

/// The bytes as upper-case hexadecimal digits.
[[nodiscard]] std::string hexadecimal(ByteView bytes);

/// Names from a damaged label may hold anything: control characters become full stops.
[[nodiscard]] std::string printable(std::string_view text);

/// "2026.325"; "0000.000" where there is none.
[[nodiscard]] std::string to_text(dasd::LabelDate date);

/// One print line made of columns, from left to right, one blank between them. What is wider than
/// its column pushes the rest to the right.
class Columns {
 public:
  explicit Columns(std::size_t bytes_expected = 0) { line_.reserve(bytes_expected); }
  Columns& left(std::string_view text, std::size_t width);
  Columns& right(std::string_view text, std::size_t width);
  Columns& right(std::uint64_t number, std::size_t width);
  [[nodiscard]] std::string take() { return std::move(line_); }

 private:
  void begin_column();

  std::string line_;
  bool has_columns_ = false;
};

/// "CCCCHHHHRR" in hexadecimal, as the hardware has it.
[[nodiscard]] std::string to_cchhr(dasd::RecordAddress address);

}  // namespace coldsite::iehlist

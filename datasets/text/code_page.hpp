// EBCDIC code pages to UTF-8 and back, by tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::text {

/// What to do with a character that the target code page does not have.
enum class Unmappable { kFail, kSubstitute };

/// One single-byte EBCDIC code page. threads: immutable, shared.
class CodePage {
 public:
  [[nodiscard]] std::string_view name() const { return name_; }

  /// EBCDIC to UTF-8. Every byte of these pages maps.
  [[nodiscard]] std::string to_utf8(ByteView ebcdic) const;

  /// UTF-8 to EBCDIC; kSubstitute puts X'3F' (SUB).
  /// errors: CSI0030E character not in the page (with its place); CSI0031E not UTF-8.
  [[nodiscard]] Result<Bytes> from_utf8(std::string_view utf8,
                                        Unmappable unmappable = Unmappable::kFail) const;

  /// The tables, for speed: byte to Unicode code point (all below 256 in ISO 8859-1 pages, but the
  /// euro sign of IBM-1140).
  [[nodiscard]] const std::uint16_t* to_unicode_table() const { return to_unicode_; }

  constexpr CodePage(std::string_view name, const std::uint16_t* to_unicode)
      : name_(name), to_unicode_(to_unicode) {}

 private:
  std::string_view name_;
  const std::uint16_t* to_unicode_;
};

/// "IBM-1047", "1047", "cp037", "IBM037" ... errors: CSI0032E unknown code page (lists the known
/// ones).
[[nodiscard]] Result<const CodePage*> find_code_page(std::string_view name);

/// IBM-1047: the default of a site.
[[nodiscard]] const CodePage& default_code_page();

/// For names, labels and directory entries, whose characters (A-Z 0-9 $ # @ . and blank ...) are
/// the same in all the pages but national variants: always IBM-037, unmappable becomes SUB.
[[nodiscard]] std::string label_to_utf8(ByteView ebcdic);
/// Padded with blanks or cut to `length` bytes.
[[nodiscard]] Bytes label_from_utf8(std::string_view utf8, std::size_t length);

}  // namespace coldsite::text

// EBCDIC code pages to UTF-8 and back, by tables. Text that is ASCII goes through one table look-up
// per byte without a branch; only the rest is looked at character by character.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::text {

/// What to do with a character that the target code page does not have.
enum class Unmappable { kFail, kSubstitute };

/// X'3F', what stands for a character that the code page does not have.
inline constexpr std::uint8_t kEbcdicSubstitute = 0x3F;
inline constexpr std::uint8_t kEbcdicBlank = 0x40;

/// The most bytes of UTF-8 that one EBCDIC character becomes (the euro sign of IBM-1140).
inline constexpr std::size_t kUtf8BytesMax = 3;

/// One single-byte EBCDIC code page. threads: immutable, shared.
class CodePage {
 public:
  CodePage(std::string_view name, const std::array<std::uint16_t, 256>& to_unicode);

  [[nodiscard]] std::string_view name() const { return name_; }

  /// EBCDIC to UTF-8. Every byte of these pages maps.
  [[nodiscard]] std::string to_utf8(ByteView ebcdic) const;

  /// The same, behind what `text` holds already (for many records into one buffer).
  void append_utf8(ByteView ebcdic, std::string& text) const;

  /// The same to the front of `out`, which has room for kUtf8BytesMax times `ebcdic`. Returns how
  /// many bytes it took.
  std::size_t put_utf8(ByteView ebcdic, ByteSpan out) const;

  /// UTF-8 to EBCDIC; kSubstitute puts X'3F' (SUB).
  /// errors: CSI0030E character not in the page (with its place); CSI0031E not UTF-8.
  [[nodiscard]] Result<Bytes> from_utf8(std::string_view utf8,
                                        Unmappable unmappable = Unmappable::kFail) const;

  /// Byte to Unicode code point (all below 256, but the euro sign of IBM-1140). shape: 256 entries.
  [[nodiscard]] const std::uint16_t* to_unicode_table() const { return to_unicode_->data(); }

  /// Byte to ASCII, with the top bit set where the character is not ASCII.
  [[nodiscard]] const std::array<std::uint8_t, 256>& to_ascii_table() const { return to_ascii_; }

  /// ASCII to byte; the upper half holds SUB.
  [[nodiscard]] const std::array<std::uint8_t, 256>& from_ascii_table() const {
    return from_ascii_;
  }

 private:
  friend Bytes label_from_utf8(std::string_view utf8, std::size_t length);

  /// The byte for a code point, or -1.
  [[nodiscard]] int find_byte(char32_t code_point) const;
  /// Nothing is refused: what cannot be decoded or mapped becomes SUB.
  [[nodiscard]] Bytes from_any_utf8(std::string_view utf8) const;

  std::string_view name_;
  const std::array<std::uint16_t, 256>* to_unicode_;
  std::array<std::uint8_t, 256> to_ascii_;
  std::array<std::uint8_t, 256> from_ascii_;
  std::array<std::int16_t, 256> from_latin1_;
  char32_t other_code_point_ = 0;  // the one beyond Latin-1, if the page has it
  std::uint8_t other_byte_ = 0;
};

/// "IBM-1047", "1047", "cp037", "IBM037" ... errors: CSI0032E unknown code page (lists the known
/// ones).
[[nodiscard]] Result<const CodePage*> find_code_page(std::string_view name);

/// IBM-1047: the default of a site.
[[nodiscard]] const CodePage& default_code_page();

/// For names, labels and directory entries, whose characters (A-Z 0-9 $ # @ . and blank ...) are
/// the same in all the pages but national variants: always IBM-037. Trailing blanks stay.
[[nodiscard]] std::string label_to_utf8(ByteView ebcdic);
/// Padded with blanks or cut to `length` bytes; what IBM-037 does not have becomes SUB.
[[nodiscard]] Bytes label_from_utf8(std::string_view utf8, std::size_t length);

}  // namespace coldsite::text

#include "datasets/text/code_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "datasets/messages/csi.hpp"
#include "datasets/text/code_page_tables.hpp"
#include "datasets/text/utf8.hpp"

namespace coldsite::text {
namespace {

constexpr std::size_t kChunkBytes = 256;
constexpr std::uint8_t kNotAscii = 0x80;

const std::array<CodePage, 5>& code_pages() {
  static const std::array<CodePage, 5> pages = {
      CodePage("IBM-037", kUnicodeOfIbm037), CodePage("IBM-273", kUnicodeOfIbm273),
      CodePage("IBM-500", kUnicodeOfIbm500), CodePage("IBM-1047", kUnicodeOfIbm1047),
      CodePage("IBM-1140", kUnicodeOfIbm1140)};
  return pages;
}

const CodePage& label_code_page() {
  return code_pages().front();
}

/// Translates `count` bytes without a branch per byte, eight to a load and a store. The top bit of
/// the result is set when it is set in any translated byte.
std::uint8_t translate(const std::array<std::uint8_t, 256>& table, const std::uint8_t* from,
                       std::size_t count, std::uint8_t* to) {
  std::uint8_t seen = 0;
  std::uint64_t seen_eight = 0;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, from + i, 8);
    std::uint64_t translated = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) {
      translated |= std::uint64_t{table[eight >> shift & 0xFF]} << shift;
    }
    seen_eight |= translated;
    std::memcpy(to + i, &translated, 8);
  }
  for (; i < count; ++i) {
    to[i] = table[from[i]];
    seen |= to[i];
  }
  return (seen_eight & 0x8080808080808080) != 0 ? kNotAscii : seen;
}

bool is_ascii(const char* text, std::size_t count) {
  unsigned seen = 0;
  for (std::size_t i = 0; i < count; ++i) {
    seen |= static_cast<unsigned char>(text[i]);
  }
  return seen < 0x80;
}

/// "IBM-1047", "cp1047" and "1047" all become "1047".
std::string_view number_of(std::string_view name) {
  const auto starts_with = [&](std::string_view prefix) {
    return name.size() >= prefix.size() &&
           std::ranges::equal(prefix, name.substr(0, prefix.size()), {}, {},
                              [](unsigned char c) { return std::toupper(c); });
  };
  for (const std::string_view prefix : {"IBM-", "IBM", "CP-", "CP"}) {
    if (starts_with(prefix)) {
      name.remove_prefix(prefix.size());
      break;
    }
  }
  while (name.size() > 1 && name.starts_with('0')) {
    name.remove_prefix(1);
  }
  return name;
}

}  // namespace

CodePage::CodePage(std::string_view name, const std::array<std::uint16_t, 256>& to_unicode)
    : name_(name), to_unicode_(&to_unicode) {
  from_ascii_.fill(kEbcdicSubstitute);
  from_latin1_.fill(-1);
  for (unsigned byte = 0; byte < 256; ++byte) {
    const std::uint16_t code_point = to_unicode[byte];
    const auto ebcdic = static_cast<std::uint8_t>(byte);
    to_ascii_[byte] = code_point < 0x80 ? static_cast<std::uint8_t>(code_point) : kNotAscii;
    if (code_point < 0x80) {
      from_ascii_[code_point] = ebcdic;
    }
    if (code_point < 0x100) {
      from_latin1_[code_point] = ebcdic;
    } else {
      other_code_point_ = code_point;
      other_byte_ = ebcdic;
    }
  }
}

int CodePage::find_byte(char32_t code_point) const {
  if (code_point < 0x100) {
    return from_latin1_[code_point];
  }
  return code_point == other_code_point_ ? other_byte_ : -1;
}

std::size_t CodePage::put_utf8(ByteView ebcdic, ByteSpan out) const {
  CS_CHECK(out.size() >= kUtf8BytesMax * ebcdic.size());
  std::size_t filled = 0;
  while (!ebcdic.empty()) {
    const ByteView chunk = ebcdic.first(std::min(ebcdic.size(), kChunkBytes));
    std::uint8_t* const to = out.data() + filled;
    if (translate(to_ascii_, chunk.data(), chunk.size(), to) < kNotAscii) {
      filled += chunk.size();
    } else {
      for (const std::uint8_t byte : chunk) {
        filled += encode_utf8((*to_unicode_)[byte], out.subspan(filled));
      }
    }
    ebcdic = ebcdic.subspan(chunk.size());
  }
  return filled;
}

void CodePage::append_utf8(ByteView ebcdic, std::string& text) const {
  std::array<std::uint8_t, kUtf8BytesMax * kChunkBytes> utf8;
  while (!ebcdic.empty()) {
    const ByteView chunk = ebcdic.first(std::min(ebcdic.size(), kChunkBytes));
    const std::size_t count = put_utf8(chunk, utf8);
    text.append(reinterpret_cast<const char*>(utf8.data()), count);
    ebcdic = ebcdic.subspan(chunk.size());
  }
}

std::string CodePage::to_utf8(ByteView ebcdic) const {
  std::string text;
  text.reserve(ebcdic.size());
  append_utf8(ebcdic, text);
  return text;
}

Result<Bytes> CodePage::from_utf8(std::string_view utf8, Unmappable unmappable) const {
  Bytes ebcdic(utf8.size());
  std::size_t filled = 0;
  std::size_t at = 0;
  while (at < utf8.size()) {
    const std::size_t chunk = std::min(utf8.size() - at, kChunkBytes);
    if (is_ascii(&utf8[at], chunk)) {
      for (std::size_t i = 0; i < chunk; ++i) {
        ebcdic[filled + i] = from_ascii_[static_cast<unsigned char>(utf8[at + i])];
      }
      filled += chunk;
      at += chunk;
      continue;
    }
    for (const std::size_t end = at + chunk; at < end;) {
      const auto character = decode_utf8(utf8, at);
      if (!character) {
        return failure<msg::CSI0031E>(at + 1);
      }
      const int byte = find_byte(character->code_point);
      if (byte < 0 && unmappable == Unmappable::kFail) {
        return failure<msg::CSI0030E>(
            fmt::format("U+{:04X}", static_cast<std::uint32_t>(character->code_point)), at + 1,
            name_);
      }
      ebcdic[filled++] = byte < 0 ? kEbcdicSubstitute : static_cast<std::uint8_t>(byte);
      at += character->length;
    }
  }
  ebcdic.resize(filled);
  return ebcdic;
}

Bytes CodePage::from_any_utf8(std::string_view utf8) const {
  Bytes ebcdic;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto character = decode_utf8(utf8, at);
    const int byte = character ? find_byte(character->code_point) : -1;
    ebcdic.push_back(byte < 0 ? kEbcdicSubstitute : static_cast<std::uint8_t>(byte));
    at += character ? character->length : 1;
  }
  return ebcdic;
}

Result<const CodePage*> find_code_page(std::string_view name) {
  std::string known;
  for (const CodePage& page : code_pages()) {
    if (number_of(page.name()) == number_of(name)) {
      return &page;
    }
    known += known.empty() ? "" : " ";
    known += page.name();
  }
  return failure<msg::CSI0032E>(name, known);
}

const CodePage& default_code_page() {
  static const CodePage& page = **find_code_page("IBM-1047");
  return page;
}

std::string label_to_utf8(ByteView ebcdic) {
  return label_code_page().to_utf8(ebcdic);
}

Bytes label_from_utf8(std::string_view utf8, std::size_t length) {
  Bytes label = label_code_page().from_any_utf8(utf8);
  label.resize(length, kEbcdicBlank);
  return label;
}

}  // namespace coldsite::text

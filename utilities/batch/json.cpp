#include "utilities/batch/json.hpp"

#include <array>

namespace coldsite::batch {
namespace {

/// Length of the valid UTF-8 sequence at `at`, or 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const std::size_t length = lead < 0x80             ? 1U
                             : (lead & 0xE0) == 0xC0 ? 2U
                             : (lead & 0xF0) == 0xE0 ? 3U
                             : (lead & 0xF8) == 0xF0 ? 4U
                                                     : 0U;
  if (length == 0 || at + length > text.size()) {
    return 0;
  }
  std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) {
      return 0;
    }
    code = code << 6 | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < kSmallest[length] || is_surrogate || code > 0x10FFFF ? 0 : length;
}

void append_escaped(std::string& json, char c) {
  switch (c) {
    case '"':
      json += "\\\"";
      return;
    case '\\':
      json += "\\\\";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\t':
      json += "\\t";
      return;
    case '\r':
      json += "\\r";
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    json += "\\u00";
    json += kDigits[static_cast<unsigned char>(c) >> 4];
    json += kDigits[static_cast<unsigned char>(c) & 0xF];
    return;
  }
  json += c;
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) {
      json += "\xEF\xBF\xBD";  // U+FFFD
      ++at;
    } else if (length == 1) {
      append_escaped(json, text[at++]);
    } else {
      json += text.substr(at, length);
      at += length;
    }
  }
  json += '"';
  return json;
}

JsonObject& JsonObject::add_json(std::string_view name, std::string_view json) {
  if (!members_.empty()) {
    members_ += ',';
  }
  members_.append(json_string(name)).append(":").append(json);
  return *this;
}

JsonObject& JsonObject::add(std::string_view name, std::string_view value) {
  return add_json(name, json_string(value));
}

JsonObject& JsonObject::add(std::string_view name, std::int64_t value) {
  return add_json(name, std::to_string(value));
}

JsonObject& JsonObject::add_members(const JsonObject& other) {
  if (!members_.empty() && !other.members_.empty()) {
    members_ += ',';
  }
  members_ += other.members_;
  return *this;
}

}  // namespace coldsite::batch

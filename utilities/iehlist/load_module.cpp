#include "utilities/iehlist/load_module.hpp"

#include <array>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::iehlist {
namespace {

constexpr std::size_t kBasicBytes = 21;
constexpr std::size_t kScatterBytes = 8;
constexpr std::size_t kAliasBytes = 11;
constexpr std::uint16_t kScatter = 0x0400;
constexpr std::uint8_t kHasSsi = 0x10, kHasApf = 0x08;

struct AttributeName {
  std::uint16_t bit;
  std::string_view name;
};
constexpr std::array kAttributes = {
    AttributeName{0x8000, "RENT"}, AttributeName{0x4000, "REUS"}, AttributeName{0x2000, "OVLY"},
    AttributeName{0x1000, "TEST"}, AttributeName{0x0800, "OL"},   AttributeName{0x0400, "SCTR"},
    AttributeName{0x0200, "EXEC"}, AttributeName{0x0100, "1BLK"}, AttributeName{0x0008, "NE"},
    AttributeName{0x0001, "REFR"},
};

std::string attribute_names(std::uint16_t bits) {
  std::string names;
  for (const AttributeName& attribute : kAttributes) {
    if ((bits & attribute.bit) != 0) {
      names.append(names.empty() ? "" : " ").append(attribute.name);
    }
  }
  return names;
}

std::uint32_t load_24(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint32_t>(load_be(bytes, offset, 3));
}

int amode_of(std::uint8_t bits) {
  switch (bits & 0x03) {
    case 0x02:
      return 31;
    case 0x03:
      return 0;
    default:
      return 24;
  }
}

/// What follows the basic part; it may be cut short by an entry that is no load module after all.
void add_optional_parts(const access::Member& member, std::uint16_t attributes,
                        LoadModule& module) {
  const ByteView data = member.user_data;
  const std::uint8_t flags = data[18];
  std::size_t at = kBasicBytes + ((attributes & kScatter) != 0 ? kScatterBytes : 0);
  if (member.is_alias && at + kAliasBytes <= data.size()) {
    module.main_member = text::label_to_utf8(data.subspan(at + 3, 8));
    module.main_member.erase(module.main_member.find_last_not_of(' ') + 1);
    at += kAliasBytes;
  }
  if ((flags & kHasSsi) != 0) {
    at += at % 2;
    if (at + 4 <= data.size()) {
      module.ssi = load_be32(data, at);
    }
    at += 4;
  }
  if ((flags & kHasApf) != 0 && at + 2 <= data.size() && data[at] == 1) {
    module.authorization_code = data[at + 1];
  }
}

}  // namespace

std::optional<LoadModule> load_module(const access::Member& member) {
  const ByteView data = member.user_data;
  // The TTR of the text, and that of a note list or zeros, are always counted as TTRNs.
  if (data.size() <= kBasicBytes || member.note_count == 0 || data[3] != 0) {
    return std::nullopt;
  }
  const std::uint16_t attributes = load_be16(data, 8);
  LoadModule module;
  module.text_ttr = load_24(data, 0);
  module.storage_bytes = load_24(data, 10);
  module.first_text_bytes = load_be16(data, 13);
  module.entry_point = load_24(data, 15);
  module.attributes = attribute_names(attributes);
  const std::uint8_t modes = data[19];
  module.rmode = (modes & 0x10) != 0 ? 0 : 24;
  module.amode = amode_of(static_cast<std::uint8_t>(member.is_alias ? modes >> 2 : modes));
  add_optional_parts(member, attributes, module);
  return module;
}

}  // namespace coldsite::iehlist

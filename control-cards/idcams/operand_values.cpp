#include "control-cards/idcams/operand_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "datasets/messages/css.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::size_t kNameMost = 44;
constexpr std::size_t kDdnameMost = 8;
constexpr std::size_t kVolserMost = 6;
constexpr std::string_view kNational = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#@$";
constexpr std::string_view kNameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#@$0123456789";
constexpr std::string_view kHexadecimal = "0123456789ABCDEFabcdef";

bool is_short_name(std::string_view text) {
  return !text.empty() && text.size() <= kDdnameMost && kNational.find(text.front()) != text.npos &&
         text.find_first_not_of(kNameCharacters) == text.npos;
}

/// The text with what a generic name has for letters, so that one rule judges both.
std::string without_masks(std::string_view text, NameRule rule) {
  std::string plain(text);
  if (rule == NameRule::kMask) {
    for (std::size_t at = plain.find("**"); at != std::string::npos; at = plain.find("**", at)) {
      plain.replace(at, 2, "*");
    }
    std::ranges::replace_if(
        plain, [](char c) { return c == '*' || c == '%'; }, 'A');
  } else if (rule == NameRule::kGeneric) {
    for (std::size_t at = plain.find(".*"); at != std::string::npos; at = plain.find(".*", at)) {
      if (at + 2 < plain.size() && plain[at + 2] != '.') {
        break;
      }
      plain[at + 1] = 'A';
    }
  }
  return plain;
}

int base_of(NodeKind kind) {
  constexpr int kDecimal = 10, kSixteen = 16;
  return kind == NodeKind::kHexadecimal ? kSixteen : kind == NodeKind::kBinary ? 2 : kDecimal;
}

}  // namespace

bool is_entry_name(std::string_view text, NameRule rule) {
  if (text.size() > kNameMost) {
    return false;
  }
  // X'C0' is a character of names, and '{' in the code pages of the listings.
  std::string plain = without_masks(text, rule);
  std::ranges::replace(plain, '{', '-');
  return cards::is_data_set_name(plain);
}

void OperandValues::warn_password(const Node& node) {
  if (node.has_password) {
    warnings_.push_back(
        failure<msg::CSS0701I>("/password", "catalogs have no passwords").at(place(node)));
  }
}

EntryName OperandValues::entry(const Node& node, NameRule rule) {
  EntryName entry{node.text, {}, place(node)};
  warn_password(node);
  bool is_right = node.kind == NodeKind::kWord || node.kind == NodeKind::kText;
  bool has_member = false;
  if (node.has_list) {  // name(member)
    has_member = true;
    is_right = is_right && node.list.size() == 1 && !node.list.front().has_list;
    entry.member = is_right ? node.list.front().text : std::string();
  } else if (const std::size_t open = node.text.find('(');
             open != std::string::npos && node.text.ends_with(')')) {  // 'name(member)'
    has_member = true;
    entry.name = node.text.substr(0, open);
    entry.member = node.text.substr(open + 1, node.text.size() - open - 2);
  }
  is_right = is_right && is_entry_name(entry.name, rule) &&
             (!has_member || (rule != NameRule::kPlain && is_short_name(entry.member)));
  if (!is_right) {
    state_.fail<msg::IDC3203I>(node.offset, node.text);
  }
  return entry;
}

Word OperandValues::word(const Node& node, std::size_t characters_most) {
  if (node.has_list || node.text.empty()) {
    state_.fail<msg::IDC3203I>(node.offset, node.text);
  } else if (node.text.size() > characters_most) {
    state_.fail<msg::IDC3201I>(node.offset, node.text);
  }
  return {node.text, place(node)};
}

Word OperandValues::ddname(const Node& node) {
  warn_password(node);
  if (node.has_list || !is_short_name(node.text)) {
    state_.fail<msg::IDC3203I>(node.offset, node.text);
  }
  return {node.text, place(node)};
}

Word OperandValues::volume(const Node& node) {
  const std::string_view text = node.text;
  const bool is_symbol = text.starts_with('&') && text.size() > 1;
  const bool is_indirect = text == "*" || text == "******";
  const std::string_view characters = text.substr(is_symbol ? 1 : 0);
  const bool is_volser =
      std::ranges::all_of(characters,
                          [](char c) {
                            return kNameCharacters.find(c) != std::string_view::npos || c == '-' ||
                                   c == '.';
                          }) &&
      text.size() <= kVolserMost + (is_symbol ? 3 : 0);
  if (text.empty() || node.has_list || (!is_indirect && !is_volser)) {
    state_.fail<msg::IDC3203I>(node.offset, node.text);
  }
  return {node.text, place(node)};
}

Word OperandValues::device_type(const Node& node) {
  constexpr std::size_t kDigits = 8;
  const bool is_code = node.kind == NodeKind::kHexadecimal && node.text.size() == kDigits &&
                       node.text.find_first_not_of(kHexadecimal) == std::string::npos;
  if (node.kind == NodeKind::kHexadecimal && !is_code) {
    state_.fail<msg::IDC3214I>(node.offset);
  } else if (!is_code) {
    return word(node, kDigits);
  }
  return {node.text, place(node)};
}

std::uint64_t OperandValues::number(const Node& node, std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, value, base_of(node.kind));
  if (node.has_list || node.text.empty() ||
      (error != std::errc::result_out_of_range && stop != end)) {
    if (node.kind == NodeKind::kHexadecimal || node.kind == NodeKind::kBinary) {
      state_.fail<msg::IDC3214I>(node.offset);
    } else {
      state_.fail<msg::IDC3220I>(node.offset, node.text);
    }
    return least;
  }
  if (error != std::errc() || value < least || value > most) {
    state_.fail<msg::IDC3221I>(node.offset, node.text);
    state_.fail<msg::CSS0015E>(node.offset, node.text, least, most);
    return least;
  }
  return value;
}

KeyValue OperandValues::key(const Node& node) {
  constexpr std::size_t kKeyMost = 255;
  KeyValue key;
  key.position = place(node);
  key.text = node.text;
  if (node.has_list) {
    state_.fail<msg::IDC3203I>(node.offset, node.text);
  }
  if (node.kind == NodeKind::kHexadecimal) {
    key.is_hexadecimal = true;
    key.text.clear();
    if (node.text.size() % 2 != 0 || node.text.find_first_not_of(kHexadecimal) != node.text.npos) {
      state_.fail<msg::IDC3214I>(node.offset);
      return key;
    }
    for (std::size_t i = 0; i < node.text.size(); i += 2) {
      std::uint8_t byte = 0;
      std::from_chars(node.text.data() + i, node.text.data() + i + 2, byte, base_of(node.kind));
      key.bytes.push_back(byte);
    }
  } else if (node.kind == NodeKind::kWord && node.text.ends_with('*') && node.text.size() > 1) {
    key.is_generic = true;
    key.text.pop_back();
  }
  if (std::max(key.text.size(), key.bytes.size()) > kKeyMost) {
    state_.fail<msg::IDC3201I>(node.offset, node.text.substr(0, kNameMost));
  } else if (key.text.empty() && key.bytes.empty()) {
    state_.fail<msg::IDC3203I>(node.offset, node.text);
  }
  return key;
}

const Node* OperandValues::value(const Operands& operands, std::string_view name,
                                 std::size_t index) const {
  const Node* keyword = operands.find(name);
  return keyword != nullptr && index < keyword->list.size() ? &keyword->list[index] : nullptr;
}

std::optional<EntryName> OperandValues::entry_of(const Operands& operands, std::string_view name,
                                                 NameRule rule) {
  const Node* node = value(operands, name);
  return node == nullptr ? std::nullopt : std::optional(entry(*node, rule));
}

std::vector<EntryName> OperandValues::entries_of(const Operands& operands, std::string_view name,
                                                 NameRule rule) {
  std::vector<EntryName> entries;
  if (const Node* keyword = operands.find(name)) {
    for (const Node& node : keyword->list) {
      entries.push_back(entry(node, rule));
    }
  }
  return entries;
}

std::optional<Word> OperandValues::word_of(const Operands& operands, std::string_view name,
                                           std::size_t characters_most) {
  const Node* node = value(operands, name);
  return node == nullptr ? std::nullopt : std::optional(word(*node, characters_most));
}

std::optional<Word> OperandValues::ddname_of(const Operands& operands, std::string_view name) {
  const Node* node = value(operands, name);
  return node == nullptr ? std::nullopt : std::optional(ddname(*node));
}

std::vector<Word> OperandValues::volumes_of(const Operands& operands, std::string_view name) {
  std::vector<Word> volumes;
  if (const Node* keyword = operands.find(name)) {
    for (const Node& node : keyword->list) {
      volumes.push_back(volume(node));
    }
  }
  return volumes;
}

std::optional<std::uint32_t> OperandValues::number_of(const Operands& operands,
                                                      std::string_view name, std::uint32_t least,
                                                      std::uint32_t most) {
  const Node* node = value(operands, name);
  return node == nullptr ? std::nullopt
                         : std::optional(static_cast<std::uint32_t>(number(*node, least, most)));
}

std::optional<std::uint64_t> OperandValues::long_number_of(const Operands& operands,
                                                           std::string_view name,
                                                           std::uint64_t least) {
  const Node* node = value(operands, name);
  return node == nullptr ? std::nullopt : std::optional(number(*node, least, UINT64_MAX));
}

std::optional<KeyValue> OperandValues::key_of(const Operands& operands, std::string_view name) {
  const Node* node = value(operands, name);
  return node == nullptr ? std::nullopt : std::optional(key(*node));
}

std::optional<EntryName> OperandValues::catalog_of(const Operands& operands) {
  if (const Node* dd = value(operands, "CATALOG", 1)) {
    warnings_.push_back(
        failure<msg::CSS0701I>(dd->text, "catalogs are found by their name").at(place(*dd)));
  }
  return entry_of(operands, "CATALOG");
}

std::optional<bool> OperandValues::choice_of(const Operands& operands, std::string_view yes,
                                             std::string_view no) {
  exclude(operands, {yes, no});
  return operands.has(yes)  ? std::optional(true)
         : operands.has(no) ? std::optional(false)
                            : std::nullopt;
}

DataReference OperandValues::data_of(const Operands& operands, std::string_view file,
                                     std::string_view data_set) {
  exclude(operands, {file, data_set});
  return {ddname_of(operands, file), entry_of(operands, data_set, NameRule::kMember)};
}

void OperandValues::require(const Operands& operands,
                            std::initializer_list<std::string_view> any_of) {
  if (std::ranges::any_of(any_of, [&](std::string_view name) { return operands.has(name); })) {
    return;
  }
  std::string names;
  for (const std::string_view name : any_of) {
    names += (names.empty() ? "" : " or ") + std::string(name);
  }
  state_.fail<msg::IDC3225I>(operands.offset, operands.owner);
  state_.fail<msg::CSS0013E>(operands.offset, names, operands.owner);
}

void OperandValues::exclude(const Operands& operands,
                            std::initializer_list<std::string_view> names) {
  std::string_view first;
  for (const std::string_view name : names) {
    if (!operands.has(name)) {
      continue;
    }
    if (first.empty()) {
      first = name;
      continue;
    }
    const std::size_t offset = std::max(operands.offset_of(first), operands.offset_of(name));
    state_.fail<msg::IDC3226I>(offset, name);
    state_.fail<msg::CSS0014E>(offset, first, name);
    return;
  }
}

}  // namespace coldsite::idcams

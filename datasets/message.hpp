// One message of the catalogue: what a program may say, and the condition code that saying it sets.
// The texts are data in datasets/messages/<component>.def; `explain <id>` prints them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace coldsite {

/// The condition codes of a step. A message carries one; a step ends with the highest it said.
inline constexpr int kInformation = 0;
inline constexpr int kWarning = 4;
inline constexpr int kError = 8;
inline constexpr int kSevere = 12;
inline constexpr int kTerminating = 16;

/// shape: `text` has one "{}" for each insert; it starts with a capital and has no final stop (ids
/// of
///        ours; a vendor's id keeps the vendor's public wording).
struct Message {
  std::string_view id;
  int condition_code = 0;
  std::string_view text;
  std::string_view explanation;
  std::string_view response;
};

/// How many inserts a text takes.
consteval std::size_t insert_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '{' && text[i + 1] == '}') {
      ++count;
    }
  }
  return count;
}

/// Puts the inserts into the text, left to right.
[[nodiscard]] std::string fill_inserts(std::string_view text, std::span<const std::string> inserts);

/// Every message of the suite, ordered by id.
[[nodiscard]] std::span<const Message* const> message_catalogue();

/// The message with this id (any case), or nullptr.
[[nodiscard]] const Message* find_message(std::string_view id);

}  // namespace coldsite

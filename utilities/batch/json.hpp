// JSON output for machines: strings are escaped, bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace coldsite::batch {

/// The text as a JSON string, with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);

/// Builds one object, member by member, in the order given.
class JsonObject {
 public:
  JsonObject& add(std::string_view name, std::string_view value);
  JsonObject& add(std::string_view name, const char* value) {
    return add(name, std::string_view(value));
  }
  JsonObject& add(std::string_view name, std::int64_t value);
  /// `json` is JSON already: an array or another object.
  JsonObject& add_json(std::string_view name, std::string_view json);

  /// The members of another object, behind these.
  JsonObject& add_members(const JsonObject& other);

  /// "{...}"
  [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }
  /// The members without the braces.
  [[nodiscard]] const std::string& members() const { return members_; }

 private:
  std::string members_;
};

}  // namespace coldsite::batch

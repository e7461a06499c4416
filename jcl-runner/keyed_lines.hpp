// Small files of the spool: one "key value" to a line; \n and \\ in values stand for a line feed
// and a backslash.
// threads: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace coldsite::jcl {

using KeyedLine = std::pair<std::string, std::string>;

/// "key value\n".
[[nodiscard]] std::string keyed_line(std::string_view key, std::string_view value);
/// nullopt: a line without a blank, or the last one without its line feed.
[[nodiscard]] std::optional<std::vector<KeyedLine>> parse_keyed_lines(std::string_view text);

}  // namespace coldsite::jcl

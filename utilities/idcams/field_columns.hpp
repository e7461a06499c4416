// The columns of a LISTCAT line: fields of 24 characters, "NAME---------value", five blanks between
// two of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coldsite::idcams {

inline constexpr std::size_t kFieldWidth = 24;

/// "KEYLEN----------------11"
[[nodiscard]] std::string field(std::string_view name, std::string_view value,
                                std::size_t width = kFieldWidth);
[[nodiscard]] std::string field(std::string_view name, std::uint64_t value,
                                std::size_t width = kFieldWidth);

/// Fields side by side, each on its column.
[[nodiscard]] std::string columns(const std::vector<std::string>& fields);

/// Words in pairs, one at either end of a column: "UNIQUE           NOERASE     INDEXED ...", four
/// pairs to a line.
[[nodiscard]] std::vector<std::string> word_columns(const std::vector<std::string>& words);

}  // namespace coldsite::idcams

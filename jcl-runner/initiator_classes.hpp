// Which jobs an initiator takes: --initiators N, or one list of classes for each.
//   2       two initiators for jobs of every class
//   A,BC    the first takes class A; the second class B, and class C when no B waits
//   A,*     * is every class, and the only word for classes of more than one character
// source: JES2 Initialization and Tuning, INIT(n) CLASS=.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace coldsite::jcl {

struct InitiatorClasses {
  std::vector<std::string> classes;  ///< in the order they are served; empty: all
  bool operator==(const InitiatorClasses&) const = default;

  [[nodiscard]] bool serves(std::string_view job_class) const;
};

inline constexpr std::size_t kInitiatorsMax = 64;

/// One for each initiator, or nothing when `text` is neither of the forms, or asks for none or for
/// more than 64.
[[nodiscard]] std::optional<std::vector<InitiatorClasses>> parse_initiators(std::string_view text);

}  // namespace coldsite::jcl

// Abend codes in words: what a step under jclrun can end with, and the codes that users of z/OS
// meet most, with reason codes, explanation and response. For `jclrun explain S013-18`.
// threads: immutable.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace coldsite::jcl {

/// One reason of one code. An empty reason explains the code whatever its reason.
struct AbendDescription {
  std::string_view code;    ///< "S013", "U4039"
  std::string_view reason;  ///< "18": as the IEC message writes it; ""
  std::string_view title;
  std::string_view explanation, response;
  std::string_view companion;  ///< messages that come with it; ""
  bool is_produced = true;     ///< whether a step here can end with it
};

[[nodiscard]] std::span<const AbendDescription> abend_descriptions();

/// "S013-18", "SB37", "013-14", "u4039", "S806-00000004": the text for the user, one part for each
/// description that fits. Nothing: the text is no abend code. A code that is not in the catalogue
/// has a text that says so.
[[nodiscard]] std::optional<std::string> explain_abend(std::string_view text);

}  // namespace coldsite::jcl

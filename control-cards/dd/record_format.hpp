// RECFM as the JCL writes it, to the bits and back. (The access side has the same letters for
// labels; this one refuses what a DD cannot say.)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "datasets/dasd/dscb.hpp"

namespace coldsite::dd {

/// F, V or U; B; S; A or M. "U" takes A and M only. Nothing when it is none.
[[nodiscard]] std::optional<dasd::RecordFormat> to_record_format(std::string_view text);
[[nodiscard]] std::string format_record_format(dasd::RecordFormat format);

}  // namespace coldsite::dd

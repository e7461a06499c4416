// What a DD may say together, and the values that several of its operands share. No grammar here.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "datasets/site/dd_request.hpp"

namespace coldsite::dd {

/// errors: CSS0109E two operands that do not go together, CSS0013E one without the other.
[[nodiscard]] std::vector<Failure> check_dd_request(const site::DdRequest& request,
                                                    bool has_average_record);

/// 1 to 6 characters, A-Z 0-9 # @ $ and -.
[[nodiscard]] bool is_volume_serial(std::string_view text);

/// DELETE, KEEP, CATLG, UNCATLG or PASS, as the grammar let it through.
[[nodiscard]] site::Disposition to_disposition(std::string_view text);

/// yyddd (of the 1900s) or yyyy/ddd. Day 000 is allowed: 99000 is a code, not a day.
/// "+1", "0", "-12": at most three digits. Nothing when there are more.
[[nodiscard]] std::optional<int> to_generation(std::string_view text);

[[nodiscard]] std::optional<dasd::LabelDate> to_label_date(std::string_view text);

}  // namespace coldsite::dd

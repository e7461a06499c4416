// What one DD says that cannot all be true, although each operand is correct by itself: found by
// scan, before a data set is made that no program can open.
#pragma once

#include <vector>

#include "datasets/site/dd_request.hpp"

namespace coldsite::jcl {

/// CSJ0307W attributes, CSJ0308W dispositions; each at the DD.
[[nodiscard]] std::vector<Failure> find_conflicts(const site::DdRequest& request);

}  // namespace coldsite::jcl

// VOLUMES(*): the volumes of a data set are left to the system, which takes those with most space.
#pragma once

#include <vector>

#include "control-cards/idcams/idcams_operands.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// `volumes` with serials in place of the asterisks: each takes the online volume with most free
/// tracks that is not in the list yet, of one device type. Asterisks behind the first for which no
/// volume is left, go. errors: IDC3506I no volume is online.
[[nodiscard]] Result<std::vector<Word>> choose_volumes(Session& session,
                                                       const std::vector<Word>& volumes);

}  // namespace coldsite::idcams

// Storage groups of site.conf: the volumes for data sets that name none.
#pragma once

#include <string_view>

#include "datasets/site/site.hpp"

namespace coldsite::site {

/// Whether a mask of a storage group fits: `*` stands for any characters, `%` for one.
[[nodiscard]] bool is_in_storage_group(const SiteConfiguration& configuration,
                                       std::string_view volser);

}  // namespace coldsite::site

#include "datasets/site/storage_group.hpp"

#include <algorithm>

namespace coldsite::site {
namespace {

bool fits_mask(std::string_view volser, std::string_view mask) {
  if (mask.empty()) {
    return volser.empty();
  }
  if (mask.front() == '*') {
    return fits_mask(volser, mask.substr(1)) ||
           (!volser.empty() && fits_mask(volser.substr(1), mask));
  }
  return !volser.empty() && (mask.front() == '%' || mask.front() == volser.front()) &&
         fits_mask(volser.substr(1), mask.substr(1));
}

}  // namespace

bool is_in_storage_group(const SiteConfiguration& configuration, std::string_view volser) {
  return std::ranges::any_of(configuration.storage_groups, [volser](const auto& group) {
    return std::ranges::any_of(
        group.second, [volser](const std::string& mask) { return fits_mask(volser, mask); });
  });
}

}  // namespace coldsite::site

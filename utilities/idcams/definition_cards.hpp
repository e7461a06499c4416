// A cluster or alternate index that exists, as the DEFINE commands that would make it again. EXPORT
// puts them in front of the records; IMPORT runs them.
#pragma once

#include <string>
#include <vector>

#include "datasets/catalog/entry.hpp"
#include "datasets/vsam/component.hpp"

namespace coldsite::idcams {

struct DefinitionSource {
  const catalog::Sphere* sphere = nullptr;
  const catalog::ClusterEntry* cluster =
      nullptr;  ///< in the sphere: its base or one alternate index
  const vsam::Component* data = nullptr;
  const vsam::Component* index = nullptr;  ///< nullptr: none
};

/// Cards of at most 72 columns: the definition, then one of each path over it.
[[nodiscard]] std::vector<std::string> definition_cards(const DefinitionSource& source);

}  // namespace coldsite::idcams

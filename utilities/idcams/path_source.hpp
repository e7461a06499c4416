// The records of a base cluster in the order of an alternate index.
#pragma once

#include <memory>

#include "datasets/vsam/alternate_index.hpp"
#include "utilities/idcams/record_source.hpp"

namespace coldsite::idcams {

/// A record is known by its alternate key.
[[nodiscard]] std::unique_ptr<RecordSource> make_path_source(std::unique_ptr<vsam::Cluster> index,
                                                             std::unique_ptr<vsam::Cluster> base);

}  // namespace coldsite::idcams

// What a site holds, as digests of content: taken at the local site, compared at the remote one. It
// reads data sets through the access methods, so that where a data set stands on its volume does
// not matter, only what it says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/dasd/volume.hpp"
#include "datasets/result.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::drill {

/// One data set on one volume.
struct DataSetDigest {
  std::string volser;
  std::string name;
  std::string organization;   ///< PS or PO
  std::string record_format;  ///< FB, VBS ...
  std::uint64_t blocks = 0;
  std::uint64_t bytes = 0;
  std::string
      sha256;  ///< of every block with its length; a PDS: of every entry and its member's blocks
  auto operator<=>(const DataSetDigest&) const = default;
};

/// Digests every sequential and partitioned data set of the volume, in name order.
/// errors: CSG0001E a kind of data set this drill does not read; whatever reading finds.
[[nodiscard]] Result<std::vector<DataSetDigest>> digest_volume(dasd::Volume& volume);

/// Every online volume of the site, two at a time.
[[nodiscard]] Result<std::vector<DataSetDigest>> digest_site(site::Site& site);

/// One line a data set: "VOLSER NAME ORG RECFM BLOCKS BYTES SHA256".
[[nodiscard]] std::string format_digests(const std::vector<DataSetDigest>& digests);
/// errors: CSG0002E not a digest line (line number).
[[nodiscard]] Result<std::vector<DataSetDigest>> parse_digests(std::string_view text,
                                                               std::string_view source);

/// What differs, in the words of a report line each; empty when all is equal.
[[nodiscard]] std::vector<std::string> compare_digests(const std::vector<DataSetDigest>& source,
                                                       const std::vector<DataSetDigest>& target);

}  // namespace coldsite::drill

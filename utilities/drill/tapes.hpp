// The drill's tapes: the pick list (what to put on the truck) and the truck itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/result.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::drill {

/// One line of the pick list: a volume to take from the library, and what is on it.
struct PickedTape {
  std::string volser;
  std::vector<std::string> data_sets;  ///< as the labels name them
  std::uint64_t blocks = 0;
  std::uint64_t bytes = 0;         ///< of the blocks
  std::uint64_t stored_bytes = 0;  ///< of the tape file
  std::vector<std::string> findings;
};

/// Reads the labels and counts the blocks of every labelled tape that holds at least one data set.
[[nodiscard]] Result<std::vector<PickedTape>> make_pick_list(site::Site& site);

/// Copies one tape volume to the other site's library and proves the copy by reading it back: it is
/// there whole, or not at all. errors: CSG0010E no such tape; CSG0011E the copy differs.
[[nodiscard]] Result<std::uint64_t> ship_tape(site::Site& from, site::Site& to,
                                              std::string_view volser);

}  // namespace coldsite::drill

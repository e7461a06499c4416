// What the user data of a directory entry says of a load module.
//
// layout of the user data (offsets from its start):
//   0  3 TTR of the first text block        3  1 zero
//   4  3 TTR of note list or scatter table  7  1 entries of the note list
//   8  2 attributes                        10  3 storage wanted
//  13  2 length of the first text block    15  3 entry point
//  18  3 flags (80 linkage editor of OS/VS, 10 SSI, 08 APF; 10 RMODE ANY, 0C and 03 AMODE of an
//        alias and of the main entry)
//  21  8 scatter part, when the attributes say so (SCTR)
//     11 alias part of an alias: entry point 3 and name 8 of the main member
//      4 SSI, on a halfword                   2 APF: length 1 and code 1
// source: MVS data areas, PDS (IHAPDS).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "datasets/access/partitioned.hpp"

namespace coldsite::iehlist {

struct LoadModule {
  std::uint32_t text_ttr = 0;
  std::uint32_t storage_bytes = 0;
  std::uint32_t first_text_bytes = 0;
  std::uint32_t entry_point = 0;
  std::string attributes;   ///< "RENT REUS EXEC ..."
  int amode = 24;           ///< 24, 31, or 0 for ANY
  int rmode = 24;           ///< 24, or 0 for ANY
  std::string main_member;  ///< of an alias
  std::optional<std::uint32_t> ssi;
  std::optional<std::uint8_t> authorization_code;
};

/// Nothing when the entry has not the shape of a load module's.
[[nodiscard]] std::optional<LoadModule> load_module(const access::Member& member);

}  // namespace coldsite::iehlist

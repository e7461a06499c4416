// An unloaded library: the records IEBCOPY writes, and RECEIVE and other programs read.
// The layout stands in unload_format.cpp.
#pragma once

#include <vector>

#include "datasets/access/partitioned.hpp"

namespace coldsite::iebcopy {

inline constexpr std::size_t kFirstHeaderBytes = 56;    ///< COPYR1 as written; 52 is read too
inline constexpr std::size_t kSecondHeaderBytes = 276;  ///< COPYR2
inline constexpr std::size_t kBlockHeaderBytes = 12;

/// What the two header records say of the library that was unloaded.
struct UnloadHeader {
  access::DataControlBlock dcb;
  std::uint32_t container_block_bytes = 0;
  std::uint32_t heads = 0;  ///< tracks per cylinder of its device
  struct Extent {
    std::uint32_t first_cylinder = 0, first_head = 0, last_cylinder = 0, last_head = 0, tracks = 0;
  };
  std::vector<Extent> extents;

  /// The relative track of a cylinder and head; nothing when no extent has it.
  [[nodiscard]] std::optional<std::uint32_t> relative_track(std::uint32_t cylinder,
                                                            std::uint32_t head) const;
};

[[nodiscard]] UnloadHeader make_header(const dasd::DataSetLabel& label,
                                       const dasd::Geometry& geometry);
[[nodiscard]] Bytes encode_first(const UnloadHeader& header, const dasd::DataSetLabel& label,
                                 const dasd::Geometry& geometry, std::uint32_t cylinders);
[[nodiscard]] Bytes encode_second(const UnloadHeader& header);
/// errors: IEB120E not the two header records of an unload (what is wrong).
[[nodiscard]] Result<UnloadHeader> decode_headers(ByteView first, ByteView second);

/// The header of a block: where it stood. An end of member (and of the directory) has no data.
struct BlockHeader {
  std::uint8_t extent = 0;
  std::uint32_t cylinder = 0, head = 0;
  std::uint8_t record = 0;
  std::uint8_t key_bytes = 0;
  std::uint32_t data_bytes = 0;
  [[nodiscard]] bool is_end() const { return key_bytes == 0 && data_bytes == 0; }
};
void append_block(Bytes& record, const BlockHeader& header, ByteView key_and_data);
/// errors: IEB120E the record is shorter than the block.
[[nodiscard]] Result<BlockHeader> decode_block(ByteView record, std::size_t offset);

}  // namespace coldsite::iebcopy

// The bulk paths for storage that has none: piece by piece, block by block.
#include "datasets/io/gather.hpp"

#include "datasets/io/block_io.hpp"
#include "datasets/io/file_store.hpp"

namespace coldsite::io {

Bytes join_pieces(std::span<const ByteView> pieces) {
  std::size_t length = 0;
  for (const ByteView piece : pieces) {
    length += piece.size();
  }
  Bytes joined;
  joined.reserve(length);
  for (const ByteView piece : pieces) {
    joined.insert(joined.end(), piece.begin(), piece.end());
  }
  return joined;
}

Result<void> File::write_gathered_at(std::uint64_t offset, std::span<const ByteView> pieces) {
  return write_at(offset, join_pieces(pieces));
}

void File::begin_write_out(ByteRange /*range*/) {}

Result<void> BlockReader::read_blocks(BlockBatch& batch) {
  batch.blocks.clear();
  CS_ASSIGN(const std::optional<ByteView> block, read_block());
  if (block) {
    batch.storage.assign(block->begin(), block->end());
    batch.blocks.emplace_back(batch.storage);
  }
  return {};
}

Result<void> BlockWriter::write_blocks(std::span<const GatheredBlock> blocks) {
  for (const GatheredBlock block : blocks) {
    CS_TRY(write_block(join_pieces(block)));
  }
  return {};
}

}  // namespace coldsite::io

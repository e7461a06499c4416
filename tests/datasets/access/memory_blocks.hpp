// Blocks in memory, for tests of what works on blocks.
#pragma once

#include <memory>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/io/block_io.hpp"

namespace coldsite::access {

using BlockList = std::vector<Bytes>;

class MemoryBlockReader final : public io::BlockReader {
 public:
  explicit MemoryBlockReader(BlockList blocks) : blocks_(std::move(blocks)) {}
  Result<std::optional<ByteView>> read_block() override {
    if (next_ == blocks_.size()) {
      return std::optional<ByteView>();
    }
    current_ = std::move(blocks_[next_++]);  // the block before is gone: a stale view shows in asan
    return std::optional<ByteView>(current_);
  }

 private:
  BlockList blocks_;
  Bytes current_;
  std::size_t next_ = 0;
};

class MemoryBlockWriter final : public io::BlockWriter {
 public:
  explicit MemoryBlockWriter(BlockList& blocks) : blocks_(&blocks) {}
  Result<void> write_block(ByteView block) override {
    blocks_->emplace_back(block.begin(), block.end());
    return {};
  }
  Result<void> close() override { return {}; }

 private:
  BlockList* blocks_;
};

/// All records, or the failure.
inline Result<std::vector<Bytes>> read_all(RecordReader& reader) {
  std::vector<Bytes> records;
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> record, reader.read_record());
    if (!record) {
      return records;
    }
    records.emplace_back(record->begin(), record->end());
  }
}

inline Result<std::vector<Bytes>> read_all(const BlockList& blocks, const DataControlBlock& dcb) {
  const auto reader = make_record_reader(std::make_unique<MemoryBlockReader>(blocks), dcb);
  return read_all(*reader);
}

inline DataControlBlock make_dcb(std::uint8_t format_bits, std::uint32_t record_bytes,
                                 std::uint32_t block_bytes) {
  DataControlBlock dcb;
  dcb.record_format.bits = format_bits;
  dcb.record_bytes = record_bytes;
  dcb.block_bytes = block_bytes;
  return dcb;
}

/// The format bits by their letters.
inline constexpr std::uint8_t kF = 0x80, kFB = 0x90, kFBS = 0x98, kV = 0x40, kVB = 0x50, kVS = 0x48,
                              kVBS = 0x58, kU = 0xC0;

}  // namespace coldsite::access

// Blocks taken apart into records. A block is decoded whole, into views of it; only records that
// are joined from segments are copied.
//
// layout of a block, by record format:
//   F FB FBS   records of LRECL bytes, one after another
//   V VB       BDW (length of the block incl. BDW: 2, zeros: 2), then records, each with
//              RDW (length of the record incl. RDW: 2, zeros: 2) and data
//   VS VBS     the same with segments; byte 2 of the RDW: 0 whole record, 1 first, 2 last, 3 middle
//   U          the block is the record
// A BDW whose first bit is on has a length of 31 bits (large blocks on tape).
// source: z/OS DFSMS Using Data Sets, "Selecting record formats".
#include <algorithm>

#include <fmt/format.h>

#include "datasets/access/records.hpp"
#include "datasets/messages/csa.hpp"

namespace coldsite::access {
namespace {

constexpr std::size_t kDescriptorBytes = 4;
enum Segment : std::uint8_t { kWhole = 0, kFirst = 1, kLast = 2, kMiddle = 3 };

class BlockRecordReader final : public RecordReader {
 public:
  BlockRecordReader(std::unique_ptr<io::BlockReader> blocks, const DataControlBlock& dcb)
      : blocks_(std::move(blocks)), dcb_(dcb) {}

  Result<std::optional<ByteView>> read_record() override {
    if (next_ == batch_.size()) {
      CS_TRY(fill());
      if (batch_.empty()) {
        return std::optional<ByteView>();
      }
    }
    return std::optional<ByteView>(batch_[next_++]);
  }

  Result<std::span<const ByteView>> read_records() override {
    if (next_ == batch_.size()) {
      CS_TRY(fill());
    }
    const std::span<const ByteView> rest = std::span<const ByteView>(batch_).subspan(next_);
    next_ = batch_.size();
    return rest;
  }

  [[nodiscard]] const DataControlBlock& attributes() const override { return dcb_; }

 private:
  /// Decodes the next block that holds a record. The batch is empty at the end of the data.
  Result<void> fill() {
    batch_.clear();
    joined_.clear();
    next_ = 0;
    while (batch_.empty() && !at_end_) {
      CS_ASSIGN(const std::optional<ByteView> block, blocks_->read_block());
      if (!block) {
        at_end_ = true;
        if (is_joining_) {
          return damaged(0, "the last segment of a spanned record is missing");
        }
        return {};
      }
      ++block_number_;
      CS_TRY(decode(*block));
    }
    return {};
  }

  Result<void> decode(ByteView block) {
    if (dcb_.block_bytes != 0 && block.size() > dcb_.block_bytes) {
      return damaged(
          0, fmt::format("its {} bytes are more than BLKSIZE={}", block.size(), dcb_.block_bytes));
    }
    if (dcb_.record_format.is_fixed()) {
      return decode_fixed(block);
    }
    if (dcb_.record_format.is_variable()) {
      return decode_variable(block);
    }
    batch_.push_back(block);
    return {};
  }

  Result<void> decode_fixed(ByteView block) {
    const bool is_blocked = dcb_.record_format.is_blocked();
    std::size_t record_bytes = dcb_.record_bytes;
    if (record_bytes == 0) {
      record_bytes = is_blocked || dcb_.block_bytes == 0 ? block.size() : dcb_.block_bytes;
    }
    if (block.empty() ||
        (is_blocked ? block.size() % record_bytes != 0 : block.size() != record_bytes)) {
      return damaged(0, fmt::format("its {} bytes are not {} of LRECL={}", block.size(),
                                    is_blocked ? "whole records" : "one record", record_bytes));
    }
    if (dcb_.record_format.is_standard()) {
      if (short_block_ != 0) {
        return damaged(0, fmt::format("block {} before it is short, which only the last block of "
                                      "standard format may be",
                                      short_block_));
      }
      if (block.size() < dcb_.block_bytes) {
        short_block_ = block_number_;
      }
    }
    batch_.reserve(block.size() / record_bytes);
    for (std::size_t offset = 0; offset < block.size(); offset += record_bytes) {
      batch_.push_back(block.subspan(offset, record_bytes));
    }
    return {};
  }

  Result<void> decode_variable(ByteView block) {
    if (block.size() < kDescriptorBytes) {
      return damaged(0, fmt::format("its {} bytes hold no block descriptor word", block.size()));
    }
    std::size_t length = load_be16(block, 0);
    if ((block[0] & 0x80) != 0) {
      length = load_be32(block, 0) & 0x7FFFFFFF;
    } else if (load_be16(block, 2) != 0) {
      return damaged(2, "bytes 3 and 4 of the block descriptor word are not zero");
    }
    if (length != block.size()) {
      return damaged(0, fmt::format("the block descriptor word says {} bytes, the block has {}",
                                    length, block.size()));
    }
    for (std::size_t offset = kDescriptorBytes; offset < block.size();) {
      CS_ASSIGN(const std::size_t record_bytes, check_descriptor(block, offset));
      const ByteView data =
          block.subspan(offset + kDescriptorBytes, record_bytes - kDescriptorBytes);
      CS_TRY(take_segment(offset, static_cast<Segment>(block[offset + 2]), data));
      offset += record_bytes;
    }
    return {};
  }

  /// The length in the RDW, once it and the segment code are right.
  Result<std::size_t> check_descriptor(ByteView block, std::size_t offset) {
    if (block.size() - offset < kDescriptorBytes) {
      return damaged(offset, "less than a record descriptor word is left");
    }
    const std::size_t length = load_be16(block, offset);
    if (length < kDescriptorBytes || length > block.size() - offset) {
      return damaged(offset, fmt::format("the record descriptor word says {} bytes, {} are left",
                                         length, block.size() - offset));
    }
    const std::uint8_t code_max = dcb_.record_format.is_spanned() ? kMiddle : kWhole;
    if (block[offset + 2] > code_max || block[offset + 3] != 0) {
      return damaged(offset + 2,
                     fmt::format("segment code X'{:02X}{:02X}' is not one of {}", block[offset + 2],
                                 block[offset + 3], to_string(dcb_.record_format)));
    }
    if (!dcb_.record_format.is_spanned() && dcb_.record_bytes != 0 && length > dcb_.record_bytes) {
      return damaged(offset, fmt::format("a record of {} bytes is longer than LRECL={}", length,
                                         dcb_.record_bytes));
    }
    return length;
  }

  Result<void> take_segment(std::size_t offset, Segment segment, ByteView data) {
    const bool continues = segment == kLast || segment == kMiddle;
    if (continues != is_joining_) {
      return damaged(offset, is_joining_ ? "the last segment of the record before is missing"
                                         : "the first segment of this record is missing");
    }
    if (segment == kWhole) {
      batch_.push_back(data);
      return check_joined_length(offset, data.size());
    }
    if (segment == kFirst) {
      joining_.clear();
      is_joining_ = true;
    }
    CS_TRY(check_joined_length(offset, joining_.size() + data.size()));
    joining_.insert(joining_.end(), data.begin(), data.end());
    if (segment == kLast) {
      is_joining_ = false;
      joined_.push_back(std::move(joining_));
      joining_ = {};
      batch_.push_back(joined_.back());
    }
    return {};
  }

  Result<void> check_joined_length(std::size_t offset, std::size_t data_bytes) {
    const bool is_limited = dcb_.record_bytes != 0 && dcb_.record_bytes != kRecordBytesX;
    const std::size_t limit =
        is_limited ? dcb_.record_bytes - kDescriptorBytes : kSpannedRecordBytesMax;
    if (data_bytes > limit) {
      return damaged(offset, fmt::format("a record of at least {} bytes is longer than {}",
                                         data_bytes + kDescriptorBytes,
                                         is_limited ? fmt::format("LRECL={}", dcb_.record_bytes)
                                                    : std::string("the longest that is joined")));
    }
    return {};
  }

  [[nodiscard]] Failure damaged(std::size_t offset, const std::string& what) const {
    return failure<msg::CSA0002E>(block_number_, offset, to_string(dcb_.record_format), what);
  }

  std::unique_ptr<io::BlockReader> blocks_;
  DataControlBlock dcb_;
  std::vector<ByteView> batch_;
  std::size_t next_ = 0;
  std::uint64_t block_number_ = 0;
  std::uint64_t short_block_ = 0;  ///< FBS: the short block, 0 none yet
  bool at_end_ = false;
  bool is_joining_ = false;
  Bytes joining_;              ///< a record whose last segment is still to come
  std::vector<Bytes> joined_;  ///< what views of the batch point to
};

}  // namespace

Result<std::span<const ByteView>> RecordReader::read_records() {
  CS_ASSIGN(const std::optional<ByteView> record, read_record());
  if (!record) {
    return std::span<const ByteView>();
  }
  one_record_ = *record;
  return std::span<const ByteView>(&one_record_, 1);
}

std::unique_ptr<RecordReader> make_record_reader(std::unique_ptr<io::BlockReader> blocks,
                                                 const DataControlBlock& dcb) {
  DataControlBlock known = dcb;
  if (known.record_format.bits == 0) {
    known.record_format.bits = dasd::RecordFormat::kUndefined;
  }
  return std::make_unique<BlockRecordReader>(std::move(blocks), known);
}

}  // namespace coldsite::access

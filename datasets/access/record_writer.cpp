// Records put together into blocks; the layout stands in record_reader.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/access/records.hpp"
#include "datasets/messages/csa.hpp"

namespace coldsite::access {
namespace {

constexpr std::size_t kDescriptorBytes = 4;

/// What every format shares: the block that is being filled.
class BlockRecordWriter : public RecordWriter {
 public:
  BlockRecordWriter(std::unique_ptr<io::BlockWriter> blocks, const DataControlBlock& dcb)
      : blocks_(std::move(blocks)), dcb_(dcb) {
    block_.reserve(dcb.block_bytes);
  }

  Result<void> write_records(std::span<const ByteView> records) override {
    for (const ByteView record : records) {
      CS_TRY(put(record));
    }
    return {};
  }
  Result<void> write_record(ByteView record) override { return put(record); }

  Result<void> close() override {
    CS_TRY(flush());
    return blocks_->close();
  }
  [[nodiscard]] const DataControlBlock& attributes() const override { return dcb_; }

 protected:
  virtual Result<void> put(ByteView record) = 0;
  virtual Result<void> flush() = 0;

  Result<void> write_block() {
    CS_TRY(blocks_->write_block(block_));
    block_.clear();
    return {};
  }
  void append(ByteView bytes) { block_.insert(block_.end(), bytes.begin(), bytes.end()); }
  [[nodiscard]] bool is_blocked() const { return dcb_.record_format.is_blocked(); }
  [[nodiscard]] Failure wrong_length(std::size_t record_bytes, const std::string& allowed) const {
    return failure<msg::CSA0003E>(record_bytes, to_string(dcb_.record_format), allowed);
  }

  std::unique_ptr<io::BlockWriter> blocks_;
  DataControlBlock dcb_;
  Bytes block_;
};

class FixedWriter final : public BlockRecordWriter {
 public:
  using BlockRecordWriter::BlockRecordWriter;

 private:
  Result<void> put(ByteView record) override {
    if (record.size() != dcb_.record_bytes) {
      return wrong_length(record.size(), fmt::format("exactly {}", dcb_.record_bytes));
    }
    append(record);
    return block_.size() + dcb_.record_bytes > dcb_.block_bytes ? write_block() : Result<void>();
  }
  Result<void> flush() override { return block_.empty() ? Result<void>() : write_block(); }
};

class VariableWriter final : public BlockRecordWriter {
 public:
  VariableWriter(std::unique_ptr<io::BlockWriter> blocks, const DataControlBlock& dcb)
      : BlockRecordWriter(std::move(blocks), dcb) {
    data_bytes_max_ = dcb_.block_bytes - 2 * kDescriptorBytes;
    if (dcb_.record_bytes != 0 && dcb_.record_bytes != kRecordBytesX) {
      const std::size_t by_record = dcb_.record_bytes - kDescriptorBytes;
      data_bytes_max_ = is_spanned() ? by_record : std::min(data_bytes_max_, by_record);
    } else if (is_spanned()) {
      data_bytes_max_ = kSpannedRecordBytesMax;
    }
    begin_block();
  }

 private:
  [[nodiscard]] bool is_spanned() const { return dcb_.record_format.is_spanned(); }
  [[nodiscard]] std::size_t bytes_left() const { return dcb_.block_bytes - block_.size(); }

  void begin_block() { block_.assign(kDescriptorBytes, 0); }

  Result<void> put(ByteView record) override {
    if (record.size() > data_bytes_max_) {
      return wrong_length(record.size(), fmt::format("at most {}", data_bytes_max_));
    }
    if (record.size() + kDescriptorBytes <= bytes_left()) {
      append_segment(0, record);
      return is_blocked() ? Result<void>() : flush();
    }
    if (is_spanned()) {
      return put_segments(record);
    }
    CS_TRY(flush());
    append_segment(0, record);
    return is_blocked() ? Result<void>() : flush();
  }

  /// Fills the rest of this block with the first segment, and as many blocks as it takes.
  Result<void> put_segments(ByteView record) {
    if (bytes_left() <= kDescriptorBytes) {
      CS_TRY(flush());
      if (record.size() + kDescriptorBytes <= bytes_left()) {
        append_segment(0, record);
        return is_blocked() ? Result<void>() : flush();
      }
    }
    std::uint8_t code = 1;
    while (record.size() + kDescriptorBytes > bytes_left()) {
      const std::size_t piece = bytes_left() - kDescriptorBytes;
      append_segment(code, record.first(piece));
      record = record.subspan(piece);
      code = 3;
      CS_TRY(flush());
    }
    append_segment(2, record);
    return is_blocked() ? Result<void>() : flush();
  }

  void append_segment(std::uint8_t code, ByteView data) {
    const std::size_t offset = block_.size();
    block_.resize(offset + kDescriptorBytes);
    store_be(block_, offset, 2, data.size() + kDescriptorBytes);
    block_[offset + 2] = code;
    append(data);
  }

  Result<void> flush() override {
    if (block_.size() == kDescriptorBytes) {
      return {};
    }
    store_be(block_, 0, 2, block_.size());
    CS_TRY(write_block());
    begin_block();
    return {};
  }

  std::size_t data_bytes_max_ = 0;
};

class UndefinedWriter final : public BlockRecordWriter {
 public:
  using BlockRecordWriter::BlockRecordWriter;

 private:
  Result<void> put(ByteView record) override {
    if (record.empty() || record.size() > dcb_.block_bytes) {
      return wrong_length(record.size(), fmt::format("1 to {}", dcb_.block_bytes));
    }
    return blocks_->write_block(record);
  }
  Result<void> flush() override { return {}; }
};

}  // namespace

Result<void> RecordWriter::write_records(std::span<const ByteView> records) {
  for (const ByteView record : records) {
    CS_TRY(write_record(record));
  }
  return {};
}

std::unique_ptr<RecordWriter> make_record_writer(std::unique_ptr<io::BlockWriter> blocks,
                                                 const DataControlBlock& dcb) {
  DataControlBlock known = dcb;
  if (known.block_bytes == 0) {
    known.block_bytes = determine_block_bytes(known, nullptr);
  }
  if (known.record_format.is_fixed()) {
    if (known.record_bytes == 0) {
      known.record_bytes = known.block_bytes;
    }
    return std::make_unique<FixedWriter>(std::move(blocks), known);
  }
  if (known.record_format.is_variable()) {
    return std::make_unique<VariableWriter>(std::move(blocks), known);
  }
  if (known.block_bytes == 0) {
    known.block_bytes = kBlockBytesMax;
  }
  return std::make_unique<UndefinedWriter>(std::move(blocks), known);
}

}  // namespace coldsite::access

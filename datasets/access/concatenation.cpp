// Like data sets read one after another as one.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/access/records.hpp"
#include "datasets/messages/csa.hpp"

namespace coldsite::access {
namespace {

class ConcatenatedReader final : public RecordReader {
 public:
  ConcatenatedReader(std::vector<std::unique_ptr<RecordReader>> readers,
                     const DataControlBlock& dcb)
      : readers_(std::move(readers)), dcb_(dcb) {}

  Result<std::optional<ByteView>> read_record() override {
    while (current_ < readers_.size()) {
      CS_ASSIGN(const std::optional<ByteView> record, readers_[current_]->read_record());
      if (record) {
        return record;
      }
      readers_[current_++].reset();
    }
    return std::optional<ByteView>();
  }

  Result<std::span<const ByteView>> read_records() override {
    while (current_ < readers_.size()) {
      CS_ASSIGN(const std::span<const ByteView> records, readers_[current_]->read_records());
      if (!records.empty()) {
        return records;
      }
      readers_[current_++].reset();
    }
    return std::span<const ByteView>();
  }

  [[nodiscard]] const DataControlBlock& attributes() const override { return dcb_; }

 private:
  std::vector<std::unique_ptr<RecordReader>> readers_;
  DataControlBlock dcb_;
  std::size_t current_ = 0;
};

std::string describe(const DataControlBlock& dcb) {
  return fmt::format("RECFM={} LRECL={}", to_string(dcb.record_format), dcb.record_bytes);
}

/// Blocking and control characters aside, like data sets have the same format and record length.
bool are_alike(const DataControlBlock& a, const DataControlBlock& b) {
  constexpr std::uint8_t kForm = dasd::RecordFormat::kUndefined;
  if ((a.record_format.bits & kForm) != (b.record_format.bits & kForm) ||
      a.record_format.is_spanned() != b.record_format.is_spanned()) {
    return false;
  }
  return !a.record_format.is_fixed() || a.record_bytes == b.record_bytes;
}

}  // namespace

Result<std::unique_ptr<RecordReader>> concatenate_readers(
    std::vector<std::unique_ptr<RecordReader>> readers) {
  CS_CHECK(!readers.empty());
  DataControlBlock dcb = readers.front()->attributes();
  for (std::size_t i = 1; i < readers.size(); ++i) {
    const DataControlBlock& other = readers[i]->attributes();
    if (!are_alike(dcb, other)) {
      return failure<msg::CSA0004E>(i + 1, describe(other), describe(dcb));
    }
    dcb.block_bytes = std::max(dcb.block_bytes, other.block_bytes);
    dcb.record_bytes = std::max(dcb.record_bytes, other.record_bytes);
  }
  if (readers.size() == 1) {
    return std::move(readers.front());
  }
  return std::unique_ptr<RecordReader>(
      std::make_unique<ConcatenatedReader>(std::move(readers), dcb));
}

}  // namespace coldsite::access

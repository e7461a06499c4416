#include "datasets/vsam/record_sort.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace coldsite::vsam {

/// A sorted work file, read front to back.
class RecordSort::Run {
 public:
  Run(std::unique_ptr<io::File> file, std::uint64_t size_bytes, std::size_t record_bytes)
      : file_(std::move(file)), size_bytes_(size_bytes), record_bytes_(record_bytes) {}

  /// Goes to the next record. false: the run has ended.
  Result<bool> advance() {
    at_ += record_bytes_;
    if (is_started_ && at_ < window_.size()) {
      return true;
    }
    is_started_ = true;
    at_ = 0;
    constexpr std::size_t kWindowRecords = 512;
    const std::uint64_t left = size_bytes_ - offset_;
    window_.resize(
        std::min<std::uint64_t>(left, static_cast<std::uint64_t>(kWindowRecords) * record_bytes_));
    if (window_.empty()) {
      return false;
    }
    CS_ASSIGN(const std::size_t got, file_->read_at(offset_, window_));
    window_.resize(got - got % record_bytes_);
    offset_ += window_.size();
    return !window_.empty();
  }

  [[nodiscard]] ByteView record() const { return ByteView(window_).subspan(at_, record_bytes_); }

 private:
  std::unique_ptr<io::File> file_;
  std::uint64_t size_bytes_;
  std::size_t record_bytes_;
  std::uint64_t offset_ = 0;
  Bytes window_;
  std::size_t at_ = 0;
  bool is_started_ = false;
};

RecordSort::RecordSort(io::FileStore& store, std::string work_path, std::size_t record_bytes,
                       std::size_t memory_bytes)
    : store_(store),
      work_path_(std::move(work_path)),
      record_bytes_(record_bytes),
      buffer_records_max_(std::max<std::size_t>(2, memory_bytes / record_bytes)) {}

RecordSort::~RecordSort() = default;

Result<void> RecordSort::add(ByteView record) {
  CS_CHECK(record.size() == record_bytes_ && !is_output_);
  if (buffer_.size() / record_bytes_ >= buffer_records_max_) {
    CS_TRY(spill());
  }
  buffer_.insert(buffer_.end(), record.begin(), record.end());
  return {};
}

void RecordSort::sort_buffer() {
  order_.resize(buffer_.size() / record_bytes_);
  std::iota(order_.begin(), order_.end(), 0U);
  const std::uint8_t* bytes = buffer_.data();
  std::ranges::sort(order_, [bytes, size = record_bytes_](std::uint32_t a, std::uint32_t b) {
    return std::memcmp(bytes + a * size, bytes + b * size, size) < 0;
  });
}

Result<void> RecordSort::spill() {
  sort_buffer();
  const std::string path = work_path_ + std::to_string(runs_.size());
  CS_ASSIGN(std::unique_ptr<io::File> file, store_.open(path, io::OpenMode::kCreateOrReplace));
  CS_TRY(store_.remove_file(path));
  constexpr std::size_t kWriteBytes = std::size_t{1} << 20;
  Bytes sorted;
  std::uint64_t offset = 0;
  for (const std::uint32_t at : order_) {
    const ByteView record = ByteView(buffer_).subspan(at * record_bytes_, record_bytes_);
    sorted.insert(sorted.end(), record.begin(), record.end());
    if (sorted.size() >= kWriteBytes) {
      CS_TRY(file->write_at(offset, sorted));
      offset += sorted.size();
      sorted.clear();
    }
  }
  CS_TRY(file->write_at(offset, sorted));
  offset += sorted.size();
  buffer_.clear();
  runs_.push_back(std::make_unique<Run>(std::move(file), offset, record_bytes_));
  return {};
}

namespace {

/// std::*_heap keep the largest first, so this one says "larger".
constexpr auto kLater = [](const auto* a, const auto* b) {
  return std::ranges::lexicographical_compare(b->record(), a->record());
};

}  // namespace

Result<void> RecordSort::begin_output() {
  is_output_ = true;
  if (runs_.empty()) {
    sort_buffer();
    return {};
  }
  CS_TRY(spill());
  for (const std::unique_ptr<Run>& run : runs_) {
    CS_ASSIGN(const bool has_record, run->advance());
    if (has_record) {
      heap_.push_back(run.get());
    }
  }
  std::ranges::make_heap(heap_, kLater);
  return {};
}

Result<std::optional<ByteView>> RecordSort::next() {
  if (!is_output_) {
    CS_TRY(begin_output());
  }
  if (runs_.empty()) {
    if (next_in_buffer_ == order_.size()) {
      return std::optional<ByteView>();
    }
    const std::size_t at = order_[next_in_buffer_++] * record_bytes_;
    return std::optional(ByteView(buffer_).subspan(at, record_bytes_));
  }
  if (given_ != nullptr) {
    CS_ASSIGN(const bool has_more, std::exchange(given_, nullptr)->advance());
    if (has_more) {
      std::ranges::push_heap(heap_, kLater);
    } else {
      heap_.pop_back();
    }
  }
  if (heap_.empty()) {
    return std::optional<ByteView>();
  }
  std::ranges::pop_heap(heap_, kLater);
  given_ = heap_.back();
  return std::optional(given_->record());
}

}  // namespace coldsite::vsam

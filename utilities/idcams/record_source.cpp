#include "utilities/idcams/record_source.hpp"

#include <algorithm>

#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

class ClusterSource final : public RecordSource {
 public:
  explicit ClusterSource(std::unique_ptr<vsam::Cluster> cluster)
      : cluster_(std::move(cluster)), cursor_(cluster_->cursor()) {}

  [[nodiscard]] RecordIdentity identity() const override {
    switch (attributes().organization) {
      case vsam::Organization::kKeySequenced:
        return RecordIdentity::kKey;
      case vsam::Organization::kEntrySequenced:
      case vsam::Organization::kLinear:
        return RecordIdentity::kRba;
      case vsam::Organization::kRelative:
      case vsam::Organization::kVariableRelative:
        return RecordIdentity::kNumber;
    }
    return RecordIdentity::kRba;
  }
  [[nodiscard]] std::uint32_t key_bytes() const override { return attributes().key_bytes; }
  [[nodiscard]] std::uint32_t record_bytes_max() const override {
    return attributes().max_record_bytes;
  }
  [[nodiscard]] bool is_fixed() const override {
    return attributes().average_record_bytes == attributes().max_record_bytes;
  }

  Result<bool> position_key(ByteView key) override {
    if (identity() != RecordIdentity::kKey) {
      return failure<msg::IDC3311I>();
    }
    return cursor_->point_key(key, vsam::Search::kGreaterOrEqual);
  }
  Result<bool> position_rba(std::uint64_t rba) override {
    if (identity() == RecordIdentity::kNumber) {
      return failure<msg::IDC3311I>();
    }
    return cursor_->point_rba(rba);
  }
  Result<bool> position_number(std::uint64_t number) override {
    if (identity() != RecordIdentity::kNumber) {
      return failure<msg::IDC3311I>();
    }
    return cursor_->point_number(static_cast<std::uint32_t>(number), vsam::Search::kGreaterOrEqual);
  }

  Result<std::optional<StreamRecord>> next() override {
    CS_ASSIGN(const std::optional<vsam::Record> record, cursor_->next());
    if (!record) {
      return std::optional<StreamRecord>();
    }
    StreamRecord result{record->bytes, {identity(), {}, record->rba}};
    if (result.place.identity == RecordIdentity::kKey) {
      result.place.key = record->bytes.subspan(attributes().key_offset, attributes().key_bytes);
    } else if (result.place.identity == RecordIdentity::kNumber) {
      result.place.value = record->number;
    }
    return std::optional(result);
  }

  Result<void> close() override {
    cursor_.reset();
    return cluster_->close();
  }

 private:
  [[nodiscard]] const vsam::ComponentAttributes& attributes() const {
    return cluster_->attributes();
  }

  std::unique_ptr<vsam::Cluster> cluster_;
  std::unique_ptr<vsam::Cursor> cursor_;
};

/// The pages of a linear data set, up to its high-used RBA.
class LinearSource final : public RecordSource {
 public:
  explicit LinearSource(std::unique_ptr<vsam::Cluster> cluster)
      : cluster_(std::move(cluster)), page_(cluster_->attributes().interval_bytes) {}

  [[nodiscard]] RecordIdentity identity() const override { return RecordIdentity::kRba; }
  [[nodiscard]] std::uint32_t record_bytes_max() const override {
    return static_cast<std::uint32_t>(page_.size());
  }
  [[nodiscard]] bool is_fixed() const override { return true; }
  Result<bool> position_rba(std::uint64_t rba) override {
    rba_ = rba;
    return rba % page_.size() == 0 && rba < cluster_->data().high_used_rba();
  }
  Result<std::optional<StreamRecord>> next() override {
    if (rba_ >= cluster_->data().high_used_rba()) {
      return std::optional<StreamRecord>();
    }
    CS_TRY(cluster_->read_interval(rba_, page_));
    const StreamRecord record{page_, {RecordIdentity::kRba, {}, rba_}};
    rba_ += page_.size();
    return std::optional(record);
  }
  Result<void> close() override { return cluster_->close(); }

 private:
  std::unique_ptr<vsam::Cluster> cluster_;
  Bytes page_;
  std::uint64_t rba_ = 0;
};

class SequentialSource final : public RecordSource {
 public:
  explicit SequentialSource(std::unique_ptr<access::RecordReader> reader)
      : reader_(std::move(reader)) {}

  [[nodiscard]] RecordIdentity identity() const override { return RecordIdentity::kSequence; }
  [[nodiscard]] std::uint32_t record_bytes_max() const override {
    const access::DataControlBlock& dcb = reader_->attributes();
    if (dcb.record_format.is_variable()) {
      return dcb.record_bytes > 4 ? dcb.record_bytes - 4 : 0;
    }
    return dcb.record_bytes != 0 ? dcb.record_bytes : dcb.block_bytes;
  }
  [[nodiscard]] bool is_fixed() const override {
    return reader_->attributes().record_format.is_fixed();
  }
  Result<std::optional<StreamRecord>> next() override {
    CS_ASSIGN(const std::optional<ByteView> record, reader_->read_record());
    if (!record) {
      return std::optional<StreamRecord>();
    }
    return std::optional(StreamRecord{*record, {RecordIdentity::kSequence, {}, ++number_}});
  }
  Result<void> close() override { return {}; }

 private:
  std::unique_ptr<access::RecordReader> reader_;
  std::uint64_t number_ = 0;
};

}  // namespace

Result<bool> RecordSource::position_key(ByteView) {
  return failure<msg::IDC3311I>();
}
Result<bool> RecordSource::position_rba(std::uint64_t) {
  return failure<msg::IDC3311I>();
}
Result<bool> RecordSource::position_number(std::uint64_t) {
  return failure<msg::IDC3311I>();
}

std::unique_ptr<RecordSource> make_cluster_source(std::unique_ptr<vsam::Cluster> cluster) {
  if (cluster->attributes().organization == vsam::Organization::kLinear) {
    return std::make_unique<LinearSource>(std::move(cluster));
  }
  return std::make_unique<ClusterSource>(std::move(cluster));
}

std::unique_ptr<RecordSource> make_sequential_source(std::unique_ptr<access::RecordReader> reader) {
  return std::make_unique<SequentialSource>(std::move(reader));
}

Result<Bytes> RangeReader::key_bytes_of(const KeyValue& value) const {
  Bytes key = value.bytes;
  if (!value.is_hexadecimal) {
    CS_ASSIGN(key, code_page_.from_utf8(value.text));
  }
  if (key.size() > source_.key_bytes()) {
    return failure<msg::IDC3310I>().at(value.position);
  }
  return key;
}

/// A key shorter than the data set's is filled up with X'00', so that the search finds the first
/// record it begins, or the next one.
Result<bool> RangeReader::position() {
  if (range_.from_key) {
    if (source_.key_bytes() == 0 || source_.identity() != RecordIdentity::kKey) {
      return failure<msg::IDC3311I>();
    }
    CS_ASSIGN(Bytes key, key_bytes_of(*range_.from_key));
    key.resize(source_.key_bytes(), 0);
    return source_.position_key(key);
  }
  if (range_.from_address) {
    return source_.position_rba(*range_.from_address);
  }
  if (range_.from_number) {
    return source_.position_number(*range_.from_number);
  }
  for (std::uint64_t skipped = 0; skipped < range_.skip.value_or(0); ++skipped) {
    CS_ASSIGN(const auto record, source_.next());
    if (!record) {
      return false;
    }
  }
  return true;
}

Result<void> RangeReader::begin() {
  if (range_.to_key) {
    if (source_.identity() != RecordIdentity::kKey) {
      return failure<msg::IDC3311I>();
    }
    CS_ASSIGN(to_key_, key_bytes_of(*range_.to_key));
  }
  if ((range_.to_address && source_.identity() == RecordIdentity::kNumber) ||
      (range_.to_number && source_.identity() != RecordIdentity::kNumber)) {
    return failure<msg::IDC3311I>();
  }
  CS_ASSIGN(const bool is_there, position());
  if (!is_there) {
    return failure<msg::IDC3006I>();
  }
  return {};
}

/// A short TOKEY ends behind the last record that begins with it.
bool RangeReader::is_behind(const RecordPlace& place) const {
  if (range_.to_key) {
    const ByteView key = place.key.first(std::min(place.key.size(), to_key_.size()));
    return std::ranges::lexicographical_compare(to_key_, key);
  }
  if (range_.to_address) {
    return place.value > *range_.to_address;
  }
  return range_.to_number && place.value > *range_.to_number;
}

Result<std::optional<StreamRecord>> RangeReader::next() {
  if (range_.count && count_ >= *range_.count) {
    return std::optional<StreamRecord>();
  }
  CS_ASSIGN(std::optional<StreamRecord> record, source_.next());
  if (!record || is_behind(record->place)) {
    return std::optional<StreamRecord>();
  }
  ++count_;
  return record;
}

}  // namespace coldsite::idcams

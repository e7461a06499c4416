// A position in a key-sequenced data set. It keeps the key of its record, so that it finds its
// place again after anything was moved.
#include <algorithm>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/key_sequenced.hpp"

namespace coldsite::vsam {
namespace {

class KeyCursor : public Cursor {
 public:
  explicit KeyCursor(KeySequenced& cluster) : cluster_(cluster) {}

  Result<bool> point_key(ByteView key, Search search, Direction direction) override;
  Result<bool> point_rba(std::uint64_t rba, Direction direction) override;
  Result<bool> point_number(std::uint32_t, Search, Direction) override {
    return cluster_.not_possible("POINT by record number");
  }
  Result<void> point_first() override {
    where_ = Where::kStart;
    has_record_ = false;
    return {};
  }
  Result<void> point_last() override {
    where_ = Where::kEnd;
    key_.clear();  // next() has nothing to go on from
    has_record_ = false;
    return {};
  }
  Result<std::optional<Record>> next() override;
  Result<std::optional<Record>> previous() override;
  Result<void> update(ByteView record) override;
  Result<void> erase() override;

 private:
  enum class Where {
    kStart,    ///< before the first record
    kPointed,  ///< at a record that was not given out yet
    kOn,       ///< at the record given out last
    kEnd,      ///< behind the last record
    kLost,
  };

  Result<bool> find_again();
  Result<std::optional<Record>> step_forward();
  Result<std::optional<Record>> step_backward();
  Result<std::optional<Record>> give();

  KeySequenced& cluster_;
  Where where_ = Where::kStart;
  bool has_record_ = false;  ///< a record was given out last
  KeyPosition position_;
  Buffer* buffer_ = nullptr;  ///< of position_, if it is still there
  std::uint64_t changes_ = 0;
  Bytes key_;
  Bytes spanned_;
};

Result<bool> KeyCursor::point_key(ByteView key, Search search, Direction direction) {
  where_ = Where::kLost;
  has_record_ = false;
  CS_ASSIGN(const std::optional<Record> record,
            cluster_.get(key, direction == Direction::kBackward ? Search::kEqual : search));
  if (!record) {
    return false;
  }
  const ByteView full = cluster_.key_of(record->bytes);
  key_.assign(full.begin(), full.end());
  changes_ = cluster_.changes() - 1;  // find it again
  where_ = Where::kPointed;
  return true;
}

Result<bool> KeyCursor::point_rba(std::uint64_t rba, Direction direction) {
  where_ = Where::kLost;
  has_record_ = false;
  CS_ASSIGN(const std::optional<Record> record, cluster_.get_at(rba));
  if (!record) {
    return false;
  }
  const Bytes key(cluster_.key_of(record->bytes).begin(), cluster_.key_of(record->bytes).end());
  return point_key(key, Search::kEqual, direction);
}

/// Finds the position of key_ anew when records moved. Whether the record itself is still there;
/// if not, the position is that of the first one behind it.
Result<bool> KeyCursor::find_again() {
  CS_ASSIGN(const KeySpot spot, cluster_.find(key_));
  position_ = {spot.leaf->interval, spot.entry, spot.data->interval, spot.slot};
  changes_ = cluster_.changes();
  buffer_ = spot.data;
  return spot.is_found;
}

Result<std::optional<Record>> KeyCursor::next() {
  if (where_ == Where::kOn && changes_ == cluster_.changes() && buffer_->is_decoded &&
      buffer_->interval == position_.interval && cluster_.owns(*buffer_) &&
      buffer_->directory.segment == Segment::kWhole &&
      position_.slot + 1 < buffer_->directory.records.size()) {
    ++position_.slot;
    const IntervalRecord& place = buffer_->directory.records[position_.slot];
    Record record;
    record.bytes = place.in(buffer_->bytes);
    record.rba = cluster_.rba_of(position_.interval) + place.offset;
    std::memcpy(key_.data(), cluster_.key_of(record.bytes).data(), key_.size());
    CS_TRY(cluster_.hold(key_));
    has_record_ = true;
    cluster_.count_retrieved();
    return std::optional(record);
  }
  return step_forward();
}

Result<std::optional<Record>> KeyCursor::step_forward() {
  CS_TRY(cluster_.settle_load());
  has_record_ = false;
  if (where_ == Where::kLost || cluster_.is_empty()) {
    return std::optional<Record>();
  }
  if (where_ == Where::kStart) {
    CS_ASSIGN(const std::optional<KeyPosition> first, cluster_.first_position());
    position_ = *first;
  } else if (where_ == Where::kEnd && key_.empty()) {
    return std::optional<Record>();
  } else if (changes_ != cluster_.changes()) {
    CS_ASSIGN(const bool is_there, find_again());
    position_.slot += is_there && where_ != Where::kPointed ? 1 : 0;
  } else if (where_ == Where::kOn) {
    ++position_.slot;
  }
  CS_ASSIGN(const bool is_record, cluster_.seek_forward(position_, true));
  if (!is_record) {
    if (where_ != Where::kStart) {  // without any record, the start stays the start
      where_ = Where::kEnd;
      changes_ = cluster_.changes() - 1;
    }
    return std::optional<Record>();
  }
  return give();
}

Result<std::optional<Record>> KeyCursor::previous() {
  CS_TRY(cluster_.settle_load());
  return step_backward();
}

Result<std::optional<Record>> KeyCursor::step_backward() {
  has_record_ = false;
  if (where_ == Where::kLost || where_ == Where::kStart) {
    return std::optional<Record>();
  }
  if (cluster_.is_empty()) {
    where_ = Where::kStart;
    return std::optional<Record>();
  }
  if (where_ == Where::kEnd) {
    CS_ASSIGN(const std::optional<KeyPosition> end, cluster_.end_position());
    position_ = *end;
  } else {
    bool is_there = true;
    if (changes_ != cluster_.changes()) {
      CS_ASSIGN(is_there, find_again());
    }
    if (where_ == Where::kPointed && is_there) {
      return give();
    }
  }
  CS_ASSIGN(const bool is_record, cluster_.seek_backward(position_));
  if (!is_record) {
    where_ = Where::kStart;
    return std::optional<Record>();
  }
  return give();
}

Result<std::optional<Record>> KeyCursor::give() {
  CS_ASSIGN(const Record record, cluster_.record_at(position_, spanned_));
  const ByteView key = cluster_.key_of(record.bytes);
  key_.assign(key.begin(), key.end());
  CS_TRY(cluster_.hold(key_));
  changes_ = cluster_.changes();
  buffer_ = cluster_.cached(position_.interval);
  where_ = Where::kOn;
  has_record_ = true;
  cluster_.count_retrieved();
  return std::optional(record);
}

Result<void> KeyCursor::update(ByteView record) {
  if (!has_record_) {
    return cluster_.not_possible("PUT for update without a record that was read before");
  }
  if (record.size() < cluster_.key_end() || !std::ranges::equal(cluster_.key_of(record), key_)) {
    return failure<msg::CSM0044E>(cluster_.data().place.name);
  }
  CS_ASSIGN(const bool is_there, cluster_.replace(record));
  if (!is_there) {
    return cluster_.not_possible("PUT for update of a record that was erased");
  }
  return {};
}

Result<void> KeyCursor::erase() {
  if (!has_record_) {
    return cluster_.not_possible("ERASE without a record that was read before");
  }
  has_record_ = false;
  CS_ASSIGN(const bool is_there, cluster_.erase(key_));
  if (!is_there) {
    return cluster_.not_possible("ERASE of a record that was erased");
  }
  return {};
}

}  // namespace

std::unique_ptr<Cursor> KeySequenced::cursor() {
  return std::make_unique<KeyCursor>(*this);
}

}  // namespace coldsite::vsam

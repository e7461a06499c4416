// An entry-sequenced data set: records in the order in which they came, found by RBA. A record that
// is longer than a CI has a segment in each of several CIs in a row.
//
// Crash safety: the control area that HURBA is in is formatted (software end of file) before the
// open indicator is set, or before HURBA goes there, so that the end can be found in it. HURBA at
// the end of an area is in the next one; where none is allocated nothing has to be looked for, and
// HURBA goes back to the last CI before one is. CIs of an area are written before HURBA leaves it.
// A record of several CIs is there when its last segment is; verify() takes back what has none.
// Inside datasets/vsam only. threads: as Cluster.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/cluster_base.hpp"

namespace coldsite::vsam {
namespace {

/// A CI and a record in it.
struct EntryPosition {
  std::uint32_t interval = 0;
  std::size_t slot = 0;
};

class EntrySequenced : public ClusterBase {
 public:
  explicit EntrySequenced(OpenState state) : ClusterBase(std::move(state)) {}

  [[nodiscard]] std::unique_ptr<Cursor> cursor() override;
  Result<std::optional<Record>> get_at(std::uint64_t rba) override;
  Result<std::uint64_t> insert(ByteView record) override;
  Result<void> write_interval(std::uint64_t, ByteView) override {
    return not_possible("PUT of a control interval");
  }
  Result<std::string> verify() override;
  [[nodiscard]] bool is_empty() const override { return used_ == 0; }

  Result<std::optional<EntryPosition>> position_at(std::uint64_t rba);
  /// The record at or behind the position; false: the end.
  Result<bool> seek_forward(EntryPosition& position);
  /// The last record before the position; false: the start.
  Result<bool> seek_backward(EntryPosition& position);
  Result<Record> record_at(EntryPosition position, Bytes& spanned);
  Result<void> rewrite(EntryPosition position, std::size_t old_bytes, ByteView record);
  [[nodiscard]] EntryPosition end() const { return {used_, 0}; }
  void count_retrieved() { ++statistics().retrieved; }

 protected:
  Result<void> load_state() override {
    used_ = used_intervals();
    formatted_areas_ = areas_of(used_);
    return {};
  }
  Result<void> prepare_change() override { return format_end(); }
  Result<void> prepare_store() override { return format_end(); }
  void store_state() override { set_used_intervals(used_); }

 private:
  Result<Buffer*> data_buffer(std::uint32_t interval, bool is_sequential = false);
  [[nodiscard]] Result<void> check_record(ByteView record) const;
  Result<void> format_end();
  Result<void> take_area(std::uint32_t area);
  Result<Buffer*> new_interval();
  Result<std::uint64_t> insert_spanned(ByteView record);
  Result<void> find_end();

  std::uint32_t used_ = 0;  ///< CIs in use from the start
  std::uint32_t formatted_areas_ = 0;
  Bytes spanned_;
};

Result<Buffer*> EntrySequenced::data_buffer(std::uint32_t interval, bool is_sequential) {
  if (is_sequential && pool().find(storage(), interval) == nullptr) {
    const std::uint32_t per_area = storage().intervals_per_area();
    CS_TRY(pool().read_ahead(storage(), interval,
                             std::min(used_ - interval, per_area - interval % per_area)));
  }
  CS_ASSIGN(Buffer* const data, pool().get(storage(), interval));
  if (!data->is_decoded) {
    if (const auto wrong = data->directory.decode(data->bytes)) {
      return damaged(interval, *wrong);
    }
    data->is_decoded = true;
  }
  return data;
}

Result<void> EntrySequenced::check_record(ByteView record) const {
  const ComponentAttributes& a = attributes();
  const auto wrong = [&](const std::string& why) {
    return failure<msg::CSM0048E>(record.size(), data().place.name, why);
  };
  if (record.empty()) {
    return wrong("a record has at least one byte");
  }
  if (a.max_record_bytes != 0 && record.size() > a.max_record_bytes) {
    return wrong(fmt::format("RECORDSIZE allows {}", a.max_record_bytes));
  }
  const std::uint32_t whole = whole_record_bytes_max(interval_bytes());
  if (record.size() > whole && !a.is_spanned) {
    return wrong(fmt::format("a CI holds {} and records do not span CIs", whole));
  }
  if (record.size() > whole && record.size() > std::size_t{segment_bytes_max(interval_bytes())} *
                                                   storage().intervals_per_area()) {
    return wrong("it does not fit into a control area");
  }
  return {};
}

/// Before anybody looks for the end in the area: what an earlier data set left must not be found.
Result<void> EntrySequenced::format_end() {
  const std::uint32_t area = used_ / storage().intervals_per_area();
  if (area >= formatted_areas_ && area < storage().area_count()) {
    CS_TRY(storage().write_area(area, {}));
    CS_KILL_POINT("vsam.area_formatted");
    formatted_areas_ = area + 1;
  }
  return {};
}

/// Extends the data set until it has that area. Between that and the formatting of the new area
/// HURBA must not stand at its start: a kill there finds the end from the last CI on.
Result<void> EntrySequenced::take_area(std::uint32_t area) {
  if (area < storage().area_count()) {
    return {};
  }
  if (used_ != 0 && used_ % storage().intervals_per_area() == 0) {
    CS_TRY(pool().flush(storage()));
    CS_TRY(order().advance());
    set_used_intervals(used_ - 1);
    CS_TRY(write_component(*state().volumes, state().data));
    CS_KILL_POINT("vsam.before_extend");
  }
  return ensure_area(area);
}

/// The next CI, empty, in a formatted control area.
Result<Buffer*> EntrySequenced::new_interval() {
  const std::uint32_t per_area = storage().intervals_per_area();
  if (used_ / per_area >= formatted_areas_) {
    CS_TRY(take_area(used_ / per_area));
    if (auto formatted = sync(); !formatted) {  // prepare_store() does it
      return broken(formatted.failure());
    }
  }
  CS_ASSIGN(Buffer* const data, pool().make(storage(), used_));
  ++used_;
  IntervalBuilder builder(data->bytes);
  static_cast<void>(data->directory.decode(data->bytes));
  data->is_decoded = true;
  return data;
}

Result<std::uint64_t> EntrySequenced::insert(ByteView record) {
  CS_TRY(check_record(record));
  CS_TRY(begin_change());
  if (record.size() > whole_record_bytes_max(interval_bytes())) {
    return insert_spanned(record);
  }
  Buffer* data = nullptr;
  if (used_ != 0) {
    CS_ASSIGN(data, data_buffer(used_ - 1));
  }
  const auto fits = [&](const Buffer& buffer) {
    const IntervalDirectory& d = buffer.directory;
    const std::uint32_t equal =
        !d.records.empty() && d.records.back().bytes == record.size() ? 1U : 0U;
    const bool is_third = equal != 0 && d.records.size() > 1 &&
                          d.records[d.records.size() - 2].bytes == record.size();
    return d.segment == Segment::kWhole &&
           d.free_bytes >= record.size() + (is_third ? 0 : kRdfBytes);
  };
  if (data == nullptr || !fits(*data)) {
    CS_ASSIGN(data, new_interval());
  }
  IntervalDirectory& directory = data->directory;
  const std::uint32_t offset = directory.free_offset;
  std::ranges::copy(record, data->bytes.begin() + offset);
  directory.records.push_back(
      {static_cast<std::uint16_t>(offset), static_cast<std::uint16_t>(record.size())});
  directory.encode(data->bytes);
  CS_TRY(changed(*data));
  ++statistics().records;
  ++changes_;
  return std::uint64_t{data->interval} * interval_bytes() + offset;
}

Result<std::uint64_t> EntrySequenced::insert_spanned(ByteView record) {
  const std::size_t bytes_max = segment_bytes_max(interval_bytes());
  const std::size_t count = (record.size() + bytes_max - 1) / bytes_max;
  const std::uint32_t first = used_, per_area = storage().intervals_per_area();
  CS_TRY(pool().flush(storage()));  // whoever finds a segment finds everything before it
  CS_TRY(take_area(static_cast<std::uint32_t>((first + count - 1) / per_area)));
  for (std::size_t i = 0; i < count; ++i) {
    CS_ASSIGN(Buffer* const data, new_interval());
    const ByteView part = record.first(std::min(bytes_max, record.size()));
    write_segment(data->bytes, segment_of(i, count), 0, part);
    data->is_decoded = false;
    if (auto written = pool().write(*data); !written) {
      return broken(written.failure());
    }
    CS_KILL_POINT("vsam.segment");
    record = record.subspan(part.size());
  }
  ++statistics().records;
  ++changes_;
  return std::uint64_t{first} * interval_bytes();
}

Result<std::optional<EntryPosition>> EntrySequenced::position_at(std::uint64_t rba) {
  const auto interval =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(rba / interval_bytes(), UINT32_MAX));
  if (interval >= used_) {
    return std::optional<EntryPosition>();
  }
  CS_ASSIGN(const Buffer* const data, data_buffer(interval));
  const IntervalDirectory& directory = data->directory;
  if (directory.segment != Segment::kWhole && directory.segment != Segment::kFirst) {
    return std::optional<EntryPosition>();
  }
  const auto offset = static_cast<std::uint16_t>(rba % interval_bytes());
  const auto found =
      std::ranges::lower_bound(directory.records, offset, {}, &IntervalRecord::offset);
  if (found == directory.records.end() || found->offset != offset) {
    return std::optional<EntryPosition>();
  }
  return std::optional(
      EntryPosition{interval, static_cast<std::size_t>(found - directory.records.begin())});
}

Result<bool> EntrySequenced::seek_forward(EntryPosition& position) {
  while (position.interval < used_) {
    CS_ASSIGN(const Buffer* const data, data_buffer(position.interval, true));
    const Segment segment = data->directory.segment;
    if (position.slot < data->directory.records.size() &&
        (segment == Segment::kWhole || segment == Segment::kFirst)) {
      return true;
    }
    position = {position.interval + 1, 0};
  }
  return false;
}

Result<bool> EntrySequenced::seek_backward(EntryPosition& position) {
  for (;;) {
    if (position.slot > 0) {
      CS_ASSIGN(const Buffer* const data, data_buffer(position.interval));
      const Segment segment = data->directory.segment;
      if (segment == Segment::kWhole || segment == Segment::kFirst) {
        --position.slot;
        return true;
      }
    }
    if (position.interval == 0) {
      return false;
    }
    --position.interval;
    CS_ASSIGN(const Buffer* const data, data_buffer(position.interval));
    position.slot = data->directory.records.size();
  }
}

Result<Record> EntrySequenced::record_at(EntryPosition position, Bytes& spanned) {
  CS_ASSIGN(const Buffer* data, data_buffer(position.interval));
  const IntervalRecord place = data->directory.records[position.slot];
  Record record;
  record.rba = std::uint64_t{position.interval} * interval_bytes() + place.offset;
  record.bytes = place.in(data->bytes);
  if (data->directory.segment == Segment::kWhole) {
    return record;
  }
  spanned.assign(record.bytes.begin(), record.bytes.end());
  const std::uint16_t update_number = data->directory.update_number;
  for (std::uint32_t interval = position.interval + 1;; ++interval) {
    if (interval >= used_) {
      return damaged(position.interval, "the last segment of its record is missing");
    }
    CS_ASSIGN(data, data_buffer(interval));
    const Segment segment = data->directory.segment;
    if ((segment != Segment::kMiddle && segment != Segment::kLast) ||
        data->directory.update_number != update_number) {
      return damaged(interval, "it does not go on with the record that began before it");
    }
    const ByteView part = data->directory.records[0].in(data->bytes);
    spanned.insert(spanned.end(), part.begin(), part.end());
    if (segment == Segment::kLast) {
      record.bytes = spanned;
      return record;
    }
  }
}

Result<std::optional<Record>> EntrySequenced::get_at(std::uint64_t rba) {
  CS_TRY(check_usable());
  CS_ASSIGN(const std::optional<EntryPosition> position, position_at(rba));
  if (!position) {
    return std::optional<Record>();
  }
  count_retrieved();
  CS_TRY(hold(rba));
  CS_ASSIGN(const Record record, record_at(*position, spanned_));
  return std::optional(record);
}

/// In place. The segments of a long record get one update number more; a kill between them is found
/// by it.
Result<void> EntrySequenced::rewrite(EntryPosition position, std::size_t old_bytes,
                                     ByteView record) {
  CS_TRY(begin_change());
  if (record.size() != old_bytes) {
    return failure<msg::CSM0045E>(data().place.name, old_bytes, record.size());
  }
  ++statistics().updated;
  CS_ASSIGN(Buffer * data, data_buffer(position.interval));
  if (data->directory.segment == Segment::kWhole) {
    std::ranges::copy(record, data->bytes.begin() + data->directory.records[position.slot].offset);
    return changed(*data);
  }
  const auto update_number = static_cast<std::uint16_t>(data->directory.update_number + 1);
  for (std::uint32_t interval = position.interval; !record.empty(); ++interval) {
    CS_ASSIGN(data, data_buffer(interval));
    const std::size_t bytes = data->directory.records[0].bytes;
    write_segment(data->bytes, data->directory.segment, update_number, record.first(bytes));
    data->is_decoded = false;
    if (auto written = pool().write(*data); !written) {
      return broken(written.failure());
    }
    CS_KILL_POINT("vsam.segment_update");
    record = record.subspan(bytes);
  }
  return {};
}

/// The software end of file in the area that HURBA is in. What stands behind it came out of order
/// before the end and was never there.
Result<void> EntrySequenced::find_end() {
  const std::uint32_t per_area = storage().intervals_per_area();
  // A closed data set may end where the next area was never formatted.
  const std::uint32_t area = used_ / per_area + (used_ % per_area != 0 || was_unclean() ? 1 : 0);
  const std::uint32_t end = std::min(storage().interval_count(), area * per_area);
  bool is_behind = false;
  for (std::uint32_t interval = used_; interval < end; ++interval) {
    CS_ASSIGN(Buffer* const data, pool().get(storage(), interval));
    const bool is_end = is_end_of_file(data->bytes);
    is_behind = is_behind || is_end;
    if (!is_behind) {
      used_ = interval + 1;
    } else if (!is_end && options().update) {
      CS_ASSIGN(Buffer* const empty, pool().make(storage(), interval));
      CS_TRY(pool().write(*empty));
    }
  }
  formatted_areas_ = areas_of(end);
  return {};
}

Result<std::string> EntrySequenced::verify() {
  CS_TRY(find_end());
  std::string text;
  // A record whose last segment was not written was never there.
  while (used_ != 0) {
    std::uint32_t interval = used_ - 1;
    CS_ASSIGN(const Buffer* data, data_buffer(interval));
    if (data->directory.segment == Segment::kWhole || data->directory.segment == Segment::kLast) {
      break;
    }
    text = ", an incomplete record at its end taken back";
    if (options().update) {
      CS_ASSIGN(Buffer* const empty, pool().make(storage(), interval));
      CS_TRY(pool().write(*empty));
    }
    --used_;
  }
  std::uint32_t records = 0;
  for (std::uint32_t interval = 0; interval < used_; ++interval) {
    if (const auto data = data_buffer(interval, true);
        data && ((*data)->directory.segment == Segment::kWhole ||
                 (*data)->directory.segment == Segment::kFirst)) {
      records += static_cast<std::uint32_t>((*data)->directory.records.size());
    }
  }
  statistics().records = records;
  return fmt::format("{} records in {} control intervals{}", records, used_, text);
}

class EntryCursor : public Cursor {
 public:
  explicit EntryCursor(EntrySequenced& cluster) : cluster_(cluster) {}

  Result<bool> point_key(ByteView, Search, Direction) override {
    return cluster_.not_possible("POINT by key");
  }
  Result<bool> point_rba(std::uint64_t rba, Direction direction) override;
  Result<bool> point_number(std::uint32_t, Search, Direction) override {
    return cluster_.not_possible("POINT by record number");
  }
  Result<void> point_first() override;
  Result<void> point_last() override;
  Result<std::optional<Record>> next() override;
  Result<std::optional<Record>> previous() override;
  Result<void> update(ByteView record) override;
  Result<void> erase() override { return cluster_.not_possible("ERASE"); }

 private:
  enum class Where { kStart, kPointed, kOn, kEnd, kLost };  // as KeyCursor has them

  Result<std::optional<Record>> give(EntryPosition at);

  EntrySequenced& cluster_;
  EntryPosition position_;  ///< kEnd: of the last record
  Where where_ = Where::kStart;
  bool has_record_ = false;
  std::size_t record_bytes_ = 0;
  Bytes spanned_;
};

Result<bool> EntryCursor::point_rba(std::uint64_t rba, Direction) {
  has_record_ = false;
  CS_ASSIGN(const std::optional<EntryPosition> position, cluster_.position_at(rba));
  where_ = position ? Where::kPointed : Where::kLost;
  position_ = position.value_or(EntryPosition());
  return position.has_value();
}

Result<void> EntryCursor::point_first() {
  position_ = {};
  has_record_ = false;
  where_ = Where::kStart;
  return {};
}

Result<void> EntryCursor::point_last() {
  has_record_ = false;
  position_ = cluster_.end();
  CS_ASSIGN(const bool is_record, cluster_.seek_backward(position_));
  where_ = is_record ? Where::kEnd : Where::kStart;
  return {};
}

Result<std::optional<Record>> EntryCursor::next() {
  has_record_ = false;
  if (where_ == Where::kLost) {
    return std::optional<Record>();
  }
  EntryPosition at = where_ == Where::kStart ? EntryPosition() : position_;
  at.slot += where_ == Where::kOn || where_ == Where::kEnd ? 1 : 0;
  CS_ASSIGN(const bool is_record, cluster_.seek_forward(at));
  if (!is_record) {
    where_ = where_ == Where::kOn ? Where::kEnd : where_;
    return std::optional<Record>();
  }
  return give(at);
}

Result<std::optional<Record>> EntryCursor::previous() {
  has_record_ = false;
  if (where_ == Where::kLost || where_ == Where::kStart) {
    return std::optional<Record>();
  }
  EntryPosition at = where_ == Where::kEnd ? cluster_.end() : position_;
  at.slot += where_ == Where::kPointed ? 1 : 0;
  CS_ASSIGN(const bool is_record, cluster_.seek_backward(at));
  if (!is_record) {
    where_ = Where::kStart;
    return std::optional<Record>();
  }
  return give(at);
}

Result<std::optional<Record>> EntryCursor::give(EntryPosition at) {
  CS_ASSIGN(const Record record, cluster_.record_at(at, spanned_));
  CS_TRY(cluster_.hold(record.rba));
  position_ = at;
  where_ = Where::kOn;
  has_record_ = true;
  record_bytes_ = record.bytes.size();
  cluster_.count_retrieved();
  return std::optional(record);
}

Result<void> EntryCursor::update(ByteView record) {
  if (!has_record_) {
    return cluster_.not_possible("PUT for update without a record that was read before");
  }
  return cluster_.rewrite(position_, record_bytes_, record);
}

std::unique_ptr<Cursor> EntrySequenced::cursor() {
  return std::make_unique<EntryCursor>(*this);
}

}  // namespace

std::unique_ptr<ClusterBase> make_entry_sequenced(OpenState state) {
  return std::make_unique<EntrySequenced>(std::move(state));
}

}  // namespace coldsite::vsam

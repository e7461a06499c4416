// A relative record data set: slots of one length, found by record number.
//
// layout: as many slots in a CI as fit with an RDF each (X'00' full, X'04' empty); slot n, from 1,
//         is in CI (n-1) / slots. Control areas are formatted with empty slots.
// Crash safety: a record is one write of its CI. A control area is formatted before HURBA, which is
// at the end of the last formatted area, says that it is there.
// Inside datasets/vsam only. threads: as Cluster.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/cluster_base.hpp"
#include "datasets/vsam/number_cursor.hpp"

namespace coldsite::vsam {
namespace {

class Relative : public ClusterBase, public NumberRequests {
 public:
  explicit Relative(OpenState state) : ClusterBase(std::move(state)) {
    record_bytes_ = attributes().max_record_bytes;
    slots_ = record_bytes_ == 0 ? 0 : (interval_bytes() - kCidfBytes) / (record_bytes_ + kRdfBytes);
  }

  [[nodiscard]] std::unique_ptr<Cursor> cursor() override {
    return std::make_unique<NumberCursor>(*this);
  }
  Result<std::optional<Record>> get_number(std::uint32_t number) override;
  Result<std::uint64_t> insert(ByteView record) override;
  Result<std::uint64_t> insert_number(std::uint32_t number, ByteView record) override;
  Result<void> write_interval(std::uint64_t, ByteView) override {
    return not_possible("PUT of a control interval");
  }
  Result<std::string> verify() override;
  [[nodiscard]] bool is_empty() const override { return areas_ == 0; }

  Result<std::optional<Record>> at_or_after(std::uint32_t number) override;
  Result<std::optional<Record>> at_or_before(std::uint32_t number) override;
  Result<void> update_number(std::uint32_t number, ByteView record) override;
  Result<bool> erase_number(std::uint32_t number) override;
  [[nodiscard]] Failure refused(std::string_view request) const override {
    return not_possible(request);
  }

 protected:
  Result<void> load_state() override;
  void store_state() override {
    set_high_used_rba(state().data, std::uint64_t{areas_} * storage().area_bytes());
    state().data.volumes[0].is_loading = areas_ == 0;
  }

 private:
  [[nodiscard]] std::uint64_t slot_count() const {
    return std::uint64_t{areas_} * storage().intervals_per_area() * slots_;
  }
  Result<Buffer*> data_buffer(std::uint32_t interval, bool is_sequential);
  Result<void> check_record(ByteView record) const;
  Result<void> format_up_to(std::uint32_t number);
  Result<void> format_area(std::uint32_t area);
  [[nodiscard]] Record record_in(const Buffer& data, std::uint32_t number) const;
  Result<std::uint64_t> store(std::uint32_t number, ByteView record);

  std::uint32_t record_bytes_ = 0, slots_ = 0;
  std::uint32_t areas_ = 0;  ///< formatted
};

Result<void> Relative::load_state() {
  if (slots_ == 0) {
    return failure<msg::CSM0021E>(data().place.name, data().place.volsers[0],
                                  fmt::format("slots of {} bytes in control intervals of {}",
                                              record_bytes_, interval_bytes()));
  }
  areas_ = static_cast<std::uint32_t>(data().high_used_rba() / storage().area_bytes());
  return {};
}

Result<Buffer*> Relative::data_buffer(std::uint32_t interval, bool is_sequential) {
  if (is_sequential && pool().find(storage(), interval) == nullptr) {
    const std::uint32_t per_area = storage().intervals_per_area();
    CS_TRY(pool().read_ahead(storage(), interval, per_area - interval % per_area));
  }
  CS_ASSIGN(Buffer* const data, pool().get(storage(), interval));
  if (!data->is_decoded) {
    auto wrong = data->directory.decode(data->bytes, true);
    const std::vector<IntervalRecord>& records = data->directory.records;
    if (!wrong && (records.size() != slots_ ||
                   std::ranges::any_of(records, [this](const IntervalRecord& record) {
                     return record.bytes != record_bytes_;
                   }))) {
      wrong = fmt::format("it does not have {} slots of {} bytes", slots_, record_bytes_);
    }
    if (wrong) {
      return damaged(interval, *wrong);
    }
    data->is_decoded = true;
  }
  return data;
}

Result<void> Relative::check_record(ByteView record) const {
  if (record.size() != record_bytes_) {
    return failure<msg::CSM0048E>(record.size(), data().place.name,
                                  fmt::format("every record has {}", record_bytes_));
  }
  return {};
}

Record Relative::record_in(const Buffer& data, std::uint32_t number) const {
  const IntervalRecord& place = data.directory.records[(number - 1) % slots_];
  Record record;
  record.bytes = place.in(data.bytes);
  record.rba = std::uint64_t{data.interval} * interval_bytes() + place.offset;
  record.number = number;
  return record;
}

Result<std::optional<Record>> Relative::get_number(std::uint32_t number) {
  CS_TRY(check_usable());
  if (number == 0 || number > slot_count()) {
    return std::optional<Record>();
  }
  CS_TRY(hold(std::uint64_t{number}));
  CS_ASSIGN(const Buffer* const data, data_buffer((number - 1) / slots_, false));
  if (data->directory.slot_empty[(number - 1) % slots_] != 0) {
    return std::optional<Record>();
  }
  ++statistics().retrieved;
  return std::optional(record_in(*data, number));
}

Result<std::optional<Record>> Relative::at_or_after(std::uint32_t number) {
  for (std::uint64_t at = std::max(number, 1U); at <= slot_count();) {
    const auto interval = static_cast<std::uint32_t>((at - 1) / slots_);
    CS_ASSIGN(const Buffer* const data, data_buffer(interval, true));
    for (std::uint64_t slot = (at - 1) % slots_; slot < slots_; ++slot, ++at) {
      if (data->directory.slot_empty[slot] == 0) {
        CS_TRY(hold(at));
        return std::optional(record_in(*data, static_cast<std::uint32_t>(at)));
      }
    }
  }
  return std::optional<Record>();
}

Result<std::optional<Record>> Relative::at_or_before(std::uint32_t number) {
  std::uint64_t at = std::min<std::uint64_t>(number, slot_count());
  while (at > 0) {
    const auto interval = static_cast<std::uint32_t>((at - 1) / slots_);
    CS_ASSIGN(const Buffer* const data, data_buffer(interval, false));
    for (std::uint64_t slots = (at - 1) % slots_ + 1; slots > 0; --slots, --at) {
      if (data->directory.slot_empty[slots - 1] == 0) {
        CS_TRY(hold(at));
        return std::optional(record_in(*data, static_cast<std::uint32_t>(at)));
      }
    }
  }
  return std::optional<Record>();
}

/// All slots empty.
Result<void> Relative::format_area(std::uint32_t area) {
  Bytes interval(interval_bytes());
  IntervalDirectory directory;
  for (std::uint32_t slot = 0; slot < slots_; ++slot) {
    directory.records.push_back({static_cast<std::uint16_t>(slot * record_bytes_),
                                 static_cast<std::uint16_t>(record_bytes_)});
    directory.slot_empty.push_back(1);
  }
  directory.encode_slots(interval);
  Bytes area_bytes;
  area_bytes.reserve(storage().area_bytes());
  for (std::uint32_t i = 0; i < storage().intervals_per_area(); ++i) {
    area_bytes.insert(area_bytes.end(), interval.begin(), interval.end());
  }
  return storage().write_area(area, area_bytes);
}

Result<void> Relative::format_up_to(std::uint32_t number) {
  const std::uint64_t per_area = std::uint64_t{storage().intervals_per_area()} * slots_;
  const auto area = static_cast<std::uint32_t>((number - 1) / per_area);
  if (area < areas_) {
    return {};
  }
  CS_TRY(ensure_area(area));
  while (areas_ <= area) {
    if (auto written = format_area(areas_); !written) {
      return broken(written.failure());
    }
    ++areas_;
    CS_KILL_POINT("vsam.area_formatted");
  }
  return write_components();
}

Result<std::uint64_t> Relative::store(std::uint32_t number, ByteView record) {
  CS_ASSIGN(Buffer* const data, data_buffer((number - 1) / slots_, false));
  const std::size_t slot = (number - 1) % slots_;
  const std::uint16_t offset = data->directory.records[slot].offset;
  std::ranges::copy(record, data->bytes.begin() + offset);
  data->directory.slot_empty[slot] = 0;
  data->directory.encode_slots(data->bytes);
  CS_TRY(changed(*data));
  return std::uint64_t{data->interval} * interval_bytes() + offset;
}

Result<std::uint64_t> Relative::insert_number(std::uint32_t number, ByteView record) {
  CS_TRY(check_record(record));
  CS_TRY(check_usable());
  if (number == 0) {
    return failure<msg::CSM0053E>(number, data().place.name);
  }
  CS_TRY(begin_change());
  CS_TRY(hold(std::uint64_t{number}));
  CS_TRY(format_up_to(number));
  CS_ASSIGN(const Buffer* const data, data_buffer((number - 1) / slots_, false));
  if (data->directory.slot_empty[(number - 1) % slots_] == 0) {
    return failure<msg::CSM0047E>(this->data().place.name, number);
  }
  ++statistics().records;
  return store(number, record);
}

Result<std::uint64_t> Relative::insert(ByteView record) {
  CS_ASSIGN(const std::optional<Record> last, at_or_before(UINT32_MAX));
  return insert_number(last ? last->number + 1 : 1, record);
}

Result<void> Relative::update_number(std::uint32_t number, ByteView record) {
  CS_TRY(begin_change());
  if (record.size() != record_bytes_) {
    return failure<msg::CSM0045E>(data().place.name, record_bytes_, record.size());
  }
  ++statistics().updated;
  CS_TRY(store(number, record));
  return {};
}

Result<bool> Relative::erase_number(std::uint32_t number) {
  CS_TRY(begin_change());
  if (number == 0 || number > slot_count()) {
    return false;
  }
  CS_ASSIGN(Buffer* const data, data_buffer((number - 1) / slots_, false));
  const std::size_t slot = (number - 1) % slots_;
  if (data->directory.slot_empty[slot] != 0) {
    return false;
  }
  const IntervalRecord& place = data->directory.records[slot];
  std::fill_n(data->bytes.begin() + place.offset, place.bytes, std::uint8_t{0});
  data->directory.slot_empty[slot] = 1;
  data->directory.encode_slots(data->bytes);
  CS_TRY(changed(*data));
  ++statistics().deleted;
  --statistics().records;
  return true;
}

Result<std::string> Relative::verify() {
  std::uint32_t records = 0;
  for (std::uint32_t i = 0; i < areas_ * storage().intervals_per_area(); ++i) {
    if (const auto data = data_buffer(i, true)) {
      records += static_cast<std::uint32_t>(
          std::ranges::count((*data)->directory.slot_empty, std::uint8_t{0}));
    }
  }
  statistics().records = records;
  return fmt::format("{} records in {} control areas", records, areas_);
}

}  // namespace

std::unique_ptr<ClusterBase> make_relative(OpenState state) {
  return std::make_unique<Relative>(std::move(state));
}

}  // namespace coldsite::vsam

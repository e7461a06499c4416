// A relative record data set with records of variable length: a key-sequenced one whose key is the
// record number, four bytes before each record. Users see the record without it.
// Inside datasets/vsam only. threads: as Cluster.
#include <algorithm>
#include <array>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/key_sequenced.hpp"
#include "datasets/vsam/number_cursor.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::size_t kNumberBytes = 4;

class VariableRelative : public KeySequenced, public NumberRequests {
 public:
  using KeySequenced::KeySequenced;

  [[nodiscard]] std::unique_ptr<Cursor> cursor() override {
    return std::make_unique<NumberCursor>(*this);
  }
  Result<std::optional<Record>> get(ByteView, Search) override { return refused("GET by key"); }
  Result<std::optional<Record>> get_at(std::uint64_t) override { return refused("GET by RBA"); }
  Result<bool> replace(ByteView) override { return refused("PUT by key"); }
  Result<bool> erase(ByteView) override { return refused("ERASE by key"); }

  Result<std::optional<Record>> get_number(std::uint32_t number) override;
  Result<std::uint64_t> insert(ByteView record) override;
  Result<std::uint64_t> insert_number(std::uint32_t number, ByteView record) override;

  Result<std::optional<Record>> at_or_after(std::uint32_t number) override;
  Result<std::optional<Record>> at_or_before(std::uint32_t number) override;
  Result<void> update_number(std::uint32_t number, ByteView record) override;
  Result<bool> erase_number(std::uint32_t number) override;
  [[nodiscard]] Failure refused(std::string_view request) const override {
    return not_possible(request);
  }

 private:
  [[nodiscard]] ByteView with_number(std::uint32_t number, ByteView record);
  [[nodiscard]] static std::optional<Record> without_number(const std::optional<Record>& record);

  Bytes work_;
};

std::array<std::uint8_t, kNumberBytes> key_of_number(std::uint32_t number) {
  std::array<std::uint8_t, kNumberBytes> key;
  store_be(key, 0, kNumberBytes, number);
  return key;
}

ByteView VariableRelative::with_number(std::uint32_t number, ByteView record) {
  work_.resize(kNumberBytes + record.size());
  store_be(work_, 0, kNumberBytes, number);
  std::ranges::copy(record, work_.begin() + kNumberBytes);
  return work_;
}

std::optional<Record> VariableRelative::without_number(const std::optional<Record>& record) {
  if (!record) {
    return {};
  }
  Record shown = *record;
  shown.number = load_be32(record->bytes, 0);
  shown.bytes = record->bytes.subspan(kNumberBytes);
  return shown;
}

Result<std::optional<Record>> VariableRelative::get_number(std::uint32_t number) {
  CS_ASSIGN(const std::optional<Record> record,
            KeySequenced::get(key_of_number(number), Search::kEqual));
  return without_number(record);
}

Result<std::optional<Record>> VariableRelative::at_or_after(std::uint32_t number) {
  CS_ASSIGN(const std::optional<Record> record,
            KeySequenced::get(key_of_number(number), Search::kGreaterOrEqual));
  return without_number(record);
}

Result<std::optional<Record>> VariableRelative::at_or_before(std::uint32_t number) {
  CS_ASSIGN(const std::optional<Record> record, get_at_or_before(key_of_number(number)));
  return without_number(record);
}

Result<std::uint64_t> VariableRelative::insert_number(std::uint32_t number, ByteView record) {
  if (number == 0) {
    return failure<msg::CSM0053E>(number, data().place.name);
  }
  return KeySequenced::insert(with_number(number, record));
}

Result<std::uint64_t> VariableRelative::insert(ByteView record) {
  if (const ByteView last = loaded_key(); !last.empty()) {
    return insert_number(load_be32(last, 0) + 1, record);
  }
  CS_ASSIGN(const std::optional<Record> last, at_or_before(UINT32_MAX));
  return insert_number(last ? last->number + 1 : 1, record);
}

Result<void> VariableRelative::update_number(std::uint32_t number, ByteView record) {
  CS_ASSIGN(const bool is_there, KeySequenced::replace(with_number(number, record)));
  return is_there ? Result<void>() : refused("PUT for update of a record that was erased");
}

Result<bool> VariableRelative::erase_number(std::uint32_t number) {
  return KeySequenced::erase(key_of_number(number));
}

}  // namespace

std::unique_ptr<ClusterBase> make_variable_relative(OpenState state) {
  return std::make_unique<VariableRelative>(std::move(state));
}

}  // namespace coldsite::vsam

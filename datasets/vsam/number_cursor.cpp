#include "datasets/vsam/number_cursor.hpp"

namespace coldsite::vsam {

Result<bool> NumberCursor::point_key(ByteView, Search, Direction) {
  return cluster_.refused("POINT by key");
}

Result<bool> NumberCursor::point_rba(std::uint64_t, Direction) {
  return cluster_.refused("POINT by RBA");
}

Result<bool> NumberCursor::point_number(std::uint32_t number, Search search, Direction direction) {
  has_record_ = false;
  const bool is_exact =
      search == Search::kEqual || search == Search::kGeneric || direction == Direction::kBackward;
  CS_ASSIGN(const std::optional<Record> record, cluster_.at_or_after(number));
  if (!record || (is_exact && record->number != number)) {
    where_ = Where::kLost;
    return false;
  }
  number_ = record->number;
  where_ = Where::kPointed;
  return true;
}

Result<void> NumberCursor::point_first() {
  where_ = Where::kStart;
  has_record_ = false;
  return {};
}

Result<void> NumberCursor::point_last() {
  where_ = Where::kEnd;
  number_ = UINT32_MAX;
  has_record_ = false;
  return {};
}

Result<std::optional<Record>> NumberCursor::next() {
  has_record_ = false;
  std::uint32_t from = 1;
  switch (where_) {
    case Where::kStart:
      break;
    case Where::kPointed:
      from = number_;
      break;
    case Where::kOn:
    case Where::kEnd:
      if (number_ == UINT32_MAX) {
        return std::optional<Record>();
      }
      from = number_ + 1;
      break;
    case Where::kLost:
      return std::optional<Record>();
  }
  CS_ASSIGN(const std::optional<Record> record, cluster_.at_or_after(from));
  return give(record, Where::kEnd);
}

Result<std::optional<Record>> NumberCursor::previous() {
  has_record_ = false;
  std::uint32_t from = UINT32_MAX;
  switch (where_) {
    case Where::kStart:
    case Where::kLost:
      return std::optional<Record>();
    case Where::kPointed:
      from = number_;
      break;
    case Where::kOn:
      from = number_ - 1;
      break;
    case Where::kEnd:
      break;
  }
  CS_ASSIGN(const std::optional<Record> record, cluster_.at_or_before(from));
  return give(record, Where::kStart);
}

Result<std::optional<Record>> NumberCursor::give(const std::optional<Record>& record,
                                                 Where otherwise) {
  where_ = record ? Where::kOn : otherwise;
  if (record) {
    number_ = record->number;
    has_record_ = true;
  }
  return record;
}

Result<void> NumberCursor::update(ByteView record) {
  if (!has_record_) {
    return cluster_.refused("PUT for update without a record that was read before");
  }
  return cluster_.update_number(number_, record);
}

Result<void> NumberCursor::erase() {
  if (!has_record_) {
    return cluster_.refused("ERASE without a record that was read before");
  }
  has_record_ = false;
  CS_ASSIGN(const bool is_there, cluster_.erase_number(number_));
  if (!is_there) {
    return cluster_.refused("ERASE of a record that was erased");
  }
  return {};
}

}  // namespace coldsite::vsam

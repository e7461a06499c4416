#include "utilities/iebupdte/change.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"
#include "datasets/text/code_page.hpp"
#include "utilities/iebupdte/sequence_number.hpp"

namespace coldsite::iebupdte {

Result<Bytes> to_record(const Item& item, std::size_t bytes) {
  const Bytes& card = *item.data;
  if (card.size() > bytes && !is_blank(ByteView(card).subspan(bytes))) {
    return failure<msg::CSU0025E>(bytes).at(item.position);
  }
  Bytes record(card.begin(),
               card.begin() + static_cast<std::ptrdiff_t>(std::min(card.size(), bytes)));
  record.resize(bytes, text::kEbcdicBlank);
  return record;
}

Result<Bytes> NumberSeries::take(const SequenceField& field, const SourcePosition& position) {
  if (!fits_field(next_, field)) {
    return failure<msg::IEB811I>().at(position);
  }
  last_ = to_sequence(next_, field);
  next_ += increment_;
  return last_;
}

Result<void> Change::run(CardSource& source) {
  bool has_change = false;
  CS_TRY(advance());
  if (!next_old_) {
    return failure<msg::IEB823I>("SYSUT1").at(statement_->position);
  }
  while (true) {
    CS_ASSIGN(const Item* ahead, source.peek());
    const bool is_detail = ahead->get<DetailStatement>() != nullptr;
    if (!ahead->data && !is_detail) {
      break;
    }
    CS_ASSIGN(const Item item, source.take());
    log_->statement(item);
    place_ = item.position;
    has_change = true;
    if (!is_detail) {
      CS_TRY(take_data(item));
      continue;
    }
    const DetailStatement& detail = *item.get<DetailStatement>();
    CS_TRY(detail.is_delete ? take_delete(detail) : take_number(detail));
  }
  if (!has_change) {
    return failure<msg::IEB807I>().at(statement_->position);
  }
  if (numbering_ == Numbering::kInsert) {
    numbering_ = Numbering::kPush;
  }
  while (next_old_) {
    CS_TRY(copy_old());
  }
  return {};
}

Result<void> Change::advance() {
  CS_ASSIGN(const std::optional<ByteView> record, old_->read_record());
  next_old_.reset();
  if (record) {
    next_old_.emplace(record->begin(), record->end());
  }
  return {};
}

ByteView Change::old_sequence() const {
  return sequence_of(*next_old_, statement_->old_field);
}

Result<void> Change::write(ByteView record, Became became) {
  has_written_ = true;
  log_->record(record, became);
  return sink_(record);
}

Result<Bytes> Change::renumbered_old() {
  Bytes record = *next_old_;
  CS_ASSIGN(const Bytes number, series_.take(statement_->old_field, place_));
  put_sequence(record, statement_->old_field, number);
  return record;
}

/// The next record of the old master, with a new number where one is due.
Result<void> Change::copy_old() {
  const Bytes sequence(old_sequence().begin(), old_sequence().end());
  if (numbering_ == Numbering::kRange && compare_sequences(sequence, range_end_) > 0) {
    if (compare_sequences(sequence, series_.last()) <= 0) {
      return failure<msg::IEB811I>().at(place_);  // the new numbers reach behind the range
    }
    numbering_ = Numbering::kNone;
  }
  if (numbering_ == Numbering::kPush && compare_sequences(sequence, series_.last()) > 0) {
    numbering_ = Numbering::kNone;
  }
  if (numbering_ == Numbering::kNone || numbering_ == Numbering::kInsert) {
    CS_TRY(write(*next_old_, Became::kSame));
    return advance();
  }
  CS_ASSIGN(const Bytes record, renumbered_old());
  CS_TRY(write(record, record == *next_old_ ? Became::kSame : Became::kRenumbered));
  return advance();
}

Result<void> Change::copy_below(ByteView sequence) {
  while (next_old_ && compare_sequences(old_sequence(), sequence) < 0) {
    CS_TRY(copy_old());
  }
  return {};
}

/// Cards and statements come in the order of the numbers that they name.
Result<void> Change::check_order(ByteView sequence, const SourcePosition& position) {
  if (!handled_.empty() && compare_sequences(sequence, handled_) <= 0) {
    return failure<msg::IEB806I>().at(position);
  }
  handled_.assign(sequence.begin(), sequence.end());
  return {};
}

Result<void> Change::take_data(const Item& item) {
  CS_ASSIGN(Bytes card, to_record(item, record_bytes_));
  const ByteView field = sequence_of(card, statement_->new_field);
  const Bytes sequence(field.begin(), field.end());
  if (is_blank(sequence)) {
    if (numbering_ != Numbering::kInsert) {
      return failure<msg::IEB807I>().at(item.position);
    }
    return insert_blank(std::move(card), item.position);
  }
  if (numbering_ == Numbering::kInsert) {
    numbering_ = Numbering::kPush;
  }
  CS_TRY(check_order(sequence, item.position));
  CS_TRY(copy_below(sequence));
  if (next_old_ && compare_sequences(old_sequence(), sequence) == 0) {
    return replace_old(card);
  }
  return insert(std::move(card), item.position);
}

Result<void> Change::insert_blank(Bytes record, const SourcePosition& position) {
  CS_ASSIGN(const Bytes number, series_.take(statement_->new_field, position));
  put_sequence(record, statement_->new_field, number);
  return write(record, Became::kInserted);
}

Result<void> Change::replace_old(const Bytes& card) {
  Bytes record = *next_old_;
  const auto first =
      static_cast<std::ptrdiff_t>(std::min<std::size_t>(statement_->column - 1, record.size()));
  std::copy(card.begin() + first, card.end(), record.begin() + first);
  const bool in_range =
      numbering_ == Numbering::kRange && compare_sequences(old_sequence(), range_end_) <= 0;
  const bool is_pushed =
      numbering_ == Numbering::kPush && compare_sequences(old_sequence(), series_.last()) <= 0;
  if (numbering_ == Numbering::kAll || in_range || is_pushed) {
    CS_ASSIGN(const Bytes number, series_.take(statement_->old_field, place_));
    put_sequence(record, statement_->old_field, number);
  }
  CS_TRY(write(record, Became::kReplaced));
  return advance();
}

Result<void> Change::insert(Bytes card, const SourcePosition& position) {
  const ByteView sequence = sequence_of(card, statement_->new_field);
  const bool in_range =
      numbering_ == Numbering::kRange && compare_sequences(sequence, range_end_) <= 0;
  if (numbering_ == Numbering::kPush && compare_sequences(sequence, series_.last()) <= 0) {
    return failure<msg::IEB806I>().at(position);  // an inserted block has that number
  }
  if (numbering_ == Numbering::kAll || in_range) {
    CS_ASSIGN(const Bytes number, series_.take(statement_->old_field, place_));
    put_sequence(card, statement_->old_field, number);
  }
  return write(card, Became::kInserted);
}

Result<void> Change::take_delete(const DetailStatement& detail) {
  const Bytes first = to_sequence(detail.first->text, statement_->old_field);
  const Bytes last = to_sequence(detail.last->text, statement_->old_field);
  if (numbering_ == Numbering::kInsert) {
    numbering_ = Numbering::kPush;
  }
  CS_TRY(check_order(first, detail.position));
  handled_ = last;
  CS_TRY(copy_below(first));
  std::size_t count = 0;
  while (next_old_ && compare_sequences(old_sequence(), last) <= 0) {
    log_->record(*next_old_, Became::kDeleted);
    CS_TRY(advance());
    ++count;
  }
  return count != 0 ? Result<void>() : failure<msg::IEB810I>().at(detail.position);
}

Result<void> Change::take_number(const DetailStatement& detail) {
  if (numbering_ == Numbering::kAll || (detail.is_all && has_written_)) {
    return failure<msg::IEB811I>().at(detail.position);
  }
  if (!detail.is_all && !detail.first) {
    return failure<msg::IEB805I>().at(detail.position);  // SEQ1 says what gets the numbers
  }
  if (detail.is_all) {
    series_ = NumberSeries(*detail.number, *detail.increment);
    numbering_ = Numbering::kAll;
    return {};
  }
  if (numbering_ == Numbering::kInsert) {
    numbering_ = Numbering::kPush;
  }
  return detail.inserts ? begin_insert(detail) : begin_range(detail);
}

Result<void> Change::begin_range(const DetailStatement& detail) {
  const Bytes first = to_sequence(detail.first->text, statement_->old_field);
  CS_TRY(copy_below(first));
  range_end_ = to_sequence(detail.last->text, statement_->old_field);
  if (!next_old_ || compare_sequences(old_sequence(), range_end_) > 0) {
    return failure<msg::IEB811I>().at(detail.position);
  }
  series_ = NumberSeries(*detail.number, *detail.increment);
  numbering_ = Numbering::kRange;
  return {};
}

Result<void> Change::begin_insert(const DetailStatement& detail) {
  const Bytes behind = to_sequence(detail.first->text, statement_->old_field);
  CS_TRY(copy_below(behind));
  const bool is_there = next_old_ && compare_sequences(old_sequence(), behind) == 0;
  const Bytes number = to_sequence(*detail.number, statement_->new_field);
  if (!is_there || compare_sequences(number, behind) <= 0) {
    return failure<msg::IEB811I>().at(detail.position);
  }
  handled_ = behind;
  CS_TRY(copy_old());
  series_ = NumberSeries(*detail.number, *detail.increment);
  numbering_ = Numbering::kInsert;
  return {};
}

}  // namespace coldsite::iebupdte

// CHANGE: the records of the old master, the data cards and the detail statements become one
// stream, in the order of their sequence numbers.
//
//   data card   replaces the record of its number, or is inserted where its number belongs
//   DELETE      leaves records out
//   NUMBER      SEQ1=ALL all records get new numbers; SEQ1,SEQ2 those of the range (with what is
//               replaced or inserted there); INSERT=YES cards with blank numbers go behind SEQ1
//               with numbers from NEW1 on, and records behind them are renumbered as long as
//               their numbers are not above
#pragma once

#include <functional>
#include <memory>

#include "control-cards/iebupdte/iebupdte_statement.hpp"
#include "datasets/access/records.hpp"
#include "utilities/iebupdte/card_source.hpp"
#include "utilities/iebupdte/update_log.hpp"

namespace coldsite::iebupdte {

/// Where the records of the new master go.
using RecordSink = std::function<Result<void>(ByteView record)>;

/// A data card as a record of `bytes` bytes. errors: CSU0025E text behind the end of the record.
[[nodiscard]] Result<Bytes> to_record(const Item& item, std::size_t bytes);

/// The numbers that NUMBER gives out.
class NumberSeries {
 public:
  NumberSeries() = default;
  NumberSeries(std::uint64_t first, std::uint64_t increment)
      : next_(first), increment_(increment) {}
  /// errors: IEB811I the number has more digits than the field.
  Result<Bytes> take(const SequenceField& field, const SourcePosition& position);
  [[nodiscard]] const Bytes& last() const { return last_; }

 private:
  std::uint64_t next_ = 0, increment_ = 0;
  Bytes last_;
};

class Change {
 public:
  Change(const FunctionStatement& statement, std::unique_ptr<access::RecordReader> old_records,
         std::size_t record_bytes, UpdateLog& log, RecordSink sink)
      : statement_(&statement),
        old_(std::move(old_records)),
        record_bytes_(record_bytes),
        log_(&log),
        sink_(std::move(sink)) {}

  /// Takes data and detail statements from `source` up to anything else, and writes everything.
  /// errors: IEB806I, IEB807I, IEB810I, IEB811I, IEB823I.
  Result<void> run(CardSource& source);

 private:
  enum class Numbering { kNone, kAll, kRange, kInsert, kPush };

  Result<void> advance();
  Result<void> copy_below(ByteView sequence);
  Result<void> copy_old();
  Result<Bytes> renumbered_old();
  [[nodiscard]] ByteView old_sequence() const;
  Result<void> take_data(const Item& item);
  Result<void> insert_blank(Bytes record, const SourcePosition& position);
  Result<void> replace_old(const Bytes& card);
  Result<void> insert(Bytes card, const SourcePosition& position);
  Result<void> take_delete(const DetailStatement& detail);
  Result<void> take_number(const DetailStatement& detail);
  Result<void> begin_range(const DetailStatement& detail);
  Result<void> begin_insert(const DetailStatement& detail);
  Result<void> write(ByteView record, Became became);
  Result<void> check_order(ByteView sequence, const SourcePosition& position);

  const FunctionStatement* statement_;
  std::unique_ptr<access::RecordReader> old_;
  std::size_t record_bytes_;
  UpdateLog* log_;
  RecordSink sink_;
  std::optional<Bytes> next_old_;
  Numbering numbering_ = Numbering::kNone;
  NumberSeries series_;
  Bytes range_end_;
  Bytes handled_;  ///< the highest number that a card or statement has named
  SourcePosition place_;
  bool has_written_ = false;
};

}  // namespace coldsite::iebupdte

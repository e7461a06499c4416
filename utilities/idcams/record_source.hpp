// Records of a data set for PRINT, REPRO, EXPORT and BLDINDEX, whatever the data set is: a cluster,
// an alternate index, a path, or anything sequential (data set, tape, host file, instream).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/idcams/idcams_operands.hpp"
#include "datasets/access/records.hpp"
#include "datasets/vsam/cluster.hpp"
#include "utilities/idcams/print_lines.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// A record and by what it is known; good until the next call.
struct StreamRecord {
  ByteView bytes;
  RecordPlace place;
};

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  [[nodiscard]] virtual RecordIdentity identity() const = 0;
  [[nodiscard]] virtual std::uint32_t key_bytes() const { return 0; }
  /// The longest record, 0: not known; and whether all have this length.
  [[nodiscard]] virtual std::uint32_t record_bytes_max() const = 0;
  [[nodiscard]] virtual bool is_fixed() const = 0;
  /// The next record is the first with a key not below `key`. false: there is none.
  /// errors: IDC3311I the data set has no such positions (these three).
  virtual Result<bool> position_key(ByteView key);
  virtual Result<bool> position_rba(std::uint64_t rba);
  virtual Result<bool> position_number(std::uint64_t number);
  virtual Result<std::optional<StreamRecord>> next() = 0;
  virtual Result<void> close() = 0;
};

/// The records of an open cluster or alternate index. `cluster` is closed by close().
[[nodiscard]] std::unique_ptr<RecordSource> make_cluster_source(
    std::unique_ptr<vsam::Cluster> cluster);
[[nodiscard]] std::unique_ptr<RecordSource> make_sequential_source(
    std::unique_ptr<access::RecordReader> reader);

/// The records of a range, counted.
class RangeReader {
 public:
  RangeReader(RecordSource& source, const RecordRange& range, const text::CodePage& code_page)
      : source_(source), range_(range), code_page_(code_page) {}

  /// Goes to the first record. errors: IDC3006I no such record; IDC3310I key too long; IDC3311I.
  Result<void> begin();
  Result<std::optional<StreamRecord>> next();
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  Result<bool> position();
  [[nodiscard]] bool is_behind(const RecordPlace& place) const;
  [[nodiscard]] Result<Bytes> key_bytes_of(const KeyValue& value) const;

  RecordSource& source_;
  const RecordRange& range_;
  const text::CodePage& code_page_;
  Bytes to_key_;
  std::uint64_t count_ = 0;
};

}  // namespace coldsite::idcams

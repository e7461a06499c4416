// Alternate indexes: key-sequenced clusters whose records lead from an alternate key to the records
// of a base cluster. Building one, reading the base through it (a path), keeping it in step with
// the base (upgrade sets).
//
// An alternate index record:
//   0        1  X'01': pointers are prime keys (KSDS); X'00': RBAs (ESDS)
//   1        1  length of a pointer: of the prime key, or 4
//   2        2  number of pointers
//   4        1  length of the alternate key
//   5        k  alternate key
//   5 + k    n  pointers, ascending when built, in the order of arrival when upgraded
//
// Crash safety: an upgrade changes the base first when a record comes, and the alternate indexes
// first when it goes, so that no pointer leads to a record that is not there; what is missing in an
// alternate index after a kill comes back with BLDINDEX. A power failure may lose the one change
// since the last sync and keep the other: what both had by then they have, a pointer that leads to
// no record is told (CSM0061E), and BLDINDEX puts it right.
// threads: as Cluster.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/vsam/cluster.hpp"
#include "datasets/vsam/record_sort.hpp"

namespace coldsite::vsam {

struct AlternateKeyRecord {
  bool points_by_key = false;
  Bytes key;
  std::vector<Bytes> pointers;  ///< at least one, all of one length
};

[[nodiscard]] Bytes encode_alternate_key(const AlternateKeyRecord& record);
/// errors: CSM0060E the record of `name` does not hold together.
[[nodiscard]] Result<AlternateKeyRecord> decode_alternate_key(ByteView record,
                                                              const std::string& name);

/// The alternate key of a base record; nothing when the record is too short to have one.
[[nodiscard]] std::optional<ByteView> alternate_key_of(ByteView base_record,
                                                       const ComponentAttributes& index);
/// What leads to a base record: its key, or its RBA in four bytes.
[[nodiscard]] Bytes pointer_to(const Record& record, const ComponentAttributes& base);

/// A base record that an alternate index could not take in.
struct ExcessPointer {
  Bytes alternate_key, pointer;
};

struct AlternateIndexSummary {
  std::uint64_t base_records = 0;
  std::uint64_t keys = 0;           ///< records of the alternate index
  std::uint64_t short_records = 0;  ///< base records without the alternate key
  std::uint64_t excess_count = 0;
  std::vector<ExcessPointer> excess;  ///< the first hundred
};

/// How wide the records are that build_alternate_index() sorts.
[[nodiscard]] std::size_t sort_record_bytes(const ComponentAttributes& base,
                                            const ComponentAttributes& index);

/// Loads an empty alternate index from its base.
[[nodiscard]] Result<AlternateIndexSummary> build_alternate_index(Cluster& base, Cluster& index,
                                                                  RecordSort& sort);

/// Base records in the order of an alternate key.
class PathReader {
 public:
  PathReader(Cluster& index, Cluster& base);

  /// The next record is the first whose alternate key is not below `key`. false: there is none.
  Result<bool> point_key(ByteView key);
  /// Nothing at the end; good until the next call. errors: CSM0060E; CSM0061E a pointer leads to
  /// no record.
  Result<std::optional<Record>> next();
  [[nodiscard]] ByteView key() const { return current_.key; }

 private:
  Cluster& index_;
  Cluster& base_;
  std::unique_ptr<Cursor> cursor_;
  AlternateKeyRecord current_;
  std::size_t next_pointer_ = 0;
};

/// The alternate indexes that go along with changes of a base cluster.
class UpgradeSet {
 public:
  /// Opens those that have been built (an empty one is left alone, as in z/OS).
  static Result<std::unique_ptr<UpgradeSet>> open(VolumeSet& volumes,
                                                  const std::vector<ClusterPlace>& places,
                                                  std::vector<Failure>& notes);

  [[nodiscard]] bool is_empty() const { return indexes_.empty(); }
  /// Before a record comes or changes: the name of an alternate index with unique keys that has one
  /// of its keys for another record, or nothing. `pointer` is empty while it is not known.
  Result<std::optional<std::string>> find_conflict(ByteView record, ByteView pointer);
  Result<void> insert(ByteView record, ByteView pointer, bool points_by_key);
  Result<void> erase(ByteView record, ByteView pointer);
  Result<void> close();

 private:
  struct Index {
    std::string name;
    std::unique_ptr<Cluster> cluster;
  };
  static Result<void> insert_into(Index& index, ByteView key, ByteView pointer, bool points_by_key);
  static Result<void> erase_from(Index& index, ByteView key, ByteView pointer);

  std::vector<Index> indexes_;
};

}  // namespace coldsite::vsam

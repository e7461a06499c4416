// Where REPRO, IMPORT and BLDINDEX write records: a cluster or anything sequential.
#pragma once

#include <memory>

#include "datasets/access/records.hpp"
#include "datasets/vsam/alternate_index.hpp"
#include "utilities/idcams/record_source.hpp"

namespace coldsite::idcams {

/// What became of a record that the data set may refuse without harm to the others.
enum class PutOutcome { kWritten, kDuplicate, kDuplicateInUpgradeSet, kOutOfSequence, kLength };

class RecordTarget {
 public:
  virtual ~RecordTarget() = default;
  /// Failures are those after which nothing more can be written.
  virtual Result<PutOutcome> put(const StreamRecord& record) = 0;
  /// By what a record would be known here, where the data set has keys.
  [[nodiscard]] virtual std::optional<ByteView> key_of(ByteView) const { return std::nullopt; }
  /// What was written lasts.
  virtual Result<void> close() = 0;
  /// Instead of close(), after a failure: a sequential data set stays as it was before, a cluster
  /// keeps what was written.
  virtual Result<void> abandon() = 0;
};

/// `replaces`: REPLACE, a record with a key or number that is there takes its place. `upgrades`:
/// the alternate indexes that go along; may be nullptr.
[[nodiscard]] std::unique_ptr<RecordTarget> make_cluster_target(
    std::unique_ptr<vsam::Cluster> cluster, bool replaces,
    std::unique_ptr<vsam::UpgradeSet> upgrades = nullptr);
/// Records that are shorter than a fixed record are filled with blanks.
[[nodiscard]] std::unique_ptr<RecordTarget> make_sequential_target(
    std::unique_ptr<access::RecordWriter> writer);

}  // namespace coldsite::idcams

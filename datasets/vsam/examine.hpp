// EXAMINE: whether a cluster holds together. INDEXTEST looks at the index: records,
// pointers, chains, levels, order, free CIs; DATATEST reads the data in key order and holds it
// against the index. Nothing is changed; the caller has the data set to itself (findings about what
// another job is just changing are worthless).
// memory: a summary for each index CI, one data CI at a time.
#pragma once

#include <string>
#include <vector>

#include "datasets/vsam/component.hpp"

namespace coldsite::vsam {

enum class ExamineKind {
  // The index (INDEXTEST).
  kIndexRecordDamaged,       ///< CIDF, RDF, lengths or order of keys inside the record
  kIndexUnreadable,          ///< its physical records cannot be read
  kIndexEndOfFile,           ///< software end of file inside the index
  kIndexHighUsedRba,         ///< not a multiple of the CI size, or behind the high-allocated RBA
  kRootWrong,                ///< the VVR's root is not the highest record
  kLevelWrong,               ///< a pointer leads to another level; levels of the VVR
  kPointerOutside,           ///< a pointer leads behind the end of the index
  kPointerTwice,             ///< two entries lead to one index record
  kSequenceSetPointerTwice,  ///< a CI is named twice in a sequence set record (or also free)
  kFreeListWrong,            ///< a CI is neither used nor free, or does not exist
  kBoundWrong,               ///< the parent's key is not the highest key of the record below
  kIndexKeyOrder,            ///< keys do not ascend along a level
  kChainBroken,              ///< the horizontal chain leads astray, in a circle, or ends early
  kSequenceSetStart,         ///< the VVR's first sequence set record is not the leftmost
  kNotInParent,              ///< in the chain, unknown to the level above: an interrupted split
  kNotUsed,                  ///< an index CI that nothing leads to: an interrupted split
  kAreaTwice,                ///< two sequence set records describe one control area
  kAreaUnknown,              ///< a control area below the high-used RBA without sequence set record
  kAreaOutside,              ///< a control area behind the high-used RBA
  // The data (DATATEST).
  kDataHighUsedRba,      ///< as kIndexHighUsedRba
  kDataUnreadable,       ///< its physical records cannot be read
  kDataIntervalDamaged,  ///< CIDF and RDFs contradict each other
  kDataEndOfFile,        ///< software end of file where data should be
  kKeyOrder,             ///< keys do not ascend in a CI or from CI to CI
  kKeyOutsideBounds,     ///< a record stands in a CI whose keys in the index do not allow it
  kRecordLength,         ///< longer than the maximum, too short for its key, not of a slot's length
  kSegments,             ///< the segments of a spanned record do not follow each other
  kSplitUnfinished,      ///< a CI marked busy: an interrupted split
  kRecordCount,          ///< not the number of records that the VVR says
  kNotClosed,            ///< the last user did not close it
};

enum class ExamineSeverity {
  kInformation,  ///< worth knowing
  kMinor,        ///< no record is lost; the next update or VERIFY mends it
  kMajor,        ///< records may be lost or not be found
};

struct ExamineFinding {
  ExamineKind kind = ExamineKind::kIndexRecordDamaged;
  ExamineSeverity severity = ExamineSeverity::kMajor;
  bool in_index = false;    ///< else in the data
  std::uint64_t rba = 0;    ///< of the CI, in its component
  std::uint32_t level = 0;  ///< of the index record, 1 is the sequence set; 0: does not apply
  std::string text;         ///< what is wrong, in words
};

struct ExamineOptions {
  bool index_test = true;
  bool data_test = true;
  std::size_t findings_max = 10'000;  ///< ERRORLIMIT; what comes after is counted
};

struct ExamineReport {
  std::vector<ExamineFinding> findings;
  std::uint64_t findings_left_out = 0;
  // What the tests met, as EXAMINE reports it.
  std::uint32_t index_intervals = 0, index_levels = 0;
  std::uint32_t data_intervals = 0;   ///< with records
  std::uint32_t empty_intervals = 0;  ///< in control areas that are used
  std::uint64_t records = 0;
  std::uint32_t record_bytes_max = 0;  ///< of the longest record
  std::uint32_t free_percent = 0;      ///< of the bytes of the CIs with records

  [[nodiscard]] ExamineSeverity worst() const;
};

/// errors: CSM0040E INDEXTEST of a cluster without index, any test of a linear one; those of
/// read_component.
[[nodiscard]] Result<ExamineReport> examine(VolumeSet& volumes, const ClusterPlace& place,
                                            const ExamineOptions& options = {});

}  // namespace coldsite::vsam

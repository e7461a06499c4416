// The two tests of EXAMINE and what they share. Inside datasets/vsam only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/examine.hpp"
#include "datasets/vsam/index_record.hpp"
#include "datasets/vsam/interval_storage.hpp"

namespace coldsite::vsam {

/// Takes findings up to a limit.
class ExamineFindings {
 public:
  ExamineFindings(ExamineReport& report, std::size_t findings_max)
      : report_(report), findings_max_(findings_max) {}

  void add(ExamineFinding finding);
  /// While off nothing is noted: the index is walked for DATATEST alone.
  void turn(bool on) { is_on_ = on; }

 private:
  ExamineReport& report_;
  std::size_t findings_max_;
  bool is_on_ = true;
};

/// A component that is read CI by CI.
struct ExaminedComponent {
  Component component;
  std::unique_ptr<IntervalStorage> storage;
  std::uint32_t used = 0;  ///< CIs below the high-used RBA, as far as they can be

  [[nodiscard]] std::uint64_t rba_of(std::uint32_t interval) const {
    return std::uint64_t{interval} * storage->interval_bytes();
  }
};

/// One index CI, as much as the walk needs.
struct IndexSummary {
  bool is_readable = false;
  bool has_parent = false;
  bool is_in_chain = false;
  std::uint8_t level = 0;
  std::uint32_t next = 0;      ///< CI to the right; 0: none
  std::uint32_t base_rba = 0;  ///< sequence set
  std::uint32_t first_child = 0;
  Bytes bound;  ///< of its last entry
};

/// -1, 0, 1: bounds with the X'FF's that they stand for.
[[nodiscard]] int compare_bounds(ByteView a, ByteView b);

class IndexExamination {
 public:
  IndexExamination(ExaminedComponent& index, const ExaminedComponent& data,
                   ExamineFindings& findings)
      : index_(index), data_(data), findings_(findings) {}

  Result<void> run();
  /// The sequence set in order, as far as its chain leads.
  [[nodiscard]] const std::vector<std::uint32_t>& leaves() const { return leaves_; }
  [[nodiscard]] std::uint32_t levels() const { return levels_; }

 private:
  Result<void> summarize();
  Result<void> take(std::uint32_t number, ByteView interval);
  void check_area(std::uint32_t number, const IndexRecord& record);
  void check_children(std::uint32_t number, const IndexRecord& record);
  void check_root();
  Result<void> check_parents();
  void check_child(std::uint32_t number, const IndexRecord& record, std::size_t entry);
  void walk_level(std::uint8_t level);
  [[nodiscard]] std::optional<std::uint32_t> leftmost(std::uint8_t level) const;
  void check_unused();
  void check_areas();
  void add(ExamineKind kind, ExamineSeverity severity, std::uint32_t number, std::string text);

  ExaminedComponent& index_;
  const ExaminedComponent& data_;
  ExamineFindings& findings_;
  std::vector<IndexSummary> records_;
  std::vector<std::uint32_t> leaves_;
  std::uint32_t root_ = 0, levels_ = 0;
};

/// Reads the data in the order in which it stands in the index, or by RBA where there is none.
class DataExamination {
 public:
  DataExamination(ExaminedComponent& data, ExamineFindings& findings, ExamineReport& report)
      : data_(data), findings_(findings), report_(report) {}

  Result<void> run_by_index(ExaminedComponent& index, const std::vector<std::uint32_t>& leaves);
  Result<void> run_by_rba();

 private:
  struct Bounds {
    ByteView low;  ///< keys are above it; empty: none
    ByteView high;
    bool is_first = false, is_last = false;  ///< there is no low, no high bound
  };
  Result<bool> read(std::uint32_t number, IntervalDirectory& directory);
  void look_at(std::uint32_t number, const IntervalDirectory& directory, const Bounds& bounds);
  void check_key(std::uint32_t number, std::size_t slot, ByteView record, const Bounds& bounds);
  void check_segment(std::uint32_t number, const IntervalDirectory& directory);
  void check_length(std::uint32_t number, std::uint64_t bytes);
  void finish();
  void add(ExamineKind kind, ExamineSeverity severity, std::uint32_t number, std::string text);

  ExaminedComponent& data_;
  ExamineFindings& findings_;
  ExamineReport& report_;
  Bytes interval_;
  Bytes high_key_;             ///< of the record before
  bool is_in_record_ = false;  ///< segments of a spanned record are still to come
  std::uint16_t update_number_ = 0;
  std::uint64_t spanned_bytes_ = 0;
  std::uint64_t free_bytes_ = 0;
};

}  // namespace coldsite::vsam

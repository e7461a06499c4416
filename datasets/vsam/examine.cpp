#include "datasets/vsam/examine.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/definition.hpp"
#include "datasets/vsam/examine_parts.hpp"

namespace coldsite::vsam {
namespace {

/// Opens a component and looks at its high RBAs.
Result<void> open(VolumeSet& volumes, const ComponentPlace& place, bool is_index,
                  ExamineFindings& findings, ExaminedComponent& examined) {
  CS_ASSIGN(examined.component, read_component(volumes, place));
  CS_ASSIGN(examined.storage,
            IntervalStorage::open(volumes, examined.component, dasd::Access::kRead));
  const std::uint64_t used = examined.component.high_used_rba();
  const std::uint64_t allocated = examined.component.high_allocated_rba();
  const std::uint32_t bytes = examined.storage->interval_bytes();
  const ExamineKind kind =
      is_index ? ExamineKind::kIndexHighUsedRba : ExamineKind::kDataHighUsedRba;
  if (used % bytes != 0 || used > allocated) {
    findings.add({kind, ExamineSeverity::kMajor, is_index, used, 0,
                  fmt::format("the high-used RBA {} is no multiple of the CI size {}, or is "
                              "behind the high-allocated RBA {}",
                              used, bytes, allocated)});
  }
  examined.used = static_cast<std::uint32_t>(
      std::min(used / bytes, std::uint64_t{examined.storage->interval_count()}));
  return {};
}

void note_open(const ExaminedComponent& data, ExamineFindings& findings) {
  if (data.component.volumes[0].is_open_for_output) {
    findings.add({ExamineKind::kNotClosed, ExamineSeverity::kMinor, false, 0, 0,
                  "the last user did not close the data set; VERIFY it first"});
  }
}

/// The count is kept at close; before that it says nothing.
void check_count(const ExaminedComponent& data, const ExamineReport& report,
                 ExamineFindings& findings) {
  const VolumeRecord& record = data.component.volumes[0];
  if (!record.is_open_for_output && record.statistics.records != report.records) {
    findings.add({ExamineKind::kRecordCount, ExamineSeverity::kInformation, false, 0, 0,
                  fmt::format("{} records are there, the statistics say {}", report.records,
                              record.statistics.records)});
  }
}

}  // namespace

void ExamineFindings::add(ExamineFinding finding) {
  if (!is_on_) {
    return;
  }
  if (report_.findings.size() >= findings_max_) {
    ++report_.findings_left_out;
    return;
  }
  report_.findings.push_back(std::move(finding));
}

ExamineSeverity ExamineReport::worst() const {
  ExamineSeverity worst = ExamineSeverity::kInformation;
  for (const ExamineFinding& finding : findings) {
    worst = std::max(worst, finding.severity);
  }
  return worst;
}

Result<ExamineReport> examine(VolumeSet& volumes, const ClusterPlace& place,
                              const ExamineOptions& options) {
  ExamineReport report;
  ExamineFindings findings(report, options.findings_max);
  ExaminedComponent data, index;
  CS_TRY(open(volumes, place.data, false, findings, data));
  const ComponentAttributes& attributes = data.component.attributes();
  const bool is_indexed = has_index(attributes);
  if (attributes.organization == Organization::kLinear || (options.index_test && !is_indexed)) {
    return failure<msg::CSM0040E>(
        options.index_test ? "INDEXTEST" : "DATATEST", place.name,
        attributes.organization == Organization::kLinear ? "linear" : "without an index");
  }
  note_open(data, findings);
  if (!is_indexed) {
    DataExamination examination(data, findings, report);
    CS_TRY(examination.run_by_rba());
    check_count(data, report, findings);
    return report;
  }
  CS_TRY(open(volumes, place.index, true, findings, index));
  findings.turn(options.index_test);
  IndexExamination of_index(index, data, findings);
  CS_TRY(of_index.run());
  findings.turn(true);
  report.index_intervals = index.used;
  report.index_levels = of_index.levels();
  if (options.data_test) {
    DataExamination of_data(data, findings, report);
    CS_TRY(of_data.run_by_index(index, of_index.leaves()));
    check_count(data, report, findings);
  }
  return report;
}

}  // namespace coldsite::vsam

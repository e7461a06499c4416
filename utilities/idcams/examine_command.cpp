// EXAMINE: the tests of datasets/vsam/examine, in the messages of IDCAMS.
#include <fmt/format.h>

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/vsam/examine.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"

namespace coldsite::idcams {
namespace {

using vsam::ExamineKind;
using vsam::ExamineSeverity;

/// The public message of a finding, or nullptr where there is none: its text says it then.
const Message* message_of(ExamineKind kind) {
  switch (kind) {
    case ExamineKind::kIndexEndOfFile:
      return &msg::IDC11758I;
    case ExamineKind::kIndexHighUsedRba:
      return &msg::IDC11715I;
    case ExamineKind::kPointerTwice:
      return &msg::IDC11705I;
    case ExamineKind::kSequenceSetPointerTwice:
      return &msg::IDC11707I;
    case ExamineKind::kIndexKeyOrder:
    case ExamineKind::kBoundWrong:
      return &msg::IDC11704I;
    case ExamineKind::kSequenceSetStart:
      return &msg::IDC11725I;
    case ExamineKind::kNotUsed:
      return &msg::IDC11711I;
    case ExamineKind::kAreaUnknown:
      return &msg::IDC11724I;
    case ExamineKind::kKeyOrder:
      return &msg::IDC11733I;
    default:
      return nullptr;
  }
}

/// Minor errors end with 4, major ones with 8.
int code_of(ExamineSeverity severity) {
  switch (severity) {
    case ExamineSeverity::kInformation:
      return kInformation;
    case ExamineSeverity::kMinor:
      return kWarning;
    case ExamineSeverity::kMajor:
      return kError;
  }
  return kError;
}

class ExamineRun {
 public:
  ExamineRun(Session& session, const ExamineCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<vsam::ExamineReport> test(const vsam::ClusterPlace& place, bool is_index);
  void tell(const vsam::ExamineFinding& finding);
  void tell_index(const vsam::ExamineReport& report);
  void tell_data(const vsam::ExamineReport& report);
  void tell_left_out(const vsam::ExamineReport& report);

  Session& session_;
  const ExamineCommand& command_;
};

void ExamineRun::tell(const vsam::ExamineFinding& finding) {
  const int code = code_of(finding.severity);
  if (const Message* message = message_of(finding.kind)) {
    session_.say_at(code, Failure(*message, {}));
  }
  session_.say_at<msg::CSN0019I>(code, finding.in_index ? "INDEX" : "DATA", finding.rba,
                                 finding.text);
  session_.context().report->fact_row("findings",
                                      {{"component", finding.in_index ? "index" : "data"},
                                       {"rba", static_cast<std::int64_t>(finding.rba)},
                                       {"text", finding.text}});
}

void ExamineRun::tell_left_out(const vsam::ExamineReport& report) {
  for (const vsam::ExamineFinding& finding : report.findings) {
    tell(finding);
  }
  if (report.findings_left_out != 0) {
    session_.say<msg::CSN0017W>(report.findings.size() + report.findings_left_out,
                                report.findings.size());
  }
}

void ExamineRun::tell_index(const vsam::ExamineReport& report) {
  tell_left_out(report);
  if (report.worst() == ExamineSeverity::kInformation) {
    session_.say<msg::IDC01724I>();
  } else {
    session_.say_at<msg::CSN0020I>(code_of(report.worst()), "INDEXTEST",
                                   report.worst() == ExamineSeverity::kMinor ? "MINOR" : "MAJOR");
  }
}

void ExamineRun::tell_data(const vsam::ExamineReport& report) {
  tell_left_out(report);
  switch (report.worst()) {
    case ExamineSeverity::kInformation:
      session_.say<msg::IDC01709I>();
      break;
    case ExamineSeverity::kMinor:
      session_.say_at<msg::IDC01713I>(kWarning);
      break;
    case ExamineSeverity::kMajor:
      session_.say_at<msg::CSN0020I>(kError, "DATATEST", "MAJOR");
      break;
  }
  session_.say<msg::IDC01708I>(report.data_intervals + report.empty_intervals);
  session_.say<msg::IDC01710I>(report.records);
  session_.say<msg::IDC01711I>(report.empty_intervals);
  session_.say<msg::IDC01712I>(report.record_bytes_max);
  session_.say<msg::IDC01722I>(report.free_percent);
}

Result<vsam::ExamineReport> ExamineRun::test(const vsam::ClusterPlace& place, bool is_index) {
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(place.name));
  vsam::ExamineOptions options;
  options.index_test = is_index;
  options.data_test = !is_index;
  options.findings_max = command_.error_limit.value_or(options.findings_max);
  return vsam::examine(*volumes, place, options);
}

/// A catalog is examined by its own sphere; DATATEST is left out after major errors of the index.
Result<void> ExamineRun::run() {
  const std::string& name = command_.entry.name;
  CS_ASSIGN(std::optional<VsamPlace> place, find_vsam(session_, name));
  if (!place) {
    CS_ASSIGN(place, find_catalog(session_, name));
  }
  if (!place) {
    return failure<msg::CSL0011E>("the search order", name);
  }
  if (command_.index_test) {
    session_.say<msg::IDC01700I>();
    CS_ASSIGN(const vsam::ExamineReport report, test(place->cluster, true));
    tell_index(report);
    if (report.worst() == ExamineSeverity::kMajor) {
      return {};
    }
  }
  if (command_.data_test) {
    session_.say<msg::IDC01701I>();
    CS_ASSIGN(const vsam::ExamineReport report, test(place->cluster, false));
    tell_data(report);
  }
  return {};
}

}  // namespace

void run_command(Session& session, const ExamineCommand& command) {
  if (auto done = ExamineRun(session, command).run(); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams

// REPRO of records. MERGECAT is in merge_catalog.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/idc.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/merge_catalog.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::uint32_t kErrorLimit = 4;

class Copy {
 public:
  Copy(Session& session, const ReproCommand& command) : session_(session), command_(command) {}

  void run();

 private:
  Result<void> copy_range(RangeReader& reader, RecordTarget& target);
  void tell_refused(PutOutcome outcome, const std::string& identity);
  [[nodiscard]] std::string identity_of(const StreamRecord& record, std::uint64_t number,
                                        const RecordTarget& target) const;

  Session& session_;
  const ReproCommand& command_;
  std::uint64_t written_ = 0;
  std::uint32_t refused_ = 0;
};

std::string Copy::identity_of(const StreamRecord& record, std::uint64_t number,
                              const RecordTarget& target) const {
  if (const auto key = target.key_of(record.bytes)) {
    return printable_text(*key, session_.context().code_page());
  }
  switch (record.place.identity) {
    case RecordIdentity::kKey:
      return printable_text(record.place.key, session_.context().code_page());
    case RecordIdentity::kRba:
    case RecordIdentity::kNumber:
      return std::to_string(record.place.value);
    case RecordIdentity::kSequence:
      return std::to_string(number);
  }
  return {};
}

void Copy::tell_refused(PutOutcome outcome, const std::string& identity) {
  session_.say_at<msg::IDC3302I>(kError, name_of(session_, command_.output));
  switch (outcome) {
    case PutOutcome::kDuplicate:
      session_.say<msg::IDC3308I>(identity);
      break;
    case PutOutcome::kDuplicateInUpgradeSet:
      session_.say<msg::IDC3327I>(identity);
      break;
    case PutOutcome::kOutOfSequence:
      session_.say<msg::IDC3314I>(identity);
      break;
    case PutOutcome::kLength:
      session_.say<msg::IDC3309I>(identity);
      break;
    case PutOutcome::kWritten:
      break;
  }
}

/// Records that are refused are told and passed over, up to ERRORLIMIT of them.
Result<void> Copy::copy_range(RangeReader& reader, RecordTarget& target) {
  CS_TRY(reader.begin());
  const std::uint32_t limit = command_.error_limit.value_or(kErrorLimit);
  while (true) {
    CS_ASSIGN(const auto record, reader.next());
    if (!record) {
      return {};
    }
    CS_ASSIGN(const PutOutcome outcome, target.put(*record));
    if (outcome == PutOutcome::kWritten) {
      ++written_;
      continue;
    }
    tell_refused(outcome, identity_of(*record, reader.count(), target));
    if (++refused_ >= limit) {
      session_.say_at<msg::IDC31467I>(kSevere);
      return {};
    }
  }
}

void Copy::run() {
  const std::unique_ptr<RecordSource> source = open_source(session_, command_.input);
  if (source == nullptr) {
    return;
  }
  TargetOptions options;
  options.reuse = command_.reuse;
  options.replace = command_.replace;
  options.record_bytes_max = source->record_bytes_max();
  options.is_fixed = source->is_fixed();
  const std::unique_ptr<RecordTarget> target = open_target(session_, command_.output, options);
  if (target == nullptr) {
    return;
  }
  RangeReader reader(*source, command_.range, session_.context().code_page());
  const auto copied = copy_range(reader, *target);
  if (!copied) {
    session_.say<msg::IDC3302I>(name_of(session_, command_.input));
    session_.fail(copied.failure());
  }
  for (const auto& closed : {copied ? target->close() : target->abandon(), source->close()}) {
    if (!closed) {
      session_.fail(closed.failure());
    }
  }
  session_.say<msg::IDC0005I>(written_);
  session_.context().report->fact_row("copied", {{"from", name_of(session_, command_.input)},
                                                 {"to", name_of(session_, command_.output)},
                                                 {"records", static_cast<std::int64_t>(written_)}});
}

}  // namespace

void run_command(Session& session, const ReproCommand& command) {
  if (command.merge_catalog) {
    merge_catalogs(session, command);
    return;
  }
  Copy(session, command).run();
}

}  // namespace coldsite::idcams

// The copy itself: plain, edited, or into members.
#include "utilities/iebgener/iebgener.hpp"

#include <algorithm>

#include "control-cards/iebgener/iebgener_statement.hpp"
#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"
#include "utilities/iebgener/output.hpp"
#include "utilities/iebgener/record_edit.hpp"

namespace coldsite::iebgener {
namespace {

/// Takes what a simulated copy would write.
class NowhereWriter final : public access::RecordWriter {
 public:
  explicit NowhereWriter(const access::DataControlBlock& dcb) : dcb_(dcb) {}
  Result<void> write_record(ByteView /*record*/) override { return {}; }
  Result<void> close() override { return {}; }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  access::DataControlBlock dcb_;
};

class Copy {
 public:
  explicit Copy(batch::StepContext& context) : context_(&context) {}

  Result<void> run(const GenerateRequest& request);

 private:
  Result<void> open_input(bool edited);
  Result<void> open_output(bool into_members);
  Result<std::unique_ptr<access::RecordWriter>> begin(const MemberGroup& group);
  Result<void> copy_group(const MemberGroup& group);
  Result<bool> copy_records(const RecordStatement& statement, access::RecordWriter& writer);
  Result<bool> copy_all(access::RecordWriter& writer);
  Result<std::optional<ByteView>> next_record();

  batch::StepContext* context_;
  std::unique_ptr<access::RecordReader> input_;
  std::optional<ByteView> ahead_;  ///< read, not yet copied
  std::unique_ptr<LibraryOutput> library_;
  const site::Allocation* target_ = nullptr;  ///< SYSUT2; none when simulated
  access::DataControlBlock known_;            ///< what SYSUT2's DD and label say
  access::DataControlBlock output_;           ///< attributes
  access::DataControlBlock program_;
  std::uint64_t records_read_ = 0;
  std::uint64_t records_written_ = 0;
  bool at_end_ = false;
};

bool is_edited(const GenerateRequest& request) {
  for (const MemberGroup& group : request.members) {
    for (const RecordStatement& record : group.records) {
      if (!record.fields.empty()) {
        return true;
      }
    }
  }
  return false;
}

std::string output_name(const MemberGroup& group) {
  return group.names.empty() ? "SYSUT2" : "member '" + group.names.front().text + "'";
}

Result<void> Copy::run(const GenerateRequest& request) {
  CS_TRY(open_input(is_edited(request)));
  const bool into_members = !request.members.empty() && !request.members.front().names.empty();
  CS_TRY(open_output(into_members));
  if (!is_edited(request)) {
    CS_TRY(check_plain_copy(input_->attributes(), output_));
  }
  static const std::vector<MemberGroup> kPlain(1);
  const std::vector<MemberGroup>& groups = request.members.empty() ? kPlain : request.members;
  for (const MemberGroup& group : groups) {
    if (at_end_ && &group != &groups.front()) {
      context_->report->say(failure<msg::CSU0001W>(output_name(group)).at(group.position));
      continue;
    }
    CS_TRY(copy_group(group));
  }
  if (library_ != nullptr) {
    CS_TRY(library_->close());
  }
  context_->report->fact("records_read", static_cast<std::int64_t>(records_read_));
  context_->report->fact("records_written", static_cast<std::int64_t>(records_written_));
  return {};
}

/// Opens SYSUT1. Lines of text that no DCB describes become records as SYSUT2 has them, unless they
/// are edited on the way.
Result<void> Copy::open_input(bool edited) {
  CS_ASSIGN(const std::vector<site::Allocation>* parts, context_->allocated("SYSUT1"));
  if (context_->simulate) {  // SYSUT2 is not allocated: only its DD is known
    const site::DdBinding* binding = context_->find_dd("SYSUT2");
    known_ = binding == nullptr ? access::DataControlBlock() : binding->parts.front().dcb;
  } else {
    CS_ASSIGN(target_, context_->allocated_one("SYSUT2"));
    CS_ASSIGN(known_, known_attributes(*target_, *context_));
  }
  access::DataControlBlock adopted;
  if (!edited && std::ranges::all_of(*parts, is_undescribed_text)) {
    adopted.record_format = known_.record_format;
    adopted.record_bytes = known_.record_bytes;
  }
  CS_ASSIGN(input_, context_->open_reader("SYSUT1", adopted));
  return {};
}

/// Plans SYSUT2's attributes.
Result<void> Copy::open_output(bool into_members) {
  const OutputPlan plan = plan_output(input_->attributes(), known_);
  program_ = plan.program;
  output_ = access::merge(plan.known, plan.program);
  if (plan.copied_from_input) {
    context_->report->say<msg::IEB352I>();
  }
  if (into_members && !context_->simulate) {
    CS_ASSIGN(library_, LibraryOutput::open(*target_, program_, *context_));
  }
  return {};
}

Result<std::unique_ptr<access::RecordWriter>> Copy::begin(const MemberGroup& group) {
  if (context_->simulate) {
    return std::unique_ptr<access::RecordWriter>(std::make_unique<NowhereWriter>(output_));
  }
  if (library_ != nullptr) {
    return library_->begin_member(group.names.front().text);
  }
  return context_->open_writer("SYSUT2", program_);
}

Result<void> Copy::copy_group(const MemberGroup& group) {
  CS_ASSIGN(const auto writer, begin(group));
  const std::uint64_t before = records_written_;
  if (group.records.empty()) {
    CS_TRY(copy_all(*writer));
  }
  for (const RecordStatement& statement : group.records) {
    if (at_end_ && &statement != &group.records.front()) {
      context_->report->say(failure<msg::CSU0001W>("RECORD").at(statement.position));
      continue;
    }
    CS_TRY(copy_records(statement, *writer));
  }
  CS_TRY(writer->close());
  if (library_ != nullptr) {
    CS_TRY(library_->add_aliases(group.names));
  }
  if (context_->simulate) {
    context_->report->say<msg::CSU0006I>(records_written_ - before, output_name(group));
  } else {
    context_->report->say<msg::CSU0005I>(records_written_ - before, output_name(group));
  }
  return {};
}

/// The fast way: whole blocks of records.
Result<bool> Copy::copy_all(access::RecordWriter& writer) {
  if (ahead_) {
    CS_TRY(writer.write_record(*ahead_));
    ahead_.reset();
    ++records_written_;
  }
  while (true) {
    CS_ASSIGN(const std::span<const ByteView> records, input_->read_records());
    if (records.empty()) {
      at_end_ = true;
      return true;
    }
    CS_TRY(writer.write_records(records));
    records_read_ += records.size();
    records_written_ += records.size();
  }
}

Result<std::optional<ByteView>> Copy::next_record() {
  if (ahead_) {
    const std::optional<ByteView> record = ahead_;
    ahead_.reset();
    return record;
  }
  CS_ASSIGN(const std::optional<ByteView> record, input_->read_record());
  if (record) {
    ++records_read_;
  }
  return record;
}

/// One record group. Afterwards at_end_ says whether the input has more.
Result<bool> Copy::copy_records(const RecordStatement& statement, access::RecordWriter& writer) {
  const access::DataControlBlock& from = input_->attributes();
  const EditLimits limits = {
      .input_bytes = from.record_format.is_fixed() ? data_bytes_max(from) : 0,
      .output_bytes_max = data_bytes_max(output_),
      .is_output_fixed = output_.record_format.is_fixed()};
  CS_ASSIGN(RecordEdit edit, RecordEdit::make(statement, limits, context_->code_page()));
  if (edit.is_plain() && !statement.ident) {
    return copy_all(writer);
  }
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> record, next_record());
    if (!record) {
      at_end_ = true;
      return true;
    }
    const bool is_last = edit.is_last(*record);
    if (edit.is_plain()) {
      CS_TRY(writer.write_record(*record));
    } else {
      CS_ASSIGN(const ByteView edited, edit.edit(*record, records_read_));
      CS_TRY(writer.write_record(edited));
    }
    ++records_written_;
    if (is_last) {
      CS_ASSIGN(ahead_, next_record());
      at_end_ = !ahead_.has_value();
      return true;
    }
  }
}

}  // namespace

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  report.new_page("DATA SET UTILITY - GENERATE");
  const auto deck = context.read_cards();
  if (!deck) {
    report.say_at(kSevere, deck.failure());
    return;
  }
  const cards::Parsed<GenerateRequest> parsed = parse_iebgener(*deck);
  for (const Failure& warning : parsed.warnings) {
    report.say(warning);
  }
  for (const Failure& error : parsed.errors) {
    report.say_at(kSevere, error);
  }
  if (!parsed.ok()) {
    return;
  }
  Copy copy(context);
  const auto copied =
      copy.run(parsed.statements.empty() ? GenerateRequest() : parsed.statements.front());
  if (!copied) {
    report.say_at(kSevere, copied.failure());
    return;
  }
  report.print("PROCESSING ENDED AT EOD");
}

}  // namespace coldsite::iebgener

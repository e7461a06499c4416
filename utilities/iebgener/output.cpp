// The attributes of SYSUT2 and libraries as output.
#include "utilities/iebgener/output.hpp"

#include <fmt/format.h>

#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"

namespace coldsite::iebgener {
namespace {

std::string describe(const access::DataControlBlock& dcb) {
  return fmt::format("RECFM={},LRECL={}", to_string(dcb.record_format), dcb.record_bytes);
}

}  // namespace

OutputPlan plan_output(const access::DataControlBlock& input,
                       const access::DataControlBlock& known) {
  OutputPlan plan;
  plan.known = known;
  if (known.record_format.bits == 0) {
    plan.program.record_format = input.record_format;
    plan.copied_from_input = true;
  }
  const dasd::RecordFormat format = access::merge(known, plan.program).record_format;
  if (known.record_bytes == 0 && !format.is_undefined()) {
    plan.program.record_bytes = input.record_bytes;
    plan.copied_from_input = plan.copied_from_input || input.record_bytes != 0;
  }
  if (known.block_bytes == 0 && format.is_undefined()) {
    plan.program.block_bytes = input.block_bytes;  // there is no rule for the system to choose one
    plan.copied_from_input = true;
  }
  return plan;
}

Result<void> check_plain_copy(const access::DataControlBlock& input,
                              const access::DataControlBlock& output) {
  const bool same_form = input.record_format.is_fixed() == output.record_format.is_fixed() &&
                         input.record_format.is_variable() == output.record_format.is_variable();
  const bool fixed = input.record_format.is_fixed();
  if (!same_form || (fixed && data_bytes_max(input) != data_bytes_max(output))) {
    return failure<msg::IEB311I>(
        fmt::format("SYSUT1 {}, SYSUT2 {}", describe(input), describe(output)));
  }
  return {};
}

std::size_t data_bytes_max(const access::DataControlBlock& dcb) {
  if (dcb.record_format.is_fixed()) {
    return dcb.record_bytes != 0 ? dcb.record_bytes : dcb.block_bytes;
  }
  if (dcb.record_format.is_variable()) {
    if (dcb.record_bytes == access::kRecordBytesX) {
      return access::kSpannedRecordBytesMax;
    }
    return dcb.record_bytes != 0 ? dcb.record_bytes - 4 : access::kBlockBytesMax - 8;
  }
  return dcb.block_bytes != 0 ? dcb.block_bytes : access::kBlockBytesMax;
}

Result<access::DataControlBlock> known_attributes(const site::Allocation& allocation,
                                                  batch::StepContext& context) {
  CS_ASSIGN(const access::DataControlBlock labelled,
            site::labelled_attributes(allocation, context.allocation));
  return access::merge(allocation.request.dcb, labelled);
}

bool is_undescribed_text(const site::Allocation& allocation) {
  const access::DataControlBlock& said = allocation.request.dcb;
  return allocation.kind == site::AllocationKind::kHostFile && allocation.request.is_text &&
         said.record_format.bits == 0 && said.record_bytes == 0 && said.block_bytes == 0;
}

Result<std::unique_ptr<LibraryOutput>> LibraryOutput::open(const site::Allocation& allocation,
                                                           const access::DataControlBlock& program,
                                                           batch::StepContext& context) {
  auto output = std::make_unique<LibraryOutput>();
  if (allocation.kind != site::AllocationKind::kDasdDataSet || !allocation.request.member.empty()) {
    return failure<msg::CSU0004S>(allocation.request.ddname);
  }
  CS_ASSIGN(output->data_set_,
            site::open_data_set(allocation, dasd::Access::kUpdate, context.allocation));
  if (output->data_set_.label.organization != dasd::Organization::kPartitioned) {
    return failure<msg::CSU0004S>(output->data_set_.label.name);
  }
  CS_ASSIGN(output->library_,
            access::PartitionedDataSet::open(*output->data_set_.volume, output->data_set_.label));
  access::DataControlBlock dcb = access::merge(access::merge(allocation.request.dcb, program),
                                               access::attributes_of(output->data_set_.label));
  if (dcb.block_bytes == 0) {
    dcb.block_bytes = access::determine_block_bytes(dcb, &output->data_set_.volume->geometry());
  }
  CS_TRY(access::check_attributes(dcb));
  output->dcb_ = dcb;
  output->library_->set_attributes(dcb);
  output->library_->hold();
  return output;
}

Result<std::unique_ptr<access::RecordWriter>> LibraryOutput::begin_member(const std::string& name) {
  CS_ASSIGN(auto blocks, library_->write_member({.name = name}, true));
  return access::make_record_writer(std::move(blocks), dcb_);
}

Result<void> LibraryOutput::add_aliases(const std::vector<cards::Word>& names) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    access::Member alias = *library_->find(names.front().text);
    alias.name = names[i].text;
    alias.is_alias = true;
    CS_TRY(library_->stow(alias, true));
  }
  return {};
}

}  // namespace coldsite::iebgener

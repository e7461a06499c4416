#include "utilities/iebupdte/masters.hpp"

#include <utility>

#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"

namespace coldsite::iebupdte {
namespace {

constexpr std::uint32_t kCardBytes = 80;

/// The data set's label, where it is one on DASD.
Result<std::optional<site::OpenDataSet>> open_label(const site::Allocation& allocation,
                                                    dasd::Access access,
                                                    batch::StepContext& context) {
  if (allocation.kind != site::AllocationKind::kDasdDataSet) {
    return std::optional<site::OpenDataSet>();
  }
  CS_ASSIGN(site::OpenDataSet open, site::open_data_set(allocation, access, context.allocation));
  return std::optional<site::OpenDataSet>(std::move(open));
}

bool is_library(const site::Allocation& allocation, const site::OpenDataSet& open) {
  return open.label.organization == dasd::Organization::kPartitioned &&
         allocation.request.member.empty();
}

Result<std::unique_ptr<Library>> make_library(site::OpenDataSet open,
                                              const access::DataControlBlock& coded) {
  auto library = std::make_unique<Library>();
  library->data_set = std::move(open);
  const dasd::DataSetLabel& label = library->data_set.label;
  CS_ASSIGN(library->members, access::PartitionedDataSet::open(*library->data_set.volume, label));
  library->attributes = access::merge(coded, access::attributes_of(label));
  return library;
}

}  // namespace

Result<std::unique_ptr<access::RecordReader>> Library::read_member(const std::string& name) {
  if (uncommitted.contains(name)) {
    CS_TRY(members->commit());
    uncommitted.clear();
    members->hold();
  }
  const access::Member* member = members->find(name);
  if (member == nullptr) {
    return failure<msg::IEB817I>(name, "OM DIRECTORY.");
  }
  CS_ASSIGN(auto blocks, members->read_member(*member));
  return access::make_record_reader(std::move(blocks), attributes);
}

Result<void> check_records(const access::DataControlBlock& dcb, std::string_view ddname) {
  const bool is_fixed = dcb.record_format.bits == 0 || dcb.record_format.is_fixed();
  const std::uint32_t bytes = dcb.record_bytes != 0 ? dcb.record_bytes : dcb.block_bytes;
  if (!is_fixed || bytes > kCardBytes) {
    return failure<msg::CSU0023S>(ddname, to_string(dcb.record_format), bytes);
  }
  return {};
}

Result<std::unique_ptr<Masters>> Masters::open(batch::StepContext& context, bool has_old) {
  auto masters = std::make_unique<Masters>();
  masters->context_ = &context;
  CS_ASSIGN(masters->new_allocation_, context.allocated_one("SYSUT2"));
  if (has_old && context.find_dd("SYSUT1") != nullptr) {
    CS_ASSIGN(masters->old_allocation_, context.allocated_one("SYSUT1"));
    const site::Allocation& old_master = *masters->old_allocation_;
    const site::Allocation& new_master = *masters->new_allocation_;
    masters->is_one_ = !old_master.data_set_name.empty() &&
                       old_master.data_set_name == new_master.data_set_name &&
                       old_master.volume_path == new_master.volume_path;
  }
  CS_TRY(masters->open_new(context));
  CS_TRY(masters->open_old(context));
  CS_TRY(masters->plan_records(context));
  return masters;
}

Library* Masters::old_library() const {
  return is_one_ ? new_library_.get() : old_library_.get();
}

Result<void> Masters::open_new(batch::StepContext& context) {
  CS_ASSIGN(auto open, open_label(*new_allocation_, dasd::Access::kUpdate, context));
  if (!open) {
    return {};
  }
  if (is_library(*new_allocation_, *open)) {
    CS_ASSIGN(new_library_, make_library(*std::move(open), new_allocation_->request.dcb));
    return {};
  }
  if (is_one_ && old_allocation_->request.member == new_allocation_->request.member) {
    return failure<msg::CSU0024S>(open->label.name);
  }
  return {};
}

Result<void> Masters::open_old(batch::StepContext& context) {
  if (!has_old() || (is_one_ && new_library_ != nullptr)) {
    return {};
  }
  CS_ASSIGN(auto open, open_label(*old_allocation_, dasd::Access::kRead, context));
  if (!open) {
    return {};
  }
  old_attributes_ = access::merge(old_allocation_->request.dcb, access::attributes_of(open->label));
  CS_TRY(check_records(old_attributes_, "SYSUT1"));
  if (is_library(*old_allocation_, *open)) {
    CS_ASSIGN(old_library_, make_library(*std::move(open), old_allocation_->request.dcb));
  }
  return {};
}

/// FB 80, or as the old master, where SYSUT2 says nothing.
Result<void> Masters::plan_records(batch::StepContext& context) {
  access::DataControlBlock known = new_allocation_->request.dcb;
  if (new_library_ != nullptr) {
    known = new_library_->attributes;
  } else {
    CS_ASSIGN(const auto open, open_label(*new_allocation_, dasd::Access::kRead, context));
    if (open) {
      known = access::merge(known, access::attributes_of(open->label));
    }
  }
  program_.record_format.bits = dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked;
  program_.record_bytes =
      old_attributes_.record_bytes != 0 ? old_attributes_.record_bytes : kCardBytes;
  access::DataControlBlock planned = access::merge(known, program_);
  CS_TRY(check_records(planned, "SYSUT2"));
  record_bytes_ = planned.record_bytes;
  if (old_attributes_.record_bytes != 0 && old_attributes_.record_bytes != record_bytes_) {
    return failure<msg::IEB830I>();
  }
  if (new_library_ != nullptr) {
    if (planned.block_bytes == 0) {
      planned.block_bytes =
          access::determine_block_bytes(planned, &new_library_->data_set.volume->geometry());
    }
    CS_TRY(access::check_attributes(planned));
    new_library_->attributes = planned;
    new_library_->members->set_attributes(planned);
    new_library_->members->hold();
  }
  return {};
}

Result<std::unique_ptr<access::RecordReader>> Masters::read_old(
    const std::optional<cards::Word>& name) {
  if (Library* library = old_library()) {
    return library->read_member(name ? name->text : std::string());
  }
  if (!has_old()) {
    return failure<msg::IEB814I>("SYSUT1");
  }
  access::DataControlBlock program;
  program.record_bytes = record_bytes_;
  CS_ASSIGN(auto reader, site::open_reader({*old_allocation_}, program, context_->allocation));
  CS_TRY(check_records(reader->attributes(), "SYSUT1"));
  if (reader->attributes().record_bytes != record_bytes_) {
    return failure<msg::IEB830I>();
  }
  return reader;
}

Result<std::unique_ptr<access::RecordWriter>> Masters::write_sequential(
    const SourcePosition& position) {
  if (std::exchange(is_sequential_begun_, true)) {
    return failure<msg::IEB815I>().at(position);
  }
  return context_->open_writer("SYSUT2", program_);
}

Result<void> Masters::commit() {
  return new_library_ == nullptr ? Result<void>() : new_library_->members->commit();
}

}  // namespace coldsite::iebupdte

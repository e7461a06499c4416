// Opening data sets and members on DASD volumes.
#include "datasets/access/dasd_blocks.hpp"
#include "datasets/access/partitioned.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/site/open_parts.hpp"

namespace coldsite::site {
namespace {

/// Blocks with the volume (and library) they come from.
class OwningReader : public io::BlockReader {
 public:
  OwningReader(std::unique_ptr<dasd::Volume> volume,
               std::unique_ptr<access::PartitionedDataSet> library,
               std::unique_ptr<io::BlockReader> blocks)
      : volume_(std::move(volume)), library_(std::move(library)), blocks_(std::move(blocks)) {}
  Result<std::optional<ByteView>> read_block() override { return blocks_->read_block(); }

 private:
  std::unique_ptr<dasd::Volume> volume_;  // outlives what stands below
  std::unique_ptr<access::PartitionedDataSet> library_;
  std::unique_ptr<io::BlockReader> blocks_;
};

class OwningWriter : public io::BlockWriter {
 public:
  OwningWriter(std::unique_ptr<dasd::Volume> volume,
               std::unique_ptr<access::PartitionedDataSet> library,
               std::unique_ptr<io::BlockWriter> blocks)
      : volume_(std::move(volume)), library_(std::move(library)), blocks_(std::move(blocks)) {}
  Result<void> write_block(ByteView block) override { return blocks_->write_block(block); }
  void expect_incompressible() override { blocks_->expect_incompressible(); }
  Result<void> close() override { return blocks_->close(); }

 private:
  std::unique_ptr<dasd::Volume> volume_;  // outlives what stands below
  std::unique_ptr<access::PartitionedDataSet> library_;
  std::unique_ptr<io::BlockWriter> blocks_;
};

/// A library needs a member, a sequential data set has none.
Result<void> check_member(const Allocation& allocation, const dasd::DataSetLabel& label) {
  const bool is_library = label.organization == dasd::Organization::kPartitioned;
  const DdRequest& request = allocation.request;
  if (is_library && request.member.empty()) {
    return failure<msg::CSE0023E>(
        request.ddname,
        "'" + label.name + "' is a library: name a member, DSN=" + label.name + "(MEMBER)");
  }
  if (!is_library && !request.member.empty()) {
    return failure<msg::CSE0023E>(request.ddname,
                                  "'" + label.name + "' is not a library and has no members");
  }
  return {};
}

/// What the output is going to be. Record attributes that are said anew have the system determine
/// a new block size, unless that is said too.
Result<access::DataControlBlock> output_attributes(const access::DataControlBlock& said,
                                                   const dasd::DataSetLabel& label,
                                                   const dasd::Geometry& geometry) {
  access::DataControlBlock dcb = access::merge(said, access::attributes_of(label));
  const bool is_changed = dcb.record_format != label.record_format ||
                          (dcb.record_bytes != label.record_bytes && said.record_bytes != 0);
  if (said.block_bytes == 0 && is_changed) {
    dcb.block_bytes = 0;
  }
  if (dcb.block_bytes == 0) {
    dcb.block_bytes = access::determine_block_bytes(dcb, &geometry);
  }
  dcb.organization = label.organization;
  CS_TRY(access::check_attributes(dcb));
  return dcb;
}

}  // namespace

Result<OpenDataSet> open_data_set(const Allocation& allocation, dasd::Access access,
                                  AllocationContext& context) {
  if (allocation.kind != AllocationKind::kDasdDataSet) {
    return failure<msg::CSE0023E>(allocation.request.ddname, "it is not a data set on a volume");
  }
  OpenDataSet open;
  CS_ASSIGN(open.volume, dasd::open_volume(*context.store, allocation.volume_path, access));
  CS_ASSIGN(auto label, dasd::find_data_set(*open.volume, allocation.data_set_name));
  if (!label) {
    return failure<msg::CSE0025E>(allocation.data_set_name, allocation.volser.empty()
                                                                ? allocation.volume_path
                                                                : allocation.volser);
  }
  open.label = *std::move(label);
  return open;
}

Result<OpenBlocks> open_dasd_blocks(const Allocation& allocation,
                                    const access::DataControlBlock& said,
                                    AllocationContext& context) {
  CS_ASSIGN(OpenDataSet open, open_data_set(allocation, dasd::Access::kRead, context));
  CS_TRY(check_member(allocation, open.label));
  const access::DataControlBlock dcb = access::merge(said, access::attributes_of(open.label));
  if (allocation.request.member.empty()) {
    CS_ASSIGN(auto blocks, access::open_dasd_reader(*open.volume, open.label));
    return OpenBlocks{
        std::make_unique<OwningReader>(std::move(open.volume), nullptr, std::move(blocks)), dcb};
  }
  CS_ASSIGN(auto library, access::PartitionedDataSet::open(*open.volume, open.label));
  const access::Member* member = library->find(allocation.request.member);
  if (member == nullptr) {
    return failure<msg::CSE0024E>(allocation.request.member, open.label.name);
  }
  CS_ASSIGN(auto blocks, library->read_member(*member));
  return OpenBlocks{
      std::make_unique<OwningReader>(std::move(open.volume), std::move(library), std::move(blocks)),
      dcb};
}

Result<OpenBlockWriter> open_dasd_output(const Allocation& allocation,
                                         const access::DataControlBlock& said,
                                         AllocationContext& context) {
  CS_ASSIGN(OpenDataSet open, open_data_set(allocation, dasd::Access::kUpdate, context));
  CS_TRY(check_member(allocation, open.label));
  CS_ASSIGN(const access::DataControlBlock dcb,
            output_attributes(said, open.label, open.volume->geometry()));
  const DdRequest& request = allocation.request;
  if (request.member.empty()) {
    if (request.status == Status::kModify && open.label.last_block.record != 0) {
      CS_TRY(check_extension(allocation, dcb, access::attributes_of(open.label)));
    }
    const auto mode = request.status == Status::kModify ? access::WriteMode::kExtend
                                                        : access::WriteMode::kReplace;
    const bool release = request.space && request.space->release;
    CS_ASSIGN(auto blocks, access::open_dasd_writer(*open.volume, open.label, dcb, mode, release));
    return OpenBlockWriter{
        std::make_unique<OwningWriter>(std::move(open.volume), nullptr, std::move(blocks)), dcb};
  }
  CS_ASSIGN(auto library, access::PartitionedDataSet::open(*open.volume, open.label));
  if (request.status == Status::kModify && library->find(request.member) != nullptr) {
    return failure<msg::CSE0023E>(request.ddname, "DISP=MOD cannot extend member '" +
                                                      request.member +
                                                      "', which is there; DISP=OLD replaces it");
  }
  library->set_attributes(dcb);
  access::Member member;
  member.name = request.member;
  CS_ASSIGN(auto blocks, library->write_member(member, true));
  return OpenBlockWriter{
      std::make_unique<OwningWriter>(std::move(open.volume), std::move(library), std::move(blocks)),
      dcb};
}

}  // namespace coldsite::site

// Unload and reload.
#include "utilities/iebcopy/unload.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/access/directory.hpp"
#include "datasets/access/extent_map.hpp"
#include "datasets/messages/ieb.hpp"

namespace coldsite::iebcopy {
namespace {

constexpr std::size_t kDirectoryBlockBytes =
    access::kDirectoryKeyBytes + access::kDirectoryDataBytes;

/// Gathers blocks into records as long as the unload's block size allows.
class RecordBuilder {
 public:
  RecordBuilder(access::RecordWriter& output, std::size_t record_bytes_max)
      : output_(&output), record_bytes_max_(record_bytes_max) {}

  Result<void> add(const BlockHeader& header, ByteView key_and_data) {
    const std::size_t bytes = kBlockHeaderBytes + key_and_data.size();
    if (!record_.empty() && record_.size() + bytes > record_bytes_max_) {
      CS_TRY(flush());
    }
    append_block(record_, header, key_and_data);
    return {};
  }
  Result<void> flush() {
    if (!record_.empty()) {
      CS_TRY(output_->write_record(record_));
    }
    record_.clear();
    return {};
  }

 private:
  access::RecordWriter* output_;
  std::size_t record_bytes_max_;
  Bytes record_;
};

/// Addresses of the library as block headers have them.
class Addresses {
 public:
  Addresses(const dasd::DataSetLabel& label, const dasd::Geometry& geometry)
      : map_(label, geometry), label_(&label), geometry_(&geometry) {}

  [[nodiscard]] BlockHeader header(dasd::RelativeAddress address, std::size_t data_bytes) const {
    const std::uint32_t absolute = map_.absolute(address.track);
    const dasd::TrackAddress track = geometry_->track_address(absolute);
    BlockHeader header;
    header.cylinder = track.cylinder;
    header.head = track.head;
    header.record = address.record;
    header.data_bytes = static_cast<std::uint32_t>(data_bytes);
    for (std::size_t i = 0; i < label_->extents.size(); ++i) {
      const std::uint32_t first = label_->extents[i].first_track(*geometry_);
      if (absolute >= first && absolute - first < label_->extents[i].track_count(*geometry_)) {
        header.extent = static_cast<std::uint8_t>(i);
      }
    }
    return header;
  }

 private:
  access::ExtentMap map_;
  const dasd::DataSetLabel* label_;
  const dasd::Geometry* geometry_;
};

Result<void> write_directory(const MemberPlan& plan, RecordBuilder& records) {
  std::vector<access::Member> members;
  for (const PlannedMember& planned : plan.members) {
    members.push_back(planned.member);
    members.back().name = planned.new_name;
  }
  std::ranges::sort(members, {}, [](const access::Member& member) {
    return access::to_directory_key(member.name);
  });
  BlockHeader header;
  header.key_bytes = access::kDirectoryKeyBytes;
  header.data_bytes = access::kDirectoryDataBytes;
  for (const Bytes& block : access::pack_directory(members)) {
    CS_TRY(records.add(header, block));
  }
  CS_TRY(records.add({}, {}));
  return records.flush();
}

Result<void> write_member(access::PartitionedDataSet& library, const access::Member& member,
                          const Addresses& addresses, RecordBuilder& records) {
  CS_ASSIGN(const auto reader, library.read_member(member));
  dasd::RelativeAddress end = member.start;
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> block, reader->read_block());
    if (!block) {
      break;
    }
    end = reader->last_address();
    CS_TRY(records.add(addresses.header(end, block->size()), *block));
    ++end.record;
  }
  CS_TRY(records.add(addresses.header(end, 0), {}));
  return records.flush();
}

class UnloadedMemberReader final : public access::DasdBlockReader {
 public:
  explicit UnloadedMemberReader(UnloadSource& source) : source_(&source) {}
  Result<std::optional<ByteView>> read_block() override {
    if (at_end_) {
      return std::optional<ByteView>();
    }
    CS_ASSIGN(const std::optional<UnloadSource::Block> block, source_->next_block());
    if (!block) {
      return failure<msg::IEB120E>("UNLOAD DATA SET", "IT ENDS INSIDE A MEMBER");
    }
    at_end_ = block->is_end;
    if (at_end_) {
      return std::optional<ByteView>();
    }
    last_ = block->address;
    return std::optional<ByteView>(block->data);
  }
  [[nodiscard]] dasd::RelativeAddress last_address() const override { return last_; }

 private:
  UnloadSource* source_;
  dasd::RelativeAddress last_;
  bool at_end_ = false;
};

}  // namespace

access::DataControlBlock unload_attributes(const UnloadHeader& header) {
  access::DataControlBlock dcb;
  dcb.organization = dasd::Organization::kSequential;
  dcb.record_format.bits = dasd::RecordFormat::kVariable | dasd::RecordFormat::kSpannedOrStandard;
  const bool is_long = header.container_block_bytes > access::kBlockBytesMax;
  dcb.block_bytes = is_long ? access::kBlockBytesMax : header.container_block_bytes;
  dcb.record_bytes = is_long ? access::kRecordBytesX : header.container_block_bytes - 4;
  return dcb;
}

Result<CopyResult> unload_members(access::PartitionedDataSet& library, dasd::Volume& volume,
                                  const MemberPlan& plan, access::RecordWriter& output) {
  const dasd::DataSetLabel& label = library.label();
  const UnloadHeader header = make_header(label, volume.geometry());
  CS_TRY(output.write_record(encode_first(header, label, volume.geometry(), volume.cylinders())));
  CS_TRY(output.write_record(encode_second(header)));
  RecordBuilder records(output, header.container_block_bytes - 8);
  CS_TRY(write_directory(plan, records));
  const Addresses addresses(label, volume.geometry());
  CopyResult result;
  std::optional<dasd::RelativeAddress> written;
  for (const PlannedMember& planned : plan.members) {
    if (written != planned.member.start) {
      const auto done = write_member(library, planned.member, addresses, records);
      if (!done) {
        return done.failure().while_doing("unloading member", planned.member.name);
      }
      written = planned.member.start;
    }
    result.copied.push_back({planned.new_name, planned.member.name});
  }
  CS_TRY(output.close());
  return result;
}

Result<std::unique_ptr<UnloadSource>> UnloadSource::open(
    std::unique_ptr<access::RecordReader> records) {
  auto source = std::make_unique<UnloadSource>();
  source->records_ = std::move(records);
  CS_ASSIGN(const Bytes first, source->read_header_record());
  CS_ASSIGN(const Bytes second, source->read_header_record());
  CS_ASSIGN(source->header_, decode_headers(first, second));
  CS_TRY(source->read_directory());
  return source;
}

Result<Bytes> UnloadSource::read_header_record() {
  CS_ASSIGN(const std::optional<ByteView> record, records_->read_record());
  return record ? Bytes(record->begin(), record->end()) : Bytes();
}

Result<void> UnloadSource::read_directory() {
  bool has_end_entry = false;
  for (std::size_t index = 0;; ++index) {
    CS_ASSIGN(const std::optional<Block> block, next_block());
    if (!block || (!block->is_end && block->data.size() != kDirectoryBlockBytes)) {
      return failure<msg::IEB120E>("UNLOAD DATA SET", "THE DIRECTORY IS NOT CLOSED");
    }
    if (block->is_end) {
      return {};
    }
    if (has_end_entry) {
      continue;  // unused blocks
    }
    CS_ASSIGN(auto entries,
              access::decode_directory_block(block->data.subspan(access::kDirectoryKeyBytes),
                                             "the unload data set", index));
    has_end_entry = entries.second;
    std::ranges::move(entries.first, std::back_inserter(members_));
  }
}

/// The next record that holds a block. False at the end.
Result<bool> UnloadSource::next_record() {
  CS_ASSIGN(const std::optional<ByteView> record, records_->read_record());
  if (!record) {
    return false;
  }
  record_.assign(record->begin(), record->end());
  offset_ = 0;
  return true;
}

Result<std::optional<UnloadSource::Block>> UnloadSource::next_block() {
  if (ahead_) {
    const std::optional<Block> block = ahead_;
    ahead_.reset();
    return block;
  }
  while (offset_ >= record_.size()) {
    CS_ASSIGN(const bool has_record, next_record());
    if (!has_record) {
      return std::optional<Block>();
    }
  }
  CS_ASSIGN(const BlockHeader header, decode_block(record_, offset_));
  Block block;
  block.is_end = header.is_end();
  block.data =
      ByteView(record_).subspan(offset_ + kBlockHeaderBytes, header.key_bytes + header.data_bytes);
  block.address = {header_.relative_track(header.cylinder, header.head).value_or(0), header.record};
  offset_ += kBlockHeaderBytes + block.data.size();
  return std::optional<Block>(block);
}

Result<std::unique_ptr<access::DasdBlockReader>> UnloadSource::open(const access::Member& member) {
  while (true) {
    CS_ASSIGN(const std::optional<Block> block, next_block());
    if (!block) {
      return failure<msg::IEB120E>("UNLOAD DATA SET",
                                   fmt::format("IT HAS NO BLOCKS OF MEMBER {}", member.name));
    }
    if (block->address == member.start) {
      ahead_ = block;
      return std::unique_ptr<access::DasdBlockReader>(
          std::make_unique<UnloadedMemberReader>(*this));
    }
  }
}

}  // namespace coldsite::iebcopy

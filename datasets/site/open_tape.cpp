// Opening files on tape volumes.
#include <algorithm>

#include "datasets/messages/cse.hpp"
#include "datasets/messages/cst.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/locks.hpp"
#include "datasets/site/open_parts.hpp"

namespace coldsite::site {
namespace {

tape::TapeFormat format_of(const std::string& path, const Site* site) {
  tape::TapeFormat format = site == nullptr ? tape::TapeFormat() : site->tape_format();
  if (path.ends_with(".aws")) {
    format.compression = tape::Compression::kNone;
  } else if (path.ends_with(".het") && format.compression == tape::Compression::kNone) {
    format.compression = tape::Compression::kZlib;
  }
  return format;
}

/// The volumes of an allocation, then scratch volumes of the library while writing.
class AllocatedVolumes : public tape::VolumeSource {
 public:
  AllocatedVolumes(const Allocation& allocation, AllocationContext& context)
      : site_(allocation.request.host_path.empty() ? context.site : nullptr),
        store_(*context.store),
        volumes_max_(allocation.request.volume_count.value_or(255)),
        volsers_(allocation.tape_volsers),
        paths_(allocation.tape_paths) {}

  Result<void> add(const std::string& volser) {
    CS_ASSIGN(const auto path, site_->find_tape(volser));
    if (!path) {
      return failure<msg::CSE0033E>(volser, io::join_path(site_->directory(), "tape"));
    }
    volsers_.push_back(volser);
    paths_.push_back(*path);
    return {};
  }

  Result<std::unique_ptr<tape::TapeImage>> mount(std::size_t index, tape::Access access) override {
    const bool is_limit =
        access == tape::Access::kRead || site_ == nullptr || index >= volumes_max_;
    if (index >= paths_.size() && is_limit) {
      return std::unique_ptr<tape::TapeImage>();
    }
    if (index >= paths_.size()) {
      CS_TRY(mount_scratch());
    }
    return tape::open_tape(store_, paths_[index], access, format_of(paths_[index], site_));
  }

  [[nodiscard]] std::string volser(std::size_t index) const override {
    return index < volsers_.size() ? volsers_[index] : std::string();
  }

 private:
  /// Noted before the first byte goes there: a volume that nobody knows of would be lost data.
  Result<void> mount_scratch() {
    CS_ASSIGN(const std::string volser, site_->create_scratch_tape(""));
    CS_TRY(add(volser));
    CS_ASSIGN(auto lock, lock_image(store_, paths_.back(), io::LockMode::kExclusive, true));
    locks_.push_back(std::move(lock));
    further_ += volser + "\n";
    const std::string path = mounts_path(*site_, volsers_.front());
    CS_TRY(store_.make_directories(io::directory_of(path)));
    return io::replace_file(store_, path, Bytes(further_.begin(), further_.end()));
  }

  Site* site_;
  io::FileStore& store_;
  std::size_t volumes_max_;  ///< VOL=(,,,n)
  std::vector<std::string> volsers_;
  std::vector<std::string> paths_;
  std::vector<std::shared_ptr<HeldLock>> locks_;
  std::string further_;
};

class OwningReader : public io::BlockReader {
 public:
  OwningReader(std::unique_ptr<tape::VolumeSource> volumes,
               std::unique_ptr<tape::TapeFileReader> file)
      : volumes_(std::move(volumes)), file_(std::move(file)) {}
  Result<std::optional<ByteView>> read_block() override { return file_->read_block(); }
  Result<void> read_blocks(io::BlockBatch& batch) override { return file_->read_blocks(batch); }

 private:
  std::unique_ptr<tape::VolumeSource> volumes_;  // outlives the file
  std::unique_ptr<tape::TapeFileReader> file_;
};

class OwningWriter : public io::BlockWriter {
 public:
  OwningWriter(std::unique_ptr<tape::VolumeSource> volumes,
               std::unique_ptr<tape::TapeFileWriter> file)
      : volumes_(std::move(volumes)), file_(std::move(file)) {}
  Result<void> write_block(ByteView block) override { return file_->write_block(block); }
  Result<void> write_blocks(std::span<const io::GatheredBlock> blocks) override {
    return file_->write_blocks(blocks);
  }
  void expect_incompressible() override { file_->expect_incompressible(); }
  Result<void> close() override { return file_->close(); }

 private:
  std::unique_ptr<tape::VolumeSource> volumes_;  // outlives the file
  std::unique_ptr<tape::TapeFileWriter> file_;
};

std::string job_step(const AllocationContext& context) {
  std::string text = context.job_name;
  text.resize(8, ' ');
  text += '/';
  text += context.step_name;
  text.resize(17, ' ');
  return text;
}

tape::TapeFileRequest make_request(const Allocation& allocation,
                                   const access::DataControlBlock& dcb,
                                   AllocationContext& context) {
  const DdRequest& request = allocation.request;
  tape::TapeFileRequest file;
  file.data_set_name = allocation.data_set_name;
  file.file_sequence = request.file_sequence.value_or(1);
  file.label_type = request.label_type.value_or(tape::LabelType::kStandard);
  file.extend = request.status == Status::kModify && !allocation.is_new;
  file.today = today_of(context);
  file.attributes.created = file.today;
  file.attributes.expires = request.expires;
  file.attributes.record_format = dcb.record_format;
  file.attributes.record_bytes = dcb.record_bytes;
  file.attributes.block_bytes = dcb.block_bytes;
  file.attributes.job_step = job_step(context);
  return file;
}

}  // namespace

Result<std::vector<std::string>> further_volumes(const Allocation& allocation,
                                                 AllocationContext& context) {
  std::vector<std::string> volsers;
  if (context.site == nullptr || !allocation.request.host_path.empty()) {
    return volsers;
  }
  const std::string path = mounts_path(*context.site, allocation.tape_volsers.front());
  CS_ASSIGN(const auto info, context.store->info(path));
  if (!info) {
    return volsers;
  }
  CS_ASSIGN(const Bytes content, io::read_file(*context.store, path, 1 << 20));
  std::string volser;
  for (const std::uint8_t byte : content) {
    if (byte != '\n') {
      volser += static_cast<char>(byte);
    } else if (!volser.empty()) {
      volsers.push_back(std::exchange(volser, {}));
    }
  }
  return volsers;
}

Result<std::unique_ptr<tape::VolumeSource>> open_tape_volumes(const Allocation& allocation,
                                                              AllocationContext& context) {
  if (allocation.kind != AllocationKind::kTape) {
    return failure<msg::CSE0023E>(allocation.request.ddname, "it is not a tape");
  }
  auto volumes = std::make_unique<AllocatedVolumes>(allocation, context);
  return std::unique_ptr<tape::VolumeSource>(std::move(volumes));
}

Result<OpenBlocks> open_tape_blocks(const Allocation& allocation,
                                    const access::DataControlBlock& said,
                                    AllocationContext& context) {
  auto volumes = std::make_unique<AllocatedVolumes>(allocation, context);
  CS_ASSIGN(const auto further, further_volumes(allocation, context));
  for (const std::string& volser : further) {
    CS_TRY(volumes->add(volser));
  }
  CS_ASSIGN(auto file,
            tape::TapeFileReader::open(*volumes, make_request(allocation, said, context)));
  access::DataControlBlock labelled;
  labelled.record_format = file->label().record_format;
  labelled.record_bytes = file->label().record_bytes;
  labelled.block_bytes = file->label().block_bytes;
  return OpenBlocks{std::make_unique<OwningReader>(std::move(volumes), std::move(file)),
                    access::merge(said, labelled)};
}

Result<access::DataControlBlock> tape_attributes(const Allocation& allocation,
                                                 AllocationContext& context) {
  access::DataControlBlock labelled;
  if (allocation.request.status != Status::kModify || allocation.is_new) {
    return labelled;
  }
  AllocatedVolumes volumes(allocation, context);
  const auto file = tape::TapeFileReader::open(volumes, make_request(allocation, {}, context));
  if (!file) {
    return file.failure().is(msg::CST0020E) ? Result<access::DataControlBlock>(labelled)
                                            : file.failure();
  }
  labelled.record_format = (*file)->label().record_format;
  labelled.record_bytes = (*file)->label().record_bytes;
  labelled.block_bytes = (*file)->label().block_bytes;
  return labelled;
}

Result<OpenBlockWriter> open_tape_output(const Allocation& allocation,
                                         const access::DataControlBlock& said,
                                         AllocationContext& context) {
  CS_ASSIGN(const access::DataControlBlock labelled, tape_attributes(allocation, context));
  access::DataControlBlock dcb = access::merge(said, labelled);
  CS_TRY(check_extension(allocation, dcb, labelled));
  dcb.organization = dasd::Organization::kSequential;
  if (dcb.block_bytes == 0) {
    dcb.block_bytes = access::determine_block_bytes(dcb, nullptr);
  }
  CS_TRY(access::check_attributes(dcb));
  auto volumes = std::make_unique<AllocatedVolumes>(allocation, context);
  CS_ASSIGN(auto file,
            tape::TapeFileWriter::open(*volumes, make_request(allocation, dcb, context)));
  return OpenBlockWriter{std::make_unique<OwningWriter>(std::move(volumes), std::move(file)), dcb};
}

}  // namespace coldsite::site

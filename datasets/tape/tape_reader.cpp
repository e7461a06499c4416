#include "datasets/messages/cst.hpp"
#include "datasets/tape/tape_position.hpp"

namespace coldsite::tape {
namespace {

class Reader : public TapeFileReader {
 public:
  Reader(VolumeSource& volumes, const TapeFileRequest& request)
      : volumes_(&volumes), request_(request), label_(request.attributes) {}

  Result<void> start();
  Result<std::optional<ByteView>> read_block() override;
  Result<void> read_blocks(io::BlockBatch& batch) override;
  const TapeFileLabel& label() const override { return label_; }

 private:
  Result<void> end_of_file_part();
  Result<void> check_trailer();
  Result<void> go_on_unlabelled();
  Result<void> mount_next();
  [[nodiscard]] Failure unfinished() const {
    return failure<msg::CST0027E>(label_.data_set_id, volume_.volser, blocks_);
  }

  VolumeSource* volumes_;
  TapeFileRequest request_;
  TapeFileLabel label_;
  MountedVolume volume_;
  std::size_t index_ = 0;
  std::uint64_t blocks_ = 0;  ///< read from this volume
  bool is_ended_ = false;
  Bytes block_;
};

Result<void> Reader::start() {
  CS_ASSIGN(volume_, mount_volume(*volumes_, 0, Access::kRead, request_.label_type));
  if (volume_.tape == nullptr) {
    return failure<msg::CST0024E>(request_.data_set_name, "?");
  }
  CS_ASSIGN(const FilePlace place, find_file(volume_, request_, FilePurpose::kKeep));
  if (!place.is_found) {
    return failure<msg::CST0020E>(request_.file_sequence, volume_.volser, place.files_before);
  }
  if (!place.header) {
    return {};
  }
  label_ = *place.header;
  const std::string wanted = label_data_set_id(request_.data_set_name);
  if (!wanted.empty() && wanted != label_.data_set_id) {
    return failure<msg::CST0021E>(request_.file_sequence, volume_.volser, label_.data_set_id,
                                  wanted);
  }
  if (label_.volume_sequence > 1) {
    return failure<msg::CST0028E>(volume_.volser, label_.volume_sequence, label_.data_set_id, 1,
                                  label_.data_set_id);
  }
  return {};
}

Result<std::optional<ByteView>> Reader::read_block() {
  while (!is_ended_) {
    CS_ASSIGN(const BlockKind kind, volume_.tape->read_block(block_));
    switch (kind) {
      case BlockKind::kData:
        ++blocks_;
        return std::optional<ByteView>(block_);
      case BlockKind::kTapeMark:
        CS_TRY(end_of_file_part());
        break;
      case BlockKind::kEndOfTape:
        if (request_.label_type != LabelType::kBypass) {
          return unfinished();
        }
        is_ended_ = true;
        break;
    }
  }
  return std::optional<ByteView>();
}

Result<void> Reader::read_blocks(io::BlockBatch& batch) {
  if (!is_ended_) {
    CS_TRY(volume_.tape->read_blocks(batch));
    blocks_ += batch.blocks.size();
    if (!batch.blocks.empty()) {
      return {};
    }
  }
  return TapeFileReader::read_blocks(batch);  // a mark, an odd block, or damage
}

Result<void> Reader::end_of_file_part() {
  return request_.label_type == LabelType::kStandard ? check_trailer() : go_on_unlabelled();
}

Result<void> Reader::check_trailer() {
  CS_ASSIGN(const LabelGroup trailer, read_label_group(*volume_.tape));
  if (!trailer.label || trailer.ended_by != BlockKind::kTapeMark) {
    return unfinished();
  }
  if (trailer.label->kind == LabelKind::kHeader) {
    return failure<msg::CST0010E>("EOF1", "HDR1");
  }
  if (trailer.label->block_count != blocks_) {
    return failure<msg::CST0023E>(label_.data_set_id, volume_.volser, trailer.label->block_count,
                                  blocks_);
  }
  if (trailer.label->kind == LabelKind::kEndOfFile) {
    is_ended_ = true;
    return {};
  }
  CS_TRY(mount_next());
  if (volume_.tape == nullptr) {
    return failure<msg::CST0024E>(label_.data_set_id, volume_.volser);
  }
  CS_ASSIGN(const LabelGroup header, read_label_group(*volume_.tape));
  const auto part = static_cast<std::uint32_t>(index_) + 1;
  if (!header.label || header.is_initial || header.label->data_set_id != label_.data_set_id ||
      header.label->volume_sequence != part || header.label->set_volser != label_.set_volser) {
    const TapeFileLabel found = header.label.value_or(TapeFileLabel{});
    return failure<msg::CST0028E>(volume_.volser, header.label ? found.volume_sequence : 0,
                                  found.data_set_id, part, label_.data_set_id);
  }
  return {};
}

/// Without labels a file goes on when its mark is the last of the volume and there is another.
Result<void> Reader::go_on_unlabelled() {
  const std::uint64_t behind_mark = volume_.tape->position();
  CS_ASSIGN(const BlockKind kind, volume_.tape->read_block(block_));
  CS_TRY(volume_.tape->seek(behind_mark));
  if (kind == BlockKind::kData) {
    is_ended_ = true;
    return {};
  }
  CS_TRY(mount_next());
  is_ended_ = volume_.tape == nullptr;
  return {};
}

Result<void> Reader::mount_next() {
  const std::string before = volume_.volser;
  CS_ASSIGN(volume_, mount_volume(*volumes_, ++index_, Access::kRead, request_.label_type));
  if (volume_.tape == nullptr) {
    volume_.volser = before;
  }
  blocks_ = 0;
  return {};
}

}  // namespace

Result<std::unique_ptr<TapeFileReader>> TapeFileReader::open(VolumeSource& volumes,
                                                             const TapeFileRequest& request) {
  auto reader = std::make_unique<Reader>(volumes, request);
  CS_TRY(reader->start());
  return std::unique_ptr<TapeFileReader>(std::move(reader));
}

}  // namespace coldsite::tape

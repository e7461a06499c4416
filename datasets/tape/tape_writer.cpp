#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/cst.hpp"
#include "datasets/tape/tape_position.hpp"

namespace coldsite::tape {
namespace {

std::string to_text(dasd::LabelDate date) {
  return fmt::format("{:04}.{:03}", date.year, date.day_of_year);
}

class Writer : public TapeFileWriter {
 public:
  Writer(VolumeSource& volumes, const TapeFileRequest& request)
      : volumes_(&volumes), request_(request), label_(request.attributes) {}

  Result<void> start();
  Result<void> write_block(ByteView block) override;
  Result<void> write_blocks(std::span<const io::GatheredBlock> blocks) override;
  void expect_incompressible() override { is_incompressible_ = true; }
  Result<void> close() override;
  const std::vector<std::string>& volsers() const override { return volsers_; }

 private:
  [[nodiscard]] bool is_labelled() const { return request_.label_type == LabelType::kStandard; }
  Result<void> start_new(const FilePlace& place);
  Result<void> start_extending(const FilePlace& place);
  Result<void> find_end_labelled();
  Result<void> find_end_unlabelled();
  Result<void> check_expiration(const std::optional<TapeFileLabel>& header) const;
  Result<void> mount(std::size_t index);
  Result<void> next_volume();
  Result<void> write_header_labels();
  Result<void> write_trailer_labels(LabelKind kind);

  VolumeSource* volumes_;
  TapeFileRequest request_;
  TapeFileLabel label_;
  MountedVolume volume_;
  std::vector<std::string> volsers_;
  std::size_t index_ = 0;
  std::uint64_t blocks_ = 0;  ///< on this volume
  bool is_full_ = false;
  bool is_closed_ = false;
  bool is_incompressible_ = false;
};

Result<void> Writer::mount(std::size_t index) {
  const std::string before = volume_.volser;
  volume_ = {};  // a drive is free before the next volume is asked for
  CS_ASSIGN(volume_, mount_volume(*volumes_, index, Access::kUpdate, request_.label_type));
  if (volume_.tape == nullptr) {
    return failure<msg::CST0024E>(label_.data_set_id, before);
  }
  index_ = index;
  blocks_ = 0;
  is_full_ = false;
  volsers_.push_back(volume_.volser);
  return {};
}

Result<void> Writer::start() {
  if (label_.data_set_id.empty()) {
    label_.data_set_id = label_data_set_id(request_.data_set_name);
  }
  if (request_.extend && !is_labelled() && !volumes_->volser(1).empty()) {
    return failure<msg::CST0030E>(volumes_->volser(0), volumes_->volser(1));
  }
  CS_TRY(mount(0));
  const FilePurpose purpose = request_.extend ? FilePurpose::kKeep : FilePurpose::kReplace;
  CS_ASSIGN(const FilePlace place, find_file(volume_, request_, purpose));
  return request_.extend && place.is_found ? start_extending(place) : start_new(place);
}

Result<void> Writer::start_new(const FilePlace& place) {
  // A file that is not there may be written as the next one, never further behind.
  const bool is_next =
      request_.file_sequence <= 1 || place.files_before + 1 >= request_.file_sequence;
  if (!place.is_found && !is_next) {
    return failure<msg::CST0020E>(request_.file_sequence, volume_.volser, place.files_before);
  }
  CS_TRY(check_expiration(place.header));
  CS_TRY(volume_.tape->seek(place.header_position));
  if (!is_labelled()) {
    return {};
  }
  label_.set_volser = volume_.volser;
  label_.file_sequence = std::max(request_.file_sequence, 1U);
  label_.volume_sequence = 1;
  return write_header_labels();
}

Result<void> Writer::check_expiration(const std::optional<TapeFileLabel>& header) const {
  if (header && !is_expired(header->expires, request_.today)) {
    return failure<msg::CST0025E>(header->data_set_id, volume_.volser, to_text(header->expires));
  }
  return {};
}

Result<void> Writer::start_extending(const FilePlace& place) {
  if (!is_labelled()) {
    return find_end_unlabelled();
  }
  const std::string wanted = label_data_set_id(request_.data_set_name);
  if (!wanted.empty() && wanted != place.header->data_set_id) {
    return failure<msg::CST0021E>(request_.file_sequence, volume_.volser, place.header->data_set_id,
                                  wanted);
  }
  label_ = *place.header;
  return find_end_labelled();
}

/// Walks over the volumes to the one with the EOF labels and stands behind the last block.
Result<void> Writer::find_end_labelled() {
  for (;;) {
    CS_ASSIGN(const std::uint32_t passed, volume_.tape->forward_files(1));
    const std::uint64_t behind_mark = volume_.tape->position();
    CS_ASSIGN(const LabelGroup trailer, read_label_group(*volume_.tape));
    if (passed == 0 || !trailer.label || trailer.label->kind == LabelKind::kHeader) {
      return failure<msg::CST0027E>(label_.data_set_id, volume_.volser, "?");
    }
    if (trailer.label->kind == LabelKind::kEndOfFile) {
      blocks_ = trailer.label->block_count;
      CS_TRY(volume_.tape->seek(behind_mark));
      return volume_.tape->backspace_file();
    }
    CS_TRY(mount(index_ + 1));
    CS_ASSIGN(const LabelGroup header, read_label_group(*volume_.tape));
    if (!header.label || header.label->data_set_id != label_.data_set_id) {
      return failure<msg::CST0028E>(volume_.volser, 0,
                                    header.label ? header.label->data_set_id : "", index_ + 1,
                                    label_.data_set_id);
    }
    label_ = *header.label;
  }
}

Result<void> Writer::find_end_unlabelled() {
  CS_ASSIGN(const std::uint32_t passed, volume_.tape->forward_files(1));
  return passed == 0 ? Result<void>() : volume_.tape->backspace_file();
}

Result<void> Writer::write_header_labels() {
  label_.kind = LabelKind::kHeader;
  label_.block_count = 0;
  CS_TRY(volume_.tape->write_block(make_first_label(label_)));
  if (label_.has_second) {
    CS_TRY(volume_.tape->write_block(make_second_label(label_)));
  }
  CS_TRY(volume_.tape->write_tape_mark());
  CS_KILL_POINT("tape.after_header_labels");
  return {};
}

Result<void> Writer::write_trailer_labels(LabelKind kind) {
  CS_TRY(volume_.tape->write_tape_mark());
  CS_KILL_POINT("tape.before_trailer_labels");
  if (is_labelled()) {
    label_.kind = kind;
    label_.block_count = blocks_;
    CS_TRY(volume_.tape->write_block(make_first_label(label_)));
    if (label_.has_second) {
      CS_TRY(volume_.tape->write_block(make_second_label(label_)));
    }
    CS_TRY(volume_.tape->write_tape_mark());
  }
  if (kind == LabelKind::kEndOfFile || !is_labelled()) {
    CS_TRY(volume_.tape->write_tape_mark());
  }
  return volume_.tape->sync();
}

Result<void> Writer::next_volume() {
  CS_TRY(write_trailer_labels(LabelKind::kEndOfVolume));
  CS_KILL_POINT("tape.after_end_of_volume");
  CS_TRY(mount(index_ + 1));
  if (!is_labelled()) {
    return {};
  }
  const std::uint64_t header_position = volume_.tape->position();
  CS_ASSIGN(const LabelGroup old, read_label_group(*volume_.tape));
  if (!old.is_initial) {
    CS_TRY(check_expiration(old.label));
  }
  CS_TRY(volume_.tape->seek(header_position));
  ++label_.volume_sequence;
  return write_header_labels();
}

Result<void> Writer::write_block(ByteView block) {
  CS_CHECK(!is_closed_);
  if (is_full_) {
    CS_TRY(next_volume());
  }
  const Compression compression =
      is_incompressible_ ? Compression::kNone : volume_.tape->format().compression;
  CS_ASSIGN(is_full_, volume_.tape->write_block(block, compression));
  ++blocks_;
  return {};
}

Result<void> Writer::write_blocks(std::span<const io::GatheredBlock> blocks) {
  CS_CHECK(!is_closed_);
  if (!is_incompressible_ && volume_.tape->format().compression != Compression::kNone) {
    return TapeFileWriter::write_blocks(blocks);
  }
  while (!blocks.empty()) {
    if (is_full_) {
      CS_TRY(next_volume());
    }
    CS_ASSIGN(const TapeImage::Written written, volume_.tape->write_blocks(blocks));
    is_full_ = written.is_full;
    blocks_ += written.blocks;
    blocks = blocks.subspan(written.blocks);
  }
  return {};
}

Result<void> Writer::close() {
  CS_CHECK(!is_closed_);
  is_closed_ = true;
  return write_trailer_labels(LabelKind::kEndOfFile);
}

}  // namespace

Result<std::unique_ptr<TapeFileWriter>> TapeFileWriter::open(VolumeSource& volumes,
                                                             const TapeFileRequest& request) {
  auto writer = std::make_unique<Writer>(volumes, request);
  CS_TRY(writer->start());
  return std::unique_ptr<TapeFileWriter>(std::move(writer));
}

Result<void> initialize_tape(TapeImage& tape, const TapeVolumeLabel& label) {
  TapeFileLabel dummy;
  Bytes header = make_first_label(dummy);
  std::fill(header.begin() + 4, header.end(), std::uint8_t{0xF0});
  CS_TRY(tape.rewind());
  CS_TRY(tape.write_block(make_volume_label(label)));
  CS_TRY(tape.write_block(header));
  CS_TRY(tape.write_tape_mark());
  return tape.sync();
}

}  // namespace coldsite::tape

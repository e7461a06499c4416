#include "datasets/tape/tape_position.hpp"

#include <algorithm>

#include "datasets/messages/cst.hpp"

namespace coldsite::tape {
namespace {

bool is_initial_header(const TapeFileLabel& label) {
  return label.data_set_id.find_first_not_of('0') == std::string::npos && label.file_sequence == 0;
}

Result<FilePlace> find_labelled(MountedVolume& volume, const TapeFileRequest& request,
                                FilePurpose purpose) {
  FilePlace place;
  std::uint32_t wanted = request.file_sequence == 0 ? 0 : request.file_sequence - 1;
  for (;;) {
    place.header_position = volume.tape->position();
    const Result<LabelGroup> read = read_label_group(*volume.tape);
    if (!read && purpose == FilePurpose::kReplace && place.files_before >= wanted) {
      return place;
    }
    CS_ASSIGN(const LabelGroup group, read);
    if (!group.label || group.is_initial) {
      return place;
    }
    const std::uint32_t base = std::max(group.label->file_sequence, 1U);
    if (place.files_before == 0 && request.file_sequence >= base) {
      wanted = request.file_sequence - base;
    }
    if (place.files_before == wanted) {
      place.header = group.label;
      place.is_found = true;
      return place;
    }
    CS_ASSIGN(const std::uint32_t passed, volume.tape->forward_files(2));
    if (group.ended_by != BlockKind::kTapeMark || passed < 2) {
      return failure<msg::CST0027E>(group.label->data_set_id, volume.volser, "?");
    }
    ++place.files_before;
  }
}

/// NL: a file is what stands before a tape mark, two marks in a row end the tape.
/// BLP: every tape mark ends a file, empty or not.
Result<FilePlace> find_unlabelled(MountedVolume& volume, const TapeFileRequest& request) {
  FilePlace place;
  TapeImage& tape = *volume.tape;
  const std::uint32_t wanted = request.file_sequence == 0 ? 0 : request.file_sequence - 1;
  Bytes block;
  for (;;) {
    place.header_position = tape.position();
    CS_ASSIGN(const BlockKind kind, tape.read_block(block));
    const bool is_end = kind == BlockKind::kEndOfTape ||
                        (kind == BlockKind::kTapeMark && request.label_type == LabelType::kNone);
    if (is_end || place.files_before == wanted) {
      place.is_found = !is_end;
      CS_TRY(tape.seek(place.header_position));
      return place;
    }
    if (kind == BlockKind::kData) {
      CS_ASSIGN(const std::uint32_t passed, tape.forward_files(1));
      if (passed == 0) {
        continue;  // the tape ends without a mark: the next round meets the end
      }
    }
    ++place.files_before;
  }
}

}  // namespace

Result<LabelGroup> read_label_group(TapeImage& tape) {
  LabelGroup group;
  Bytes block;
  Bytes first;
  Bytes second;
  for (int count = 0;; ++count) {
    CS_ASSIGN(group.ended_by, tape.read_block(block));
    if (group.ended_by != BlockKind::kData) {
      break;
    }
    if (count == 0) {
      first = block;
    } else if (count == 1 && label_identifier(block).ends_with('2')) {
      second = block;
    } else if (label_identifier(block).empty()) {
      return failure<msg::CST0010E>(
          "UHL1", "a block of " + std::to_string(block.size()) + " bytes that is no label");
    }
  }
  if (!first.empty()) {
    CS_ASSIGN(group.label, parse_file_label(first, second));
    group.is_initial = is_initial_header(*group.label);
  }
  return group;
}

Result<MountedVolume> mount_volume(VolumeSource& volumes, std::size_t index, Access access,
                                   LabelType label_type) {
  MountedVolume volume;
  CS_ASSIGN(volume.tape, volumes.mount(index, access));
  if (volume.tape == nullptr) {
    return volume;
  }
  const std::string asked = volumes.volser(index);
  volume.volser = asked.empty() ? volume.tape->path() : asked;
  CS_TRY(volume.tape->rewind());
  if (label_type == LabelType::kBypass) {
    return volume;
  }
  Bytes block;
  CS_ASSIGN(const BlockKind kind, volume.tape->read_block(block));
  const bool is_labelled = kind == BlockKind::kData && label_identifier(block) == "VOL1";
  if (label_type == LabelType::kNone) {
    if (is_labelled) {
      return failure<msg::CST0029E>(volume.volser);
    }
    CS_TRY(volume.tape->rewind());
    return volume;
  }
  if (!is_labelled) {
    return failure<msg::CST0026E>(volume.volser);
  }
  CS_ASSIGN(const TapeVolumeLabel label, parse_volume_label(block));
  if (!asked.empty() && label.volser != asked) {
    return failure<msg::CST0022E>(label.volser, asked);
  }
  volume.volser = label.volser;
  return volume;
}

Result<FilePlace> find_file(MountedVolume& volume, const TapeFileRequest& request,
                            FilePurpose purpose) {
  return request.label_type == LabelType::kStandard ? find_labelled(volume, request, purpose)
                                                    : find_unlabelled(volume, request);
}

}  // namespace coldsite::tape

#include <fmt/format.h>

#include "datasets/tape/tape_position.hpp"

namespace coldsite::tape {
namespace {

/// Counts blocks up to the next mark. Damage becomes a finding and ends the map.
BlockKind count_blocks(TapeImage& tape, TapeMapEntry& entry, bool& is_damaged) {
  Bytes block;
  for (;;) {
    auto kind = tape.read_block(block);
    if (!kind) {
      entry.findings.push_back(to_string(kind.failure()));
      is_damaged = true;
      return BlockKind::kEndOfTape;
    }
    if (*kind != BlockKind::kData) {
      return *kind;
    }
    ++entry.blocks;
    entry.data_bytes += block.size();
  }
}

void compare_labels(const TapeFileLabel& trailer, TapeMapEntry& entry) {
  const TapeFileLabel& header = entry.label;
  if (trailer.kind == LabelKind::kHeader) {
    entry.findings.emplace_back("header labels stand where trailer labels belong");
    return;
  }
  if (trailer.data_set_id != header.data_set_id) {
    entry.findings.push_back(fmt::format("trailer label names '{}'", trailer.data_set_id));
  }
  if (trailer.file_sequence != header.file_sequence ||
      trailer.volume_sequence != header.volume_sequence) {
    entry.findings.push_back(fmt::format("trailer label says volume {} file {}",
                                         trailer.volume_sequence, trailer.file_sequence));
  }
  if (trailer.block_count != entry.blocks) {
    entry.findings.push_back(fmt::format("trailer label counts {} blocks, {} are there",
                                         trailer.block_count, entry.blocks));
  }
  if (trailer.kind == LabelKind::kEndOfVolume) {
    entry.label.kind = LabelKind::kEndOfVolume;
  }
}

/// One labelled file; returns whether the map goes on behind it.
bool map_labelled_file(TapeImage& tape, TapeMap& map) {
  auto header = read_label_group(tape);
  if (header && (!header->label || header->is_initial)) {
    return false;
  }
  TapeMapEntry entry;
  bool is_damaged = !header.ok();
  if (is_damaged) {
    entry.findings.push_back(to_string(header.failure()));
  } else {
    entry.label = *header->label;
    const BlockKind end = count_blocks(tape, entry, is_damaged);
    auto trailer = read_label_group(tape);
    if (!is_damaged && !trailer) {
      entry.findings.push_back(to_string(trailer.failure()));
      is_damaged = true;
    } else if (!is_damaged && (end != BlockKind::kTapeMark || !trailer->label ||
                               trailer->ended_by != BlockKind::kTapeMark)) {
      entry.findings.emplace_back("unfinished: no trailer labels");
      is_damaged = true;
    } else if (!is_damaged) {
      compare_labels(*trailer->label, entry);
    }
  }
  map.files.push_back(std::move(entry));
  return !is_damaged;
}

bool map_unlabelled_file(TapeImage& tape, TapeMap& map) {
  TapeMapEntry entry;
  bool is_damaged = false;
  const BlockKind end = count_blocks(tape, entry, is_damaged);
  if (entry.blocks == 0 && !is_damaged) {
    return false;
  }
  entry.label.file_sequence = static_cast<std::uint32_t>(map.files.size()) + 1;
  entry.label.has_second = false;
  if (end == BlockKind::kEndOfTape && !is_damaged) {
    entry.findings.emplace_back("unfinished: no tape mark");
  }
  map.files.push_back(std::move(entry));
  return end == BlockKind::kTapeMark;
}

}  // namespace

Result<TapeMap> map_tape(TapeImage& tape) {
  TapeMap map;
  Bytes block;
  CS_TRY(tape.rewind());
  CS_ASSIGN(const BlockKind kind, tape.read_block(block));
  map.is_labelled = kind == BlockKind::kData && label_identifier(block) == "VOL1";
  if (map.is_labelled) {
    CS_ASSIGN(map.label, parse_volume_label(block));
    while (map_labelled_file(tape, map)) {
    }
  } else {
    CS_TRY(tape.rewind());
    while (map_unlabelled_file(tape, map)) {
    }
  }
  map.stale_bytes = tape.size_bytes() - tape.position();
  return map;
}

}  // namespace coldsite::tape

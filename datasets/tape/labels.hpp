// IBM standard tape labels: 80-byte EBCDIC records, typed.
// source: z/OS DFSMS Using Magnetic Tapes, "IBM standard labels".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/dasd/dscb.hpp"
#include "datasets/result.hpp"

namespace coldsite::tape {

struct TapeVolumeLabel {  ///< VOL1
  std::string volser;
  std::string owner;
};

enum class LabelKind { kHeader, kEndOfFile, kEndOfVolume };  ///< HDR, EOF, EOV

/// A pair HDR1/HDR2, EOF1/EOF2 or EOV1/EOV2.
struct TapeFileLabel {
  LabelKind kind = LabelKind::kHeader;
  std::string data_set_id;  ///< the last 17 characters of the name
  std::string set_volser;   ///< of the first volume
  std::uint32_t volume_sequence = 1;
  std::uint32_t file_sequence = 1;
  std::uint32_t generation = 0, version = 0;
  dasd::LabelDate created, expires;
  std::uint64_t block_count = 0;  ///< on this volume; 0 in HDR1
  std::string system_code = "COLDSITE";
  dasd::RecordFormat record_format;
  std::uint32_t block_bytes = 0;
  std::uint32_t record_bytes = 0;
  std::string job_step;    ///< "JOB     /STEP    "
  bool has_second = true;  ///< whether the ...2 label exists
};

/// The label's identifier ("VOL1", "HDR1", "EOF2", "UHL1"), or "" when the block is not a label.
[[nodiscard]] std::string label_identifier(ByteView block);

/// The name as labels hold it: its last 17 characters.
[[nodiscard]] std::string label_data_set_id(std::string_view data_set_name);

/// Whether a data set with this expiration date may be overwritten. Day 365 and 366 of 1999 mean
/// never; no date means any time.
[[nodiscard]] bool is_expired(dasd::LabelDate expires, dasd::LabelDate today);

/// errors: CST0010E not that label (with the text found).
[[nodiscard]] Result<TapeVolumeLabel> parse_volume_label(ByteView block);
[[nodiscard]] Bytes make_volume_label(const TapeVolumeLabel& label);

/// `second` may be empty. Blank numbers count as 0. errors: CST0010E; CST0011E field.
[[nodiscard]] Result<TapeFileLabel> parse_file_label(ByteView first, ByteView second);
[[nodiscard]] Bytes make_first_label(const TapeFileLabel& label);
[[nodiscard]] Bytes make_second_label(const TapeFileLabel& label);

}  // namespace coldsite::tape

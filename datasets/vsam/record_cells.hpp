// What the records of a VVDS are made of: a frame, cells and EBCDIC text.
// Inside datasets/vsam only.
#pragma once

#include <string>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::vsam {

/// CSM0027E.
[[nodiscard]] Failure damaged_record(std::string_view field, std::string_view what);

void put_text(ByteSpan bytes, std::size_t offset, std::string_view text, std::size_t length);
/// Without trailing blanks and zeros.
[[nodiscard]] std::string get_text(ByteView bytes, std::size_t offset, std::size_t length);

/// Appends a cell of zeros with its length and type; the span is good until the next append.
ByteSpan add_cell(Bytes& bytes, std::uint8_t type, std::size_t length);

struct SmsClasses {
  std::string storage, data, management;
};
/// Appends cell X'22' where a class is set.
void add_sms_cell(Bytes& bytes, const SmsClasses& classes);
[[nodiscard]] SmsClasses decode_sms_cell(ByteView cell);

/// Checks the length fields of a record; gives the offset of the first cell. errors: CSM0027E.
[[nodiscard]] Result<std::size_t> check_frame(ByteView bytes, std::size_t header_bytes_min);

/// The cells of a record by type; empty where there is none.
struct Cells {
  ByteView data_set, amdsb, sms, volume;
  std::size_t data_set_offset = 0;
};
/// errors: CSM0027E.
[[nodiscard]] Result<Cells> find_cells(ByteView bytes, std::size_t first_cell);

inline constexpr std::uint8_t kDataSetCell = 0x21, kSmsCell = 0x22, kVolumeCell = 0x23,
                              kAmdsbCell = 0x60;

/// The checksum of `record` with `length` bytes at `place` taken as zeros.
[[nodiscard]] std::uint64_t checksum_without(ByteView record, std::size_t place,
                                             std::size_t length);

}  // namespace coldsite::vsam

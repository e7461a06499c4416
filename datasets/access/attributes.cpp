// What the attributes of records must fulfil, and the block size the system chooses.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/access/records.hpp"
#include "datasets/messages/csa.hpp"

namespace coldsite::access {
namespace {

Failure contradiction(std::string_view reason_code, const std::string& what) {
  return failure<msg::CSA0001E>(reason_code, what);
}

Result<void> check_fixed(const DataControlBlock& dcb) {
  if (dcb.record_bytes == 0 && dcb.block_bytes == 0) {
    return contradiction("34", "neither LRECL nor BLKSIZE is known");
  }
  if (dcb.record_bytes == 0 && dcb.record_format.is_blocked()) {
    return contradiction("34", "RECFM=" + to_string(dcb.record_format) + " needs LRECL");
  }
  if (dcb.record_bytes == 0 || dcb.block_bytes == 0) {
    return {};
  }
  const bool is_blocked = dcb.record_format.is_blocked();
  if (is_blocked && dcb.block_bytes % dcb.record_bytes != 0) {
    return contradiction("20", fmt::format("BLKSIZE={} is not a multiple of LRECL={}",
                                           dcb.block_bytes, dcb.record_bytes));
  }
  if (!is_blocked && dcb.block_bytes != dcb.record_bytes) {
    return contradiction(
        "60", fmt::format("RECFM={} needs BLKSIZE={} to equal LRECL={}",
                          to_string(dcb.record_format), dcb.block_bytes, dcb.record_bytes));
  }
  return {};
}

Result<void> check_variable(const DataControlBlock& dcb) {
  if (dcb.record_bytes == kRecordBytesX && !dcb.record_format.is_spanned()) {
    return contradiction("20", "LRECL=X needs spanned records (RECFM=VS or VBS)");
  }
  if (dcb.record_bytes != 0 && dcb.record_bytes < 5) {
    return contradiction("20", fmt::format("LRECL={} leaves no room behind the record descriptor "
                                           "word of 4 bytes",
                                           dcb.record_bytes));
  }
  if (dcb.block_bytes != 0 && dcb.block_bytes < 9) {
    return contradiction("34", fmt::format("BLKSIZE={} holds no record", dcb.block_bytes));
  }
  if (dcb.block_bytes != 0 && !dcb.record_format.is_spanned() &&
      dcb.record_bytes + 4 > dcb.block_bytes) {
    return contradiction("20", fmt::format("BLKSIZE={} is less than LRECL={} and the block "
                                           "descriptor word of 4 bytes",
                                           dcb.block_bytes, dcb.record_bytes));
  }
  return {};
}

/// The largest block that fits twice on a track, with a key in front.
std::uint32_t half_track_bytes(const dasd::Geometry& device, std::uint32_t key_bytes) {
  std::uint32_t bytes = device.half_track_block_bytes();
  while (key_bytes != 0 && bytes > 1 && device.records_per_track(key_bytes, bytes) < 2) {
    --bytes;
  }
  return std::min(bytes, kBlockBytesMax);
}

}  // namespace

DataControlBlock merge(const DataControlBlock& first, const DataControlBlock& second) {
  DataControlBlock merged = first;
  if (merged.organization == dasd::Organization::kUnknown) {
    merged.organization = second.organization;
  }
  if (merged.record_format.bits == 0) {
    merged.record_format = second.record_format;
  }
  if (merged.record_bytes == 0) {
    merged.record_bytes = second.record_bytes;
  }
  if (merged.block_bytes == 0) {
    merged.block_bytes = second.block_bytes;
  }
  if (merged.key_bytes == 0) {
    merged.key_bytes = second.key_bytes;
  }
  return merged;
}

DataControlBlock attributes_of(const dasd::DataSetLabel& data_set) {
  return {.organization = data_set.organization,
          .record_format = data_set.record_format,
          .record_bytes = data_set.record_bytes,
          .block_bytes = data_set.block_bytes,
          .key_bytes = data_set.key_bytes};
}

Result<void> check_attributes(const DataControlBlock& dcb) {
  if (dcb.record_format.bits == 0) {
    return contradiction("34", "no record format (RECFM) is known");
  }
  if (dcb.block_bytes > kBlockBytesMax) {
    return contradiction("68",
                         fmt::format("BLKSIZE={} is above {}", dcb.block_bytes, kBlockBytesMax));
  }
  const bool is_x = dcb.record_bytes == kRecordBytesX && dcb.record_format.is_variable();
  if (dcb.record_bytes > kBlockBytesMax && !is_x) {
    return contradiction("20",
                         fmt::format("LRECL={} is above {}", dcb.record_bytes, kBlockBytesMax));
  }
  if (dcb.record_format.is_fixed()) {
    return check_fixed(dcb);
  }
  if (dcb.record_format.is_variable()) {
    return check_variable(dcb);
  }
  if (dcb.block_bytes == 0) {
    return contradiction("34", "RECFM=U needs BLKSIZE");
  }
  return {};
}

std::uint32_t determine_block_bytes(const DataControlBlock& dcb, const dasd::Geometry* device) {
  const std::uint32_t best =
      device == nullptr ? kBlockBytesMax : half_track_bytes(*device, dcb.key_bytes);
  const dasd::RecordFormat format = dcb.record_format;
  const std::uint32_t record_bytes = dcb.record_bytes;
  if (format.is_fixed()) {
    if (record_bytes == 0 || !format.is_blocked()) {
      return record_bytes;
    }
    return std::max(best / record_bytes, 1U) * record_bytes;
  }
  if (!format.is_variable()) {
    return 0;
  }
  if (format.is_spanned()) {
    return best;
  }
  if (!format.is_blocked()) {
    return record_bytes == 0 ? best : record_bytes + 4;
  }
  return std::min(std::max(best, record_bytes + 4), kBlockBytesMax);
}

}  // namespace coldsite::access

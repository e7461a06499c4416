#include "datasets/dasd/part_log.hpp"

#include <algorithm>
#include <array>

#include "datasets/check.hpp"
#include "datasets/io/checksum.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic = {'C', 'S', 'P', 'A', 'R', 'T', 'S', '1'};
constexpr std::uint32_t kChecksumOffset = 8, kLengthOffset = 16, kCountOffset = 20;
constexpr std::uint32_t kPartHeadBytes = 12;
constexpr std::uint32_t kLogBytesMax = 8'192;
constexpr std::uint32_t kSectorBytes = 512;

}  // namespace

std::uint32_t part_log_bytes(const Geometry& geometry) {
  return std::min(kLogBytesMax, geometry.slot_bytes / 2 / kSectorBytes * kSectorBytes);
}

std::size_t parts_in_one_log(std::span<const SlotPart> parts, const Geometry& geometry) {
  std::size_t count = 0;
  std::size_t bytes = kPartLogHeadBytes;
  for (const SlotPart& part : parts) {
    bytes += kPartHeadBytes + part.bytes.size();
    if (bytes > part_log_bytes(geometry)) {
      break;
    }
    ++count;
  }
  CS_CHECK(count != 0);
  return count;
}

Bytes encode_part_log(std::span<const SlotPart> parts) {
  Bytes log(kPartLogHeadBytes);
  for (const SlotPart& part : parts) {
    const std::size_t at = log.size();
    log.resize(at + kPartHeadBytes);
    store_be(log, at, 4, part.track);
    store_be(log, at + 4, 4, part.offset_bytes);
    store_be(log, at + 8, 4, part.bytes.size());
    log.insert(log.end(), part.bytes.begin(), part.bytes.end());
  }
  std::ranges::copy(kMagic, log.begin());
  store_be(log, kLengthOffset, 4, log.size());
  store_be(log, kCountOffset, 4, parts.size());
  store_be(log, kChecksumOffset, 8, io::checksum(ByteView(log).subspan(kLengthOffset)));
  return log;
}

std::optional<std::vector<LoggedPart>> decode_part_log(ByteView area, const Geometry& geometry,
                                                       std::uint32_t tracks) {
  if (area.size() < kPartLogHeadBytes || !std::ranges::equal(area.first(kMagic.size()), kMagic)) {
    return std::nullopt;
  }
  const std::size_t length = load_be32(area, kLengthOffset);
  if (length < kPartLogHeadBytes || length > area.size()) {
    return std::nullopt;
  }
  ByteView rest = area.first(length);
  if (io::checksum(rest.subspan(kLengthOffset)) != load_be64(rest, kChecksumOffset)) {
    return std::nullopt;
  }
  std::vector<LoggedPart> parts;
  const std::uint32_t count = load_be32(rest, kCountOffset);
  rest = rest.subspan(kPartLogHeadBytes);
  while (rest.size() >= kPartHeadBytes) {
    LoggedPart part{load_be32(rest, 0), load_be32(rest, 4), {}};
    const std::size_t bytes = load_be32(rest, 8);
    rest = rest.subspan(kPartHeadBytes);
    if (bytes > rest.size() || part.track >= tracks || part.offset_bytes > geometry.slot_bytes ||
        bytes > geometry.slot_bytes - part.offset_bytes) {
      return std::nullopt;
    }
    part.bytes.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(bytes));
    rest = rest.subspan(bytes);
    parts.push_back(std::move(part));
  }
  return rest.empty() && parts.size() == count ? std::optional(std::move(parts)) : std::nullopt;
}

}  // namespace coldsite::dasd

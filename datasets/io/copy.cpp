#include "datasets/io/copy.hpp"

#include <algorithm>

#include "datasets/messages/csi.hpp"

namespace coldsite::io {

Result<void> copy_through_memory(File& source, ByteRange range, File& target,
                                 std::uint64_t target_offset) {
  constexpr std::uint64_t kBufferBytes = 1 << 20;
  Bytes buffer(static_cast<std::size_t>(std::min(range.length, kBufferBytes)));
  while (range.length > 0) {
    const auto part =
        static_cast<std::size_t>(std::min<std::uint64_t>(range.length, buffer.size()));
    CS_ASSIGN(const std::size_t got, source.read_at(range.offset, ByteSpan(buffer).first(part)));
    if (got < part) {
      return failure<msg::CSI0002E>(source.path(), range.offset + got, "the file ends there");
    }
    CS_TRY(target.write_at(target_offset, ByteView(buffer).first(part)));
    range.offset += part;
    range.length -= part;
    target_offset += part;
  }
  return {};
}

Result<void> copy_keeping_holes(
    File& source, ByteRange range, File& target, std::uint64_t target_offset,
    const std::function<Result<void>(ByteRange, std::uint64_t)>& copy_data) {
  const std::uint64_t end = range.offset + range.length;
  CS_ASSIGN(const std::uint64_t size, source.size_bytes());
  if (size < end) {
    return failure<msg::CSI0002E>(source.path(), size, "the file ends there");
  }
  std::uint64_t at = range.offset;
  while (at < end) {
    CS_ASSIGN(const std::optional<ByteRange> found, source.find_data(at));
    const std::uint64_t data = found ? std::min(found->offset, end) : end;
    if (data > at) {
      CS_TRY(target.zero_range({target_offset + (at - range.offset), data - at}));
    }
    if (data == end) {
      break;
    }
    const std::uint64_t data_end = std::min(found->offset + found->length, end);
    CS_TRY(copy_data({data, data_end - data}, target_offset + (data - range.offset)));
    at = data_end;
  }
  return {};
}

}  // namespace coldsite::io

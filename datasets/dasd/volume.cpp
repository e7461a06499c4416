// Opening and making volumes of every kind, and what the kinds have in common.
#include "datasets/dasd/volume.hpp"

#include <algorithm>

#include "datasets/dasd/compressed_image.hpp"
#include "datasets/dasd/image_header.hpp"
#include "datasets/dasd/plain_image.hpp"
#include "datasets/io/gather.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {

Result<void> Volume::read_heads(TrackRange range, std::uint32_t head_bytes, ByteSpan out) {
  const std::size_t slot_bytes = geometry().slot_bytes;
  CS_CHECK(out.size() == std::size_t{range.count} * head_bytes && head_bytes <= slot_bytes);
  Bytes slot(slot_bytes);
  for (std::uint32_t i = 0; i < range.count; ++i) {
    CS_TRY(read_slots({range.first + i, 1}, slot));
    std::ranges::copy(ByteView(slot).first(head_bytes),
                      out.subspan(std::size_t{i} * head_bytes).begin());
  }
  return {};
}

Result<void> Volume::read_part(std::uint32_t track, std::uint32_t offset_bytes, ByteSpan out) {
  Bytes slot(geometry().slot_bytes);
  CS_TRY(read_slots({track, 1}, slot));
  CS_CHECK(offset_bytes + out.size() <= slot.size());
  std::ranges::copy(ByteView(slot).subspan(offset_bytes, out.size()), out.begin());
  return {};
}

Result<void> Volume::write_part(std::uint32_t track, std::uint32_t offset_bytes, ByteView bytes) {
  Bytes slot(geometry().slot_bytes);
  CS_TRY(read_slots({track, 1}, slot));
  CS_CHECK(offset_bytes + bytes.size() <= slot.size());
  std::ranges::copy(bytes, slot.begin() + offset_bytes);
  return write_slots({track, 1}, slot);
}

Result<void> Volume::write_gathered(std::uint32_t first, std::span<const SlotPieces> slots) {
  for (const SlotPieces& pieces : slots) {
    Bytes slot = io::join_pieces(pieces);
    CS_CHECK(slot.size() <= geometry().slot_bytes);
    slot.resize(geometry().slot_bytes);
    CS_TRY(write_slots({first++, 1}, slot));
  }
  return {};
}

Result<void> Volume::write_together(std::span<const SlotPart> parts) {
  for (const SlotPart& part : parts) {
    CS_TRY(write_part(part.track, part.offset_bytes, part.bytes));
  }
  return {};
}

Result<std::unique_ptr<Volume>> open_volume(io::FileStore& store, const std::string& path,
                                            Access access) {
  const io::OpenMode mode = access == Access::kUpdate ? io::OpenMode::kUpdate : io::OpenMode::kRead;
  CS_ASSIGN(std::unique_ptr<io::File> file, store.open(path, mode));
  CS_ASSIGN(const ImageHeader header, read_image_header(*file));
  if (header.kind == ImageKind::kPlain) {
    return PlainImage::open(store, std::move(file), header, access);
  }
  if (access == Access::kUpdate) {
    return failure<msg::CSV0004E>(path, "compressed images are supported for reading only");
  }
  return CompressedImage::open(store, std::move(file), header);
}

Result<std::unique_ptr<Volume>> create_volume(io::FileStore& store, const std::string& path,
                                              const Geometry& geometry, std::uint32_t cylinders) {
  if (cylinders == 0 || cylinders > kCylindersMax) {
    return failure<msg::CSV0008E>(cylinders, kCylindersMax);
  }
  CS_ASSIGN(std::unique_ptr<io::File> file, store.open(path, io::OpenMode::kCreateNew));
  auto volume = PlainImage::create(std::move(file), geometry, cylinders);
  if (!volume) {
    static_cast<void>(store.remove_file(path));  // an image without all its tracks is of no use
  }
  return volume;
}

}  // namespace coldsite::dasd

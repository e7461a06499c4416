#include "datasets/dasd/image_header.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::size_t kIdBytes = 8;

std::string printable(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
  }
  return text;
}

Result<ImageKind> kind_of(const std::string& id, const std::string& path) {
  if (id == "CKD_P370") {
    return ImageKind::kPlain;
  }
  if (id == "CKD_C370") {
    return ImageKind::kCompressed;
  }
  if (id == "CKD_S370") {
    return ImageKind::kShadow;
  }
  if (id.starts_with("FBA_")) {
    return failure<msg::CSV0007E>(path, id, "fixed-block devices hold no OS volumes");
  }
  if (id == "CKD_P064" || id == "CKD_C064" || id == "CKD_S064") {
    return failure<msg::CSV0007E>(path, id, "64-bit images; convert with 'convto64' the other way");
  }
  return failure<msg::CSV0005E>(path, "it begins with '" + id + "', not with 'CKD_P370'");
}

}  // namespace

Result<ImageHeader> read_image_header(io::File& file) {
  std::array<std::uint8_t, kImageHeaderBytes> bytes = {};
  CS_ASSIGN(const std::size_t length, file.read_at(0, bytes));
  if (length < bytes.size()) {
    return failure<msg::CSV0005E>(file.path(), fmt::format("it has only {} bytes", length));
  }
  const ByteView view(bytes);
  ImageHeader header;
  CS_ASSIGN(header.kind, kind_of(printable(view.first(kIdBytes)), file.path()));
  const auto heads = static_cast<std::uint32_t>(load_le(view, 8, 4));
  CS_ASSIGN(header.geometry, find_geometry(view[16], heads));
  const auto slot_bytes = static_cast<std::uint32_t>(load_le(view, 12, 4));
  if (slot_bytes != header.geometry->slot_bytes) {
    return failure<msg::CSV0005E>(
        file.path(), fmt::format("its header says {} bytes for a track, a {} has {}", slot_bytes,
                                 header.geometry->device, header.geometry->slot_bytes));
  }
  header.file_sequence = view[17];
  header.highest_cylinder = static_cast<std::uint16_t>(load_le(view, 18, 2));
  return header;
}

Bytes encode_image_header(const ImageHeader& header) {
  CS_CHECK(header.kind == ImageKind::kPlain);  // nothing else is written
  Bytes bytes(kImageHeaderBytes);
  const std::string_view id = "CKD_P370";
  std::ranges::copy(id, bytes.begin());
  store_le(bytes, 8, 4, header.geometry->heads);
  store_le(bytes, 12, 4, header.geometry->slot_bytes);
  bytes[16] = header.geometry->header_type;
  bytes[17] = header.file_sequence;
  store_le(bytes, 18, 2, header.highest_cylinder);
  return bytes;
}

}  // namespace coldsite::dasd

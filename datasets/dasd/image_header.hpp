// The 512-byte device header that begins every CKD image file.
//
// | off | len | field                                                                         |
// |   0 |   8 | ASCII CKD_P370 plain, CKD_C370 compressed, CKD_S370 shadow file                |
// |   8 | 4 LE| heads                                                                         |
// |  12 | 4 LE| bytes of a track slot in the image                                            |
// |  16 |   1 | low byte of the device type                                                   |
// |  17 |   1 | file sequence: 0 the only file, 1.. the n-th of several                       |
// |  18 | 2 LE| highest cylinder in this file; 0 in the last or only file                     |
// |  20 | 492 | serial (12) and zeros                                                         |
#pragma once

#include <cstdint>
#include <string>

#include "datasets/dasd/geometry.hpp"
#include "datasets/io/file_store.hpp"

namespace coldsite::dasd {

inline constexpr std::uint32_t kImageHeaderBytes = 512;

enum class ImageKind { kPlain, kCompressed, kShadow };

struct ImageHeader {
  ImageKind kind = ImageKind::kPlain;
  const Geometry* geometry = nullptr;
  std::uint8_t file_sequence = 0;
  std::uint16_t highest_cylinder = 0;
};

/// errors: CSV0002E; CSV0005E; CSV0007E.
[[nodiscard]] Result<ImageHeader> read_image_header(io::File& file);

[[nodiscard]] Bytes encode_image_header(const ImageHeader& header);

}  // namespace coldsite::dasd

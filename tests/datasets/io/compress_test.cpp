#include "datasets/io/compress.hpp"

#include <gtest/gtest.h>

#include <string>

#include "datasets/io/random.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

/// One way to compress and expand, so that each promise is tested on all three.
struct Codec {
  std::string name;
  Bytes (*compress)(ByteView);
  Result<Bytes> (*decompress)(ByteView, std::size_t);
};

Bytes zstd(ByteView block) {
  ZstdCompressor compressor;
  const ByteView frame = compressor.compress(block);
  return {frame.begin(), frame.end()};
}

Result<Bytes> unzstd(ByteView frame, std::size_t size_bytes_max) {
  ZstdDecompressor decompressor;
  CS_ASSIGN(const ByteView block, decompressor.decompress(frame, size_bytes_max));
  return Bytes(block.begin(), block.end());
}

class Compress : public ::testing::TestWithParam<Codec> {};

Bytes sample(std::size_t size) {
  Random random(size);
  Bytes block(size);
  random.fill(ByteSpan(block).first(size / 2));  // half noise, half zeros
  return block;
}

TEST_P(Compress, GivesBackWhatWentIn) {
  for (const std::size_t size : {0u, 1u, 80u, 4096u, 65'535u, 500'000u}) {
    const Bytes block = sample(size);
    const auto back = GetParam().decompress(GetParam().compress(block), size);
    ASSERT_TRUE(back) << to_string(back.failure());
    EXPECT_EQ(*back, block);
  }
}

TEST_P(Compress, RefusesToExpandBeyondTheBound) {
  const auto back = GetParam().decompress(GetParam().compress(sample(5000)), 4999);
  ASSERT_FALSE(back);
  EXPECT_TRUE(back.failure().is(msg::CSI0041E));
}

TEST_P(Compress, ReportsDataCutShortAnywhere) {
  const Bytes whole = GetParam().compress(sample(600));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(GetParam().decompress(ByteView(whole).first(size), 600)) << size;
  }
}

TEST_P(Compress, NeverCrashesOnFlippedBytes) {
  Bytes damaged = GetParam().compress(sample(600));
  for (std::uint8_t& byte : damaged) {
    byte ^= 0xFF;
    const auto back = GetParam().decompress(damaged, 600);
    EXPECT_TRUE(!back || back->size() <= 600);
    byte ^= 0xFF;
  }
}

TEST_P(Compress, ReportsOtherDataBehindIt) {
  Bytes stream = GetParam().compress(sample(600));
  stream.push_back(0x42);
  const auto back = GetParam().decompress(stream, 600);
  ASSERT_FALSE(back);
  EXPECT_TRUE(back.failure().is(msg::CSI0040E));
}

INSTANTIATE_TEST_SUITE_P(
    , Compress,
    ::testing::Values(
        Codec{"Zstd", zstd, unzstd},
        Codec{"Zlib", [](ByteView block) { return zlib_compress(block); }, zlib_decompress},
        Codec{"Bzip2", [](ByteView block) { return bzip2_compress(block); }, bzip2_decompress}),
    [](const auto& codec) { return codec.param.name; });

}  // namespace
}  // namespace coldsite::io

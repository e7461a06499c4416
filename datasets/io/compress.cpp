#include "datasets/io/compress.hpp"

#include <bzlib.h>
#include <zlib.h>
#include <zstd.h>

#include <limits>

#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

// The C interfaces take int and char* sizes; our blocks are far below that.
unsigned int narrow(std::size_t size) {
  CS_CHECK(size <= std::numeric_limits<int>::max());
  return static_cast<unsigned int>(size);
}

// bzlib's input is not const, but it does not write to it. It refuses a null pointer, which is what
// an empty view may hold.
char* bzip2_input(ByteView bytes) {
  static char nothing;
  if (bytes.empty()) {
    return &nothing;
  }
  return const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
}

char* bzip2_output(Bytes& bytes) {
  static char nothing;
  if (bytes.empty()) {
    return &nothing;
  }
  return reinterpret_cast<char*>(bytes.data());
}

}  // namespace

struct ZstdCompressor::State {
  explicit State(int level_wanted) : context(ZSTD_createCCtx()), level(level_wanted) {
    CS_CHECK(context != nullptr);
  }
  ~State() { ZSTD_freeCCtx(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  ZSTD_CCtx* context;
  int level;
  Bytes frame;
};

ZstdCompressor::ZstdCompressor(int level) : state_(std::make_unique<State>(level)) {}
ZstdCompressor::~ZstdCompressor() = default;
ZstdCompressor::ZstdCompressor(ZstdCompressor&& other) noexcept = default;
ZstdCompressor& ZstdCompressor::operator=(ZstdCompressor&& other) noexcept = default;

ByteView ZstdCompressor::compress(ByteView block) {
  Bytes& frame = state_->frame;
  if (const std::size_t bound = ZSTD_compressBound(block.size()); frame.size() < bound) {
    frame.resize(bound);
  }
  const std::size_t size = ZSTD_compressCCtx(state_->context, frame.data(), frame.size(),
                                             block.data(), block.size(), state_->level);
  CS_CHECK(ZSTD_isError(size) == 0);  // the bound is enough for any block
  return ByteView(frame).first(size);
}

struct ZstdDecompressor::State {
  State() : context(ZSTD_createDCtx()) { CS_CHECK(context != nullptr); }
  ~State() { ZSTD_freeDCtx(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  ZSTD_DCtx* context;
  Bytes block;
};

ZstdDecompressor::ZstdDecompressor() : state_(std::make_unique<State>()) {}
ZstdDecompressor::~ZstdDecompressor() = default;
ZstdDecompressor::ZstdDecompressor(ZstdDecompressor&& other) noexcept = default;
ZstdDecompressor& ZstdDecompressor::operator=(ZstdDecompressor&& other) noexcept = default;

Result<ByteView> ZstdDecompressor::decompress(ByteView frame, std::size_t size_bytes_max) {
  const auto content_bytes = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (content_bytes == ZSTD_CONTENTSIZE_ERROR || content_bytes == ZSTD_CONTENTSIZE_UNKNOWN) {
    return failure<msg::CSI0040E>("zstd", "no frame with a content size");
  }
  if (content_bytes > size_bytes_max) {
    return failure<msg::CSI0041E>("zstd", size_bytes_max);
  }
  Bytes& block = state_->block;
  if (block.size() < content_bytes) {
    block.resize(static_cast<std::size_t>(content_bytes));
  }
  const std::size_t size =
      ZSTD_decompressDCtx(state_->context, block.data(), content_bytes, frame.data(), frame.size());
  if (ZSTD_isError(size) != 0) {
    return failure<msg::CSI0040E>("zstd", ZSTD_getErrorName(size));
  }
  return ByteView(block).first(size);
}

Bytes zlib_compress(ByteView block, int level) {
  Bytes stream(compressBound(narrow(block.size())));
  uLongf size = stream.size();
  const int code = compress2(stream.data(), &size, block.data(), block.size(), level);
  CS_CHECK(code == Z_OK);  // the bound is enough for any block
  stream.resize(size);
  return stream;
}

Result<Bytes> zlib_decompress(ByteView stream, std::size_t size_bytes_max) {
  Bytes block(size_bytes_max);
  Bytes spare(1);  // zlib wants somewhere to write even for a bound of 0
  uLongf size = block.size();
  uLong used = narrow(stream.size());
  const int code =
      uncompress2(block.empty() ? spare.data() : block.data(), &size, stream.data(), &used);
  if (code == Z_BUF_ERROR) {
    return failure<msg::CSI0041E>("zlib", size_bytes_max);
  }
  if (code != Z_OK) {
    return failure<msg::CSI0040E>("zlib", zError(code));
  }
  if (used != stream.size()) {
    return failure<msg::CSI0040E>("zlib", "other data follows it");
  }
  block.resize(size);
  return block;
}

Bytes bzip2_compress(ByteView block, int level) {
  Bytes stream(block.size() + block.size() / 100 + 600);  // the bound that bzlib's manual gives
  unsigned int size = narrow(stream.size());
  const int code = BZ2_bzBuffToBuffCompress(bzip2_output(stream), &size, bzip2_input(block),
                                            narrow(block.size()), level, 0, 0);
  CS_CHECK(code == BZ_OK);
  stream.resize(size);
  return stream;
}

Result<Bytes> bzip2_decompress(ByteView stream, std::size_t size_bytes_max) {
  Bytes block(size_bytes_max);
  bz_stream state = {};
  CS_CHECK(BZ2_bzDecompressInit(&state, 0, 0) == BZ_OK);
  state.next_in = bzip2_input(stream);
  state.avail_in = narrow(stream.size());
  state.next_out = bzip2_output(block);
  state.avail_out = narrow(block.size());
  const int code = BZ2_bzDecompress(&state);
  const std::size_t unused = state.avail_in;
  const std::size_t unfilled = state.avail_out;
  BZ2_bzDecompressEnd(&state);
  if (code == BZ_OK && unfilled == 0) {
    return failure<msg::CSI0041E>("bzip2", size_bytes_max);
  }
  if (code != BZ_STREAM_END) {
    return failure<msg::CSI0040E>("bzip2", code == BZ_OK ? "cut short" : "wrong data");
  }
  if (unused != 0) {
    return failure<msg::CSI0040E>("bzip2", "other data follows it");
  }
  block.resize(block.size() - unfilled);
  return block;
}

}  // namespace coldsite::io

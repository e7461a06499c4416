#include "datasets/tape/block_codec.hpp"

#include <algorithm>

#include <bzlib.h>
#include <zlib.h>

namespace coldsite::tape {
namespace {

constexpr std::size_t kFirstGuessBytes = 64 << 10;

}  // namespace

struct BlockCodec::Streams {
  z_stream deflate = {};
  z_stream inflate = {};
  bool has_deflate = false;
  bool has_inflate = false;

  ~Streams() {
    if (has_deflate) {
      deflateEnd(&deflate);
    }
    if (has_inflate) {
      inflateEnd(&inflate);
    }
  }
};

BlockCodec::BlockCodec(int level)
    : level_(std::clamp(level, 1, 9)), streams_(std::make_unique<Streams>()) {}

BlockCodec::~BlockCodec() = default;

std::optional<ByteView> BlockCodec::compress(ByteView block, Compression compression) {
  scratch_.resize(std::max(scratch_.size(), block.size()));
  if (compression == Compression::kZlib) {
    z_stream& stream = streams_->deflate;
    if (!streams_->has_deflate) {
      CS_CHECK(deflateInit(&stream, level_) == Z_OK);
      streams_->has_deflate = true;
    }
    deflateReset(&stream);
    stream.next_in = const_cast<Bytef*>(block.data());
    stream.avail_in = static_cast<uInt>(block.size());
    stream.next_out = scratch_.data();
    stream.avail_out = static_cast<uInt>(block.size() - 1);
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
      return std::nullopt;
    }
    return ByteView(scratch_).first(stream.total_out);
  }
  if (compression == Compression::kBzip2) {
    auto length = static_cast<unsigned>(block.size() - 1);
    Bytes input(block.begin(), block.end());  // the library takes char*, not const
    const int rc = BZ2_bzBuffToBuffCompress(reinterpret_cast<char*>(scratch_.data()), &length,
                                            reinterpret_cast<char*>(input.data()),
                                            static_cast<unsigned>(input.size()), level_, 0, 0);
    if (rc != BZ_OK) {
      return std::nullopt;
    }
    return ByteView(scratch_).first(length);
  }
  return std::nullopt;
}

std::string BlockCodec::expand_zlib(ByteView compressed, Bytes& out) {
  z_stream& stream = streams_->inflate;
  if (!streams_->has_inflate) {
    CS_CHECK(inflateInit(&stream) == Z_OK);
    streams_->has_inflate = true;
  }
  inflateReset(&stream);
  stream.next_in = const_cast<Bytef*>(compressed.data());
  stream.avail_in = static_cast<uInt>(compressed.size());
  out.resize(std::max(out.capacity(), kFirstGuessBytes));
  for (;;) {
    stream.next_out = out.data() + stream.total_out;
    stream.avail_out = static_cast<uInt>(out.size() - stream.total_out);
    const int rc = inflate(&stream, Z_FINISH);
    if (rc == Z_STREAM_END) {
      break;
    }
    if (rc != Z_BUF_ERROR && rc != Z_OK) {
      return stream.msg != nullptr ? stream.msg : "not a zlib stream";
    }
    if (stream.avail_out != 0) {
      return "the zlib stream ends too early";
    }
    if (out.size() >= kBlockBytesMax) {
      return "larger than a block can be";
    }
    out.resize(std::min<std::size_t>(out.size() * 2, kBlockBytesMax));
  }
  if (stream.avail_in != 0) {
    return "bytes follow the zlib stream";
  }
  out.resize(stream.total_out);
  return {};
}

std::string BlockCodec::expand(ByteView compressed, Compression compression, Bytes& out) {
  std::string error;
  if (compression == Compression::kZlib) {
    error = expand_zlib(compressed, out);
  } else {
    Bytes input(compressed.begin(), compressed.end());
    out.resize(kBlockBytesMax);
    auto length = static_cast<unsigned>(out.size());
    const int rc = BZ2_bzBuffToBuffDecompress(reinterpret_cast<char*>(out.data()), &length,
                                              reinterpret_cast<char*>(input.data()),
                                              static_cast<unsigned>(input.size()), 0, 0);
    out.resize(rc == BZ_OK ? length : 0);
    error = rc == BZ_OK             ? ""
            : rc == BZ_OUTBUFF_FULL ? "larger than a block can be"
                                    : "not a whole bzip2 stream";
  }
  if (error.empty() && out.empty()) {
    error = "an empty block";
  }
  return error;
}

}  // namespace coldsite::tape

#include "datasets/tape/tape_image.hpp"

#include <algorithm>

#include "datasets/io/gather.hpp"
#include "datasets/messages/cst.hpp"
#include "datasets/tape/block_codec.hpp"
#include "datasets/tape/chunk.hpp"

namespace coldsite::tape {
namespace {

constexpr std::size_t kReadWindowBytes = 1 << 20;
constexpr std::size_t kSkipWindowBytes = 64 << 10;
constexpr std::size_t kWriteBufferBytes = 1 << 20;
constexpr std::size_t kBatchBytes = 1 << 20;
/// So much of the file is handed to the disk at a time while the tape is still being written.
constexpr std::uint64_t kWriteOutBytes = 32 << 20;
constexpr std::uint32_t kChunkBytesMin = 4096;
constexpr std::uint32_t kChunkBytesMax = 65535;
constexpr io::ByteRange kLockedRange{0, 1};

std::uint8_t compression_flag(Compression compression) {
  switch (compression) {
    case Compression::kNone:
      return 0;
    case Compression::kZlib:
      return ChunkHeader::kZlib;
    case Compression::kBzip2:
      return ChunkHeader::kBzip2;
  }
  return 0;
}

/// Reads through a window of the file and appends through a buffer, so that the host sees large
/// requests only. `end_` counts what is still in the buffer.
class ChunkedTape : public TapeImage {
 public:
  ChunkedTape(std::unique_ptr<io::File> file, std::unique_ptr<io::FileLock> lock,
              std::uint64_t size_bytes, Access access, const TapeFormat& format)
      : file_(std::move(file)),
        lock_(std::move(lock)),
        access_(access),
        format_(format),
        codec_(format.level),
        end_(size_bytes) {
    format_.chunk_bytes_max = std::clamp(format.chunk_bytes_max, kChunkBytesMin, kChunkBytesMax);
  }

  const std::string& path() const override { return file_->path(); }
  const TapeFormat& format() const override { return format_; }
  std::uint64_t position() const override { return position_; }
  std::uint64_t size_bytes() const override { return end_; }

  Result<BlockKind> read_block(Bytes& block) override;
  Result<bool> write_block(ByteView block, Compression compression) override;
  Result<Written> write_blocks(std::span<const io::GatheredBlock> blocks) override;
  Result<void> read_blocks(io::BlockBatch& batch) override;
  Result<void> write_tape_mark() override;
  Result<void> rewind() override;
  Result<std::uint32_t> forward_files(std::uint32_t count) override;
  Result<void> backspace_file() override;
  Result<void> backspace_block() override;
  Result<void> seek(std::uint64_t position) override;
  Result<void> sync() override;

 private:
  struct Chunk {
    ChunkHeader header;
    ByteView data;
  };

  Result<ByteView> view(std::uint64_t offset, std::size_t length, std::size_t window);
  Result<ChunkHeader> read_header(std::uint64_t offset, std::size_t window);
  Result<Chunk> read_chunk(std::uint64_t offset, std::uint16_t before_length,
                           const ChunkHeader* open_block);
  Result<BlockKind> finish_read(std::uint64_t next, std::uint16_t last_length, BlockKind kind);
  Result<void> read_further_chunks(Bytes& target, const ChunkHeader& first, std::uint64_t& next,
                                   std::uint16_t& last_length);
  Result<ChunkHeader> chunk_before();
  Result<void> begin_write();
  Result<void> flush();
  Result<void> append(const ChunkHeader& header, ByteView data);

  std::unique_ptr<io::File> file_;
  std::unique_ptr<io::FileLock> lock_;
  Access access_;
  TapeFormat format_;
  BlockCodec codec_;

  std::uint64_t end_;
  std::uint64_t position_ = 0;
  std::uint16_t before_length_ = 0;  ///< of the chunk that ends at position_

  Bytes window_;
  std::uint64_t window_offset_ = 0;
  Bytes pending_;  ///< appended, not yet written; ends at end_
  Bytes compressed_;
  Bytes headers_;                   ///< of the blocks that are being gathered
  std::vector<ByteView> gathered_;  ///< they and their headers
};

/// `length` bytes of the file in one piece; fewer where the file ends.
Result<ByteView> ChunkedTape::view(std::uint64_t offset, std::size_t length, std::size_t window) {
  if (!pending_.empty()) {
    CS_TRY(flush());
  }
  const bool is_inside =
      offset >= window_offset_ && offset + length <= window_offset_ + window_.size();
  if (!is_inside) {
    const std::uint64_t there = offset < end_ ? end_ - offset : 0;
    window_.resize(static_cast<std::size_t>(
        std::min<std::uint64_t>(there, std::max<std::uint64_t>(length, window))));
    window_offset_ = offset;
    CS_ASSIGN(const std::size_t got, file_->read_at(offset, window_));
    window_.resize(got);
  }
  const auto start = static_cast<std::size_t>(offset - window_offset_);
  return ByteView(window_).subspan(start, std::min(length, window_.size() - start));
}

Result<ChunkHeader> ChunkedTape::read_header(std::uint64_t offset, std::size_t window) {
  CS_ASSIGN(const ByteView six, view(offset, kChunkHeaderBytes, window));
  if (six.size() < kChunkHeaderBytes) {
    return failure<msg::CST0003E>(path(), offset, six.size(), kChunkHeaderBytes);
  }
  return parse_chunk_header(six, {path(), offset});
}

Result<ChunkedTape::Chunk> ChunkedTape::read_chunk(std::uint64_t offset,
                                                   std::uint16_t before_length,
                                                   const ChunkHeader* open_block) {
  CS_ASSIGN(const ChunkHeader header, read_header(offset, kReadWindowBytes));
  CS_TRY(check_chunk_order(header, before_length, open_block, {path(), offset}));
  const std::uint64_t data_offset = offset + kChunkHeaderBytes;
  CS_ASSIGN(const ByteView data, view(data_offset, header.length, kReadWindowBytes));
  if (data.size() < header.length) {
    return failure<msg::CST0003E>(path(), data_offset, data.size(), header.length);
  }
  return Chunk{header, data};
}

Result<BlockKind> ChunkedTape::finish_read(std::uint64_t next, std::uint16_t last_length,
                                           BlockKind kind) {
  position_ = next;
  before_length_ = last_length;
  return kind;
}

Result<void> ChunkedTape::read_further_chunks(Bytes& target, const ChunkHeader& first,
                                              std::uint64_t& next, std::uint16_t& last_length) {
  for (bool is_whole = first.is_last(); !is_whole;) {
    if (next >= end_) {
      return failure<msg::CST0003E>(path(), next, 0, kChunkHeaderBytes);
    }
    CS_ASSIGN(const Chunk chunk, read_chunk(next, last_length, &first));
    if (target.size() + chunk.data.size() > kBlockBytesMax) {
      return failure<msg::CST0001E>(path(), next, "length", chunk.header.length,
                                    "a block of 2 MiB at most");
    }
    target.insert(target.end(), chunk.data.begin(), chunk.data.end());
    next += kChunkHeaderBytes + chunk.header.length;
    last_length = chunk.header.length;
    is_whole = chunk.header.is_last();
  }
  return {};
}

Result<BlockKind> ChunkedTape::read_block(Bytes& block) {
  if (position_ >= end_) {
    return BlockKind::kEndOfTape;
  }
  CS_ASSIGN(const Chunk first, read_chunk(position_, before_length_, nullptr));
  std::uint64_t next = position_ + kChunkHeaderBytes + first.header.length;
  std::uint16_t last_length = first.header.length;
  if (first.header.is_tape_mark()) {
    block.clear();
    return finish_read(next, last_length, BlockKind::kTapeMark);
  }
  const bool is_compressed = first.header.compression() != 0;
  Bytes& target = is_compressed ? compressed_ : block;
  target.assign(first.data.begin(), first.data.end());
  CS_TRY(read_further_chunks(target, first.header, next, last_length));
  if (is_compressed) {
    const Compression kind =
        first.header.compression() == ChunkHeader::kZlib ? Compression::kZlib : Compression::kBzip2;
    if (const std::string error = codec_.expand(compressed_, kind, block); !error.empty()) {
      return failure<msg::CST0002E>(position_, path(), error);
    }
  }
  return finish_read(next, last_length, BlockKind::kData);
}

Result<void> ChunkedTape::begin_write() {
  if (access_ == Access::kRead) {
    return failure<msg::CST0004E>(path());
  }
  if (position_ == end_) {
    return {};
  }
  CS_TRY(flush());
  CS_TRY(file_->resize(position_));
  end_ = position_;
  window_.clear();
  return {};
}

Result<void> ChunkedTape::flush() {
  if (pending_.empty()) {
    return {};
  }
  CS_TRY(file_->write_at(end_ - pending_.size(), pending_));
  pending_.clear();
  window_.clear();
  return {};
}

Result<void> ChunkedTape::append(const ChunkHeader& header, ByteView data) {
  append_chunk_header(pending_, header);
  pending_.insert(pending_.end(), data.begin(), data.end());
  end_ += kChunkHeaderBytes + data.size();
  position_ = end_;
  before_length_ = header.length;
  return pending_.size() >= kWriteBufferBytes ? flush() : Result<void>();
}

Result<bool> ChunkedTape::write_block(ByteView block, Compression compression) {
  if (block.empty() || block.size() > kBlockBytesMax) {
    return failure<msg::CST0005E>(block.size(), path(), kBlockBytesMax);
  }
  CS_TRY(begin_write());
  ByteView rest = block;
  std::uint8_t flags = ChunkHeader::kFirst;
  if (compression != Compression::kNone) {
    if (const auto smaller = codec_.compress(block, compression)) {
      rest = *smaller;
      flags |= compression_flag(compression);
    }
  }
  while (!rest.empty()) {
    const ByteView piece = rest.first(std::min<std::size_t>(rest.size(), format_.chunk_bytes_max));
    rest = rest.subspan(piece.size());
    if (rest.empty()) {
      flags |= ChunkHeader::kLast;
    }
    const auto length = static_cast<std::uint16_t>(piece.size());
    CS_TRY(append({length, before_length_, flags}, piece));
    flags = static_cast<std::uint8_t>(flags & ~ChunkHeader::kFirst);
  }
  return format_.capacity_bytes != 0 && end_ > format_.capacity_bytes;
}

/// A block that is one chunk takes part in the gathered write; another goes through the buffer.
Result<ChunkedTape::Written> ChunkedTape::write_blocks(std::span<const io::GatheredBlock> blocks) {
  CS_TRY(begin_write());
  CS_TRY(flush());
  headers_.clear();
  headers_.reserve(blocks.size() * kChunkHeaderBytes);  // the views into it stay good
  gathered_.clear();
  const std::uint64_t begin = end_;
  Written written;
  while (written.blocks < blocks.size() && !written.is_full) {
    const io::GatheredBlock block = blocks[written.blocks];
    std::size_t length = 0;
    for (const ByteView piece : block) {
      length += piece.size();
    }
    if (length == 0 || length > format_.chunk_bytes_max) {
      break;
    }
    const ChunkHeader header{static_cast<std::uint16_t>(length), before_length_,
                             ChunkHeader::kFirst | ChunkHeader::kLast};
    append_chunk_header(headers_, header);
    gathered_.push_back(ByteView(headers_).last(kChunkHeaderBytes));
    gathered_.insert(gathered_.end(), block.begin(), block.end());
    end_ += kChunkHeaderBytes + length;
    before_length_ = header.length;
    ++written.blocks;
    written.is_full = format_.capacity_bytes != 0 && end_ > format_.capacity_bytes;
  }
  position_ = end_;
  CS_TRY(file_->write_gathered_at(begin, gathered_));
  window_.clear();
  if (end_ / kWriteOutBytes != begin / kWriteOutBytes) {
    const std::uint64_t whole = end_ / kWriteOutBytes * kWriteOutBytes;
    file_->begin_write_out({whole - kWriteOutBytes, kWriteOutBytes});
  }
  if (written.blocks == 0 && !blocks.empty()) {
    CS_ASSIGN(written.is_full, write_block(io::join_pieces(blocks.front()), Compression::kNone));
    written.blocks = 1;
  }
  return written;
}

Result<void> ChunkedTape::read_blocks(io::BlockBatch& batch) {
  batch.blocks.clear();
  CS_TRY(flush());
  const auto length = static_cast<std::size_t>(
      std::min<std::uint64_t>(end_ - std::min(position_, end_), kBatchBytes));
  if (batch.storage.size() < length) {
    batch.storage.resize(length);
  }
  CS_ASSIGN(const std::size_t got,
            file_->read_at(position_, ByteSpan(batch.storage).first(length)));
  const ByteView all = ByteView(batch.storage).first(got);
  for (std::size_t offset = 0; offset + kChunkHeaderBytes <= got;) {
    const auto header =
        parse_chunk_header(all.subspan(offset, kChunkHeaderBytes), {path(), position_});
    const bool is_plain = header && header->is_first() && header->is_last() &&
                          header->compression() == 0 && header->previous_length == before_length_;
    if (!is_plain || offset + kChunkHeaderBytes + header->length > got) {
      break;
    }
    batch.blocks.push_back(all.subspan(offset + kChunkHeaderBytes, header->length));
    offset += kChunkHeaderBytes + header->length;
    position_ += kChunkHeaderBytes + std::uint64_t{header->length};
    before_length_ = header->length;
  }
  return {};
}

Result<void> ChunkedTape::write_tape_mark() {
  CS_TRY(begin_write());
  return append({0, before_length_, ChunkHeader::kTapeMark}, {});
}

Result<void> ChunkedTape::rewind() {
  position_ = 0;
  before_length_ = 0;
  return {};
}

Result<std::uint32_t> ChunkedTape::forward_files(std::uint32_t count) {
  std::uint32_t passed = 0;
  std::size_t window = kSkipWindowBytes;
  while (passed < count && position_ < end_) {
    CS_ASSIGN(const ChunkHeader header, read_header(position_, window));
    if (header.previous_length != before_length_) {
      return failure<msg::CST0001E>(path(), position_, "previous length", header.previous_length,
                                    before_length_);
    }
    const std::uint64_t next = position_ + kChunkHeaderBytes + header.length;
    if (next > end_) {
      return failure<msg::CST0003E>(path(), position_ + kChunkHeaderBytes,
                                    end_ - position_ - kChunkHeaderBytes, header.length);
    }
    position_ = next;
    before_length_ = header.length;
    passed += header.is_tape_mark() ? 1U : 0U;
    // Large chunks: read the headers alone. Small ones: many headers at once.
    window = header.length > 16384 ? kChunkHeaderBytes : kSkipWindowBytes;
  }
  return passed;
}

/// Steps back over one chunk; position_ is not at load point.
Result<ChunkHeader> ChunkedTape::chunk_before() {
  const std::uint64_t size = kChunkHeaderBytes + std::uint64_t{before_length_};
  if (size > position_) {
    return failure<msg::CST0001E>(path(), position_, "previous length", before_length_,
                                  "a chunk inside the file");
  }
  CS_ASSIGN(const ChunkHeader header, read_header(position_ - size, kChunkHeaderBytes));
  if (header.length != before_length_) {
    return failure<msg::CST0001E>(path(), position_ - size, "length", header.length,
                                  before_length_);
  }
  position_ -= size;
  before_length_ = header.previous_length;
  return header;
}

Result<void> ChunkedTape::backspace_file() {
  while (position_ > 0) {
    CS_ASSIGN(const ChunkHeader header, chunk_before());
    if (header.is_tape_mark()) {
      break;
    }
  }
  return {};
}

Result<void> ChunkedTape::backspace_block() {
  while (position_ > 0) {
    CS_ASSIGN(const ChunkHeader header, chunk_before());
    if (header.is_tape_mark() || header.is_first()) {
      break;
    }
  }
  return {};
}

Result<void> ChunkedTape::seek(std::uint64_t position) {
  if (position == position_) {
    return {};
  }
  if (position > 0 && position < end_) {
    CS_ASSIGN(const ChunkHeader header, read_header(position, kChunkHeaderBytes));
    position_ = position;
    before_length_ = header.previous_length;
    return {};
  }
  // Nothing stands at the end of the tape that tells the length of the last chunk: walk there.
  CS_TRY(rewind());
  while (position_ < position) {
    CS_ASSIGN(const std::uint32_t passed, forward_files(1));
    if (passed == 0) {
      break;
    }
  }
  CS_CHECK(position_ == position);
  return {};
}

Result<void> ChunkedTape::sync() {
  if (access_ == Access::kRead) {
    return {};
  }
  CS_TRY(flush());
  return file_->sync();
}

Result<std::unique_ptr<TapeImage>> make_tape(std::unique_ptr<io::File> file, Access access,
                                             const TapeFormat& format) {
  const io::LockMode mode =
      access == Access::kUpdate ? io::LockMode::kExclusive : io::LockMode::kShared;
  CS_ASSIGN(std::unique_ptr<io::FileLock> lock, file->try_lock(kLockedRange, mode));
  if (lock == nullptr) {
    return failure<msg::CST0007E>(file->path());
  }
  CS_ASSIGN(const std::uint64_t size_bytes, file->size_bytes());
  return std::unique_ptr<TapeImage>(
      std::make_unique<ChunkedTape>(std::move(file), std::move(lock), size_bytes, access, format));
}

}  // namespace

Result<std::unique_ptr<TapeImage>> open_tape(io::FileStore& store, const std::string& path,
                                             Access access, const TapeFormat& format) {
  CS_ASSIGN(
      std::unique_ptr<io::File> file,
      store.open(path, access == Access::kUpdate ? io::OpenMode::kUpdate : io::OpenMode::kRead));
  return make_tape(std::move(file), access, format);
}

Result<std::unique_ptr<TapeImage>> create_tape(io::FileStore& store, const std::string& path,
                                               const TapeFormat& format) {
  CS_ASSIGN(std::unique_ptr<io::File> file, store.open(path, io::OpenMode::kCreateNew));
  return make_tape(std::move(file), Access::kUpdate, format);
}

}  // namespace coldsite::tape

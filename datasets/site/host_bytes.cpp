// Host files as sequences of bytes.
#include <algorithm>
#include <iostream>

#include "datasets/io/host_stream.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/site/host_records.hpp"

namespace coldsite::site {
namespace {

/// The disk writes while the next so many bytes are made.
constexpr std::uint64_t kWriteBackBytes = 8 << 20;

/// Pipes, terminals and process substitution cannot be read at an offset, nor replaced.
bool is_stream_path(std::string_view path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/");
}

class StreamSink : public ByteSink {
 public:
  explicit StreamSink(std::ostream& stream) : stream_(stream) {}
  Result<void> write(ByteView bytes) override {
    for (const std::uint8_t byte : bytes) {
      stream_.put(static_cast<char>(byte));
    }
    return check();
  }
  Result<void> close() override {
    stream_.flush();
    return check();
  }

 private:
  Result<void> check() {
    return stream_ ? Result<void>()
                   : failure<msg::CSI0003E>("standard output", 0, "the stream is closed");
  }
  std::ostream& stream_;
};

class HostStreamSink : public ByteSink {
 public:
  explicit HostStreamSink(std::unique_ptr<io::OutputStream> stream) : stream_(std::move(stream)) {}
  Result<void> write(ByteView bytes) override { return stream_->write(bytes); }
  Result<void> close() override { return stream_->flush(); }

 private:
  std::unique_ptr<io::OutputStream> stream_;
};

class FileSink : public ByteSink {
 public:
  FileSink(io::FileStore& store, std::unique_ptr<io::File> file, std::uint64_t offset,
           std::string final_path)
      : store_(store),
        file_(std::move(file)),
        offset_(offset),
        started_(offset),
        final_path_(std::move(final_path)) {}

  ~FileSink() override {
    if (!is_closed_ && is_replacing()) {
      const std::string work = file_->path();
      file_.reset();
      static_cast<void>(store_.remove_file(work));  // what cannot be removed is replaced next time
    }
  }

  Result<void> write(ByteView bytes) override {
    CS_TRY(file_->write_at(offset_, bytes));
    offset_ += bytes.size();
    if (offset_ - started_ >= kWriteBackBytes) {
      file_->start_write_back({started_, offset_ - started_});
      started_ = offset_;
    }
    return {};
  }

  /// The rename makes the new content the file's, the directory's sync makes it stay so.
  Result<void> close() override {
    CS_TRY(file_->sync());
    is_closed_ = true;
    if (!is_replacing()) {
      return {};
    }
    CS_KILL_POINT("host_file.before_rename");
    CS_TRY(store_.rename_file(file_->path(), final_path_));
    return store_.sync_directory(io::directory_of(final_path_));
  }

 private:
  [[nodiscard]] bool is_replacing() const { return !final_path_.empty(); }

  io::FileStore& store_;
  std::unique_ptr<io::File> file_;
  std::uint64_t offset_;
  std::uint64_t started_;   ///< up to here the disk has been told to write
  std::string final_path_;  ///< empty: written in place
  bool is_closed_ = false;
};

Result<std::unique_ptr<ByteSink>> open_appending(const std::string& path, io::FileStore& store) {
  auto file = store.open(path, io::OpenMode::kCreateNew);
  if (!file && file.failure().is(msg::CSI0006E)) {
    file = store.open(path, io::OpenMode::kUpdate);
  }
  if (!file) {
    return file.failure();
  }
  CS_ASSIGN(const std::uint64_t size, (*file)->size_bytes());
  return std::unique_ptr<ByteSink>(
      std::make_unique<FileSink>(store, *std::move(file), size, std::string()));
}

}  // namespace

Result<ByteSource> open_byte_source(const Allocation& allocation, AllocationContext& context) {
  if (allocation.host_path == "-") {
    std::istream* input = context.input != nullptr ? context.input : &std::cin;
    return ByteSource([input](ByteSpan out) -> Result<std::size_t> {
      input->read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
      return static_cast<std::size_t>(input->gcount());
    });
  }
  if (is_stream_path(allocation.host_path)) {
    CS_ASSIGN(std::shared_ptr<io::InputStream> stream, io::open_input_stream(allocation.host_path));
    return ByteSource([stream](ByteSpan out) { return stream->read(out); });
  }
  CS_ASSIGN(std::shared_ptr<io::File> file,
            context.store->open(allocation.host_path, io::OpenMode::kRead));
  return ByteSource([file, offset = std::uint64_t{0}](ByteSpan out) mutable -> Result<std::size_t> {
    CS_ASSIGN(const std::size_t count, file->read_at(offset, out));
    offset += count;
    return count;
  });
}

Result<std::unique_ptr<ByteSink>> open_byte_sink(const Allocation& allocation,
                                                 AllocationContext& context) {
  const std::string& path = allocation.host_path;
  if (path == "-") {
    std::ostream& output = context.output != nullptr ? *context.output : std::cout;
    return std::unique_ptr<ByteSink>(std::make_unique<StreamSink>(output));
  }
  if (is_stream_path(path)) {
    CS_ASSIGN(auto stream, io::open_output_stream(path));
    return std::unique_ptr<ByteSink>(std::make_unique<HostStreamSink>(std::move(stream)));
  }
  if (allocation.kind == AllocationKind::kSysout || allocation.request.status == Status::kModify) {
    return open_appending(path, *context.store);
  }
  CS_ASSIGN(auto file, context.store->open(path + ".new", io::OpenMode::kCreateOrReplace));
  return std::unique_ptr<ByteSink>(
      std::make_unique<FileSink>(*context.store, std::move(file), 0, path));
}

}  // namespace coldsite::site

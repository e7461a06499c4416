#include "datasets/io/host_stream.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "datasets/io/system_error.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

class HostInput final : public InputStream {
 public:
  HostInput(Descriptor descriptor, std::string name)
      : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  const std::string& name() const override { return name_; }
  bool is_terminal() const override { return isatty(descriptor_.number()) == 1; }

  Result<std::size_t> read(ByteSpan out) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_.number(), out.data(), out.size());
      if (got >= 0) {
        offset_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        return read_failure(name_, offset_, errno);
      }
    }
  }

 private:
  Descriptor descriptor_;
  std::string name_;
  std::uint64_t offset_ = 0;
};

class HostOutput final : public OutputStream {
 public:
  HostOutput(Descriptor descriptor, std::string name, std::size_t buffer_bytes)
      : descriptor_(std::move(descriptor)), name_(std::move(name)), buffer_bytes_(buffer_bytes) {}
  ~HostOutput() override { (void)flush(); }

  const std::string& name() const override { return name_; }
  bool is_terminal() const override { return isatty(descriptor_.number()) == 1; }

  Result<void> write(ByteView data) override {
    if (buffer_.size() + data.size() <= buffer_bytes_) {
      buffer_.insert(buffer_.end(), data.begin(), data.end());
      return {};
    }
    CS_TRY(flush());
    if (data.size() >= buffer_bytes_) {
      return write_through(data);
    }
    buffer_.assign(data.begin(), data.end());
    return {};
  }

  Result<void> flush() override {
    auto written = write_through(buffer_);
    buffer_.clear();  // also after a failure, so that the same bytes are not tried again
    return written;
  }

 private:
  Result<void> write_through(ByteView data) {
    while (!data.empty()) {
      const ssize_t put = ::write(descriptor_.number(), data.data(), data.size());
      if (put < 0) {
        if (errno == EINTR) {
          continue;
        }
        return write_failure(name_, offset_, errno);
      }
      offset_ += static_cast<std::uint64_t>(put);
      data = data.subspan(static_cast<std::size_t>(put));
    }
    return {};
  }

  Descriptor descriptor_;
  std::string name_;
  std::size_t buffer_bytes_;
  Bytes buffer_;
  std::uint64_t offset_ = 0;
};

}  // namespace

std::unique_ptr<InputStream> make_standard_input() {
  return std::make_unique<HostInput>(Descriptor::borrow(STDIN_FILENO), "standard input");
}

std::unique_ptr<OutputStream> make_standard_output() {
  return std::make_unique<HostOutput>(Descriptor::borrow(STDOUT_FILENO), "standard output",
                                      kBufferBytes);
}

std::unique_ptr<OutputStream> make_standard_error() {
  return std::make_unique<HostOutput>(Descriptor::borrow(STDERR_FILENO), "standard error", 0);
}

Result<std::unique_ptr<InputStream>> open_input_stream(const std::string& path) {
  CS_ASSIGN(Descriptor descriptor, open_descriptor(path, O_RDONLY));
  return std::unique_ptr<InputStream>(std::make_unique<HostInput>(std::move(descriptor), path));
}

Result<std::unique_ptr<OutputStream>> open_output_stream(const std::string& path) {
  CS_ASSIGN(Descriptor descriptor, open_descriptor(path, O_WRONLY | O_CREAT | O_TRUNC));
  return std::unique_ptr<OutputStream>(
      std::make_unique<HostOutput>(std::move(descriptor), path, kBufferBytes));
}

// The next whole line in the buffer, or at the end of the stream what is left.
std::optional<std::string_view> LineReader::take_line() {
  const std::size_t feed = buffer_.find('\n', searched_);
  if (feed == std::string::npos && (!at_end_ || start_ == buffer_.size())) {
    searched_ = buffer_.size();
    return std::nullopt;
  }
  const std::size_t end = std::min(feed, buffer_.size());
  std::string_view line = std::string_view(buffer_).substr(start_, end - start_);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  start_ = searched_ = std::min(end + 1, buffer_.size());
  return line;
}

Result<std::optional<std::string_view>> LineReader::read_line(std::size_t line_bytes_max) {
  for (;;) {
    if (const auto line = take_line()) {
      return line;
    }
    if (at_end_) {
      return std::optional<std::string_view>();
    }
    if (buffer_.size() - start_ > line_bytes_max) {
      return failure<msg::CSI0002E>(input_.name(), start_, "the line is too long");
    }
    buffer_.erase(0, start_);
    searched_ -= start_;
    start_ = 0;
    const std::size_t filled = buffer_.size();
    buffer_.resize(filled + kBufferBytes);
    auto got =
        input_.read(ByteSpan(reinterpret_cast<std::uint8_t*>(&buffer_[filled]), kBufferBytes));
    buffer_.resize(filled + (got ? *got : 0));
    if (!got) {
      return got.failure();
    }
    at_end_ = *got == 0;
  }
}

Result<Bytes> read_stream(InputStream& input, std::size_t size_bytes_max) {
  Bytes all;
  for (;;) {
    const std::size_t filled = all.size();
    all.resize(filled + kBufferBytes);
    CS_ASSIGN(const std::size_t got, input.read(ByteSpan(all).subspan(filled)));
    all.resize(filled + got);
    if (all.size() > size_bytes_max) {
      return failure<msg::CSI0007E>(input.name(), all.size(), size_bytes_max);
    }
    if (got == 0) {
      return all;
    }
  }
}

}  // namespace coldsite::io

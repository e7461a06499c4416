// Streams of the host: standard input, output and error, pipes, and files that are read or written
// from front to back only. threads: one user at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::io {

class InputStream {
 public:
  virtual ~InputStream() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// Fills as much of `out` as has come in, at least one byte; 0 at the end. errors: CSI0002E.
  virtual Result<std::size_t> read(ByteSpan out) = 0;
  [[nodiscard]] virtual bool is_terminal() const = 0;
};

class OutputStream {
 public:
  virtual ~OutputStream() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// Takes all of `data`; it may stay in a buffer until flush(). errors: CSI0003E; CSI0004E.
  virtual Result<void> write(ByteView data) = 0;
  /// Hands everything written to the system. Destruction does it too, but cannot tell errors.
  virtual Result<void> flush() = 0;
  [[nodiscard]] virtual bool is_terminal() const = 0;

  Result<void> write_text(std::string_view text) {
    return write(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }
};

[[nodiscard]] std::unique_ptr<InputStream> make_standard_input();
[[nodiscard]] std::unique_ptr<OutputStream> make_standard_output();
/// Not buffered: each write reaches the system at once.
[[nodiscard]] std::unique_ptr<OutputStream> make_standard_error();

/// A file, a FIFO or a device by its path. errors: CSI0001E.
[[nodiscard]] Result<std::unique_ptr<InputStream>> open_input_stream(const std::string& path);
/// Creates the file, or empties it when it exists. errors: CSI0001E.
[[nodiscard]] Result<std::unique_ptr<OutputStream>> open_output_stream(const std::string& path);

/// Takes a stream apart into lines.
class LineReader {
 public:
  explicit LineReader(InputStream& input) : input_(input) {}

  /// The next line without its line feed (and a carriage return before it); nothing at the end. The
  /// view is good until the next call. errors: CSI0002E, also for a line over `line_bytes_max`.
  Result<std::optional<std::string_view>> read_line(std::size_t line_bytes_max = 1 << 20);

 private:
  std::optional<std::string_view> take_line();

  InputStream& input_;
  std::string buffer_;
  std::size_t start_ = 0;
  std::size_t searched_ = 0;
  bool at_end_ = false;
};

/// Reads all that is left. errors: CSI0002E; CSI0007E when that is more than `size_bytes_max`.
[[nodiscard]] Result<Bytes> read_stream(InputStream& input, std::size_t size_bytes_max = 64 << 20);

}  // namespace coldsite::io

// Writes that a kill does not tear. The system gives up a write between two pages of a file when
// its process is killed (SIGKILL), so that a control interval may be half old and half new. What is
// to be written stands in a file that all programs of a site map, until it is written; who finds
// there what a killed program was writing writes it again. It takes no system call more than
// reading what stood there before. Inside datasets/io only.
//
// layout, 32 slots of 73,728 bytes, one for each program that writes (it locks byte n for slot n;
// who finishes slots locks byte 32, so that nobody writes to a place that is still being finished):
//   0      1  1 while a write is under way, else 0
//   8      8  checksum (XXH3) of bytes 16 to the end of the data
//   16     8  offset in the file
//   24     4  bytes
//   28     4  bytes of the path
//   32        absolute path
//   4096  17 checksums of 8 bytes: what stood in each page of the place before
//   8192      the data, at most 65,536 bytes
// All numbers little-endian.
// threads: may be shared.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "datasets/bytes.hpp"
#include "datasets/io/system_error.hpp"
#include "datasets/result.hpp"

namespace coldsite::io {

class WholeWrites {
 public:
  /// Nothing where the file cannot be made or mapped.
  static std::shared_ptr<WholeWrites> open(const std::string& path);
  ~WholeWrites();
  WholeWrites(const WholeWrites&) = delete;
  WholeWrites& operator=(const WholeWrites&) = delete;

  /// Writes `data` at `offset` of `descriptor`, the open file `path`. When the write fails,
  /// what stood there is put back. errors: those of RealFile::write_at.
  Result<void> write(int descriptor, const std::string& path, std::uint64_t offset, ByteView data);

  /// Writes again what killed programs left torn; returns when nobody is at it any more. A place
  /// that is whole, or that somebody has changed since, is left alone.
  void finish();

  /// Whether a kill can tear a write there.
  [[nodiscard]] static bool can_tear(std::uint64_t offset, std::size_t bytes);

 private:
  WholeWrites(std::string path, ByteSpan area) : path_(std::move(path)), area_(area) {}
  [[nodiscard]] ByteSpan slot(std::size_t number) const;
  [[nodiscard]] bool lock(std::size_t number, short type);
  [[nodiscard]] bool claim();
  [[nodiscard]] bool is_left(std::size_t number) const;
  void finish_slot(ByteSpan slot);
  const std::string& absolute(const std::string& path);

  std::string path_;
  ByteSpan area_;
  std::mutex mutex_;
  std::optional<Descriptor> descriptor_;  // of this process, for its locks
  int process_ = 0;
  std::optional<std::size_t> own_;
  std::map<std::string, std::string> absolute_;  // empty: there is none
};

}  // namespace coldsite::io

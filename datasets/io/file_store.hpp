// The I/O seam: the only way to a file. Real files, files in memory and files with planted faults
// stand behind the same two interfaces, so that a test can replace the disk under any program of
// the suite.
// threads: a FileStore may be shared; a File may be read and written by several threads at
//          different offsets at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::io {

enum class OpenMode {
  kRead,             ///< must exist
  kUpdate,           ///< read and write; must exist
  kCreateNew,        ///< read and write; must not exist
  kCreateOrReplace,  ///< read and write; emptied when it exists
};

/// A run of bytes of a file.
struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

enum class LockMode { kShared, kExclusive };

/// Holds a byte-range lock (an open file description lock) until it is destroyed.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

class File {
 public:
  virtual ~File() = default;

  [[nodiscard]] virtual const std::string& path() const = 0;

  /// Reads into `out`; fewer bytes than asked for only at the end of the file.
  /// errors: CSI0002E read error.
  virtual Result<std::size_t> read_at(std::uint64_t offset, ByteSpan out) = 0;

  /// Writes all of `data`, extending the file when needed.
  /// errors: CSI0003E write error; CSI0004E no space left.
  virtual Result<void> write_at(std::uint64_t offset, ByteView data) = 0;

  /// The same of `pieces`, one behind another: what a program gathers goes to the host without
  /// being joined first. errors: as write_at.
  virtual Result<void> write_gathered_at(std::uint64_t offset, std::span<const ByteView> pieces);

  /// A hint that `range` will be synced soon: the host may begin to store it. Promises nothing.
  virtual void begin_write_out(ByteRange range);

  virtual Result<std::uint64_t> size_bytes() = 0;
  virtual Result<void> resize(std::uint64_t size_bytes) = 0;

  /// Makes everything written so far survive a power failure. errors: CSI0005E.
  virtual Result<void> sync() = 0;

  /// A hint: the range is complete, and the disk may begin with it, so that sync() waits less.
  virtual void start_write_back(ByteRange /*range*/) {}

  /// The range becomes zeros and, where the file system can, takes no space (a hole). A range that
  /// reaches behind the end extends the file.
  virtual Result<void> zero_range(ByteRange range) = 0;

  /// The first run of stored data at or after `offset`; nothing when only holes follow.
  virtual Result<std::optional<ByteRange>> find_data(std::uint64_t offset) = 0;

  /// Shares `range` of `source` at `target_offset` of this file without copying it (reflink).
  /// errors: CSI0010I when the file system cannot (the caller copies instead).
  virtual Result<void> clone_range(File& source, ByteRange range, std::uint64_t target_offset) = 0;

  /// Copies `range` of `source` to `target_offset`, inside the kernel where possible; holes become
  /// holes. shape: the ranges do not overlap in one file. errors: CSI0002E, also when the source
  /// ends in the range; CSI0003E; CSI0004E.
  virtual Result<void> copy_range(File& source, ByteRange range, std::uint64_t target_offset) = 0;

  /// Takes a lock that other opens of the file (in this process and others) respect. Waits. A
  /// range of length 0 reaches to the end of any file. The lock outlives the File.
  /// shape: locks of one File never exclude each other and do not overlap.
  virtual Result<std::unique_ptr<FileLock>> lock(ByteRange range, LockMode mode) = 0;

  /// The lock, or nothing when somebody else holds it.
  virtual Result<std::unique_ptr<FileLock>> try_lock(ByteRange range, LockMode mode) = 0;
};

struct FileInfo {
  std::uint64_t size_bytes = 0;
  std::uint64_t allocated_bytes = 0;
  bool is_directory = false;
  std::int64_t modified_us = 0;  ///< since 1970-01-01 UTC
};

class FileStore {
 public:
  virtual ~FileStore() = default;

  /// errors: CSI0001E cannot open (with the system's reason); CSI0006E exists already (kCreateNew).
  virtual Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) = 0;

  /// Nothing when there is no such file.
  virtual Result<std::optional<FileInfo>> info(const std::string& path) = 0;

  /// The names in a directory, sorted, without "." and "..".
  virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;

  /// Makes the directory and its missing parents, so that they survive a power failure.
  virtual Result<void> make_directories(const std::string& directory) = 0;

  virtual Result<void> remove_file(const std::string& path) = 0;
  /// Atomic; replaces `to` when it exists.
  virtual Result<void> rename_file(const std::string& from, const std::string& to) = 0;
  /// Makes created, renamed and removed names of the directory survive a power failure.
  virtual Result<void> sync_directory(const std::string& directory) = 0;

  /// Makes `to` (new) a copy of `from` that shares its blocks. errors: CSI0010I cannot here.
  virtual Result<void> clone_file(const std::string& from, const std::string& to) = 0;
};

/// Reads a whole small file (at most `size_bytes_max`). errors: CSI0007E larger than that.
[[nodiscard]] Result<Bytes> read_file(FileStore& store, const std::string& path,
                                      std::uint64_t size_bytes_max = 64 << 20);

/// Puts `content` at `path` so that a reader, now or after a power failure, finds the old file or
/// the new one: writes "path.new", syncs it, renames it, syncs the directory (that sync makes it
/// true).
[[nodiscard]] Result<void> replace_file(FileStore& store, const std::string& path,
                                        ByteView content);

/// The directory part of a path ("." when there is none), and the name part.
[[nodiscard]] std::string directory_of(std::string_view path);
[[nodiscard]] std::string name_of(std::string_view path);
[[nodiscard]] std::string join_path(std::string_view directory, std::string_view name);

}  // namespace coldsite::io

#include "datasets/io/real_store.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <mutex>

#include "datasets/io/real_file.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

int open_flags(OpenMode mode) {
  switch (mode) {
    case OpenMode::kRead:
      return O_RDONLY;
    case OpenMode::kUpdate:
      return O_RDWR;
    case OpenMode::kCreateNew:
      return O_RDWR | O_CREAT | O_EXCL;
    case OpenMode::kCreateOrReplace:
      return O_RDWR | O_CREAT | O_TRUNC;
  }
  CS_CHECK(false);
}

Result<void> sync_directory_of_host(const std::string& directory) {
  CS_ASSIGN(const Descriptor descriptor, open_descriptor(directory, O_RDONLY | O_DIRECTORY));
  // EINVAL: a file system without directories to sync (some network file systems).
  if (fsync(descriptor.number()) != 0 && errno != EINVAL) {
    return failure<msg::CSI0005E>(directory, system_reason(errno));
  }
  return {};
}

class RealStore final : public FileStore {
 public:
  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override {
    CS_ASSIGN(Descriptor descriptor, open_descriptor(path, open_flags(mode)));
    struct stat status = {};
    if (fstat(descriptor.number(), &status) == 0 && S_ISDIR(status.st_mode)) {
      return failure<msg::CSI0001E>(path, system_reason(EISDIR));
    }
    return std::unique_ptr<File>(std::make_unique<RealFile>(
        std::move(descriptor), path, mode == OpenMode::kUpdate ? whole_writes() : nullptr));
  }

  void keep_writes_whole(const std::string& path) {
    auto opened = WholeWrites::open(path);
    {
      const std::lock_guard guard(mutex_);
      whole_writes_.swap(opened);
    }
    finish_whole_writes();
  }

  void finish_whole_writes() {
    if (const auto writes = whole_writes(); writes != nullptr) {
      writes->finish();
    }
  }

  Result<std::optional<FileInfo>> info(const std::string& path) override {
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) {
        return std::optional<FileInfo>();
      }
      return operation_failure("look up", path, errno);
    }
    FileInfo info;
    info.size_bytes = static_cast<std::uint64_t>(status.st_size);
    info.allocated_bytes = static_cast<std::uint64_t>(status.st_blocks) * 512;
    info.is_directory = S_ISDIR(status.st_mode);
    info.modified_us = std::int64_t{status.st_mtim.tv_sec} * 1'000'000 +
                       std::int64_t{status.st_mtim.tv_nsec} / 1'000;
    return std::optional(info);
  }

  Result<std::vector<std::string>> list(const std::string& directory) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(directory.c_str()), closedir);
    if (stream == nullptr) {
      return operation_failure("list", directory, errno);
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = readdir(stream.get())) {
      if (std::string name = entry->d_name; name != "." && name != "..") {
        names.push_back(std::move(name));
      }
      errno = 0;
    }
    if (errno != 0) {
      return operation_failure("list", directory, errno);
    }
    std::ranges::sort(names);
    return names;
  }

  Result<void> make_directories(const std::string& directory) override {
    if (mkdir(directory.c_str(), 0777) == 0) {
      return sync_directory_of_host(directory_of(directory));
    }
    if (errno == EEXIST) {
      CS_ASSIGN(const auto found, info(directory));
      if (found && found->is_directory) {
        return {};
      }
      return operation_failure("make directory", directory, ENOTDIR);
    }
    const std::string parent = directory_of(directory);
    if (errno != ENOENT || parent == directory) {
      return operation_failure("make directory", directory, errno);
    }
    CS_TRY(make_directories(parent));
    if (mkdir(directory.c_str(), 0777) != 0 && errno != EEXIST) {
      return operation_failure("make directory", directory, errno);
    }
    return sync_directory_of_host(parent);
  }

  Result<void> remove_file(const std::string& path) override {
    if (unlink(path.c_str()) != 0) {
      return operation_failure("remove", path, errno);
    }
    return {};
  }

  Result<void> rename_file(const std::string& from, const std::string& to) override {
    if (std::rename(from.c_str(), to.c_str()) != 0) {
      return operation_failure("rename", from, errno).while_doing("renaming it to", to);
    }
    return {};
  }

  Result<void> sync_directory(const std::string& directory) override {
    return sync_directory_of_host(directory);
  }

  Result<void> clone_file(const std::string& from, const std::string& to) override {
    CS_ASSIGN(const Descriptor source, open_descriptor(from, O_RDONLY));
    CS_ASSIGN(const Descriptor target, open_descriptor(to, O_WRONLY | O_CREAT | O_EXCL));
    if (ioctl(target.number(), FICLONE, source.number()) == 0) {
      return {};
    }
    const int error_number = errno;
    unlink(to.c_str());
    if (error_number == ENOSPC || error_number == EDQUOT || error_number == EIO) {
      return write_failure(to, 0, error_number);
    }
    return failure<msg::CSI0010I>(from, to, system_reason(error_number));
  }

 private:
  /// Held by who uses it: another job may open the site meanwhile.
  std::shared_ptr<WholeWrites> whole_writes() {
    const std::lock_guard guard(mutex_);
    return whole_writes_;
  }

  std::mutex mutex_;
  std::shared_ptr<WholeWrites> whole_writes_;  // nullptr: none
};

}  // namespace

std::unique_ptr<FileStore> make_real_store() {
  return std::make_unique<RealStore>();
}

void keep_writes_whole(FileStore& store, const std::string& path) {
  if (auto* real = dynamic_cast<RealStore*>(&store)) {
    real->keep_writes_whole(path);
  }
}

void finish_whole_writes(FileStore& store) {
  if (auto* real = dynamic_cast<RealStore*>(&store)) {
    real->finish_whole_writes();
  }
}

}  // namespace coldsite::io

#include "datasets/io/memory_store.hpp"

#include <algorithm>
#include <cerrno>
#include <set>

#include "datasets/io/copy.hpp"
#include "datasets/io/memory_content.hpp"
#include "datasets/io/system_error.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

constexpr std::uint64_t kFileBytesMax = std::uint64_t{1} << 62;

class MemoryLock final : public FileLock {
 public:
  MemoryLock(std::shared_ptr<MemoryContent> content, std::shared_ptr<char> owner, ByteRange range)
      : content_(std::move(content)), owner_(std::move(owner)), range_(range) {}
  ~MemoryLock() override { content_->release_lock(owner_.get(), range_); }
  MemoryLock(const MemoryLock&) = delete;
  MemoryLock& operator=(const MemoryLock&) = delete;

 private:
  std::shared_ptr<MemoryContent> content_;
  std::shared_ptr<char> owner_;
  ByteRange range_;
};

class MemoryFile final : public File {
 public:
  MemoryFile(std::shared_ptr<MemoryContent> content, std::string path, OpenMode mode,
             MemoryStoreOptions options)
      : content_(std::move(content)),
        path_(std::move(path)),
        is_writable_(mode != OpenMode::kRead),
        options_(options) {}

  const std::string& path() const override { return path_; }

  Result<std::size_t> read_at(std::uint64_t offset, ByteSpan out) override {
    return content_->read(offset, out);
  }

  Result<void> write_at(std::uint64_t offset, ByteView data) override {
    CS_TRY(check_writable({offset, data.size()}));
    content_->write(offset, data);
    return {};
  }

  Result<std::uint64_t> size_bytes() override { return content_->size_bytes(); }

  Result<void> resize(std::uint64_t size_bytes) override {
    CS_TRY(check_writable({size_bytes, 0}));
    content_->resize(size_bytes);
    return {};
  }

  Result<void> sync() override { return {}; }

  Result<void> zero_range(ByteRange range) override {
    CS_TRY(check_writable(range));
    content_->zero(range);
    return {};
  }

  Result<std::optional<ByteRange>> find_data(std::uint64_t offset) override {
    return content_->find_data(offset);
  }

  Result<void> clone_range(File& source, ByteRange range, std::uint64_t target_offset) override {
    CS_TRY(check_writable({target_offset, range.length}));
    auto* memory = dynamic_cast<MemoryFile*>(&source);
    if (memory == nullptr || !options_.can_share_blocks) {
      return failure<msg::CSI0010I>(source.path(), path_, system_reason(EOPNOTSUPP));
    }
    const std::uint64_t source_size = memory->content_->size_bytes();
    const std::uint64_t end = range.offset + range.length;
    const bool ends_whole = end % MemoryContent::kBlockBytes == 0 || end == source_size;
    if (range.offset % MemoryContent::kBlockBytes != 0 || end > source_size || !ends_whole ||
        target_offset % MemoryContent::kBlockBytes != 0) {
      return failure<msg::CSI0010I>(source.path(), path_, system_reason(EINVAL));
    }
    if (range.length != 0) {
      content_->share(*memory->content_, range, target_offset);
    }
    return {};
  }

  Result<void> copy_range(File& source, ByteRange range, std::uint64_t target_offset) override {
    return copy_keeping_holes(source, range, *this, target_offset,
                              [&](ByteRange data, std::uint64_t target) {
                                return copy_through_memory(source, data, *this, target);
                              });
  }

  Result<std::unique_ptr<FileLock>> lock(ByteRange range, LockMode mode) override {
    return take_lock(range, mode, true);
  }
  Result<std::unique_ptr<FileLock>> try_lock(ByteRange range, LockMode mode) override {
    return take_lock(range, mode, false);
  }

 private:
  Result<void> check_writable(ByteRange range) const {
    if (!is_writable_) {
      return write_failure(path_, range.offset, EBADF);
    }
    if (range.offset > kFileBytesMax || range.length > kFileBytesMax - range.offset) {
      return write_failure(path_, range.offset, EFBIG);
    }
    return {};
  }

  Result<std::unique_ptr<FileLock>> take_lock(ByteRange range, LockMode mode, bool wait) {
    if (mode == LockMode::kExclusive && !is_writable_) {
      return operation_failure("lock", path_, EBADF);
    }
    if (!content_->take_lock(owner_.get(), range, mode, wait)) {
      return std::unique_ptr<FileLock>();
    }
    return std::unique_ptr<FileLock>(std::make_unique<MemoryLock>(content_, owner_, range));
  }

  std::shared_ptr<MemoryContent> content_;
  std::string path_;
  bool is_writable_;
  MemoryStoreOptions options_;
  std::shared_ptr<char> owner_ = std::make_shared<char>();  // its address is this open's identity
};

/// The path without "." parts and doubled slashes, so that each file has one name.
std::string normal(std::string_view path) {
  std::string result(path.starts_with('/') ? "/" : "");
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") {
      result += result.empty() || result.ends_with('/') ? "" : "/";
      result += part;
    }
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return result.empty() ? "." : result;
}

class MemoryStore final : public FileStore {
 public:
  explicit MemoryStore(MemoryStoreOptions options) : options_(options) {}

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override {
    const std::lock_guard guard(mutex_);
    const std::string name = normal(path);
    if (directories_.contains(name)) {
      return failure<msg::CSI0001E>(path, system_reason(EISDIR));
    }
    auto found = files_.find(name);
    const bool must_exist = mode == OpenMode::kRead || mode == OpenMode::kUpdate;
    if (found != files_.end() && mode == OpenMode::kCreateNew) {
      return failure<msg::CSI0006E>(path);
    }
    if (found == files_.end()) {
      if (must_exist || !directories_.contains(directory_of(name))) {
        return failure<msg::CSI0001E>(path, system_reason(ENOENT));
      }
      found = files_.emplace(name, std::make_shared<MemoryContent>()).first;
    }
    if (mode == OpenMode::kCreateOrReplace) {
      found->second->resize(0);
    }
    return std::unique_ptr<File>(std::make_unique<MemoryFile>(found->second, path, mode, options_));
  }

  Result<std::optional<FileInfo>> info(const std::string& path) override {
    const std::lock_guard guard(mutex_);
    FileInfo info;
    if (directories_.contains(normal(path))) {
      info.is_directory = true;
      return std::optional(info);
    }
    const auto found = files_.find(normal(path));
    if (found == files_.end()) {
      return std::optional<FileInfo>();
    }
    info.size_bytes = found->second->size_bytes();
    info.allocated_bytes = found->second->allocated_bytes();
    return std::optional(info);
  }

  Result<std::vector<std::string>> list(const std::string& directory) override {
    const std::lock_guard guard(mutex_);
    const std::string wanted = normal(directory);
    if (!directories_.contains(wanted)) {
      return operation_failure("list", directory, ENOENT);
    }
    std::vector<std::string> names;
    const auto take = [&](const std::string& path) {
      if (path != wanted && path != "." && directory_of(path) == wanted) {
        names.push_back(name_of(path));
      }
    };
    for (const auto& [path, content] : files_) {
      take(path);
    }
    std::ranges::for_each(directories_, take);
    std::ranges::sort(names);
    return names;
  }

  Result<void> make_directories(const std::string& directory) override {
    const std::lock_guard guard(mutex_);
    for (std::string path = normal(directory); !directories_.contains(path);
         path = directory_of(path)) {
      if (files_.contains(path)) {
        return operation_failure("make directory", directory, ENOTDIR);
      }
    }
    for (std::string path = normal(directory); directories_.insert(path).second;
         path = directory_of(path)) {
    }
    return {};
  }

  Result<void> remove_file(const std::string& path) override {
    const std::lock_guard guard(mutex_);
    if (files_.erase(normal(path)) == 0) {
      return operation_failure("remove", path,
                               directories_.contains(normal(path)) ? EISDIR : ENOENT);
    }
    return {};
  }

  Result<void> rename_file(const std::string& from, const std::string& to) override {
    const std::lock_guard guard(mutex_);
    const auto source = files_.find(normal(from));
    const bool is_missing =
        source == files_.end() || !directories_.contains(directory_of(normal(to)));
    if (is_missing || directories_.contains(normal(to))) {
      return operation_failure("rename", from, is_missing ? ENOENT : EISDIR)
          .while_doing("renaming it to", to);
    }
    auto content = source->second;
    files_.erase(source);
    files_[normal(to)] = std::move(content);
    return {};
  }

  Result<void> sync_directory(const std::string& directory) override {
    const std::lock_guard guard(mutex_);
    if (!directories_.contains(normal(directory))) {
      return failure<msg::CSI0001E>(directory, system_reason(ENOENT));
    }
    return {};
  }

  Result<void> clone_file(const std::string& from, const std::string& to) override {
    CS_ASSIGN(const std::unique_ptr<File> source, open(from, OpenMode::kRead));
    if (!options_.can_share_blocks) {
      return failure<msg::CSI0010I>(from, to, system_reason(EOPNOTSUPP));
    }
    CS_ASSIGN(const std::unique_ptr<File> target, open(to, OpenMode::kCreateNew));
    CS_ASSIGN(const std::uint64_t size, source->size_bytes());
    return target->clone_range(*source, {0, size}, 0);
  }

 private:
  MemoryStoreOptions options_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<MemoryContent>> files_;
  std::set<std::string> directories_ = {".", "/"};
};

}  // namespace

std::unique_ptr<FileStore> make_memory_store(MemoryStoreOptions options) {
  return std::make_unique<MemoryStore>(options);
}

}  // namespace coldsite::io

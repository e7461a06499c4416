// Small files as a whole: read, and replaced so that no reader ever sees a half.
#include "datasets/io/file_store.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

Result<void> write_new_file(FileStore& store, const std::string& path, ByteView content) {
  CS_ASSIGN(const std::unique_ptr<File> file, store.open(path, OpenMode::kCreateOrReplace));
  CS_TRY(file->write_at(0, content));
  CS_KILL_POINT("io.replace.written");
  CS_TRY(file->sync());
  CS_KILL_POINT("io.replace.synced");
  return {};
}

}  // namespace

Result<Bytes> read_file(FileStore& store, const std::string& path, std::uint64_t size_bytes_max) {
  CS_ASSIGN(const std::unique_ptr<File> file, store.open(path, OpenMode::kRead));
  CS_ASSIGN(const std::uint64_t size, file->size_bytes());
  if (size > size_bytes_max) {
    return failure<msg::CSI0007E>(path, size, size_bytes_max);
  }
  Bytes content(static_cast<std::size_t>(size));
  CS_ASSIGN(const std::size_t got, file->read_at(0, content));
  content.resize(got);
  return content;
}

Result<void> replace_file(FileStore& store, const std::string& path, ByteView content) {
  const std::string new_path = path + ".new";
  const auto replace = [&]() -> Result<void> {
    CS_TRY(write_new_file(store, new_path, content));
    return store.rename_file(new_path, path);
  };
  if (auto replaced = replace(); !replaced) {
    (void)store.remove_file(new_path);  // the first failure is the one to tell
    return replaced;
  }
  CS_KILL_POINT("io.replace.renamed");
  return store.sync_directory(directory_of(path));
}

}  // namespace coldsite::io

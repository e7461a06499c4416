// One open file of the host. Inside datasets/io only.
#pragma once

#include <memory>
#include <string>

#include "datasets/io/file_store.hpp"
#include "datasets/io/system_error.hpp"
#include "datasets/io/whole_writes.hpp"

namespace coldsite::io {

class RealFile final : public File {
 public:
  RealFile(Descriptor descriptor, std::string path, std::shared_ptr<WholeWrites> whole_writes)
      : descriptor_(std::make_shared<Descriptor>(std::move(descriptor))),
        path_(std::move(path)),
        whole_writes_(std::move(whole_writes)) {}

  [[nodiscard]] const std::string& path() const override { return path_; }
  Result<std::size_t> read_at(std::uint64_t offset, ByteSpan out) override;
  Result<void> write_at(std::uint64_t offset, ByteView data) override;
  Result<void> write_gathered_at(std::uint64_t offset, std::span<const ByteView> pieces) override;
  void begin_write_out(ByteRange range) override;
  Result<std::uint64_t> size_bytes() override;
  Result<void> resize(std::uint64_t size_bytes) override;
  Result<void> sync() override;
  void start_write_back(ByteRange range) override;
  Result<void> zero_range(ByteRange range) override;
  Result<std::optional<ByteRange>> find_data(std::uint64_t offset) override;
  Result<void> clone_range(File& source, ByteRange range, std::uint64_t target_offset) override;
  Result<void> copy_range(File& source, ByteRange range, std::uint64_t target_offset) override;
  Result<std::unique_ptr<FileLock>> lock(ByteRange range, LockMode mode) override;
  Result<std::unique_ptr<FileLock>> try_lock(ByteRange range, LockMode mode) override;

 private:
  Result<void> write_zeros(ByteRange range);
  Result<std::uint64_t> copy_in_kernel(const RealFile& source, ByteRange range,
                                       std::uint64_t target_offset);
  Result<std::unique_ptr<FileLock>> set_lock(ByteRange range, LockMode mode, bool wait);

  std::shared_ptr<Descriptor> descriptor_;  // shared with the locks, which may outlive the file
  std::string path_;
  std::shared_ptr<WholeWrites> whole_writes_;  // nullptr: none
};

}  // namespace coldsite::io

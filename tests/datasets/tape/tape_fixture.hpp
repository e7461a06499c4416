// Tapes in memory and blocks to put on them, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "datasets/io/memory_store.hpp"
#include "datasets/messages/cst.hpp"
#include "datasets/tape/tape_file.hpp"
#include "datasets/tape/tape_image.hpp"

namespace coldsite::tape {

/// A block whose content follows from its number; odd numbers do not compress.
inline Bytes make_block(std::size_t bytes, std::uint32_t number) {
  Bytes block(bytes);
  std::uint32_t state = number * 2654435761U + 1;
  for (std::uint8_t& byte : block) {
    state = state * 1664525U + 1013904223U;
    byte = number % 2 != 0 ? static_cast<std::uint8_t>(state >> 24)
                           : static_cast<std::uint8_t>(number);
  }
  return block;
}

/// Volumes in one store, mounted by number. A writer may make new ones.
class TestVolumes : public VolumeSource {
 public:
  TestVolumes(io::FileStore& store, std::vector<std::string> volsers, const TapeFormat& format = {})
      : store_(&store), volsers_(std::move(volsers)), format_(format) {}

  Result<std::unique_ptr<TapeImage>> mount(std::size_t index, Access access) override {
    if (index >= volsers_.size()) {
      return std::unique_ptr<TapeImage>();
    }
    return open_tape(*store_, volsers_[index], access, format_);
  }
  std::string volser(std::size_t index) const override {
    return index < volsers_.size() ? volsers_[index] : "";
  }

 private:
  io::FileStore* store_;
  std::vector<std::string> volsers_;
  TapeFormat format_;
};

class TapeTest : public ::testing::Test {
 protected:
  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();

  void make_scratch(const std::string& volser) {
    auto tape = create_tape(*store_, volser, {});
    ASSERT_TRUE(tape) << to_string(tape.failure());
    const auto made = initialize_tape(**tape, {volser, "TEST"});
    ASSERT_TRUE(made);
  }
  void make_blank(const std::string& path) { ASSERT_TRUE(create_tape(*store_, path, {})); }

  static TapeFileRequest request_for(const std::string& name, std::uint32_t sequence = 1,
                                     LabelType type = LabelType::kStandard) {
    TapeFileRequest request;
    request.data_set_name = name;
    request.file_sequence = sequence;
    request.label_type = type;
    request.today = {2026, 325};
    request.attributes.record_format.bits = 0x90;
    request.attributes.block_bytes = 800;
    request.attributes.record_bytes = 80;
    return request;
  }

  /// Writes blocks 0..count-1 of `bytes` each. Returns the failure's text, or "".
  std::string write_file(VolumeSource& volumes, const TapeFileRequest& request, std::uint32_t count,
                         std::size_t bytes = 800, bool close = true) {
    auto writer = TapeFileWriter::open(volumes, request);
    if (!writer) {
      return to_string(writer.failure());
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      if (auto written = (*writer)->write_block(make_block(bytes, i)); !written) {
        return to_string(written.failure());
      }
    }
    if (close) {
      if (auto closed = (*writer)->close(); !closed) {
        return to_string(closed.failure());
      }
    }
    return {};
  }

  /// "n blocks", "block k differs" or the failure.
  std::string read_file(VolumeSource& volumes, const TapeFileRequest& request,
                        std::size_t bytes = 800) {
    auto reader = TapeFileReader::open(volumes, request);
    if (!reader) {
      return to_string(reader.failure());
    }
    for (std::uint32_t i = 0;; ++i) {
      auto block = (*reader)->read_block();
      if (!block) {
        return to_string(block.failure());
      }
      if (!*block) {
        return std::to_string(i) + " blocks";
      }
      const Bytes wanted = make_block(bytes, i);
      if (!std::equal(wanted.begin(), wanted.end(), (*block)->begin(), (*block)->end())) {
        return "block " + std::to_string(i) + " differs";
      }
    }
  }
};

}  // namespace coldsite::tape

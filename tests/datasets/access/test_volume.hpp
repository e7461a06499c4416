// A small volume with label and VTOC, in memory or in a file, and data sets on it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "datasets/access/dasd_blocks.hpp"
#include "datasets/access/partitioned.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "tests/datasets/access/memory_blocks.hpp"

namespace coldsite::access {

inline constexpr std::uint32_t kTestCylinders = 10;

inline std::unique_ptr<dasd::Volume> make_volume(io::FileStore& store, const std::string& path,
                                                 std::string_view device = "3390") {
  const dasd::Geometry* geometry = dasd::find_device_model(device)->geometry;
  auto volume = dasd::create_volume(store, path, *geometry, kTestCylinders);
  EXPECT_TRUE(volume.ok()) << to_string(volume.failure());
  dasd::VolumeLabel label;
  label.volser = "TSTVOL";
  const auto written = dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 4});
  EXPECT_TRUE(written.ok()) << to_string(written.failure());
  return std::move(*volume);
}

/// A new data set of `tracks` tracks and as many more in each secondary extent.
inline dasd::DataSetLabel make_data_set(dasd::Volume& volume, const std::string& name,
                                        const DataControlBlock& dcb, std::uint32_t tracks,
                                        std::uint32_t secondary = 0) {
  dasd::DataSetLabel label;
  label.name = name;
  label.created = {2026, 325};
  label.organization = dasd::Organization::kSequential;
  label.record_format = dcb.record_format;
  label.record_bytes = dcb.record_bytes;
  label.block_bytes = dcb.block_bytes;
  auto allocated =
      dasd::allocate_data_set(volume, label, {.primary = tracks, .secondary = secondary});
  EXPECT_TRUE(allocated.ok()) << to_string(allocated.failure());
  return *allocated;
}

inline dasd::DataSetLabel make_library(dasd::Volume& volume, const std::string& name,
                                       const DataControlBlock& dcb, std::uint32_t tracks,
                                       std::uint32_t directory_blocks,
                                       std::uint32_t secondary = 0) {
  dasd::DataSetLabel label = make_data_set(volume, name, dcb, tracks, secondary);
  const auto initialized = initialize_directory(volume, label, directory_blocks);
  EXPECT_TRUE(initialized.ok()) << to_string(initialized.failure());
  return label;
}

inline dasd::DataSetLabel find_label(dasd::Volume& volume, const std::string& name) {
  const auto found = dasd::find_data_set(volume, name);
  EXPECT_TRUE(found.ok() && found->has_value()) << name;
  return **found;
}

inline Result<void> write_blocks(io::BlockWriter& writer, const BlockList& blocks) {
  for (const Bytes& block : blocks) {
    CS_TRY(writer.write_block(block));
  }
  return writer.close();
}

inline Result<void> write_data_set(dasd::Volume& volume, const std::string& name,
                                   const DataControlBlock& dcb, const BlockList& blocks,
                                   WriteMode mode = WriteMode::kReplace, bool release = false) {
  CS_ASSIGN(const auto writer,
            open_dasd_writer(volume, find_label(volume, name), dcb, mode, release));
  return write_blocks(*writer, blocks);
}

inline Result<BlockList> read_blocks(io::BlockReader& reader) {
  BlockList blocks;
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> block, reader.read_block());
    if (!block) {
      return blocks;
    }
    blocks.emplace_back(block->begin(), block->end());
  }
}

inline Result<BlockList> read_data_set(dasd::Volume& volume, const std::string& name) {
  CS_ASSIGN(const auto reader, open_dasd_reader(volume, find_label(volume, name)));
  return read_blocks(*reader);
}

inline Result<void> add_member(PartitionedDataSet& library, const std::string& name,
                               const BlockList& blocks, bool replace = false) {
  CS_ASSIGN(const auto writer, library.write_member({.name = name}, replace));
  return write_blocks(*writer, blocks);
}

inline Result<BlockList> read_member(PartitionedDataSet& library, const std::string& name) {
  const Member* member = library.find(name);
  CS_CHECK(member != nullptr);
  CS_ASSIGN(const auto reader, library.read_member(*member));
  return read_blocks(*reader);
}

/// `count` blocks of `bytes` bytes; `seed` makes their content different.
inline BlockList make_blocks(std::size_t count, std::size_t bytes, unsigned seed) {
  BlockList blocks;
  for (std::size_t i = 0; i < count; ++i) {
    Bytes block(bytes);
    for (std::size_t j = 0; j < bytes; ++j) {
      block[j] = static_cast<std::uint8_t>(seed * 31 + i * 7 + j);
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace coldsite::access

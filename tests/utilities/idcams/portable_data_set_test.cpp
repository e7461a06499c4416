#include "utilities/idcams/portable_data_set.hpp"

#include <gmock/gmock.h>

#include "datasets/messages/csn.hpp"
#include "tests/datasets/access/memory_blocks.hpp"
#include "utilities/idcams/import_definition.hpp"

namespace coldsite::idcams {
namespace {

using access::BlockList;

access::DataControlBlock portable_attributes() {
  access::DataControlBlock dcb;
  dcb.record_format.bits = dasd::RecordFormat::kVariable | dasd::RecordFormat::kBlocked |
                           dasd::RecordFormat::kSpannedOrStandard;
  dcb.record_bytes = 260;
  dcb.block_bytes = 200;  // so that records are spanned
  return dcb;
}

PortableHeader sample_header() {
  PortableHeader header;
  header.written = {1'795'000'000'000'000};
  header.name = "A.KSDS";
  header.is_temporary = true;
  header.cards = {"  DEFINE CLUSTER(NAME(A.KSDS) -", "    VOLUMES(VOL001) TRACKS(1 1) -",
                  "    KEYS(4 0) RECORDSIZE(20 100)) -", "    DATA(NAME(A.KSDS.D))"};
  return header;
}

BlockList sample_blocks() {
  BlockList blocks;
  auto writer = PortableWriter::begin(
      access::make_record_writer(std::make_unique<access::MemoryBlockWriter>(blocks),
                                 portable_attributes()),
      sample_header());
  EXPECT_TRUE(writer.ok());
  for (std::uint8_t i = 1; i <= 5; ++i) {
    EXPECT_TRUE(writer->put(0, Bytes(std::size_t{20} * i, i)));
  }
  EXPECT_TRUE(writer->close());
  return blocks;
}

/// What a portable data set holds, as text; the failure when it is refused.
Result<std::string> read_portable(const BlockList& blocks) {
  CS_ASSIGN(PortableReader reader,
            PortableReader::begin(
                access::make_record_reader(std::make_unique<access::MemoryBlockReader>(blocks),
                                           portable_attributes()),
                "PORT"));
  std::string text = reader.header().name + (reader.header().is_temporary ? " T " : " P ");
  for (const std::string& card : reader.header().cards) {
    text += card + "\n";
  }
  while (true) {
    CS_ASSIGN(const auto data, reader.next());
    if (!data) {
      return text;
    }
    text += std::to_string(data->number) + ":" +
            std::string(data->bytes.begin(), data->bytes.end()) + "\n";
  }
}

TEST(PortableDataSet, GivesBackWhatWasWritten) {
  const auto read = read_portable(sample_blocks());
  ASSERT_TRUE(read.ok()) << to_string(read.failure());
  EXPECT_THAT(*read, ::testing::StartsWith("A.KSDS T   DEFINE CLUSTER(NAME(A.KSDS) -\n"));
  EXPECT_THAT(*read, ::testing::EndsWith("\n0:" + std::string(100, '\5') + "\n"));
}

TEST(PortableDataSet, AFlippedBitIsRefusedOrChangesNothing) {
  const BlockList blocks = sample_blocks();
  const std::string whole = *read_portable(blocks);
  std::size_t refused = 0, bytes = 0;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    for (std::size_t at = 0; at < blocks[block].size(); ++at, ++bytes) {
      for (const std::uint8_t bit : {std::uint8_t{0x01}, std::uint8_t{0x80}}) {
        BlockList damaged = blocks;
        damaged[block][at] ^= bit;
        const auto read = read_portable(damaged);
        refused += read.ok() ? 0U : 1U;
        EXPECT_TRUE(!read.ok() || *read == whole) << "block " << block << " byte " << at;
      }
    }
  }
  EXPECT_GT(refused, bytes);  // what is passed over are bytes that nobody reads
}

TEST(PortableDataSet, ATruncatedOneIsRefusedAtEveryLength) {
  const BlockList blocks = sample_blocks();
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    for (std::size_t length = 0; length < blocks[block].size(); ++length) {
      BlockList cut(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(block));
      if (length != 0) {
        cut.emplace_back(blocks[block].begin(),
                         blocks[block].begin() + static_cast<std::ptrdiff_t>(length));
      }
      EXPECT_FALSE(read_portable(cut).ok()) << "block " << block << " length " << length;
    }
  }
}

TEST(PortableDataSet, WhatStandsBehindTheTrailerIsRefused) {
  BlockList blocks = sample_blocks();
  blocks.push_back(blocks.front());
  EXPECT_TRUE(read_portable(blocks).failure().is(msg::CSN0018S));
}

// The definition in it

ImportCommand objects(const std::string& name, const std::string& new_name,
                      const std::string& volser) {
  ImportCommand command;
  ImportObject object;
  object.entry.name = name;
  object.new_name = EntryName{new_name, "", {}};
  object.volumes = {Word{volser, {}}};
  command.objects.push_back(object);
  return command;
}

TEST(ImportDefinition, ObjectsChangeNamesAndVolumes) {
  const auto definition =
      make_import_definition(sample_header(), objects("A.KSDS", "B.KSDS", "VOL002"));
  ASSERT_TRUE(definition.ok()) << to_string(definition.failure());
  EXPECT_EQ(definition->name(), "B.KSDS");
  EXPECT_EQ(definition->place().data.name, "A.KSDS.D");
  EXPECT_THAT(definition->place().data.volsers, ::testing::ElementsAre("VOL002"));
  EXPECT_EQ(definition->place().index.name, "");
}

TEST(ImportDefinition, OtherCommandsThanThoseOfExportAreRefused) {
  PortableHeader header = sample_header();
  header.cards.emplace_back("  DELETE A.KSDS");
  EXPECT_TRUE(make_import_definition(header, {}).failure().is(msg::CSN0018S));
  header = sample_header();
  header.name = "A.OTHER";
  EXPECT_TRUE(make_import_definition(header, {}).failure().is(msg::CSN0018S));
  header.cards.clear();
  EXPECT_TRUE(make_import_definition(header, {}).failure().is(msg::CSN0018S));
}

TEST(ImportDefinition, AnEmptyDataSetMustTakeTheRecords) {
  const auto definition = make_import_definition(sample_header(), {});
  ASSERT_TRUE(definition.ok());
  vsam::ComponentAttributes target;
  target.key_bytes = 4;
  target.max_record_bytes = 100;
  EXPECT_TRUE(check_fits(*definition, target));
  target.max_record_bytes = 99;
  EXPECT_TRUE(check_fits(*definition, target).failure().is(msg::CSN0021S));
  target.max_record_bytes = 200;
  target.key_offset = 1;
  EXPECT_TRUE(check_fits(*definition, target).failure().is(msg::CSN0021S));
  target.key_offset = 0;
  target.organization = vsam::Organization::kEntrySequenced;
  EXPECT_TRUE(check_fits(*definition, target).failure().is(msg::CSN0021S));
}

}  // namespace
}  // namespace coldsite::idcams

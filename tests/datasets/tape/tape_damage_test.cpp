// Every byte flipped, every length cut: damage is told, or what comes back is what was written but
// for the flipped byte of an uncompressed block (AWSTAPE has no checksum of data).
#include "tests/datasets/tape/tape_fixture.hpp"

namespace coldsite::tape {
namespace {

class TapeDamageTest : public TapeTest {
 protected:
  /// The bytes of a tape with labels, blocks small and large, and two files.
  Bytes make_sample(Compression compression) {
    TapeFormat format;
    format.compression = compression;
    format.chunk_bytes_max = 4096;
    auto tape = *create_tape(*store_, "sample", format);
    EXPECT_TRUE(initialize_tape(*tape, {"T1", ""}));
    tape = nullptr;
    auto all = *open_tape(*store_, "sample", Access::kUpdate, format);
    EXPECT_TRUE(all->forward_files(1));
    for (std::uint32_t i = 0; i < 4; ++i) {
      EXPECT_TRUE(all->write_block(make_block(i == 3 ? 5000 : 100, i)));
    }
    EXPECT_TRUE(all->write_tape_mark());
    EXPECT_TRUE(all->write_tape_mark());
    EXPECT_TRUE(all->sync());
    return *io::read_file(*store_, "sample");
  }

  /// Everything a tape says: the blocks, then how it ended.
  std::vector<Bytes> read_all(const Bytes& content, std::string& ending) {
    EXPECT_TRUE(io::replace_file(*store_, "damaged", content));
    auto tape = *open_tape(*store_, "damaged", Access::kRead);
    std::vector<Bytes> blocks;
    Bytes block;
    for (;;) {
      auto kind = tape->read_block(block);
      if (!kind) {
        ending = kind.failure().message().id;
        return blocks;
      }
      if (*kind == BlockKind::kEndOfTape) {
        ending = "end";
        return blocks;
      }
      blocks.push_back(*kind == BlockKind::kTapeMark ? Bytes() : block);
    }
  }

  static std::size_t count_different_bytes(const std::vector<Bytes>& a,
                                           const std::vector<Bytes>& b) {
    if (a.size() != b.size()) {
      return 1000;
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i].size() != b[i].size()) {
        return 1000;
      }
      for (std::size_t k = 0; k < a[i].size(); ++k) {
        count += a[i][k] != b[i][k] ? 1U : 0U;
      }
    }
    return count;
  }
};

class TapeDamage : public TapeDamageTest, public ::testing::WithParamInterface<Compression> {};

TEST_P(TapeDamage, EveryFlippedBitIsToldOrChangesOneByteOfAPlainBlock) {
  const Bytes good = make_sample(GetParam());
  std::string ending;
  const std::vector<Bytes> wanted = read_all(good, ending);
  ASSERT_EQ(ending, "end");
  for (std::size_t i = 0; i<good.size(); i += i> 700 ? 7 : 1) {
    Bytes bad = good;
    bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1U << (i % 8)));
    const std::vector<Bytes> got = read_all(bad, ending);
    // The flag that says "compressed" has no redundancy: without it the compressed bytes are the
    // block, and only who knows the block's form (a label, a record length, a checksum) can tell.
    const bool is_compression_flag = (good[i] == 0xA1 || good[i] == 0xA2) && bad[i] == 0xA0;
    if (ending == "end" && !is_compression_flag) {
      EXPECT_LE(count_different_bytes(got, wanted), 1U) << "offset " << i;
    }
  }
}

TEST_P(TapeDamage, EveryCutIsToldOrFallsBetweenBlocks) {
  const Bytes good = make_sample(GetParam());
  std::string ending;
  const std::vector<Bytes> wanted = read_all(good, ending);
  std::size_t clean_cuts = 0;
  for (std::size_t length = 0; length < good.size(); ++length) {
    const Bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length));
    const std::vector<Bytes> got = read_all(cut, ending);
    ASSERT_LT(got.size(), wanted.size());
    EXPECT_TRUE(std::equal(got.begin(), got.end(), wanted.begin()));
    clean_cuts += ending == "end" ? 1U : 0U;
  }
  EXPECT_EQ(clean_cuts, wanted.size());
}

INSTANTIATE_TEST_SUITE_P(All, TapeDamage,
                         ::testing::Values(Compression::kNone, Compression::kZlib,
                                           Compression::kBzip2));

TEST_F(TapeDamageTest, SaysOffsetAndField) {
  Bytes bad = make_sample(Compression::kNone);
  bad[86 + 2] = 79;  // the second header's length of the first chunk
  ASSERT_TRUE(io::replace_file(*store_, "bad", bad));
  auto tape = *open_tape(*store_, "bad", Access::kRead);
  Bytes block;
  ASSERT_TRUE(tape->read_block(block));
  EXPECT_EQ(to_string(tape->read_block(block).failure()),
            "CST0001E Tape file 'bad' is damaged at offset 86: 'previous length' of the chunk "
            "header is 79, expected 80");
  bad[5] = 0x80;
  ASSERT_TRUE(io::replace_file(*store_, "bad", bad));
  tape = *open_tape(*store_, "bad", Access::kRead);
  EXPECT_TRUE(tape->read_block(block).failure().is(msg::CST0006E));
}

TEST_F(TapeDamageTest, EveryCutBeforeTheMarkBehindTheTrailerIsTold) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  ASSERT_EQ(write_file(volumes, request_for("A"), 4, 200), "");
  const Bytes good = *io::read_file(*store_, "T1");
  for (std::size_t length = 0; length < good.size() - 6; ++length) {
    const Bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length));
    ASSERT_TRUE(io::replace_file(*store_, "T1", cut));
    const std::string said = read_file(volumes, request_for("A"), 200);
    EXPECT_TRUE(said.starts_with("CST")) << length << ' ' << said;
    auto tape = *open_tape(*store_, "T1", Access::kRead);
    (void)map_tape(*tape);
  }
}

TEST_F(TapeDamageTest, EveryFlippedByteOfALabelledFileIsToldOrHarmless) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  ASSERT_EQ(write_file(volumes, request_for("A"), 4, 200), "");
  const Bytes good = *io::read_file(*store_, "T1");
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] = static_cast<std::uint8_t>(bad[i] ^ 0xFF);
    ASSERT_TRUE(io::replace_file(*store_, "T1", bad));
    const std::string said = read_file(volumes, request_for("A"), 200);
    EXPECT_TRUE(said.starts_with("CST") || said == "4 blocks" || said.ends_with("differs"))
        << i << ' ' << said;
    auto tape = *open_tape(*store_, "T1", Access::kRead);
    (void)map_tape(*tape);
  }
}

TEST_F(TapeDamageTest, TrailerCountsAreChecked) {
  make_scratch("T1");
  auto tape = *open_tape(*store_, "T1", Access::kUpdate);
  Bytes block;
  ASSERT_TRUE(tape->read_block(block));
  TapeFileLabel label;
  label.data_set_id = "A";
  label.set_volser = "T1";
  ASSERT_TRUE(tape->write_block(make_first_label(label)));
  ASSERT_TRUE(tape->write_tape_mark());
  ASSERT_TRUE(tape->write_block(make_block(800, 0)));
  ASSERT_TRUE(tape->write_tape_mark());
  label.kind = LabelKind::kEndOfFile;
  label.block_count = 2;
  ASSERT_TRUE(tape->write_block(make_first_label(label)));
  ASSERT_TRUE(tape->write_tape_mark());
  ASSERT_TRUE(tape->sync());
  const TapeMap map = *map_tape(*tape);
  EXPECT_EQ(map.files.at(0).findings.at(0), "trailer label counts 2 blocks, 1 are there");
  tape = nullptr;
  TestVolumes volumes(*store_, {"T1"});
  EXPECT_TRUE(read_file(volumes, request_for("A")).starts_with("CST0023E"));
}

}  // namespace
}  // namespace coldsite::tape

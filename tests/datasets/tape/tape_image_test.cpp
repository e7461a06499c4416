#include "tests/datasets/tape/tape_fixture.hpp"

namespace coldsite::tape {
namespace {

struct FormatCase {
  Compression compression;
  std::uint32_t chunk_bytes;
};

class TapeFormats : public TapeTest, public ::testing::WithParamInterface<FormatCase> {};

TEST_P(TapeFormats, BlocksOfEverySizeComeBackAsWritten) {
  TapeFormat format;
  format.compression = GetParam().compression;
  format.chunk_bytes_max = GetParam().chunk_bytes;
  const std::vector<std::size_t> sizes{1, 2, 80, 4096, 4097, 32760, 65535, 65536, 300000, 2 << 20};
  auto tape = *create_tape(*store_, "t", format);
  for (std::uint32_t i = 0; i < 2 * sizes.size(); ++i) {
    ASSERT_TRUE(tape->write_block(make_block(sizes[i / 2], i)));
  }
  ASSERT_TRUE(tape->write_tape_mark());
  ASSERT_TRUE(tape->sync());

  ASSERT_TRUE(tape->rewind());
  Bytes block;
  for (std::uint32_t i = 0; i < 2 * sizes.size(); ++i) {
    ASSERT_EQ(*tape->read_block(block), BlockKind::kData);
    EXPECT_EQ(block, make_block(sizes[i / 2], i)) << sizes[i / 2];
  }
  EXPECT_EQ(*tape->read_block(block), BlockKind::kTapeMark);
  EXPECT_EQ(*tape->read_block(block), BlockKind::kEndOfTape);
}

INSTANTIATE_TEST_SUITE_P(All, TapeFormats,
                         ::testing::Values(FormatCase{Compression::kNone, 65535},
                                           FormatCase{Compression::kNone, 4096},
                                           FormatCase{Compression::kZlib, 65535},
                                           FormatCase{Compression::kZlib, 4096},
                                           FormatCase{Compression::kBzip2, 65535}));

class TapeImageTest : public TapeTest {
 protected:
  std::unique_ptr<TapeImage> make_tape(const TapeFormat& format = {}) {
    return *create_tape(*store_, "tape", format);
  }
};

TEST_F(TapeImageTest, PositionsByMarkBlockAndPlace) {
  auto tape = make_tape();
  for (std::uint32_t file = 0; file < 3; ++file) {
    for (std::uint32_t i = 0; i < 3; ++i) {
      ASSERT_TRUE(tape->write_block(make_block(100000, file * 3 + i)));
    }
    ASSERT_TRUE(tape->write_tape_mark());
  }
  Bytes block;
  ASSERT_TRUE(tape->rewind());
  EXPECT_EQ(*tape->forward_files(2), 2U);
  const std::uint64_t third_file = tape->position();
  ASSERT_TRUE(tape->backspace_block());  // the mark
  ASSERT_TRUE(tape->backspace_block());
  EXPECT_EQ(*tape->read_block(block), BlockKind::kData);
  EXPECT_EQ(block, make_block(100000, 5));
  ASSERT_TRUE(tape->backspace_file());
  EXPECT_EQ(*tape->read_block(block), BlockKind::kTapeMark);
  ASSERT_TRUE(tape->seek(third_file));
  EXPECT_EQ(*tape->read_block(block), BlockKind::kData);
  EXPECT_EQ(block, make_block(100000, 6));
  EXPECT_EQ(*tape->forward_files(5), 1U);
  const std::uint64_t end = tape->position();
  ASSERT_TRUE(tape->rewind());
  ASSERT_TRUE(tape->backspace_block());
  EXPECT_EQ(tape->position(), 0U);
  ASSERT_TRUE(tape->seek(end));
  ASSERT_TRUE(tape->backspace_file());
  EXPECT_EQ(*tape->read_block(block), BlockKind::kTapeMark);
}

TEST_F(TapeImageTest, AWriteMakesWhatFollowsUnreachable) {
  auto tape = make_tape();
  for (std::uint32_t i = 0; i < 9; ++i) {
    ASSERT_TRUE(tape->write_block(make_block(5000, i)));
  }
  ASSERT_TRUE(tape->rewind());
  Bytes block;
  ASSERT_TRUE(tape->read_block(block));
  ASSERT_TRUE(tape->write_block(make_block(10, 77)));
  EXPECT_EQ(*tape->read_block(block), BlockKind::kEndOfTape);
  ASSERT_TRUE(tape->sync());
  ASSERT_TRUE(tape->rewind());
  ASSERT_TRUE(tape->read_block(block));
  ASSERT_TRUE(tape->read_block(block));
  EXPECT_EQ(block, make_block(10, 77));
  EXPECT_EQ(*tape->read_block(block), BlockKind::kEndOfTape);
}

TEST_F(TapeImageTest, TellsThatTheCapacityIsPassedAfterWritingTheBlock) {
  TapeFormat format;
  format.compression = Compression::kNone;
  format.capacity_bytes = 2000;
  auto tape = make_tape(format);
  EXPECT_FALSE(*tape->write_block(make_block(1000, 0)));
  EXPECT_TRUE(*tape->write_block(make_block(1000, 1)));
  ASSERT_TRUE(tape->rewind());
  EXPECT_EQ(*tape->forward_files(1), 0U);
  EXPECT_EQ(tape->position(), 2012U);
}

TEST_F(TapeImageTest, RefusesWhatItCannotDo) {
  auto tape = make_tape();
  EXPECT_TRUE(tape->write_block({}).failure().is(msg::CST0005E));
  EXPECT_TRUE(tape->write_block(Bytes((2 << 20) + 1)).failure().is(msg::CST0005E));
  EXPECT_TRUE(open_tape(*store_, "tape", Access::kRead).failure().is(msg::CST0007E));
  tape = nullptr;
  auto reading = *open_tape(*store_, "tape", Access::kRead);
  EXPECT_TRUE(reading->write_block(Bytes(1)).failure().is(msg::CST0004E));
  EXPECT_TRUE(reading->write_tape_mark().failure().is(msg::CST0004E));
}

TEST_F(TapeImageTest, KeepsBlocksPlainWhenAskedTo) {
  auto tape = make_tape();
  ASSERT_TRUE(tape->write_block(Bytes(1000, 7), Compression::kNone));
  EXPECT_EQ(tape->size_bytes(), 1006U);
  ASSERT_TRUE(tape->write_block(Bytes(1000, 7)));
  EXPECT_LT(tape->size_bytes(), 1100U);
}

}  // namespace
}  // namespace coldsite::tape

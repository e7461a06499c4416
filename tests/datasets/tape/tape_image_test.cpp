#include "datasets/io/checksum.hpp"
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

/// All that the bulk path gives from here to a mark, the end or damage, and then what read_block()
/// says: "100 100 | mark".
std::string read_in_bulk(TapeImage& tape) {
  std::string seen;
  Bytes block;
  io::BlockBatch batch;
  for (;;) {
    if (auto read = tape.read_blocks(batch); !read) {
      return seen + to_string(read.failure());
    }
    for (const ByteView one : batch.blocks) {
      seen += std::to_string(io::checksum(one)) + ' ';
    }
    if (!batch.blocks.empty()) {
      continue;
    }
    const auto kind = tape.read_block(block);
    if (!kind || *kind != BlockKind::kData) {
      return seen +
             (kind ? *kind == BlockKind::kTapeMark ? "mark" : "end" : to_string(kind.failure()));
    }
    seen += std::to_string(io::checksum(block)) + ' ';
  }
}

std::string read_one_by_one(TapeImage& tape) {
  std::string seen;
  Bytes block;
  for (;;) {
    const auto kind = tape.read_block(block);
    if (!kind || *kind != BlockKind::kData) {
      return seen +
             (kind ? *kind == BlockKind::kTapeMark ? "mark" : "end" : to_string(kind.failure()));
    }
    seen += std::to_string(io::checksum(block)) + ' ';
  }
}

TEST_F(TapeImageTest, GatheredBlocksAreBlocksLikeOthers) {
  for (const std::uint32_t chunk_bytes : {65535U, 4096U}) {
    TapeFormat format;
    format.chunk_bytes_max = chunk_bytes;
    auto tape = *create_tape(*store_, "t" + std::to_string(chunk_bytes), format);
    const Bytes a = make_block(100, 1);
    const Bytes b = make_block(70000, 3);
    const Bytes c = make_block(4000, 5);
    const std::vector<ByteView> first{a};
    const std::vector<ByteView> second{ByteView(b).first(1), ByteView(b).subspan(1), ByteView()};
    const std::vector<ByteView> third{ByteView(c).first(3999), ByteView(c).last(1)};
    const std::vector<io::GatheredBlock> all{first, second, third};
    ASSERT_TRUE(tape->write_block(c));
    for (std::span<const io::GatheredBlock> rest(all); !rest.empty();) {
      const auto written = tape->write_blocks(rest);
      ASSERT_TRUE(written) << to_string(written.failure());
      ASSERT_GT(written->blocks, 0U);
      EXPECT_FALSE(written->is_full);
      rest = rest.subspan(written->blocks);
    }
    ASSERT_TRUE(tape->write_block(a));
    ASSERT_TRUE(tape->write_tape_mark());
    std::string expected;
    for (const Bytes* block : {&c, &a, &b, &c, &a}) {
      expected += std::to_string(io::checksum(*block)) + ' ';
    }
    ASSERT_TRUE(tape->rewind());
    EXPECT_EQ(read_one_by_one(*tape), expected + "mark");
    ASSERT_TRUE(tape->rewind());
    EXPECT_EQ(read_in_bulk(*tape), expected + "mark");
    EXPECT_EQ(read_in_bulk(*tape), "end");
  }
}

TEST_F(TapeImageTest, ABulkWriteEndsBehindTheBlockThatFillsTheTape) {
  TapeFormat format;
  format.capacity_bytes = 25000;
  auto tape = make_tape(format);
  const Bytes block = make_block(10000, 1);
  const std::vector<ByteView> pieces{block};
  const std::vector<io::GatheredBlock> five(5, pieces);
  const auto written = tape->write_blocks(five);
  ASSERT_TRUE(written);
  EXPECT_EQ(written->blocks, 3U);
  EXPECT_TRUE(written->is_full);
  EXPECT_EQ(tape->size_bytes(), 3U * 10006);
}

TEST_F(TapeImageTest, TheBulkPathMeetsTheSameDamageAsTheOther) {
  {
    auto tape = make_tape();
    for (std::uint32_t i = 0; i < 4; ++i) {
      ASSERT_TRUE(tape->write_block(make_block(30 + i, i), Compression::kNone));
    }
    ASSERT_TRUE(tape->write_tape_mark());
    ASSERT_TRUE(tape->sync());
  }
  const Bytes good = *io::read_file(*store_, "tape");
  for (std::size_t i = 0; i < good.size() * 2; ++i) {
    Bytes bad = good;
    if (i < good.size()) {
      bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1U << (i % 8)));
    } else {
      bad.resize(i - good.size());
    }
    ASSERT_TRUE(io::replace_file(*store_, "bad", bad));
    auto tape = *open_tape(*store_, "bad", Access::kRead);
    const std::string expected = read_one_by_one(*tape);
    ASSERT_TRUE(tape->rewind());
    EXPECT_EQ(read_in_bulk(*tape), expected) << i;
  }
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

// The damage matrix of the dump: each byte flipped, each block lost, doubled or exchanged, each
// length cut: the verification, which every restore runs before it writes, refuses all of it.
#include "tests/utilities/data-copy/copy_fixture.hpp"

namespace coldsite::copy {
namespace {

class DumpDamageTest : public CopyTest, public ::testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    volume_ = make_volume("PRD001", 2);
    add_data_set(*volume_, "A", 2, 1, 1);
    DumpRequest request = dump_request(*volume_, GetParam());
    request.block_bytes_max = 2048;
    blocks_ = dump(request);
    ASSERT_GT(blocks_.size(), 3U);
    ASSERT_TRUE(verify_dump(opener_of(blocks_)));
  }
  static bool is_refused(const BlockList& blocks) { return !verify_dump(opener_of(blocks)).ok(); }

  std::unique_ptr<dasd::Volume> volume_;
  BlockList blocks_;
};

TEST_P(DumpDamageTest, EveryFlippedByteIsRefused) {
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    BlockList bad = blocks_;
    for (std::size_t i = 0; i < bad[block].size(); ++i) {
      bad[block][i] = static_cast<std::uint8_t>(bad[block][i] ^ (1U << (i % 8)));
      EXPECT_FALSE(check_block(bad[block], block)) << block << ' ' << i;
      if (i % 97 == 0) {
        EXPECT_TRUE(is_refused(bad)) << block << ' ' << i;
      }
      bad[block][i] = blocks_[block][i];
    }
  }
}

TEST_P(DumpDamageTest, EveryCutIsRefused) {
  for (std::size_t count = 0; count < blocks_.size(); ++count) {
    const BlockList cut(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(count));
    EXPECT_TRUE(is_refused(cut)) << count;
    for (const std::size_t length :
         {std::size_t{1}, blocks_[count].size() / 2, blocks_[count].size() - 1}) {
      BlockList inside = cut;
      inside.emplace_back(blocks_[count].begin(),
                          blocks_[count].begin() + static_cast<std::ptrdiff_t>(length));
      EXPECT_TRUE(is_refused(inside)) << count << ' ' << length;
    }
  }
}

TEST_P(DumpDamageTest, LostDoubledAndExchangedBlocksAreRefused) {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    BlockList lost = blocks_;
    lost.erase(lost.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(is_refused(lost)) << i;
    BlockList doubled = blocks_;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), blocks_[i]);
    EXPECT_TRUE(is_refused(doubled)) << i;
    for (std::size_t k = 0; k < i; ++k) {
      BlockList exchanged = blocks_;
      std::swap(exchanged[i], exchanged[k]);
      EXPECT_TRUE(is_refused(exchanged)) << i << ' ' << k;
    }
  }
}

TEST_P(DumpDamageTest, BlocksOfAnotherDumpAreRefused) {
  DumpRequest request = dump_request(*volume_, GetParam());
  request.block_bytes_max = 2048;
  request.dump_id = 1;
  const BlockList other = dump(request);
  ASSERT_EQ(other.size(), blocks_.size());
  for (std::size_t i = 1; i < blocks_.size(); ++i) {
    BlockList mixed = blocks_;
    mixed[i] = other[i];
    EXPECT_TRUE(verify_dump(opener_of(mixed)).failure().is(msg::CSK0008E)) << i;
  }
}

TEST_P(DumpDamageTest, ARefusedDumpLeavesTheTargetAsItWas) {
  auto target = make_volume("TGT001", 2);
  const std::uint64_t before = content_of("TGT001.image");
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    BlockList bad = blocks_;
    bad[i][bad[i].size() / 2] ^= 0x10;
    EXPECT_FALSE(restore_dump(restore_request(bad, *target)));
    bad = blocks_;
    bad.resize(i);
    EXPECT_FALSE(restore_dump(restore_request(bad, *target)));
  }
  EXPECT_EQ(content_of("TGT001.image"), before);
}

INSTANTIATE_TEST_SUITE_P(PlainAndCompressed, DumpDamageTest, ::testing::Bool());

}  // namespace
}  // namespace coldsite::copy

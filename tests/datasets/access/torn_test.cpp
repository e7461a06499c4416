// A power failure that tears the writes of a sequential data set sector from sector: a replaced one
// is the old one, empty, or the new one; an extended one has its old blocks.
#include <fmt/format.h>

#include "datasets/io/fault_store.hpp"
#include "datasets/io/memory_store.hpp"
#include "tests/datasets/access/test_volume.hpp"

namespace coldsite::access {
namespace {

struct TornCase {
  std::size_t old_blocks, new_blocks;
  std::uint32_t block_bytes;
};

class Torn : public ::testing::TestWithParam<TornCase> {
 protected:
  void SetUp() override {
    const auto volume = make_volume(*memory_, "saved");
    make_data_set(*volume, "A.SEQ", dcb_, 10, 5);
    ASSERT_TRUE(write_data_set(*volume, "A.SEQ", dcb_, old_).ok());
  }

  /// false: the write ended before its nth change.
  bool fail_power(std::uint64_t nth, std::size_t unit, WriteMode mode) {
    static_cast<void>(memory_->remove_file("v.ckd"));
    EXPECT_TRUE(memory_->clone_file("saved", "v.ckd"));
    const auto faults = io::make_fault_store(*memory_);
    bool is_done = false;
    {
      const auto volume = dasd::open_volume(*faults, "v.ckd", dasd::Access::kUpdate);
      faults->fail_power_in(nth);
      is_done = write_data_set(**volume, "A.SEQ", dcb_, new_, mode).ok();
    }
    io::CrashModel model;
    model.keep = io::CrashModel::Keep::kRandom;
    model.random = io::Random(nth * 7 + unit);
    model.torn_unit_bytes = unit;
    EXPECT_TRUE(faults->crash(model));
    return !is_done;
  }

  [[nodiscard]] BlockList found() {
    const auto volume = dasd::open_volume(*memory_, "v.ckd", dasd::Access::kUpdate);
    const auto blocks = read_data_set(**volume, "A.SEQ");
    EXPECT_TRUE(blocks.ok()) << to_string(blocks.failure());
    return blocks.ok() ? *blocks : BlockList();
  }

  const DataControlBlock dcb_ = make_dcb(kU, 0, GetParam().block_bytes);
  const BlockList old_ = make_blocks(GetParam().old_blocks, GetParam().block_bytes, 1);
  const BlockList new_ = make_blocks(GetParam().new_blocks, GetParam().block_bytes, 2);
  std::unique_ptr<io::FileStore> memory_ = io::make_memory_store();
};

TEST_P(Torn, ReplaceLeavesOldDataNoneOrNewOnes) {
  for (const std::size_t unit : {512U, 4096U}) {
    for (std::uint64_t nth = 1; fail_power(nth, unit, WriteMode::kReplace); ++nth) {
      const BlockList blocks = found();
      ASSERT_FALSE(HasFailure()) << "change " << nth << " unit " << unit;
      ASSERT_TRUE(blocks == old_ || blocks.empty() || blocks == new_)
          << "change " << nth << " unit " << unit << ": " << blocks.size() << " blocks";
    }
  }
}

TEST_P(Torn, ExtendKeepsTheOldBlocks) {
  BlockList both = old_;
  both.insert(both.end(), new_.begin(), new_.end());
  for (const std::size_t unit : {512U, 4096U}) {
    for (std::uint64_t nth = 1; fail_power(nth, unit, WriteMode::kExtend); ++nth) {
      const BlockList blocks = found();
      ASSERT_FALSE(HasFailure()) << "change " << nth << " unit " << unit;
      ASSERT_TRUE(blocks == old_ || blocks == both)
          << "change " << nth << " unit " << unit << ": " << blocks.size() << " blocks";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Torn,
                         ::testing::Values(TornCase{5, 4, 80}, TornCase{3, 3, 10'000},
                                           TornCase{9, 13, 20'000}, TornCase{13, 2, 20'000},
                                           TornCase{600, 700, 80}));

}  // namespace
}  // namespace coldsite::access

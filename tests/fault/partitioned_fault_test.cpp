// Replacing a member of a PDS, with every operation made to fail: the other member stays as it is,
// and the one that is replaced has its old or its new text.
#include <gtest/gtest.h>

#include "tests/datasets/access/test_volume.hpp"
#include "tests/fault/sweep.hpp"

namespace coldsite::access {
namespace {

constexpr const char* kPath = "vol.ckd";
constexpr const char* kName = "TEST.PDS";

Result<void> put_member(io::FileStore& store, const std::string& name, std::uint8_t content,
                        Bytes user_data = {}) {
  CS_ASSIGN(const auto volume, dasd::open_volume(store, kPath, dasd::Access::kUpdate));
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, kName));
  CS_CHECK(label.has_value());
  CS_ASSIGN(const auto data_set, PartitionedDataSet::open(*volume, *label));
  CS_ASSIGN(const auto writer,
            data_set->write_member({.name = name, .user_data = std::move(user_data)}, true));
  for (int i = 0; i < 3; ++i) {
    CS_TRY(writer->write_block(Bytes(800, content)));
  }
  return writer->close();
}

void prepare(io::FileStore& store) {
  {
    const auto volume = make_volume(store, kPath);
    DataControlBlock dcb;
    dcb.record_format.bits = dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked;
    dcb.record_bytes = 80;
    dcb.block_bytes = 800;
    make_library(*volume, kName, dcb, 5, 2);
  }
  CS_CHECK(put_member(store, "KEPT", 1).ok());
  CS_CHECK(put_member(store, "REPLACED", 2).ok());
}

Result<std::string> describe(io::FileStore& store) {
  CS_ASSIGN(const auto volume, dasd::open_volume(store, kPath, dasd::Access::kRead));
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, kName));
  CS_CHECK(label.has_value());
  CS_ASSIGN(const auto data_set, PartitionedDataSet::open(*volume, *label));
  std::string text;
  for (const Member& member : data_set->members()) {
    text += member.name + " u" + std::to_string(member.user_data.size()) + "x" +
            std::to_string(member.user_data.empty() ? 0 : member.user_data.back()) + ":";
    CS_ASSIGN(const auto reader, data_set->read_member(member));
    for (;;) {
      CS_ASSIGN(const auto block, reader->read_block());
      if (!block) {
        break;
      }
      text += " " + std::to_string(block->front()) + "x" + std::to_string(block->size());
    }
    text += "\n";
  }
  return text;
}

std::string state(io::FileStore& store) {
  const auto text = describe(store);
  return text ? *text : to_string(text.failure());
}

Result<void> replace(io::FileStore& store) {
  return put_member(store, "REPLACED", 3);
}

const testing::Work kWork = {prepare, replace, state};

TEST(PartitionedFault, KeepsTheOldOrTheNewMemberWhenAnOperationFails) {
  testing::sweep_failures(
      kWork, {io::FaultKind::kError, io::FaultKind::kNoSpace, io::FaultKind::kShortRead});
}

TEST(PartitionedFault, KeepsTheOldOrTheNewMemberWhereverTheStepIsKilled) {
  testing::sweep_kills(kWork);
}

TEST(PartitionedFault, KeepsTheOldOrTheNewMemberWhereverThePowerFails) {
  testing::sweep_power_failures(kWork, 5, 0);
}

TEST(PartitionedFault, KeepsTheOldOrTheNewMemberWhereASectorIsTornFromTheNext) {
  testing::sweep_power_failures(kWork, 4, 512);
}

/// A directory of six blocks: an entry has 74 bytes, so that
/// a block holds three, and a new one moves one on from block to block.
void prepare_directory(io::FileStore& store) {
  {
    const auto volume = make_volume(store, kPath);
    DataControlBlock dcb;
    dcb.record_format.bits = dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked;
    dcb.record_bytes = 80;
    dcb.block_bytes = 800;
    make_library(*volume, kName, dcb, 5, 6);
  }
  for (int i = 0; i < 12; ++i) {
    const std::string name = std::string("M") + static_cast<char>('A' + i);
    CS_CHECK(put_member(store, name, 1, Bytes(62, static_cast<std::uint8_t>(i))).ok());
  }
}

Result<void> add_first(io::FileStore& store) {
  return put_member(store, "AFIRST", 3, Bytes(62, 99));
}

Result<void> delete_first(io::FileStore& store) {
  CS_ASSIGN(const auto volume, dasd::open_volume(store, kPath, dasd::Access::kUpdate));
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, kName));
  CS_ASSIGN(const auto data_set, PartitionedDataSet::open(*volume, *label));
  return data_set->delete_member("MA");
}

Result<void> change_entry(io::FileStore& store) {
  return put_member(store, "ME", 2, Bytes(62, 99));  // its entry lies across a sector boundary
}

struct Change {
  const char* name;
  Result<void> (*act)(io::FileStore&);
};

class DirectoryFault : public ::testing::TestWithParam<Change> {
 protected:
  testing::Work work() const { return {prepare_directory, GetParam().act, state}; }
};

TEST_P(DirectoryFault, LosesNoMemberWhenAnOperationFails) {
  testing::sweep_failures(work(), {io::FaultKind::kError, io::FaultKind::kNoSpace});
}

TEST_P(DirectoryFault, LosesNoMemberWhereverTheStepIsKilled) {
  testing::sweep_kills(work());
}

TEST_P(DirectoryFault, LosesNoMemberWhereABlockIsLostOrASectorIsTornFromTheNext) {
  testing::sweep_power_failures(work(), 2, 0);
  testing::sweep_power_failures(work(), 4, 512);
}

INSTANTIATE_TEST_SUITE_P(, DirectoryFault,
                         ::testing::Values(Change{"Add", add_first}, Change{"Delete", delete_first},
                                           Change{"Replace", change_entry}),
                         [](const auto& change) { return change.param.name; });

}  // namespace
}  // namespace coldsite::access

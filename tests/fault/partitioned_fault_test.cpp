// Replacing a member of a PDS, with every operation made to fail: the other member stays as it is,
// and the one that is replaced has its old or its new text.
#include <gtest/gtest.h>

#include "tests/datasets/access/test_volume.hpp"
#include "tests/fault/sweep.hpp"

namespace coldsite::access {
namespace {

constexpr const char* kPath = "vol.ckd";
constexpr const char* kName = "TEST.PDS";

Result<void> put_member(io::FileStore& store, const std::string& name, std::uint8_t content) {
  CS_ASSIGN(const auto volume, dasd::open_volume(store, kPath, dasd::Access::kUpdate));
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, kName));
  CS_CHECK(label.has_value());
  CS_ASSIGN(const auto data_set, PartitionedDataSet::open(*volume, *label));
  CS_ASSIGN(const auto writer, data_set->write_member({.name = name}, true));
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
    text += member.name + ":";
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
  testing::sweep_power_failures(kWork, 20, 0);
}

}  // namespace
}  // namespace coldsite::access

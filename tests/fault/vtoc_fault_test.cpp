// The space functions of a volume, with every operation made to fail.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "datasets/dasd/vtoc.hpp"
#include "tests/fault/sweep.hpp"

namespace coldsite::dasd {
namespace {

using testing::Work;

constexpr const char* kPath = "vol.ckd";

Result<std::unique_ptr<Volume>> open(io::FileStore& store) {
  return open_volume(store, kPath, Access::kUpdate);
}

DataSetLabel named(const std::string& name) {
  DataSetLabel label;
  label.name = name;
  label.created = {2026, 325};
  label.organization = Organization::kSequential;
  label.record_format = {RecordFormat::kFixed | RecordFormat::kBlocked};
  label.record_bytes = 80;
  label.block_bytes = 8000;
  return label;
}

Result<void> allocate(io::FileStore& store, const std::string& name, std::uint32_t tracks) {
  CS_ASSIGN(const auto volume, open(store));
  CS_TRY(allocate_data_set(*volume, named(name), {.primary = tracks, .secondary = 2}));
  return volume->sync();
}

void prepare(io::FileStore& store) {
  auto volume = create_volume(store, kPath, *find_device_model("3390")->geometry, 4);
  CS_CHECK(volume.ok());
  VolumeLabel label;
  label.volser = "FLT001";
  CS_CHECK(write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 2}).ok());
  CS_CHECK(allocate(store, "OLD.ONE", 3).ok());
  CS_CHECK(allocate(store, "OLD.TWO", 3).ok());
}

/// Names and extents; what a finding says about an interrupted change is no part of it.
std::string state(io::FileStore& store) {
  const auto volume = open_volume(store, kPath, Access::kRead);
  if (!volume) {
    return to_string(volume.failure());
  }
  const auto vtoc = read_vtoc(**volume);
  if (!vtoc) {
    return to_string(vtoc.failure());
  }
  std::string text = vtoc->label.volser + "\n";
  for (const DataSetLabel& data_set : vtoc->data_sets) {
    text += data_set.name;
    for (const Extent& extent : data_set.extents) {
      text += fmt::format(" {}+{}", extent.first_track((*volume)->geometry()),
                          extent.track_count((*volume)->geometry()));
    }
    text += "\n";
  }
  return text;
}

/// Changes of a VTOC, each as a job step would make it.
struct Change {
  const char* name;
  Result<void> (*act)(io::FileStore&);
};

Result<void> allocate_new(io::FileStore& store) {
  return allocate(store, "NEW", 4);
}

Result<void> extend_old(io::FileStore& store) {
  CS_ASSIGN(const auto volume, open(store));
  CS_ASSIGN(auto found, find_data_set(*volume, "OLD.ONE"));
  CS_CHECK(found.has_value());
  CS_TRY(extend_data_set(*volume, *found));
  return volume->sync();
}

Result<void> scratch_old(io::FileStore& store) {
  CS_ASSIGN(const auto volume, open(store));
  CS_TRY(scratch_data_set(*volume, "OLD.ONE", {2026, 325}, false));
  return volume->sync();
}

Result<void> rename_old(io::FileStore& store) {
  CS_ASSIGN(const auto volume, open(store));
  CS_TRY(rename_data_set(*volume, "OLD.ONE", "NEW.ONE"));
  return volume->sync();
}

class VtocFault : public ::testing::TestWithParam<Change> {
 protected:
  Work work() const { return {prepare, GetParam().act, state}; }
};

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhenAnOperationFails) {
  // No short writes: a track is written in one piece, as a device does it, and one that is torn in
  // the middle of a DSCB shows half of that DSCB.
  testing::sweep_failures(
      work(), {io::FaultKind::kError, io::FaultKind::kNoSpace, io::FaultKind::kShortRead});
}

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhereverTheStepIsKilled) {
  testing::sweep_kills(work());
}

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhereverThePowerFails) {
  testing::sweep_power_failures(work(), 12, 0);
}

INSTANTIATE_TEST_SUITE_P(, VtocFault,
                         ::testing::Values(Change{"Allocate", allocate_new},
                                           Change{"Extend", extend_old},
                                           Change{"Scratch", scratch_old},
                                           Change{"Rename", rename_old}),
                         [](const auto& change) { return change.param.name; });

}  // namespace
}  // namespace coldsite::dasd

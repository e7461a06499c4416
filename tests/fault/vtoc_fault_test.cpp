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

/// OLD.CUT has three extents, each followed by a track of another.
void make_cut_data_set(io::FileStore& store) {
  CS_CHECK(allocate(store, "OLD.CUT", 1).ok());
  for (const char* name : {"OLD.GAP1", "OLD.GAP2", "OLD.GAP3"}) {
    CS_CHECK(allocate(store, name, 1).ok());
    if (name[7] != '3') {
      const auto volume = open(store);
      auto found = find_data_set(**volume, "OLD.CUT");
      CS_CHECK(extend_data_set(**volume, **found).ok() && (*volume)->sync().ok());
    }
  }
}

/// `fillers` data sets stand before those that are changed, so that sector boundaries cut their
/// DSCBs at many places (a DSCB takes 148 bytes of the track).
void prepare(io::FileStore& store, int fillers) {
  auto volume = create_volume(store, kPath, *find_device_model("3390")->geometry, 4);
  CS_CHECK(volume.ok());
  VolumeLabel label;
  label.volser = "FLT001";
  CS_CHECK(write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 2}).ok());
  for (int i = 0; i < fillers; ++i) {
    CS_CHECK(allocate(store, fmt::format("FILLER.N{}", i), 1).ok());
  }
  CS_CHECK(allocate(store, "OLD.ONE", 3).ok());
  CS_CHECK(allocate(store, "OLD.TWO", 3).ok());
  make_cut_data_set(store);
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
    text += fmt::format(" {}/{} {} {} {}\n", data_set.last_block.track, data_set.last_block.record,
                        data_set.expires.year, data_set.block_bytes, data_set.track_balance);
  }
  return text;
}

/// Changes of a VTOC, each as a job step would make it.
struct Change {
  const char* name;
  int dscb_index;  ///< of the format 1 that changes, without fillers
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

/// The fourth extent, with its format 3 DSCB.
Result<void> extend_to_format3(io::FileStore& store) {
  CS_ASSIGN(const auto volume, open(store));
  CS_ASSIGN(auto found, find_data_set(*volume, "OLD.CUT"));
  CS_CHECK(found.has_value());
  CS_TRY(extend_data_set(*volume, *found));
  return volume->sync();
}

Result<void> update_old(io::FileStore& store) {
  CS_ASSIGN(const auto volume, open(store));
  CS_ASSIGN(auto found, find_data_set(*volume, "OLD.TWO"));
  CS_CHECK(found.has_value());
  found->last_block = {2, 7};
  found->expires = {2033, 33};
  found->block_bytes = 27'920;
  found->track_balance = 0x1234;
  return update_data_set(*volume, *found);
}

Result<void> release_old(io::FileStore& store) {
  CS_ASSIGN(const auto volume, open(store));
  CS_ASSIGN(auto found, find_data_set(*volume, "OLD.CUT"));
  CS_CHECK(found.has_value());
  found->last_block = {0, 1};
  return release_unused(*volume, *found);
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
  Work work(int fillers = 0) const {
    return {[fillers](io::FileStore& store) { prepare(store, fillers); }, GetParam().act, state};
  }
};

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhenAnOperationFails) {
  for (const int fillers : {0, 1}) {
    testing::sweep_failures(work(fillers), {io::FaultKind::kError, io::FaultKind::kNoSpace,
                                            io::FaultKind::kShortRead, io::FaultKind::kShortWrite});
  }
}

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhereverTheStepIsKilled) {
  for (const int fillers : {0, 1, 4}) {
    testing::sweep_kills(work(fillers));
  }
}

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhereverThePowerFails) {
  testing::sweep_power_failures(work(), 6, 0);
}

TEST_P(VtocFault, LeavesTheOldOrTheNewVtocWhereverASectorIsTornFromTheNext) {
  // DSCBs of a 3390 track that lie across a 512-byte boundary of the image, cut behind byte 107,
  // 27, 95 and 71; the last lies across 4096 too.
  for (const int index : {6, 10, 13, 27}) {
    const int fillers = index - GetParam().dscb_index;
    if (fillers >= 0 && !HasFailure()) {
      SCOPED_TRACE(index);
      testing::sweep_power_failures(work(fillers), 4, index == 27 ? 4096 : 512);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    , VtocFault,
    ::testing::Values(Change{"Allocate", 8, allocate_new}, Change{"Extend", 2, extend_old},
                      Change{"ExtendAgain", 4, extend_to_format3}, Change{"Update", 3, update_old},
                      Change{"Release", 4, release_old}, Change{"Scratch", 2, scratch_old},
                      Change{"Rename", 2, rename_old}),
    [](const auto& change) { return change.param.name; });

}  // namespace
}  // namespace coldsite::dasd

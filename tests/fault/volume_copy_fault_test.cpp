// COPY FULL by reflink, with every operation made to fail: the target is what it was, is marked
// incomplete, or is the whole copy.
#include <gtest/gtest.h>

#include "datasets/dasd/track.hpp"
#include "tests/fault/sweep.hpp"
#include "utilities/data-copy/used_tracks.hpp"
#include "utilities/data-copy/volume_copy.hpp"

namespace coldsite::copy {
namespace {

using testing::Work;

constexpr std::uint32_t kFirst = 3, kCount = 5;  // tracks with data

Result<std::unique_ptr<dasd::Volume>> open(io::FileStore& store, const std::string& name) {
  return dasd::open_volume(store, name, dasd::Access::kUpdate);
}

void make_volume(io::FileStore& store, const std::string& name, std::uint32_t cylinders,
                 std::uint8_t content) {
  auto volume =
      dasd::create_volume(store, name, *dasd::find_device_model("3390")->geometry, cylinders);
  CS_CHECK(volume.ok());
  dasd::VolumeLabel label;
  label.volser = name;
  CS_CHECK(dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 2}).ok());
  const dasd::Geometry& geometry = (*volume)->geometry();
  for (std::uint32_t track = kFirst; track < kFirst + kCount; ++track) {
    dasd::TrackBuilder builder(geometry.track_address(track), geometry);
    CS_CHECK(builder.add({}, Bytes(20'000, content)).ok());
    CS_CHECK((*volume)->write_slots({track, 1}, builder.finish()).ok());
  }
  CS_CHECK((*volume)->sync().ok());
}

/// The tracks with data, whole; empty when one cannot be read.
Bytes data_of(dasd::Volume& volume) {
  Bytes slots(std::size_t{kCount} * volume.geometry().slot_bytes);
  return volume.read_slots({kFirst, kCount}, slots) ? slots : Bytes();
}

/// A marked target counts as not copied: nobody takes it for a volume.
std::string state(io::FileStore& store) {
  const auto source = open(store, "SOURCE");
  const auto target = open(store, "TARGET");
  if (!source || !target) {
    return "cannot be opened";
  }
  const auto label = dasd::read_label(**target);
  if (!label) {
    return to_string(label.failure());
  }
  if (is_incomplete(*label)) {
    return "not copied";
  }
  const Bytes data = data_of(**target);
  if (label->volser == "TARGET" && data == data_of(**open(store, "OLD"))) {
    return "not copied";
  }
  const auto vtoc = dasd::read_vtoc(**target);
  const bool is_whole = label->volser == "SOURCE" && data == data_of(**source) && vtoc &&
                        vtoc->usable_cylinders == (*target)->cylinders();
  return is_whole ? "copied" : "neither: " + label->volser;
}

struct Case {
  const char* name;
  FastReplication fast;
  std::uint32_t target_cylinders;
};

class CopyFaults : public ::testing::TestWithParam<Case> {
 protected:
  static Work work() {
    const Case shape = GetParam();
    Work work;
    work.prepare = [shape](io::FileStore& store) {
      make_volume(store, "SOURCE", 1, 0x11);
      make_volume(store, "TARGET", shape.target_cylinders, 0x22);
      make_volume(store, "OLD", 1, 0x22);
    };
    work.act = [shape](io::FileStore& store) -> Result<void> {
      CS_ASSIGN(const auto source, open(store, "SOURCE"));
      CS_ASSIGN(const auto target, open(store, "TARGET"));
      CopyRequest request;
      request.source = source.get();
      request.target = target.get();
      request.map = TrackMap(source->tracks());
      request.map.add(0, source->tracks());
      request.checks.source = {source->geometry().device_type, source->cylinders(), "SOURCE"};
      request.checks.label_rule = LabelRule::kCopyVolumeId;
      request.checks.purge = true;
      request.checks.today = {2026, 325};
      request.fast_replication = shape.fast;
      CS_TRY(copy_volume(request));
      return {};
    };
    work.state = state;
    return work;
  }
};

TEST_P(CopyFaults, EveryFailingOperationLeavesOldMarkedOrWhole) {
  testing::sweep_failures(work(), {io::FaultKind::kError, io::FaultKind::kNoSpace});
}

TEST_P(CopyFaults, EveryKillLeavesOldMarkedOrWhole) {
  testing::sweep_kills(work());
}

TEST_P(CopyFaults, EveryPowerFailureLeavesOldMarkedOrWhole) {
  testing::sweep_power_failures(work(), 3, 512);
}

INSTANTIATE_TEST_SUITE_P(Reflink, CopyFaults,
                         ::testing::Values(Case{"required", FastReplication::kRequired, 1},
                                           Case{"preferred", FastReplication::kPreferred, 1},
                                           Case{"larger", FastReplication::kRequired, 2}),
                         [](const auto& shape) { return shape.param.name; });

}  // namespace
}  // namespace coldsite::copy

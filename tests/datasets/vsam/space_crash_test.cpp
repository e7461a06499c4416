// The power fails at every change that defining, extending, renaming and deleting make. What is
// there afterwards is the old state, the new one, or one that the volume check names and that the
// same operation, run again, puts right.
#include <fmt/format.h>

#include <functional>
#include <set>

#include "datasets/io/fault_store.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/vvds.hpp"
#include "tests/datasets/vsam/definition_fixture.hpp"

namespace coldsite::vsam {
namespace {

using Keep = io::CrashModel::Keep;
using Kind = VolumeFindingKind;

ClusterDefinition small(const std::string& name, const std::vector<std::string>& volsers) {
  ClusterDefinition definition = key_sequenced(name, volsers, 2, 1);
  definition.data.space_unit = dasd::SpaceUnit::kTracks;
  return definition;
}

class SpaceCrashTest : public ::testing::Test {
 protected:
  struct Sweep {
    std::function<void(TestVolumes&)> set_up;
    std::function<Result<void>(TestVolumes&)> operate;
    std::function<void(TestVolumes&)> check;  ///< after the crash
    std::set<Kind> may_be_found;
    bool ends_clean = true;  ///< after it ran again
  };

  void SetUp() override {
    TestVolumes base(*store_);
    for (const char* volser : {"VSM001", "VSM002"}) {
      base.make(volser, 5, "3390", 1);
    }
  }

  void start(const Sweep& sweep) {
    for (const char* volser : {"VSM001", "VSM002"}) {
      const std::string saved = std::string(volser) + ".saved";
      if (!store_->info(saved)->has_value()) {
        TestVolumes volumes(*store_);
        sweep.set_up(volumes);
        CS_ASSERT_OK(store_->clone_file("VSM001", "VSM001.saved"));
        CS_ASSERT_OK(store_->clone_file("VSM002", "VSM002.saved"));
      }
      CS_ASSERT_OK(store_->remove_file(volser));
      CS_ASSERT_OK(store_->clone_file(saved, volser));
    }
  }

  void check_findings(TestVolumes& volumes, const std::set<Kind>& allowed) {
    for (const char* volser : {"VSM001", "VSM002"}) {
      const auto check = check_volume(volumes, volser);
      ASSERT_TRUE(check) << to_string(check.failure());
      for (const VolumeFinding& finding : check->findings) {
        const bool is_space = finding.kind == Kind::kVtocDamaged;  // DADSM repairs it
        EXPECT_TRUE(is_space || allowed.contains(finding.kind))
            << static_cast<int>(finding.kind) << " " << finding.name << ": " << finding.text;
      }
    }
  }

  /// Crashes in the nth change. false: the operation ended before.
  bool crash_in(const Sweep& sweep, std::uint64_t nth, Keep keep) {
    start(sweep);
    const auto faults = io::make_fault_store(*store_);
    {
      TestVolumes volumes(*faults);
      faults->fail_power_in(nth);
      if (sweep.operate(volumes)) {
        return false;
      }
    }
    io::CrashModel model;
    model.keep = keep;
    model.random = io::Random(nth);
    model.torn_unit_bytes = keep == Keep::kRandom ? 512 : 0;
    EXPECT_TRUE(faults->crash(model));
    TestVolumes volumes(*store_);
    check_findings(volumes, sweep.may_be_found);
    sweep.check(volumes);
    const auto again = sweep.operate(volumes);
    EXPECT_TRUE(again) << to_string(again.failure());
    check_findings(volumes, sweep.ends_clean ? std::set<Kind>() : sweep.may_be_found);
    return true;
  }

  void run(const Sweep& sweep) {
    std::uint64_t count = 0;
    for (const Keep keep : {Keep::kNothing, Keep::kEverything, Keep::kRandom}) {
      for (std::uint64_t nth = 1; nth < 500; nth += keep == Keep::kRandom ? 1 : 2) {
        SCOPED_TRACE(fmt::format("change {} keep {}", nth, static_cast<int>(keep)));
        if (!crash_in(sweep, nth, keep)) {
          break;
        }
        ++count;
        ASSERT_FALSE(HasFailure());
      }
    }
    EXPECT_GT(count, 6U);
  }

  /// Deletes what is left of a half made cluster, as DELETE VVR and DELETE SCRATCH do.
  static Result<void> remove_rest(TestVolumes& volumes, const std::string& name,
                                  const std::string& volser) {
    for (const char* suffix : {".DATA", ".INDEX"}) {
      const auto deleted =
          delete_component(volumes, {name + suffix, {volser}, {}}, {.purge = true});
      if (!deleted) {
        return deleted.failure();
      }
    }
    return {};
  }

  static ClusterPlace place_of(const std::string& name) {
    return {name, {name + ".DATA", {"VSM001"}, {"VSM002"}}, {name + ".INDEX", {"VSM001"}, {}}};
  }

  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
};

void define_one(TestVolumes& volumes) {
  CS_ASSERT_OK(Vvds::create(volumes, "VSM001", 1));
  CS_ASSERT_OK(define_cluster(volumes, small("A", {"VSM001", "VSM002"})));
}

TEST_F(SpaceCrashTest, DefineLeavesNothingThatIsNotFound) {
  Sweep sweep;
  sweep.set_up = define_one;
  sweep.operate = [](TestVolumes& volumes) -> Result<void> {
    CS_TRY(remove_rest(volumes, "B", "VSM001"));
    const auto made = define_cluster(volumes, small("B", {"VSM001"}));
    return made ? Result<void>() : made.failure();
  };
  sweep.check = [](TestVolumes& volumes) {
    CS_ASSERT_OK(read_component(volumes, place_of("A").data));
  };
  sweep.may_be_found = {Kind::kLabelWithoutRecord};
  run(sweep);
}

TEST_F(SpaceCrashTest, AVvdsIsMadeWholeOrNotAtAll) {
  Sweep sweep;
  sweep.set_up = [](TestVolumes&) {};
  sweep.operate = [](TestVolumes& volumes) -> Result<void> {
    const auto made = Vvds::create(volumes, "VSM001", 3);
    return made ? Result<void>() : made.failure();
  };
  sweep.check = [](TestVolumes& volumes) {
    auto vvds = Vvds::open(volumes, "VSM001", dasd::Access::kRead);
    ASSERT_TRUE(vvds) << to_string(vvds.failure());
    if (*vvds) {
      EXPECT_EQ((*vvds)->read()->records.size(), 1U);
    }
  };
  sweep.may_be_found = {Kind::kLabelWithoutRecord};
  run(sweep);
}

TEST_F(SpaceCrashTest, AnExtensionIsThereOrIsTakenNext) {
  Sweep sweep;
  sweep.set_up = define_one;
  sweep.operate = [](TestVolumes& volumes) -> Result<void> {
    CS_ASSIGN(Component component, read_component(volumes, place_of("A").data));
    while (component.volumes[0].extents.size() < 5) {
      CS_TRY(extend_component(volumes, component));
    }
    return {};
  };
  sweep.check = [](TestVolumes& volumes) {
    const auto component = read_component(volumes, place_of("A").data);
    ASSERT_TRUE(component) << to_string(component.failure());
    const std::size_t extents = component->volumes[0].extents.size();
    EXPECT_EQ(component->high_allocated_rba(), (extents + 1) * 12 * 4096);
  };
  sweep.may_be_found = {Kind::kLabelHasMore};
  run(sweep);
}

TEST_F(SpaceCrashTest, ACandidateIsTakenWholeOrTakenNext) {
  Sweep sweep;
  sweep.set_up = [](TestVolumes& volumes) {
    CS_ASSERT_OK(Vvds::create(volumes, "VSM001", 1));
    ClusterDefinition definition = small("A", {"VSM001", "VSM002"});
    definition.data.secondary = 0;
    CS_ASSERT_OK(define_cluster(volumes, definition));
    CS_ASSERT_OK(Vvds::create(volumes, "VSM002", 1));
  };
  sweep.operate = [](TestVolumes& volumes) -> Result<void> {
    CS_ASSIGN(Component component, read_component(volumes, place_of("A").data));
    CS_TRY(extend_component(volumes, component));
    EXPECT_EQ(component.place.volsers.size(), 2U);
    EXPECT_EQ(component.high_allocated_rba(), 4U * 12 * 4096);
    return {};
  };
  sweep.check = [](TestVolumes& volumes) {
    CS_ASSERT_OK(read_component(volumes, place_of("A").data));
  };
  sweep.may_be_found = {Kind::kLabelWithoutRecord};
  run(sweep);
}

TEST_F(SpaceCrashTest, DeleteIsFinishedWhenItIsRunAgain) {
  Sweep sweep;
  sweep.set_up = define_one;
  sweep.operate = [](TestVolumes& volumes) { return remove_rest(volumes, "A", "VSM001"); };
  sweep.check = [](TestVolumes&) {};
  sweep.may_be_found = {Kind::kLabelWithoutRecord};
  run(sweep);
}

TEST_F(SpaceCrashTest, RenameIsFinishedWhenItIsRunAgain) {
  Sweep sweep;
  sweep.set_up = define_one;
  sweep.operate = [](TestVolumes& volumes) -> Result<void> {
    CS_TRY(rename_component(volumes, place_of("A").data, "NEW.DATA", "NEW"));
    return rename_component(volumes, place_of("A").index, "NEW.INDEX", "NEW");
  };
  sweep.check = [](TestVolumes&) {};
  sweep.may_be_found = {Kind::kLabelWithoutRecord, Kind::kRecordWithoutLabel};
  run(sweep);
}

/// A VVDS of one track, nearly full, in which records grow: they move, and it is extended.
TEST_F(SpaceCrashTest, RecordsThatMoveAreOldOrNew) {
  Sweep sweep;
  const auto grown = [](std::size_t extents) {
    return [extents](VolumeRecord& record) -> Result<void> {
      record.extents.resize(1);
      while (record.extents.size() < extents) {
        const ComponentExtent& last = record.extents.back();
        record.extents.push_back({last.tracks, last.high_rba + 1, last.high_rba + 12 * 4096});
      }
      record.high_allocated_rba = record.extents.back().high_rba + 1;
      return {};
    };
  };
  sweep.set_up = [grown](TestVolumes& volumes) {
    CS_ASSERT_OK(Vvds::create(volumes, "VSM001", 1));
    CS_ASSERT_OK(define_cluster(volumes, small("A", {"VSM001", "VSM002"})));
    auto vvds = *Vvds::open(volumes, "VSM001", dasd::Access::kUpdate);
    VolumeRecord record = std::get<VolumeRecord>((*vvds->find("A.DATA"))->content);
    for (int i = 0; i < 10; ++i) {
      record.component_name = fmt::format("R{}", i);
      record.attributes.space_unit = dasd::SpaceUnit::kTracks;
      CS_ASSERT_OK(grown(170)(record));
      CS_ASSERT_OK(vvds->add(record));
    }
  };
  sweep.operate = [grown](TestVolumes& volumes) -> Result<void> {
    CS_ASSIGN(auto vvds, Vvds::open(volumes, "VSM001", dasd::Access::kUpdate));
    for (const std::size_t extents : {180U, 1U, 182U, 1U}) {
      const auto changed = vvds->change("A.DATA", grown(extents));
      if (!changed) {
        return changed.failure();
      }
    }
    return {};
  };
  sweep.check = [](TestVolumes& volumes) {
    auto vvds = Vvds::open(volumes, "VSM001", dasd::Access::kRead);
    ASSERT_TRUE(vvds && *vvds);
    const auto found = (*vvds)->find("A.DATA");
    ASSERT_TRUE(found) << to_string(found.failure());
    ASSERT_TRUE(found->has_value());
    const std::size_t extents = std::get<VolumeRecord>((*found)->content).extents.size();
    EXPECT_TRUE(extents == 1 || extents == 180 || extents == 182) << extents;
  };
  sweep.may_be_found = {Kind::kExtentsDiffer, Kind::kRecordTwice, Kind::kRecordWithoutLabel,
                        Kind::kLabelHasMore};
  sweep.ends_clean = false;
  run(sweep);
}

}  // namespace
}  // namespace coldsite::vsam

// A power failure or kill at every write of a cluster: what was synced before is there, the change
// in flight is there or not, no record is wrong, and work goes on.
#include <algorithm>
#include <functional>
#include <map>

#include "datasets/io/fault_store.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

using Model = std::map<std::uint64_t, Bytes>;

/// What a user does, and what has to be there afterwards.
struct Story {
  ClusterDefinition definition;
  std::function<void(Cluster&, Model&)> before;  ///< ends with a close
  /// Does changes one by one and tells each to `done` once it was confirmed.
  std::function<Result<void>(Cluster&, Model&, Model& next)> act;
  bool defer_writes = false, is_load = false;
};

/// `is_load`: any part of what was loaded since the last sync may be there.
std::string check(Cluster& cluster, const Model& confirmed, const Model& next, bool is_load) {
  Model found;
  const auto cursor = cluster.cursor();
  std::uint64_t last = 0;
  for (;;) {
    const auto record = cursor->next();
    if (!record) {
      return to_string(record.failure());
    }
    if (!*record) {
      break;
    }
    const std::uint64_t key = load_be64((*record)->bytes, 4);
    if (!found.empty() && key <= last) {
      return "keys are not ascending";
    }
    last = key;
    found[key] = Bytes((*record)->bytes.begin(), (*record)->bytes.end());
    const auto direct = cluster.get(key_of(key));
    if (!direct || !*direct) {
      return "a record that a cursor finds is not found by its key";
    }
  }
  const bool is_between =
      std::ranges::includes(next, found) && std::ranges::includes(found, confirmed);
  if (found != confirmed && found != next && !(is_load && is_between)) {
    return "the records are neither those before nor those after the change";
  }
  return {};
}

class ClusterCrashTest : public ClusterTest {
 protected:
  void sweep(const Story& story, std::uint64_t step = 1) {
    const ClusterPlace place = define(story.definition, 6);
    Model prepared;
    {
      auto cluster = open(place);
      story.before(*cluster, prepared);
      CS_ASSERT_OK(cluster->close());
    }
    volumes_.dismount();
    for (std::uint64_t nth = 1;; nth += step) {
      const auto memory = copy_of(*store_);
      const auto faults = io::make_fault_store(*memory);
      Model confirmed = prepared, next = prepared;
      bool is_done = false;
      {
        TestVolumes volumes(*faults);
        std::vector<Failure> notes;
        OpenOptions options{.update = true};
        options.defer_writes = story.defer_writes;
        options.data_buffers = 12;
        auto cluster = Cluster::open(volumes, place, options, notes);
        ASSERT_TRUE(cluster) << to_string(cluster.failure());
        faults->fail_power_in(nth);
        is_done = story.act(**cluster, confirmed, next).ok() && (*cluster)->close().ok();
      }
      io::CrashModel model;
      model.keep = io::CrashModel::Keep::kEverything;
      CS_ASSERT_OK(faults->crash(model));
      if (is_done) {
        ASSERT_GT(nth, 10U) << "nothing was tried";
        return;
      }
      TestVolumes volumes(*faults);
      for (int round = 0; round < 2; ++round) {
        std::vector<Failure> notes;
        auto cluster = Cluster::open(volumes, place, {.update = round == 0}, notes);
        if (!cluster && prepared.empty() && round == 1) {
          break;  // still empty
        }
        ASSERT_TRUE(cluster) << "write " << nth << ": " << to_string(cluster.failure());
        ASSERT_EQ(check(**cluster, confirmed, next, story.is_load), "")
            << "write " << nth << " round " << round;
        if (round == 0) {
          const Bytes record = keyed_record(999'999'999, 50);
          const auto more = (*cluster)->insert(record);
          ASSERT_TRUE(more) << "write " << nth << ": " << to_string(more.failure());
          ASSERT_TRUE((*cluster)->erase(key_of(999'999'999)).value());
          CS_ASSERT_OK((*cluster)->close());
        }
      }
    }
  }
};

/// Inserts, replaces and erases, each confirmed by its return (written through).
Result<void> change_all(Cluster& cluster, Model& confirmed, Model& next, std::uint64_t seed,
                        int changes, std::uint64_t keys, std::uint64_t bytes_max) {
  io::Random random(seed);
  for (int i = 0; i < changes; ++i) {
    const std::uint64_t key = random.below(keys);
    const Bytes record = keyed_record(key, random.between(12, bytes_max), random.below(9));
    next = confirmed;
    if (!confirmed.contains(key)) {
      next[key] = record;
      CS_TRY(cluster.insert(record));
    } else if (random.chance(1, 2)) {
      next[key] = record;
      CS_TRY(cluster.replace(record));
    } else {
      next.erase(key);
      CS_TRY(cluster.erase(key_of(key)));
    }
    confirmed = next;
  }
  return {};
}

void load(Cluster& cluster, Model& model, std::uint64_t count, std::uint64_t apart,
          std::size_t bytes) {
  for (std::uint64_t i = 0; i < count; ++i) {
    model[i * apart] = keyed_record(i * apart, bytes);
    CS_ASSERT_OK(cluster.insert(model[i * apart]));
  }
}

TEST_F(ClusterCrashTest, IntervalAndAreaSplitsSurviveAKillAtAnyWrite) {
  Story story;
  story.definition = small_cluster(Organization::kKeySequenced);
  story.before = [](Cluster& cluster, Model& model) { load(cluster, model, 400, 12, 45); };
  story.act = [](Cluster& cluster, Model& confirmed, Model& next) {
    return change_all(cluster, confirmed, next, 11, 40, 5000, 200);
  };
  sweep(story, 3);
}

TEST_F(ClusterCrashTest, SpannedRecordsSurviveAKillAtAnyWrite) {
  Story story;
  story.definition = small_cluster(Organization::kKeySequenced);
  story.definition.attributes.is_spanned = true;
  story.definition.attributes.max_record_bytes = 4000;
  story.before = [](Cluster& cluster, Model& model) { load(cluster, model, 60, 10, 300); };
  story.act = [](Cluster& cluster, Model& confirmed, Model& next) {
    return change_all(cluster, confirmed, next, 12, 24, 100, 4000);
  };
  sweep(story, 3);
}

TEST_F(ClusterCrashTest, AFirstLoadSurvivesAKillAtAnyWrite) {
  Story story;
  story.definition = small_cluster(Organization::kKeySequenced);
  story.is_load = true;
  story.before = [](Cluster&, Model&) {};
  story.act = [](Cluster& cluster, Model& confirmed, Model& next) -> Result<void> {
    for (std::uint64_t key = 0; key < 300; ++key) {
      next[key] = keyed_record(key, 60);
      CS_TRY(cluster.insert(next[key]));
      if (key % 100 == 99) {
        CS_TRY(cluster.sync());
        confirmed = next;
      }
    }
    return {};
  };
  sweep(story, 5);
}

/// Appends to an ESDS: at any kill the synced records and a part of the others are there, in order,
/// none of them wrong.
TEST_F(ClusterCrashTest, AnEntrySequencedDataSetKeepsItsOrderAtAnyKill) {
  ClusterDefinition definition = small_cluster(Organization::kEntrySequenced);
  definition.attributes.is_spanned = true;
  definition.attributes.max_record_bytes = 1500;
  const ClusterPlace place = define(definition, 6);
  volumes_.dismount();
  std::vector<Bytes> records;
  io::Random random(77);
  for (int i = 0; i < 150; ++i) {
    records.emplace_back(random.chance(1, 10) ? random.between(600, 1500) : random.between(1, 400));
    random.fill(records.back());
  }
  for (std::uint64_t nth = 1;; nth += 3) {
    const auto memory = copy_of(*store_);
    const auto faults = io::make_fault_store(*memory);
    std::size_t synced = 0;
    {
      TestVolumes volumes(*faults);
      std::vector<Failure> notes;
      auto cluster = Cluster::open(volumes, place, {.update = true, .defer_writes = true}, notes);
      ASSERT_TRUE(cluster) << to_string(cluster.failure());
      faults->fail_power_in(nth);
      for (std::size_t i = 0; i < records.size() && (*cluster)->insert(records[i]); ++i) {
        if (i % 50 == 49 && (*cluster)->sync()) {
          synced = i + 1;
        }
      }
    }
    io::CrashModel model;
    model.keep = io::CrashModel::Keep::kEverything;
    CS_ASSERT_OK(faults->crash(model));
    TestVolumes volumes(*faults);
    std::vector<Failure> notes;
    auto cluster = Cluster::open(volumes, place, {.update = true}, notes);
    ASSERT_TRUE(cluster) << "write " << nth << ": " << to_string(cluster.failure());
    const std::vector<Bytes> found = read_all(**cluster);
    ASSERT_GE(found.size(), synced) << "write " << nth;
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i], records[i]) << "write " << nth << " record " << i;
    }
    CS_ASSERT_OK((*cluster)->insert(records[0]));
    ASSERT_EQ(read_all(**cluster).size(), found.size() + 1) << "write " << nth;
    if (synced == records.size()) {
      return;
    }
  }
}

}  // namespace
}  // namespace coldsite::vsam

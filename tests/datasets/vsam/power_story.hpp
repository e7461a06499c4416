// Random work on a cluster until the power fails and takes any of the writes since the last sync
// with it. What was synced and not touched since has to be there; what was touched since is in one
// of the states that it had; VERIFY mends the rest and EXAMINE has nothing to say.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "datasets/io/fault_store.hpp"
#include "datasets/vsam/examine.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {

/// What a cluster is like, and what is done to it.
struct PowerCase {
  std::string name;
  Organization organization = Organization::kKeySequenced;
  std::uint32_t record_bytes_max = 200;
  bool is_spanned = false;
  bool defers = false;
  bool is_shared = false;  ///< as a catalog: ignore_shares
  std::uint32_t buffers = 0;
  /// Only kills, at any write: everything written is there.
  bool is_kill = false;
};

inline void PrintTo(const PowerCase& power_case, std::ostream* out) {
  *out << power_case.name;
}

/// The states that a record may be in: the last one that lasts, and what came since.
class PowerModel {
 public:
  using Version = std::optional<Bytes>;  ///< nothing: no such record

  [[nodiscard]] const Bytes* now(std::uint64_t key) const {
    const auto found = versions_.find(key);
    return found == versions_.end() || !found->second.back() ? nullptr : &*found->second.back();
  }
  void change(std::uint64_t key, Version version) {
    auto& versions = versions_[key];
    if (versions.empty()) {
      versions.emplace_back();
    }
    versions.push_back(std::move(version));
  }
  /// Only the newest of each (`confirmed`: a kill takes nothing of it).
  void settle() {
    for (auto& [key, versions] : versions_) {
      versions.erase(versions.begin(), versions.end() - 1);
    }
  }
  /// "": every record is in a state that it may be in. The model becomes what was found.
  std::string take(const std::map<std::uint64_t, Bytes>& found) {
    for (const auto& [key, record] : found) {
      if (!versions_.contains(key)) {
        return fmt::format("record {} was never written", key);
      }
    }
    for (auto& [key, versions] : versions_) {
      const auto there = found.find(key);
      Version version = there == found.end() ? Version() : Version(there->second);
      if (std::ranges::find(versions, version) == versions.end()) {
        return fmt::format("record {} is {}, it has {} states", key,
                           version ? "in none of its states" : "lost", versions.size());
      }
      versions.assign(1, std::move(version));
    }
    return {};
  }
  [[nodiscard]] std::uint64_t next_key() const {
    return versions_.empty() ? 0 : versions_.rbegin()->first + 1;
  }

 private:
  std::map<std::uint64_t, std::vector<Version>> versions_;
};

class PowerStory : public ::testing::TestWithParam<PowerCase> {
 protected:
  void define() {
    const PowerCase& power_case = GetParam();
    ClusterDefinition definition = small_cluster(power_case.organization);
    definition.attributes.is_spanned = power_case.is_spanned;
    definition.attributes.max_record_bytes = power_case.record_bytes_max;
    definition.attributes.average_record_bytes = std::min(40U, power_case.record_bytes_max);
    if (power_case.organization == Organization::kRelative) {
      definition.attributes.average_record_bytes = power_case.record_bytes_max;
    }
    definition.data.primary = 3;
    definition.data.secondary = 2;
    volumes_.make("VSM001", 20, "3390", 1);
    auto place = define_cluster(volumes_, definition);
    ASSERT_TRUE(place) << to_string(place.failure());
    place_ = *place;
    volumes_.dismount();
    CS_ASSERT_OK(faults_->sync_directory("."));
  }

  [[nodiscard]] bool is_numbered() const {
    return GetParam().organization == Organization::kRelative ||
           GetParam().organization == Organization::kVariableRelative;
  }
  [[nodiscard]] bool is_keyed() const {
    return GetParam().organization == Organization::kKeySequenced;
  }

  /// A record of this organization; its key is at offset 4.
  Bytes record_of(std::uint64_t key, std::size_t bytes) {
    if (GetParam().organization == Organization::kRelative) {
      bytes = GetParam().record_bytes_max;
    }
    return keyed_record(key, bytes, random_.below(1000));
  }

  Result<void> insert(Cluster& cluster, std::uint64_t key) {
    Bytes record = record_of(key, random_.between(12, GetParam().record_bytes_max));
    model_.change(key, record);
    if (is_numbered()) {
      CS_TRY(cluster.insert_number(static_cast<std::uint32_t>(key + 1), record));
    } else {
      CS_ASSIGN(rbas_[key], cluster.insert(record));
    }
    return {};
  }

  Result<void> update(Cluster& cluster, std::uint64_t key) {
    const Bytes& old = *model_.now(key);
    const bool is_fixed = GetParam().organization == Organization::kEntrySequenced;
    Bytes record =
        record_of(key, is_fixed ? old.size() : random_.between(12, GetParam().record_bytes_max));
    model_.change(key, record);
    if (is_keyed()) {
      CS_TRY(cluster.replace(record));
      return {};
    }
    const auto cursor = cluster.cursor();
    if (is_numbered()) {
      CS_TRY(cursor->point_number(static_cast<std::uint32_t>(key + 1)));
    } else {
      CS_TRY(cursor->point_rba(rbas_[key]));
    }
    CS_TRY(cursor->next());
    return cursor->update(record);
  }

  Result<void> erase(Cluster& cluster, std::uint64_t key) {
    model_.change(key, std::nullopt);
    if (is_keyed()) {
      CS_TRY(cluster.erase(key_of(key)));
      return {};
    }
    const auto cursor = cluster.cursor();
    CS_TRY(cursor->point_number(static_cast<std::uint32_t>(key + 1)));
    CS_TRY(cursor->next());
    return cursor->erase();
  }

  /// One change: mostly in the middle, so that CIs and CAs split, sometimes at the end.
  Result<void> change(Cluster& cluster) {
    const bool only_appends = GetParam().organization == Organization::kEntrySequenced;
    const std::uint64_t end = model_.next_key();
    const std::uint64_t key = only_appends && random_.chance(2, 3) ? end
                              : random_.chance(1, 8)               ? end + random_.below(3)
                                                                   : random_.below(600);
    if (only_appends && key >= end) {
      return insert(cluster, end);
    }
    if (model_.now(key) == nullptr) {
      return only_appends ? Result<void>() : insert(cluster, key);
    }
    // A spanned record of an ESDS that is rewritten in place may be mixed: see the README.
    const bool is_long = model_.now(key)->size() > 400;
    if (only_appends) {
      return is_long ? Result<void>() : update(cluster, key);
    }
    return random_.chance(1, 2) ? update(cluster, key) : erase(cluster, key);
  }

  /// Works until the power fails.
  void work(int changes) {
    std::vector<Failure> notes;
    OpenOptions options{.update = true};
    options.defer_writes = GetParam().defers;
    options.ignore_shares = GetParam().is_shared;
    options.data_buffers = options.index_buffers = GetParam().buffers;
    auto cluster = Cluster::open(volumes_, place_, options, notes);
    ASSERT_TRUE(cluster) << to_string(cluster.failure());
    if (random_.chance(2, 3) || GetParam().is_kill) {
      faults_->fail_power_in(1 + random_.below(static_cast<std::uint64_t>(changes) * 2));
    }
    for (int i = 0; i < changes; ++i) {
      if (!change(**cluster)) {
        return;
      }
      if (GetParam().is_kill && !GetParam().defers) {
        model_.settle();
      }
      if (random_.chance(1, 25)) {
        if (!(*cluster)->sync()) {
          return;
        }
        model_.settle();
      }
    }
    if (random_.chance(1, 3) && (*cluster)->close()) {
      model_.settle();
    }
  }

  void fail_power() {
    io::CrashModel model;
    model.keep = GetParam().is_kill     ? io::CrashModel::Keep::kEverything
                 : random_.chance(1, 4) ? io::CrashModel::Keep::kFirst
                                        : io::CrashModel::Keep::kRandom;
    model.count = random_.below(faults_->unsynced_changes() + 1);
    model.random = io::Random(random_.next());
    volumes_.dismount();
    CS_ASSERT_OK(faults_->crash(model));
  }

  /// Everything that a cursor finds, each also directly.
  std::map<std::uint64_t, Bytes> read(Cluster& cluster) {
    std::map<std::uint64_t, Bytes> found;
    rbas_.clear();
    const auto cursor = cluster.cursor();
    for (;;) {
      const auto record = cursor->next();
      EXPECT_TRUE(record) << to_string(record.failure());
      if (!record || !*record) {
        return found;
      }
      const std::uint64_t key = load_be64((*record)->bytes, 4);
      EXPECT_TRUE(found.empty() || found.rbegin()->first < key) << "order of " << key;
      found[key] = Bytes((*record)->bytes.begin(), (*record)->bytes.end());
      rbas_[key] = (*record)->rba;
      if (is_numbered()) {
        EXPECT_EQ((*record)->number, key + 1);
      } else if (is_keyed()) {
        const auto direct = cluster.get(key_of(key));
        EXPECT_TRUE(direct && *direct) << key;
      }
    }
  }

  void judge() {
    const ExamineOptions tests{.index_test = !place_.index.name.empty()};
    auto report = examine(volumes_, place_, tests);
    ASSERT_TRUE(report) << to_string(report.failure());
    std::vector<Failure> notes;
    {
      OpenOptions options{.update = true};
      options.ignore_shares = GetParam().is_shared;
      const auto cluster = Cluster::open(volumes_, place_, options, notes);
      ASSERT_TRUE(cluster) << to_string(cluster.failure());
      ASSERT_EQ(model_.take(read(**cluster)), "");
      CS_ASSERT_OK((*cluster)->close());
    }
    report = examine(volumes_, place_, tests);
    ASSERT_TRUE(report) << to_string(report.failure());
    for (const ExamineFinding& finding : report->findings) {
      EXPECT_TRUE(finding.kind == ExamineKind::kNotUsed ||
                  finding.kind == ExamineKind::kAreaUnknown)
          << (finding.in_index ? "index " : "data ") << finding.rba << ": " << finding.text;
    }
  }

  void run(std::uint64_t seed, int rounds) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    random_ = io::Random(seed);
    define();
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
      SCOPED_TRACE(fmt::format("round {}", round));
      work(static_cast<int>(random_.between(20, 150)));
      if (HasFatalFailure()) {
        return;
      }
      fail_power();
      judge();
    }
  }

  io::Random random_{0};
  std::unique_ptr<io::FileStore> memory_ = io::make_memory_store();
  std::unique_ptr<io::FaultStore> faults_ = io::make_fault_store(*memory_);
  TestVolumes volumes_{*faults_};
  ClusterPlace place_;
  PowerModel model_;
  std::map<std::uint64_t, std::uint64_t> rbas_;
};

inline std::vector<PowerCase> power_cases(bool is_kill) {
  using O = Organization;
  std::vector<PowerCase> cases = {
      {.name = "Keyed", .organization = O::kKeySequenced},
      {.name = "KeyedSmallRecords", .organization = O::kKeySequenced, .record_bytes_max = 40},
      {.name = "KeyedDeferred", .organization = O::kKeySequenced, .defers = true},
      {.name = "KeyedDeferredFewBuffers",
       .organization = O::kKeySequenced,
       .defers = true,
       .buffers = 12},
      {.name = "KeyedShared", .organization = O::kKeySequenced, .is_shared = true},
      {.name = "KeyedSpanned",
       .organization = O::kKeySequenced,
       .record_bytes_max = 2500,
       .is_spanned = true},
      {.name = "KeyedSpannedDeferred",
       .organization = O::kKeySequenced,
       .record_bytes_max = 2500,
       .is_spanned = true,
       .defers = true},
      {.name = "Entry", .organization = O::kEntrySequenced},
      {.name = "EntrySpannedDeferred",
       .organization = O::kEntrySequenced,
       .record_bytes_max = 1500,
       .is_spanned = true,
       .defers = true},
      {.name = "Relative", .organization = O::kRelative, .record_bytes_max = 80},
      {.name = "RelativeDeferred",
       .organization = O::kRelative,
       .record_bytes_max = 80,
       .defers = true,
       .buffers = 12},
      {.name = "VariableRelative", .organization = O::kVariableRelative},
      {.name = "VariableRelativeDeferred", .organization = O::kVariableRelative, .defers = true},
  };
  for (PowerCase& power_case : cases) {
    power_case.is_kill = is_kill;
  }
  return cases;
}

inline std::string name_of(const ::testing::TestParamInfo<PowerCase>& info) {
  return info.param.name;
}

}  // namespace coldsite::vsam

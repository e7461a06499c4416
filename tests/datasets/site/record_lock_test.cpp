// Record locks of a cluster that two processes have open for output at once.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/site/site_catalog.hpp"
#include "datasets/vsam/cluster.hpp"
#include "datasets/vsam/definition.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::site {
namespace {

constexpr std::string_view kName = "TEST.KSDS";

/// A site in a directory, as one process has it open.
struct Process {
  std::unique_ptr<io::FileStore> store = io::make_real_store();
  std::unique_ptr<io::Clock> clock = io::make_system_clock();
  std::unique_ptr<Site> site;
  std::unique_ptr<SiteVolumes> volumes;

  explicit Process(const std::string& directory) {
    site = Site::open(*store, directory).value();
    volumes = std::make_unique<SiteVolumes>(*site, *clock);
  }

  std::unique_ptr<vsam::Cluster> open(const vsam::OpenOptions& options = {.update = true,
                                                                          .lock_records = true}) {
    vsam::ClusterPlace place;
    place.name = kName;
    place.data = {
        vsam::default_component_name(place.name, vsam::ComponentRole::kData), {"SYSRES"}, {}};
    place.index = {
        vsam::default_component_name(place.name, vsam::ComponentRole::kIndex), {"SYSRES"}, {}};
    std::vector<Failure> notes;
    auto cluster = vsam::Cluster::open(*volumes, place, options, notes);
    return cluster ? std::move(*cluster) : nullptr;
  }
};

Bytes key_of(std::uint8_t number) {
  return {0, 0, 0, number};
}

/// A site with a cluster of SHAREOPTIONS(4 3) that holds the records 1 and 2: key, count.
void make_site(const std::string& directory) {
  std::ofstream(directory + "/site.conf") << "[dasd]\ndevice = 0a80 3390 6\n";
  Process process(directory);
  const Device* device = *process.site->find_device(0x0A80);
  {
    const auto volume = process.site->open_volume(*device, dasd::Access::kUpdate);
    ASSERT_TRUE(volume);
    dasd::VolumeLabel label;
    label.volser = "SYSRES";
    ASSERT_TRUE(dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 4}));
  }
  ASSERT_TRUE(process.site->refresh());
  vsam::ClusterDefinition definition;
  definition.name = kName;
  definition.attributes.key_bytes = 4;
  definition.attributes.average_record_bytes = definition.attributes.max_record_bytes = 8;
  definition.attributes.share_region = 4;
  definition.data.volsers = {"SYSRES"};
  definition.data.space_unit = dasd::SpaceUnit::kTracks;
  definition.data.primary = 1;
  definition.data.interval_bytes = 512;
  const auto defined = vsam::define_cluster(*process.volumes, definition);
  ASSERT_TRUE(defined) << to_string(defined.failure());
  const auto cluster = process.open();
  ASSERT_NE(cluster, nullptr);
  for (const std::uint8_t number : Bytes{1, 2}) {
    ASSERT_TRUE(cluster->insert(Bytes{0, 0, 0, number, 0, 0, 0, 0}));
  }
  ASSERT_TRUE(cluster->close());
}

/// Adds 1 to the count of record 1: waits for the record, sees what others wrote, changes it, and
/// asks for another record, which lets it go.
bool count_up(vsam::Cluster& cluster) {
  if (!cluster.get(key_of(1)) || !cluster.refresh()) {
    return false;
  }
  const auto record = cluster.get(key_of(1));
  if (!record || !*record) {
    return false;
  }
  Bytes changed((*record)->bytes.begin(), (*record)->bytes.end());
  store_be(changed, 4, 4, load_be32(changed, 4) + 1);
  const auto replaced = cluster.replace(changed);
  return replaced && *replaced && cluster.get(key_of(2)).ok();
}

bool is_well(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(RecordLocks, ARecordThatOneProcessHoldsIsNotHadByAnother) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  ASSERT_FALSE(::testing::Test::HasFatalFailure());
  Process process(directory.path());
  const auto cluster = process.open();
  ASSERT_NE(cluster, nullptr);
  ASSERT_TRUE(cluster->get(key_of(1)));
  const pid_t child = fork();
  if (child == 0) {
    Process other(directory.path());
    const auto try_lock = [&](std::string_view record) {
      return other.volumes->lock(fmt::format("VSAM.RECORD.{}.{}", kName, record),
                                 io::LockMode::kExclusive, false);
    };
    const auto first = try_lock("00000001"), second = try_lock("00000002");
    _exit(first && second && *first == nullptr && *second != nullptr ? 0 : 1);
  }
  EXPECT_TRUE(is_well(child));
}

TEST(RecordLocks, ProcessesThatChangeOneRecordLoseNoChange) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  ASSERT_FALSE(::testing::Test::HasFatalFailure());
  constexpr int kProcesses = 2, kTimes = 40;
  std::vector<pid_t> children;
  for (int number = 0; number < kProcesses; ++number) {
    const pid_t child = fork();
    if (child == 0) {
      Process process(directory.path());
      const auto cluster = process.open();
      bool is_done = cluster != nullptr;
      for (int i = 0; i < kTimes && is_done; ++i) {
        is_done = count_up(*cluster);
      }
      _exit(is_done && cluster->close() ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    EXPECT_TRUE(is_well(child));
  }
  Process process(directory.path());
  const auto cluster = process.open();
  ASSERT_NE(cluster, nullptr);
  const auto record = cluster->get(key_of(1));
  ASSERT_TRUE(record && *record);
  EXPECT_EQ(load_be32((*record)->bytes, 4), std::uint32_t{kProcesses * kTimes});
}

/// Programs that keep changes in their buffers (REPRO) come one after the other.
TEST(RecordLocks, ProcessesThatDoNotLockRecordsLoseNoneEither) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  ASSERT_FALSE(::testing::Test::HasFatalFailure());
  constexpr std::uint8_t kProcesses = 3, kRecords = 60;
  const vsam::OpenOptions options{.update = true, .defer_writes = true};
  std::vector<pid_t> children;
  for (std::uint8_t number = 0; number < kProcesses; ++number) {
    const pid_t child = fork();
    if (child == 0) {
      Process process(directory.path());
      const auto cluster = process.open(options);
      bool is_done = cluster != nullptr;
      for (std::uint8_t i = 0; i < kRecords && is_done; ++i) {
        const auto key = static_cast<std::uint8_t>(10 + i * kProcesses + number);
        is_done = cluster->insert(Bytes{0, 0, 0, key, 0, 0, 0, 0}).ok();
      }
      _exit(is_done && cluster->close() ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    EXPECT_TRUE(is_well(child));
  }
  Process process(directory.path());
  const auto cluster = process.open();
  ASSERT_NE(cluster, nullptr);
  for (int key = 10; key < 10 + kProcesses * kRecords; ++key) {
    const auto record = cluster->get(key_of(static_cast<std::uint8_t>(key)));
    EXPECT_TRUE(record && *record) << key;
  }
}

}  // namespace
}  // namespace coldsite::site

#include "datasets/site/site_catalog.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "datasets/catalog/cross_check.hpp"
#include "datasets/catalog/generation_group.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csl.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"
#include "tests/kill_sweep.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::site {
namespace {

namespace sample = catalog::testing;
using catalog::Catalog;
using catalog::CatalogSearch;

#define CS_ASSERT_OK(...)                                                 \
  do {                                                                    \
    const auto cs_checked = (__VA_ARGS__);                                \
    ASSERT_TRUE(cs_checked) << coldsite::to_string(cs_checked.failure()); \
  } while (false)

/// A site in a directory: everything that one process has open.
struct Process {
  std::unique_ptr<io::FileStore> store = io::make_real_store();
  std::unique_ptr<io::Clock> clock =
      io::make_stepped_clock(io::from_calendar({2026, 11, 21, 10, 0, 0, 0, 325}), 1'000'000);
  std::unique_ptr<Site> site;
  std::unique_ptr<SiteVolumes> volumes;
  std::unique_ptr<CatalogSearch> search;

  explicit Process(const std::string& directory) {
    auto opened = Site::open(*store, directory);
    EXPECT_TRUE(opened.ok()) << to_string(opened.failure());
    site = *std::move(opened);
    volumes = std::make_unique<SiteVolumes>(*site, *clock);
  }
  void open() {
    auto opened = open_catalogs(*site, *volumes);
    ASSERT_TRUE(opened.ok()) << to_string(opened.failure());
    search = *std::move(opened);
  }
  Catalog& master() { return search->master(); }
};

/// A directory with a site whose volume SYSRES holds an empty MASTER.CAT.
void make_site(const std::string& directory, const std::string& more = "") {
  std::filesystem::create_directories(directory);
  std::ofstream(directory + "/site.conf")
      << "name = SYSA\n"
      << more << "[dasd]\ndevice = 0a80 3390 6\ndevice = 0a81 3390 3\n"
      << "[catalog]\nmaster = MASTER.CAT SYSRES\n";
  Process process(directory);
  for (const auto& [address, volser] : {std::pair(0x0A80, "SYSRES"), std::pair(0x0A81, "WORK01")}) {
    const Device* device = *process.site->find_device(static_cast<std::uint16_t>(address));
    const auto volume = process.site->open_volume(*device, dasd::Access::kUpdate);
    ASSERT_TRUE(volume.ok());
    dasd::VolumeLabel label;
    label.volser = volser;
    CS_ASSERT_OK(dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 4}));
  }
  CS_ASSERT_OK(process.site->refresh());
  auto created =
      Catalog::create(*process.volumes, Catalog::standard_definition("MASTER.CAT", "SYSRES"));
  ASSERT_TRUE(created.ok()) << to_string(created.failure());
  CS_ASSERT_OK((*created)->close());
}

std::set<std::string> names_in(Catalog& catalog) {
  std::set<std::string> names;
  std::vector<catalog::CatalogFinding> findings;
  const auto scanned = catalog.scan(
      "A",
      [&](const catalog::Entry& entry) -> Result<bool> {
        EXPECT_TRUE(names.insert(entry.name()).second) << entry.name() << " stands twice";
        return true;
      },
      findings);
  EXPECT_TRUE(scanned.ok()) << to_string(scanned.failure());
  EXPECT_TRUE(findings.empty());
  return names;
}

TEST(SiteVolumes, ShareOneImageAndReopenItForUpdate) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  Process process(directory.path());
  const auto read = process.volumes->volume("SYSRES", dasd::Access::kRead);
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE((*read)->is_writable());
  const auto update = process.volumes->volume("SYSRES", dasd::Access::kUpdate);
  ASSERT_TRUE(update.ok());
  EXPECT_TRUE((*update)->is_writable());
  EXPECT_EQ(*process.volumes->volume("SYSRES", dasd::Access::kRead), *update);
  EXPECT_TRUE(process.volumes->volume("NOWHER", dasd::Access::kRead).failure().is(msg::CSE0011E));
}

TEST(SiteVolumes, LockBetweenHoldersAndCountChanges) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  Process one(directory.path()), other(directory.path());
  auto held = one.volumes->lock("CATALOG.X", io::LockMode::kExclusive, true);
  ASSERT_TRUE(held.ok() && *held);
  EXPECT_EQ(*other.volumes->lock("CATALOG.X", io::LockMode::kShared, false), nullptr);
  EXPECT_NE(*other.volumes->lock("CATALOG.Y", io::LockMode::kExclusive, false), nullptr);
  held->reset();
  EXPECT_NE(*other.volumes->lock("CATALOG.X", io::LockMode::kShared, false), nullptr);
  const auto before = other.volumes->change_count("CATALOG.X");
  ASSERT_TRUE(before.ok());
  CS_ASSERT_OK(one.volumes->add_change("CATALOG.X"));
  EXPECT_NE(*other.volumes->change_count("CATALOG.X"), *before);
  EXPECT_EQ(*one.volumes->change_count("CATALOG.X"), *other.volumes->change_count("CATALOG.X"));
}

TEST(SiteVolumes, KnowTheDayInTheSitesTimeZone) {
  testing::TemporaryDirectory directory;
  make_site(directory.path(), "timezone = +14:00\n");
  Process process(directory.path());
  EXPECT_EQ(process.volumes->today(), (dasd::LabelDate{2026, 326}));
}

TEST(SiteCatalogs, ASiteWithoutMasterHasNone) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  std::ofstream(directory / "site.conf") << "name = SYSA\n[dasd]\ndevice = 0a80 3390 6\n";
  Process process(directory.path());
  process.open();
  EXPECT_EQ(process.search, nullptr);
}

TEST(SiteCatalogs, AMissingMasterIsTold) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  std::ofstream(directory / "site.conf")
      << "[dasd]\ndevice = 0a80 3390 6\n[catalog]\nmaster = OTHER.CAT SYSRES\n";
  Process process(directory.path());
  EXPECT_TRUE(open_catalogs(*process.site, *process.volumes).failure().is(msg::CSL0001E));
}

TEST(SiteCatalogs, ACatalogDescribesItselfAndLastsOverReopening) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  {
    Process process(directory.path());
    process.open();
    CS_ASSERT_OK(process.master().add(sample::sphere("A.B")));
    CS_ASSERT_OK(process.search->close());
  }
  Process process(directory.path());
  process.open();
  const auto own = process.master().find("MASTER.CAT");
  ASSERT_TRUE(own.ok() && *own);
  EXPECT_EQ((*own)->type, catalog::EntryType::kData);
  EXPECT_EQ((*own)->entry.sphere->base.components[0].volumes[0].volser, "SYSRES");
  EXPECT_TRUE((*process.master().find("A.B.AIX.DATA")).has_value());
  const auto created =
      Catalog::create(*process.volumes, Catalog::standard_definition("MASTER.CAT", "SYSRES"));
  EXPECT_TRUE(created.failure().is(msg::CSL0002E));
  EXPECT_TRUE(Catalog::open(*process.volumes, "NO.CAT", "SYSRES").failure().is(msg::CSL0001E));
  EXPECT_TRUE(Catalog::open(*process.volumes, "NO.CAT", "WORK01").failure().is(msg::CSL0001E));
}

TEST(SiteCatalogs, MasterAndUserCatalogPassTheCrossCheck) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  Process process(directory.path());
  process.open();
  auto user = Catalog::standard_definition("UCAT.TEST", "WORK01");
  user.data.space_unit = dasd::SpaceUnit::kTracks;
  user.data.primary = 5;
  auto created = Catalog::create(*process.volumes, user);
  ASSERT_TRUE(created.ok()) << to_string(created.failure());
  CS_ASSERT_OK((*created)->close());
  CS_ASSERT_OK(process.master().add(sample::connector("UCAT.TEST", "WORK01")));
  const auto findings =
      catalog::cross_check(*process.search, *process.volumes, {{"SYSRES", "WORK01"}, {}});
  ASSERT_TRUE(findings.ok()) << to_string(findings.failure());
  for (const auto& finding : *findings) {
    ADD_FAILURE() << to_string(finding.kind) << " " << finding.name << " " << finding.text;
  }
}

TEST(SiteCatalogs, TwoThousandEntriesComeBackInOrder) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  constexpr int kEntries = 2000;
  {
    Process process(directory.path());
    process.open();
    for (int i = 0; i < kEntries; ++i) {
      // In an order that splits control intervals everywhere.
      CS_ASSERT_OK(
          process.master().add(sample::non_vsam(fmt::format("A.N{:05}", i * 7 % kEntries))));
    }
    CS_ASSERT_OK(process.search->close());
  }
  Process process(directory.path());
  process.open();
  EXPECT_EQ(names_in(process.master()).size(), static_cast<std::size_t>(kEntries));
  for (int i = 0; i < kEntries; i += 37) {
    EXPECT_TRUE((*process.master().find(fmt::format("A.N{:05}", i))).has_value());
  }
}

TEST(SiteCatalogs, AReaderSeesWhatAnotherProcessWrote) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  Process reader(directory.path()), writer(directory.path());
  reader.open();
  writer.open();
  for (int i = 0; i < 60; ++i) {
    Process& by = i % 2 == 0 ? writer : reader;
    Process& other = i % 2 == 0 ? reader : writer;
    const std::string name = fmt::format("A.N{}", i);
    CS_ASSERT_OK(by.master().add(sample::cluster(name)));
    EXPECT_TRUE((*other.master().find(name + ".DATA")).has_value()) << name;
    EXPECT_TRUE(other.master().add(sample::cluster(name)).failure().is(msg::CSL0010E));
  }
  EXPECT_EQ(names_in(reader.master()), names_in(writer.master()));
}

/// Runs `work` in a process of its own.
pid_t fork_process(const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(work() ? 0 : 1);
  }
  return child;
}

bool waits_well(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(SiteCatalogs, ProcessesDefineAndDeleteAtOnceAndNothingIsLostOrDoubled) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  constexpr int kProcesses = 3, kNames = 30;
  std::vector<pid_t> children;
  for (int number = 0; number < kProcesses; ++number) {
    children.push_back(fork_process([&, number] {
      Process process(directory.path());
      process.open();
      int contended = 0;
      for (int i = 0; i < kNames; ++i) {
        const std::string own = fmt::format("A.P{}.N{}", number, i);
        if (!process.master().add(sample::cluster(own)).ok()) {
          return false;
        }
        // The same name in all processes: one of them gets it, and marks it as his.
        catalog::Entry shared = sample::non_vsam(fmt::format("A.SHARED.N{}", i));
        shared.non_vsam->ownership.owner = fmt::format("P{}", number);
        contended += process.master().add(shared).ok() ? 1 : 0;
        if (i % 3 == 0 && !process.master().remove(own).ok()) {
          return false;
        }
      }
      catalog::Entry count = sample::non_vsam(fmt::format("A.WON.P{}.N{}", number, contended));
      return process.master().add(count).ok() && process.search->close().ok();
    }));
  }
  for (const pid_t child : children) {
    EXPECT_TRUE(waits_well(child));
  }
  Process process(directory.path());
  process.open();
  int own = 0, shared = 0, won = 0;
  for (const std::string& name : names_in(process.master())) {
    own += name.starts_with("A.P") ? 1 : 0;
    shared += name.starts_with("A.SHARED") ? 1 : 0;
    won += name.starts_with("A.WON") ? std::stoi(name.substr(name.rfind('N') + 1)) : 0;
  }
  EXPECT_EQ(own, kProcesses * kNames * 2 / 3);
  EXPECT_EQ(shared, kNames);
  EXPECT_EQ(won, kNames);
}

TEST(SiteCatalogs, ProcessesThatAddGenerationsKeepTheGroupWhole) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  {
    Process process(directory.path());
    process.open();
    CS_ASSERT_OK(process.master().add(sample::group("A.G", 100)));
    CS_ASSERT_OK(process.search->close());
  }
  std::vector<pid_t> children;
  for (int number = 0; number < 3; ++number) {
    children.push_back(fork_process([&, number] {
      Process process(directory.path());
      process.open();
      for (int i = 0; i < 12; ++i) {
        const auto entry = sample::non_vsam(fmt::format("A.G.G{:04}V00", 1 + i * 3 + number));
        if (!catalog::add_generation(process.master(), *entry.non_vsam, false).ok()) {
          return false;
        }
      }
      return process.search->close().ok();
    }));
  }
  for (const pid_t child : children) {
    EXPECT_TRUE(waits_well(child));
  }
  Process process(directory.path());
  process.open();
  const auto group = (*process.master().find("A.G"))->entry.generation_group;
  EXPECT_EQ(catalog::all_generations(*group).size(), 36U);
  EXPECT_EQ(names_in(process.master()).size(), 37U);
}

// ---- kills, with real control intervals

constexpr int kBystanders = 20;

std::string bystander(int number) {
  return fmt::format("A.N{}", number);
}

TEST(SiteCatalogKillWorker, DISABLED_Work) {
  Process process(testing::worker_directory() + "/site");
  process.open();
  Catalog& master = process.master();
  for (const char* left_over : {"A.B", "A.C"}) {
    const auto removed = master.remove(left_over);
    ASSERT_TRUE(removed.ok() || removed.failure().is(msg::CSL0011E));
  }
  CS_ASSERT_OK(master.add(sample::sphere("A.B")));
  CS_ASSERT_OK(master.change("A.B", [](catalog::Entry& entry) -> Result<void> {
    entry.sphere->paths[0].name = "A.OTHER";
    return {};
  }));
  CS_ASSERT_OK(master.rename("A.B", "A.C"));
  CS_ASSERT_OK(process.search->close());
}

TEST(SiteCatalogKill, EveryKillLeavesTheOldOrTheNewEntryAndAllOthers) {
  testing::TemporaryDirectory directory;
  make_site(directory / "start");
  {
    Process process(directory / "start");
    process.open();
    for (int i = 0; i < kBystanders; ++i) {
      CS_ASSERT_OK(process.master().add(sample::cluster(bystander(i))));
    }
    CS_ASSERT_OK(process.search->close());
  }
  const auto check = [&](const std::string&) {
    Process process(directory / "site");
    process.open();
    ASSERT_NE(process.search, nullptr);
    auto names = names_in(process.master());
    for (int i = 0; i < kBystanders; ++i) {
      EXPECT_EQ(names.erase(bystander(i)), 1U) << bystander(i);
    }
    EXPECT_LE(names.size(), 1U);
    for (const std::string& name : names) {
      EXPECT_TRUE(name == "A.B" || name == "A.C") << name;
      const auto data = process.master().find("A.B.DATA");
      EXPECT_TRUE(data.ok() && *data && (*data)->entry.name() == name);
    }
  };
  testing::KillSweep sweep{"SiteCatalogKillWorker.DISABLED_Work", directory.path(),
                           [&] {
                             std::filesystem::remove_all(directory / "site");
                             std::filesystem::copy(directory / "start", directory / "site",
                                                   std::filesystem::copy_options::recursive);
                           },
                           check,
                           [&](const std::string& point) {
                             check(point);
                             Process process(directory / "site");
                             process.open();
                             EXPECT_TRUE(names_in(process.master()).contains("A.C"));
                             EXPECT_TRUE((*process.master().find("A.OTHER")).has_value());
                           }};
  EXPECT_GT(testing::run_kill_sweep(sweep), 20U);
}

TEST(DeviceTypes, HaveTheNamesOfUnits) {
  EXPECT_EQ(device_type_of("3390"), 0x3010200FU);
  EXPECT_EQ(device_type_of("3390-3"), 0x3010200FU);
  EXPECT_EQ(device_type_of("SYSDA"), 0U);
  EXPECT_EQ(unit_of(device_type_of("3380")), "3380");
  EXPECT_EQ(unit_of(device_type_of("TAPE")), "3490");
  EXPECT_EQ(unit_of(1), "");
}

TEST(PlaceOf, TakesVolumesAndCandidatesFromTheEntry) {
  testing::TemporaryDirectory directory;
  make_site(directory.path());
  Process process(directory.path());
  process.open();
  catalog::Entry entry = sample::sphere("A.B");
  entry.sphere->base.components[0].volumes[0].volser = "&SYSR1";
  const vsam::ClusterPlace place = place_of(entry.sphere->base, *process.search);
  EXPECT_EQ(place.data.volsers, (std::vector<std::string>{"SYSRES", "WORK02"}));
  EXPECT_EQ(place.data.candidates, std::vector<std::string>{"WORK03"});
  EXPECT_EQ(place.index.name, "A.B.INDEX");
}

}  // namespace
}  // namespace coldsite::site

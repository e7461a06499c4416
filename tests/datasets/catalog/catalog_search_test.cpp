#include "datasets/catalog/catalog_search.hpp"

#include <gtest/gtest.h>

#include "datasets/messages/csl.hpp"
#include "tests/datasets/catalog/memory_catalog.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"

namespace coldsite::catalog {
namespace {

using testing::MemoryRecordStore;

/// Catalogs by "NAME VOLSER" that can be opened; MASTER.CAT on SYSRES is the master.
struct System {
  testing::LocksOnly volumes;
  std::map<std::string, std::shared_ptr<MemoryRecordStore::Disk>> disks;
  std::unique_ptr<CatalogSearch> search;

  System() {
    for (const char* place : {"MASTER.CAT SYSRES", "UCAT.A CATA01", "UCAT.B CATB01"}) {
      disks[place] = std::make_shared<MemoryRecordStore::Disk>();
    }
    open();
    EXPECT_TRUE(master().add(testing::connector("UCAT.A", "CATA01")).ok());
    EXPECT_TRUE(master().add(testing::connector("UCAT.B", "CATB01")).ok());
    EXPECT_TRUE(master().add(testing::connector("UCAT.LOST", "NOWHER")).ok());
    EXPECT_TRUE(master().add(testing::alias("PROD", "UCAT.A", true)).ok());
    EXPECT_TRUE(master().add(testing::alias("PROD.PAY.X.Y", "UCAT.B", true)).ok());
    EXPECT_TRUE(master().add(testing::alias("LOST", "UCAT.LOST", true)).ok());
  }
  void open() {
    auto opened = CatalogSearch::open_with(
        [this](const std::string& name,
               const std::string& volser) -> Result<std::unique_ptr<Catalog>> {
          const auto at = disks.find(name + " " + volser);
          if (at == disks.end()) {
            return failure<msg::CSL0001E>(name, volser);
          }
          return std::unique_ptr<Catalog>(std::make_unique<BcsCatalog>(
              volumes, name, volser, std::make_unique<MemoryRecordStore>(at->second)));
        },
        "MASTER.CAT", "SYSRES", {{"SYSNAME", "SYSA"}});
    ASSERT_TRUE(opened.ok());
    search = *std::move(opened);
  }
  Catalog& master() { return search->master(); }
  std::string catalog_for(const std::string& name) {
    const auto catalog = search->catalog_for(name);
    return catalog.ok() ? (*catalog)->name() : to_string(catalog.failure());
  }
  /// "CATALOG NAME" or "".
  std::string locate(const std::string& name, bool follow = true) {
    const auto located = search->locate(name, follow);
    EXPECT_TRUE(located.ok()) << name;
    return *located ? (*located)->catalog->name() + " " + (*located)->name : "";
  }
};

TEST(CatalogSearch, ANewEntryGoesWhereItsLongestAliasLeads) {
  System system;
  EXPECT_EQ(system.catalog_for("PROD.DATA"), "UCAT.A");
  EXPECT_EQ(system.catalog_for("PROD.PAY.X.DATA"), "UCAT.A");
  EXPECT_EQ(system.catalog_for("PROD.PAY.X.Y.DATA"), "UCAT.B");
  EXPECT_EQ(system.catalog_for("PROD.PAY.X.Y.Z.DATA"), "UCAT.B");
  EXPECT_EQ(system.catalog_for("PROD"), "MASTER.CAT");
  EXPECT_EQ(system.catalog_for("TEST.DATA"), "MASTER.CAT");
  EXPECT_EQ(system.catalog_for("UCAT.B.DATA"), "UCAT.B");
  EXPECT_EQ(system.catalog_for("SYS1.PARMLIB"), "MASTER.CAT");
}

TEST(CatalogSearch, TheUserCatalogIsSearchedBeforeTheMaster) {
  System system;
  ASSERT_TRUE(system.master().add(testing::non_vsam("PROD.OLD")).ok());
  ASSERT_TRUE(system.master().add(testing::non_vsam("PROD.BOTH")).ok());
  Catalog& user = **system.search->catalog("UCAT.A");
  ASSERT_TRUE(user.add(testing::non_vsam("PROD.BOTH")).ok());
  EXPECT_EQ(system.locate("PROD.OLD"), "MASTER.CAT PROD.OLD");
  EXPECT_EQ(system.locate("PROD.BOTH"), "UCAT.A PROD.BOTH");
  EXPECT_EQ(system.locate("PROD.NONE"), "");
  EXPECT_EQ(system.locate("PROD"), "MASTER.CAT PROD");
}

TEST(CatalogSearch, AliasesOfDataSetsAreFollowedUnlessTheyAreAskedFor) {
  System system;
  Catalog& user = **system.search->catalog("PROD");
  ASSERT_TRUE(user.add(testing::non_vsam("PROD.REAL")).ok());
  ASSERT_TRUE(user.add(testing::alias("PROD.SHORT", "PROD.REAL")).ok());
  EXPECT_EQ(system.locate("PROD.SHORT"), "UCAT.A PROD.REAL");
  EXPECT_EQ(system.locate("PROD.SHORT", false), "UCAT.A PROD.SHORT");
}

TEST(CatalogSearch, SymbolsOfAliasesAndVolumesAreResolvedWhenUsed) {
  System system;
  ASSERT_TRUE(system.master().add(testing::non_vsam("SYS1.SYSA.LIB", "&SYSR1")).ok());
  Entry symbolic = testing::alias("SYS1.LIB", "SYS1.&SYSNAME..LIB");
  symbolic.alias->is_symbolic = true;
  ASSERT_TRUE(system.master().add(symbolic).ok());
  EXPECT_EQ(system.locate("SYS1.LIB"), "MASTER.CAT SYS1.SYSA.LIB");
  EXPECT_EQ(system.search->resolve_volser("&SYSR1"), "SYSRES");
  EXPECT_EQ(system.search->resolve_volser("******"), "SYSRES");
  EXPECT_EQ(system.search->resolve_volser("WORK01"), "WORK01");
  EXPECT_EQ(system.search->resolve_volser("&OTHER"), "&OTHER");
}

TEST(CatalogSearch, AliasesThatLeadInACircleLeadNowhere) {
  System system;
  for (const auto& [name, related] : {std::pair("X.A", "X.B"), std::pair("X.B", "X.A")}) {
    Entry entry = testing::alias(name, related);
    entry.alias->is_symbolic = true;
    ASSERT_TRUE(system.master().add(entry).ok());
  }
  EXPECT_EQ(system.locate("X.A"), "");
}

TEST(CatalogSearch, SaysWhichCatalogIsMissing) {
  System system;
  EXPECT_TRUE(system.search->catalog("UCAT.NONE").failure().is(msg::CSL0004E));
  EXPECT_TRUE(system.search->catalog("UCAT.LOST").failure().is(msg::CSL0005E));
  EXPECT_TRUE(system.search->locate("LOST.DATA").failure().is(msg::CSL0005E));
  EXPECT_EQ(system.search->user_catalogs()->size(), 3U);
}

TEST(CatalogSearch, AMasterThatIsNotThereIsNotADamagedOne) {
  const auto open_failing = [](const Failure& failure) {
    return CatalogSearch::open_with(
        [failure](const std::string&, const std::string&) -> Result<std::unique_ptr<Catalog>> {
          return failure;
        },
        "MASTER.CAT", "SYSRES");
  };
  const auto missing = open_failing(failure<msg::CSL0001E>("MASTER.CAT", "SYSRES"));
  EXPECT_TRUE(missing.failure().is(msg::CSL0001E));
  const auto damaged = open_failing(failure<msg::CSL0007E>("MASTER.CAT", 0, "damaged"));
  EXPECT_TRUE(damaged.failure().is(msg::CSL0003E));
}

}  // namespace
}  // namespace coldsite::catalog

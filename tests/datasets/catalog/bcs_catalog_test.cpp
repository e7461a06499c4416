#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "datasets/catalog/catalog.hpp"
#include "datasets/catalog/entry_codec.hpp"
#include "datasets/io/random.hpp"
#include "datasets/messages/csl.hpp"
#include "tests/datasets/catalog/memory_catalog.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"

namespace coldsite::catalog {
namespace {

using testing::MemoryCatalog;

template <class T>
::testing::AssertionResult succeeds(const Result<T>& result) {
  return result.ok() ? ::testing::AssertionSuccess()
                     : ::testing::AssertionFailure() << to_string(result.failure());
}

std::optional<Found> find(Catalog& catalog, std::string_view name) {
  auto found = catalog.find(name);
  EXPECT_TRUE(succeeds(found));
  return found.ok() ? *found : std::nullopt;
}

std::vector<std::string> names_from(Catalog& catalog, std::string_view from) {
  std::vector<std::string> names;
  std::vector<CatalogFinding> findings;
  EXPECT_TRUE(succeeds(catalog.scan(
      from,
      [&](const Entry& entry) -> Result<bool> {
        names.push_back(entry.name());
        return true;
      },
      findings)));
  EXPECT_TRUE(findings.empty());
  return names;
}

TEST(BcsCatalog, FindsWhatWasAddedByEveryNameOfASphere) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::sphere("A.B"))));
  for (const auto& [name, type] : names_inside(testing::sphere("A.B"))) {
    const auto found = find(*catalog, name);
    ASSERT_TRUE(found.has_value()) << name;
    EXPECT_EQ(found->entry.name(), "A.B");
    EXPECT_EQ(found->type, type);
  }
  EXPECT_EQ(find(*catalog, "A.B")->type, EntryType::kCluster);
  EXPECT_FALSE(find(*catalog, "A.C").has_value());
}

TEST(BcsCatalog, RefusesNamesThatAreThere) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::cluster("A.B"))));
  for (const Entry& entry : {testing::cluster("A.B"), testing::non_vsam("A.B.DATA")}) {
    const auto added = catalog->add(entry);
    ASSERT_FALSE(added.ok());
    EXPECT_TRUE(added.failure().is(msg::CSL0010E));
  }
  Entry twice = testing::cluster("A.C");
  twice.sphere->base.components[1].name = "A.C.DATA";
  EXPECT_TRUE(catalog->add(twice).failure().is(msg::CSL0010E));
  EXPECT_EQ(names_from(*catalog, ""), std::vector<std::string>{"A.B"});
}

TEST(BcsCatalog, ScansInNameOrderFromAName) {
  MemoryCatalog catalog;
  for (int i = 299; i >= 100; --i) {
    ASSERT_TRUE(succeeds(catalog->add(testing::cluster("A.N" + std::to_string(i)))));
  }
  const auto names = names_from(*catalog, "A.N150");
  ASSERT_EQ(names.size(), 150U);
  EXPECT_EQ(names.front(), "A.N150");
  EXPECT_TRUE(std::ranges::is_sorted(names));
}

TEST(BcsCatalog, ChangesASphereAndItsNames) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::sphere("A.B"))));
  ASSERT_TRUE(succeeds(catalog->change("A.B.AIX", [](Entry& entry) -> Result<void> {
    entry.sphere->paths[0].name = "A.NEWPATH";
    entry.sphere->base.ownership.owner = "SOMEBODY";
    return {};
  })));
  EXPECT_EQ(find(*catalog, "A.NEWPATH")->entry.sphere->base.ownership.owner, "SOMEBODY");
  EXPECT_FALSE(find(*catalog, "A.B.PATH").has_value());
  EXPECT_TRUE(catalog->change("A.X", nullptr).failure().is(msg::CSL0011E));
}

TEST(BcsCatalog, RemovesAnAlternateIndexWithItsPathsAndLeavesTheRest) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::sphere("A.B"))));
  EXPECT_TRUE(catalog->remove("A.B.DATA").failure().is(msg::CSL0012E));
  ASSERT_TRUE(succeeds(catalog->remove("A.B.AIX")));
  EXPECT_FALSE(find(*catalog, "A.B.AIX.DATA").has_value());
  EXPECT_FALSE(find(*catalog, "A.B.PATH").has_value());
  EXPECT_TRUE(find(*catalog, "A.B.PATH2").has_value());
  ASSERT_TRUE(succeeds(catalog->remove("A.B")));
  EXPECT_TRUE(catalog.disk->records.empty());
}

TEST(BcsCatalog, RenamesEntriesAndWhatIsInside) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::sphere("A.B"))));
  ASSERT_TRUE(succeeds(catalog->rename("A.B", "A.C")));
  EXPECT_FALSE(find(*catalog, "A.B").has_value());
  EXPECT_EQ(find(*catalog, "A.B.DATA")->entry.name(), "A.C");
  EXPECT_EQ(find(*catalog, "A.B.PATH2")->entry.sphere->paths[1].entry_name, "A.C");
  ASSERT_TRUE(succeeds(catalog->rename("A.B.AIX", "A.C.AIX")));
  EXPECT_EQ(find(*catalog, "A.B.PATH")->entry.sphere->paths[0].entry_name, "A.C.AIX");
  ASSERT_TRUE(succeeds(catalog->add(testing::group("A.GDG"))));
  EXPECT_TRUE(catalog->rename("A.GDG", "A.X").failure().is(msg::CSL0012E));
  EXPECT_TRUE(catalog->rename("A.C", "A.GDG").failure().is(msg::CSL0010E));
}

TEST(BcsCatalog, AliasesComeAndGoWithTheirEntry) {
  MemoryCatalog catalog;
  EXPECT_TRUE(catalog->add(testing::alias("A.X", "A.B")).failure().is(msg::CSL0011E));
  ASSERT_TRUE(succeeds(catalog->add(testing::non_vsam("A.B"))));
  ASSERT_TRUE(succeeds(catalog->add(testing::alias("A.X", "A.B"))));
  ASSERT_TRUE(succeeds(catalog->add(testing::alias("A.Y", "A.B"))));
  EXPECT_EQ(find(*catalog, "A.B")->entry.non_vsam->aliases,
            (std::vector<std::string>{"A.X", "A.Y"}));
  ASSERT_TRUE(succeeds(catalog->remove("A.X")));
  EXPECT_EQ(find(*catalog, "A.B")->entry.non_vsam->aliases, std::vector<std::string>{"A.Y"});
  ASSERT_TRUE(succeeds(catalog->rename("A.B", "A.C")));
  EXPECT_EQ(find(*catalog, "A.Y")->entry.alias->related_name, "A.C");
  ASSERT_TRUE(succeeds(catalog->remove("A.C")));
  EXPECT_TRUE(catalog.disk->records.empty());
}

TEST(BcsCatalog, ALeftoverTruenameIsPassedOverAndItsNameIsFree) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::cluster("A.B"))));
  catalog.disk->records.erase(make_key("A.B"));
  EXPECT_FALSE(find(*catalog, "A.B.DATA").has_value());
  EXPECT_TRUE(succeeds(catalog->add(testing::non_vsam("A.B.DATA"))));
  EXPECT_TRUE(succeeds(catalog->add(testing::cluster("A.C"))));
  std::vector<std::string> left_over;
  std::vector<CatalogFinding> findings;
  ASSERT_TRUE(succeeds(catalog->scan_names(
      "",
      [&](const std::string& name, EntryType type, const std::string&) -> Result<bool> {
        if (type == EntryType::kTrueName) {
          left_over.push_back(name);
        }
        return true;
      },
      findings)));
  EXPECT_EQ(left_over, std::vector<std::string>{"A.B.INDEX"});
  EXPECT_TRUE(succeeds(catalog->remove("A.B.INDEX")));
}

TEST(BcsCatalog, ADamagedRecordIsToldAndDoesNotStopTheRest) {
  MemoryCatalog catalog;
  for (const char* name : {"A.A", "A.B", "A.C"}) {
    ASSERT_TRUE(succeeds(catalog->add(testing::non_vsam(name))));
  }
  catalog.disk->records[make_key("A.B")][60] ^= 0xFF;
  EXPECT_TRUE(catalog->find("A.B").failure().is(msg::CSL0007E));
  std::vector<CatalogFinding> findings;
  int entries = 0;
  ASSERT_TRUE(succeeds(catalog->scan(
      "",
      [&](const Entry&) -> Result<bool> {
        ++entries;
        return true;
      },
      findings)));
  EXPECT_EQ(entries, 2);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].name, "A.B");
  EXPECT_TRUE(succeeds(catalog->remove("A.B")));
  EXPECT_TRUE(succeeds(catalog->add(testing::non_vsam("A.B"))));
}

TEST(BcsCatalog, AGenerationsStatusStandsWithItsBase) {
  MemoryCatalog catalog;
  ASSERT_TRUE(succeeds(catalog->add(testing::full_group("A.G"))));
  for (const char* suffix : {"G9998V00", "G9999V01", "G0001V00", "G0002V00"}) {
    ASSERT_TRUE(succeeds(catalog->add(testing::generation("A.G", suffix))));
  }
  EXPECT_EQ(find(*catalog, "A.G.G9998V00")->entry.generation->status, GenerationStatus::kActive);
  EXPECT_EQ(find(*catalog, "A.G.G9999V01")->entry.generation->status, GenerationStatus::kDeferred);
  EXPECT_EQ(find(*catalog, "A.G.G0001V00")->entry.generation->status, GenerationStatus::kRolledOff);
  EXPECT_EQ(find(*catalog, "A.G.G0002V00")->entry.generation->status, GenerationStatus::kDeferred);
}

// ---- kills

/// Everything that can be seen of a catalog: each name with the bytes of its entry.
std::map<std::string, Bytes> picture(Catalog& catalog) {
  std::map<std::string, Bytes> seen;
  std::vector<CatalogFinding> findings;
  EXPECT_TRUE(succeeds(catalog.scan(
      "",
      [&](const Entry& entry) -> Result<bool> {
        StoredEntry stored;
        stored.entry = entry;
        seen[entry.name()] = (*encode_entry(stored, 32000))[0];
        for (const auto& [name, type] : names_inside(entry)) {
          const auto found = find(catalog, name);
          EXPECT_TRUE(found && found->entry.name() == entry.name()) << name;
          seen[name] = seen[entry.name()];
        }
        return true;
      },
      findings)));
  EXPECT_TRUE(findings.empty());
  return seen;
}

using Operation = std::function<Result<void>(Catalog&)>;

/// Dies at every record write of `operation`: the old or the new picture is there (aliases that
/// are on their way aside), and the operation, done again, leads to the new one.
void sweep(const std::function<void(Catalog&)>& set_up, const Operation& operation,
           bool with_aliases = false, std::size_t record_bytes = 4086) {
  MemoryCatalog done;
  done.disk->record_bytes = record_bytes;
  set_up(*done);
  const auto start = *done.disk;
  const auto before = picture(*done);
  ASSERT_TRUE(succeeds(operation(*done)));
  const auto after = picture(*done);
  const std::size_t writes = done.disk->writes - start.writes;
  for (std::size_t nth = 1; nth <= writes; ++nth) {
    SCOPED_TRACE(nth);
    MemoryCatalog killed;
    *killed.disk = start;
    killed.disk->fail_from = start.writes + nth;
    EXPECT_FALSE(operation(*killed).ok());
    killed.disk->fail_from = SIZE_MAX;
    killed.open();
    const auto seen = picture(*killed);
    if (!with_aliases) {
      EXPECT_TRUE(seen == before || seen == after);
    }
    const auto again = operation(*killed);
    EXPECT_TRUE(again.ok() || seen == after || with_aliases) << to_string(again.failure());
    if (!with_aliases) {
      EXPECT_EQ(picture(*killed), after);
    }
  }
}

TEST(BcsCatalogKill, AddLeavesTheOldOrTheNewEntry) {
  sweep([](Catalog&) {}, [](Catalog& c) { return c.add(testing::sphere("A.B")); });
  sweep([](Catalog&) {}, [](Catalog& c) { return c.add(testing::sphere("A.B")); }, false, 300);
}

TEST(BcsCatalogKill, ChangeLeavesTheOldOrTheNewEntry) {
  const auto set_up = [](Catalog& c) { EXPECT_TRUE(succeeds(c.add(testing::sphere("A.B")))); };
  const auto change = [](Catalog& c) {
    return c.change("A.B", [](Entry& entry) -> Result<void> {
      entry.sphere->paths[0].name = "A.OTHER";
      entry.sphere->base.ownership.owner = "NEW";
      return {};
    });
  };
  sweep(set_up, change);
  sweep(set_up, change, false, 300);
}

TEST(BcsCatalogKill, RemoveLeavesTheOldEntryOrNone) {
  const auto set_up = [](Catalog& c) { EXPECT_TRUE(succeeds(c.add(testing::sphere("A.B")))); };
  sweep(set_up, [](Catalog& c) { return c.remove("A.B"); });
  sweep(
      set_up, [](Catalog& c) { return c.remove("A.B.AIX"); }, false, 300);
}

TEST(BcsCatalogKill, RenameLeavesTheOldOrTheNewName) {
  const auto set_up = [](Catalog& c) { EXPECT_TRUE(succeeds(c.add(testing::sphere("A.B")))); };
  sweep(set_up, [](Catalog& c) { return c.rename("A.B", "A.C"); });
  sweep(
      set_up, [](Catalog& c) { return c.rename("A.B", "A.C"); }, false, 300);
  sweep(set_up, [](Catalog& c) { return c.rename("A.B.AIX", "A.NEW"); });
}

TEST(BcsCatalogKill, WhateverComesAfterAKilledRenameFindsOneEntry) {
  for (std::size_t nth = 1; nth < 20; ++nth) {
    SCOPED_TRACE(nth);
    MemoryCatalog catalog;
    ASSERT_TRUE(succeeds(catalog->add(testing::sphere("A.B"))));
    catalog.disk->fail_from = catalog.disk->writes + nth;
    const bool finished = catalog->rename("A.B", "A.C").ok();
    catalog.disk->fail_from = SIZE_MAX;
    const bool is_new = find(*catalog, "A.C").has_value();
    EXPECT_NE(is_new, find(*catalog, "A.B").has_value());
    // The free name is taken by another entry; then the first one is changed and removed.
    ASSERT_TRUE(succeeds(catalog->add(testing::non_vsam(is_new ? "A.B" : "A.C"))));
    EXPECT_TRUE(find(*catalog, "A.B.DATA").has_value());
    ASSERT_TRUE(succeeds(catalog->change("A.B.DATA", [](Entry&) { return Result<void>(); })));
    ASSERT_TRUE(succeeds(catalog->remove(is_new ? "A.C" : "A.B")));
    EXPECT_EQ(names_from(*catalog, ""), std::vector<std::string>{is_new ? "A.B" : "A.C"});
    if (finished) {
      return;
    }
  }
  FAIL() << "the rename never finished";
}

TEST(BcsCatalogKill, AliasOperationsCanBeDoneAgain) {
  const auto set_up = [](Catalog& c) {
    EXPECT_TRUE(succeeds(c.add(testing::non_vsam("A.B"))));
    EXPECT_TRUE(succeeds(c.add(testing::alias("A.X", "A.B"))));
  };
  sweep(
      set_up, [](Catalog& c) { return c.add(testing::alias("A.Y", "A.B")); }, true);
  sweep(
      set_up, [](Catalog& c) { return c.remove("A.X"); }, true);
  sweep(
      set_up, [](Catalog& c) { return c.remove("A.B"); }, true);
  sweep(
      set_up, [](Catalog& c) { return c.rename("A.B", "A.C"); }, true);
}

// ---- against a model

class BcsCatalogModel : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(BcsCatalogModel, RandomOperationsAgreeWithAMap) {
  io::Random random(GetParam());
  MemoryCatalog catalog;
  catalog.disk->record_bytes = 400;
  std::map<std::string, EntryType> model;  // own names
  for (int step = 0; step < 800; ++step) {
    const std::string name = "A.N" + std::to_string(random.below(40));
    const std::string other = "A.N" + std::to_string(random.below(40));
    const bool is_there = model.contains(name);
    switch (random.below(4)) {
      case 0: {
        const bool is_sphere = random.below(2) == 0;
        const Entry entry = is_sphere ? testing::sphere(name) : testing::non_vsam(name);
        const auto added = catalog->add(entry);
        // A renamed sphere keeps the names inside, so that a sphere may clash with it.
        if (added.ok()) {
          EXPECT_FALSE(is_there);
          model[name] = entry.type();
        } else {
          EXPECT_TRUE(is_there || is_sphere);
        }
        break;
      }
      case 1:
        EXPECT_EQ(catalog->remove(name).ok(), is_there);
        model.erase(name);
        break;
      case 2: {
        const bool works = is_there && !model.contains(other);
        EXPECT_EQ(catalog->rename(name, other).ok(), works) << name << " " << other;
        if (works) {
          model[other] = model[name];
          model.erase(name);
        }
        break;
      }
      default:
        EXPECT_EQ(catalog->change(name, [](Entry&) { return Result<void>(); }).ok(), is_there);
    }
  }
  std::vector<std::string> names;
  for (const auto& [name, type] : model) {
    names.push_back(name);
    EXPECT_EQ(find(*catalog, name)->type, type);
  }
  EXPECT_EQ(names_from(*catalog, ""), names);
  picture(*catalog);
}

INSTANTIATE_TEST_SUITE_P(Seeds, BcsCatalogModel, ::testing::Range<std::uint64_t>(1, 4));

}  // namespace
}  // namespace coldsite::catalog

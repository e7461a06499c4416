#include "datasets/catalog/generation_group.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "datasets/io/random.hpp"
#include "datasets/messages/csl.hpp"
#include "tests/datasets/catalog/memory_catalog.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"

namespace coldsite::catalog {
namespace {

using testing::MemoryCatalog;

/// A catalog with one group, A.G.
struct GroupCatalog : MemoryCatalog {
  explicit GroupCatalog(std::uint16_t limit = 3,
                        const std::function<void(GenerationGroupEntry&)>& set = nullptr) {
    Entry base = testing::group("A.G", limit);
    if (set) {
      set(*base.generation_group);
    }
    EXPECT_TRUE(catalog->add(base).ok());
  }

  GenerationGroupEntry group() { return *(*catalog->find("A.G"))->entry.generation_group; }
  Result<RollResult> add(const std::string& suffix, bool deferred = false,
                         const std::string& storage_class = "") {
    NonVsamEntry entry = *testing::non_vsam("A.G." + suffix).non_vsam;
    entry.storage_class = storage_class;
    return add_generation(*catalog, entry, deferred, scratching());
  }
  /// Notes what is scratched; its entry has to be there yet.
  ScratchRolledOff scratching() {
    return [this](const NonVsamEntry& gone, bool purge) -> Result<void> {
      EXPECT_TRUE((*catalog->find(gone.name)).has_value());
      scratched.push_back(gone.name.substr(4) + (purge ? " PURGE" : ""));
      return {};
    };
  }
  Result<RollResult> add_next(int number = 1) {
    const auto name = resolve_relative(group(), number);
    return name.ok() ? add(to_string(*name).substr(4)) : name.failure();
  }
  /// "G0001V00 G0002V00": the active ones as a reference to the whole group has them.
  std::string active() {
    std::string text;
    for (const GenerationName& name : all_generations(group())) {
      text += (text.empty() ? "" : " ") + to_string(name).substr(4);
    }
    return text;
  }
  bool has(const std::string& suffix) { return (*catalog->find("A.G." + suffix)).has_value(); }

  std::vector<std::string> scratched;
};

std::vector<std::string> names(const RollResult& result) {
  std::vector<std::string> suffixes;
  for (const NonVsamEntry& entry : result.rolled_off) {
    suffixes.push_back(entry.name.substr(4));
  }
  return suffixes;
}

using Names = std::vector<std::string>;

TEST(GenerationName, IsTakenApartAndPutTogether) {
  const auto name = parse_generation_name("A.B.G0123V07");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->base, "A.B");
  EXPECT_EQ(name->number, 123);
  EXPECT_EQ(name->version, 7);
  EXPECT_EQ(to_string(*name), "A.B.G0123V07");
  for (const char* text : {"A.B", "G0001V00", ".G0001V0", "A.B.G0000V00", "A.B.G001V000",
                           "A.B.H0001V00", "A.B.G0001X00", "A.B.G-001V00", "A.BG0001V00"}) {
    EXPECT_FALSE(parse_generation_name(text).has_value()) << text;
  }
}

TEST(GenerationGroup, RelativeNumbersCountFromTheNewest) {
  GroupCatalog catalog;
  EXPECT_TRUE(resolve_relative(catalog.group(), 0).failure().is(msg::CSL0020E));
  EXPECT_EQ(to_string(*resolve_relative(catalog.group(), 1)), "A.G.G0001V00");
  ASSERT_TRUE(catalog.add("G0005V00").ok());
  ASSERT_TRUE(catalog.add("G0008V01").ok());
  EXPECT_EQ(to_string(*resolve_relative(catalog.group(), 0)), "A.G.G0008V01");
  EXPECT_EQ(to_string(*resolve_relative(catalog.group(), -1)), "A.G.G0005V00");
  EXPECT_TRUE(resolve_relative(catalog.group(), -2).failure().is(msg::CSL0020E));
  EXPECT_EQ(to_string(*resolve_relative(catalog.group(), 2)), "A.G.G0010V00");
  EXPECT_TRUE(resolve_relative(catalog.group(), 10000).failure().is(msg::CSL0021E));
}

TEST(GenerationGroup, TheOldestRollsOffWhenTheLimitIsPassed) {
  GroupCatalog catalog(3, [](GenerationGroupEntry& g) { g.scratches = true; });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(names(*catalog.add_next()), Names());
  }
  const auto rolled = catalog.add_next();
  EXPECT_EQ(names(*rolled), Names{"G0001V00"});
  EXPECT_EQ(catalog.scratched, Names{"G0001V00"});
  EXPECT_EQ(catalog.active(), "G0004V00 G0003V00 G0002V00");
  EXPECT_FALSE(catalog.has("G0001V00"));
  EXPECT_EQ(catalog.group().generations.size(), 3U);
}

TEST(GenerationGroup, EmptyRollsOffAllWhenTheLimitIsPassed) {
  GroupCatalog catalog(2, [](GenerationGroupEntry& g) { g.empties = true; });
  ASSERT_TRUE(catalog.add_next().ok());
  EXPECT_EQ(names(*catalog.add_next()), Names());
  EXPECT_EQ(names(*catalog.add_next()), (Names{"G0001V00", "G0002V00"}));
  EXPECT_EQ(catalog.active(), "G0003V00");
}

TEST(GenerationGroup, FifoGivesTheOldestFirst) {
  GroupCatalog catalog(3, [](GenerationGroupEntry& g) { g.is_fifo = true; });
  ASSERT_TRUE(catalog.add_next().ok());
  ASSERT_TRUE(catalog.add_next(3).ok());
  EXPECT_EQ(catalog.active(), "G0001V00 G0004V00");
}

TEST(GenerationGroup, NumbersGoOnAtOneBehind9999) {
  GroupCatalog catalog(3);
  for (const char* suffix : {"G9998V00", "G9999V00"}) {
    ASSERT_TRUE(catalog.add(suffix).ok());
  }
  ASSERT_TRUE(catalog.add_next().ok());
  EXPECT_EQ(catalog.active(), "G0001V00 G9999V00 G9998V00");
  ASSERT_TRUE(catalog.add_next().ok());
  EXPECT_TRUE(catalog.group().generations.back().is_wrapped);
  ASSERT_TRUE(catalog.add_next().ok());
  EXPECT_EQ(catalog.active(), "G0003V00 G0002V00 G0001V00");
  EXPECT_FALSE(catalog.group().generations.back().is_wrapped);
}

TEST(GenerationGroup, ANumberFarFromTheNewestIsNotTakenForAWrappedOne) {
  GroupCatalog catalog(5);
  ASSERT_TRUE(catalog.add("G9000V00").ok());
  ASSERT_TRUE(catalog.add("G2000V00").ok());
  EXPECT_EQ(catalog.active(), "G9000V00 G2000V00");
  ASSERT_TRUE(catalog.add("G0900V00").ok());
  EXPECT_EQ(catalog.active(), "G0900V00 G9000V00 G2000V00");
}

TEST(GenerationGroup, RefusesG1000WhileOneFromBefore9999IsActive) {
  GroupCatalog catalog(5);
  ASSERT_TRUE(catalog.add("G9999V00").ok());
  ASSERT_TRUE(catalog.add("G0999V00").ok());
  EXPECT_TRUE(catalog.add("G1000V00").failure().is(msg::CSL0023E));
  EXPECT_FALSE(catalog.has("G1000V00"));
  ASSERT_TRUE(remove_generation(*catalog.catalog, "A.G.G9999V00").ok());
  EXPECT_TRUE(catalog.add("G1000V00").ok());
}

TEST(GenerationGroup, AnAbsoluteGenerationOutOfOrderTakesItsPlace) {
  GroupCatalog catalog(3);
  ASSERT_TRUE(catalog.add("G0010V00").ok());
  ASSERT_TRUE(catalog.add("G0005V00").ok());
  ASSERT_TRUE(catalog.add("G0007V00").ok());
  EXPECT_EQ(catalog.active(), "G0010V00 G0007V00 G0005V00");
  EXPECT_EQ(names(*catalog.add("G0006V00")), Names{"G0005V00"});
  EXPECT_TRUE(catalog.add("G0001V00").failure().is(msg::CSL0023E));
  EXPECT_FALSE(catalog.has("G0001V00"));
  EXPECT_EQ(catalog.group().generations.size(), 3U);
}

TEST(GenerationGroup, AnotherVersionReplacesTheOneThatIsThere) {
  GroupCatalog catalog(3);
  ASSERT_TRUE(catalog.add_next().ok());
  ASSERT_TRUE(catalog.add_next().ok());
  EXPECT_EQ(names(*catalog.add("G0001V03")), Names{"G0001V00"});
  EXPECT_EQ(catalog.active(), "G0002V00 G0001V03");
  EXPECT_TRUE(catalog.add("G0001V03").failure().is(msg::CSL0010E));
}

TEST(GenerationGroup, ADeferredGenerationIsRolledInLater) {
  GroupCatalog catalog(2);
  ASSERT_TRUE(catalog.add_next().ok());
  ASSERT_TRUE(catalog.add("G0002V00", true).ok());
  EXPECT_EQ(catalog.active(), "G0001V00");
  EXPECT_TRUE(catalog.add("G0002V00", true).failure().is(msg::CSL0010E));
  EXPECT_TRUE(roll_in(*catalog.catalog, "A.G.G0001V00").failure().is(msg::CSL0024E));
  ASSERT_TRUE(roll_in(*catalog.catalog, "A.G.G0002V00").ok());
  EXPECT_EQ(catalog.active(), "G0002V00 G0001V00");
  ASSERT_TRUE(catalog.add("G0003V00", true).ok());
  EXPECT_EQ(names(*roll_in(*catalog.catalog, "A.G.G0003V00")), Names{"G0001V00"});
}

TEST(GenerationGroup, ManagedGenerationsStayCatalogedAsRolledOff) {
  GroupCatalog catalog(1);
  ASSERT_TRUE(catalog.add("G0001V00", false, "FAST").ok());
  const auto rolled = catalog.add("G0002V00", false, "FAST");
  EXPECT_EQ(names(*rolled), Names{"G0001V00"});
  EXPECT_EQ(catalog.scratched, Names());
  const auto found = *catalog->find("A.G.G0001V00");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->entry.generation->status, GenerationStatus::kRolledOff);
  ASSERT_TRUE(change_limit(*catalog.catalog, "A.G", 2).ok());
  ASSERT_TRUE(roll_in(*catalog.catalog, "A.G.G0001V00").ok());
  EXPECT_EQ(catalog.active(), "G0002V00 G0001V00");
}

TEST(GenerationGroup, ALowerLimitRollsOffTheOldest) {
  GroupCatalog catalog(5);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(catalog.add_next().ok());
  }
  EXPECT_EQ(names(*change_limit(*catalog.catalog, "A.G", 2)),
            (Names{"G0001V00", "G0002V00", "G0003V00"}));
  EXPECT_EQ(catalog.active(), "G0005V00 G0004V00");
  EXPECT_EQ(catalog.group().limit, 2);
}

TEST(GenerationGroup, NeedsABase) {
  MemoryCatalog catalog;
  const NonVsamEntry entry = *testing::non_vsam("A.G.G0001V00").non_vsam;
  EXPECT_TRUE(add_generation(*catalog, entry, false).failure().is(msg::CSL0022E));
  EXPECT_TRUE(change_limit(*catalog, "A.G", 3).failure().is(msg::CSL0022E));
  ASSERT_TRUE(catalog->add(testing::non_vsam("A.G")).ok());
  EXPECT_TRUE(add_generation(*catalog, entry, false).failure().is(msg::CSL0022E));
}

TEST(GenerationGroupKill, EveryActiveGenerationIsCatalogedAfterAnyKill) {
  for (std::size_t nth = 1;; ++nth) {
    SCOPED_TRACE(nth);
    GroupCatalog catalog(2);
    ASSERT_TRUE(catalog.add_next().ok());
    ASSERT_TRUE(catalog.add_next().ok());
    catalog.disk->fail_from = catalog.disk->writes + nth;
    const bool finished = catalog.add("G0003V00").ok();
    catalog.disk->fail_from = SIZE_MAX;
    catalog.open();
    const std::string active = catalog.active();
    EXPECT_TRUE(active == "G0002V00 G0001V00" || active == "G0003V00 G0002V00") << active;
    for (const GenerationName& name : all_generations(catalog.group())) {
      EXPECT_TRUE((*catalog->find(to_string(name))).has_value());
    }
    const auto again = catalog.add("G0003V00");
    if (!again.ok()) {
      EXPECT_TRUE(again.failure().is(msg::CSL0010E));
      EXPECT_TRUE(catalog.has("G0003V00"));
      EXPECT_TRUE(active.starts_with("G0003") || roll_in(*catalog.catalog, "A.G.G0003V00").ok());
    }
    EXPECT_EQ(catalog.active(), "G0003V00 G0002V00");
    if (finished) {
      EXPECT_GT(nth, 4U);
      return;
    }
  }
}

/// Random work on a group against a list of numbers that never wrap.
class GenerationGroupModel : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(GenerationGroupModel, RandomWorkAgreesWithNumbersThatNeverWrap) {
  io::Random random(GetParam());
  const bool empties = random.below(2) == 0;
  std::size_t limit = 1 + random.below(6);
  GroupCatalog catalog(static_cast<std::uint16_t>(limit),
                       [&](GenerationGroupEntry& g) { g.empties = empties; });
  ASSERT_TRUE(catalog.add("G9950V00").ok());
  std::deque<int> model{9950};
  int newest = 9950;
  const auto suffix = [](int number) { return fmt::format("G{:04}V00", (number - 1) % 9999 + 1); };
  for (int step = 0; step < 200; ++step) {
    const auto choice = random.below(10);
    if (choice == 0 && model.size() > 1) {
      const auto at = model.begin() + static_cast<int>(random.below(model.size()));
      ASSERT_TRUE(remove_generation(*catalog.catalog, "A.G." + suffix(*at)).ok());
      model.erase(at);
    } else if (choice == 1) {
      limit = 1 + random.below(6);
      const auto rolled = change_limit(*catalog.catalog, "A.G", static_cast<std::uint16_t>(limit));
      ASSERT_TRUE(rolled.ok());
      while (model.size() > limit) {
        model.pop_front();
      }
    } else {
      const int ahead = 1 + static_cast<int>(random.below(3));
      ASSERT_TRUE(catalog.add_next(ahead).ok());
      newest = model.back() + ahead;
      if (model.size() >= limit) {
        model.erase(model.begin(), empties ? model.end() : model.begin() + 1);
      }
      model.push_back(newest);
    }
    std::string expected;
    for (auto at = model.rbegin(); at != model.rend(); ++at) {
      expected += (expected.empty() ? "" : " ") + suffix(*at);
    }
    ASSERT_EQ(catalog.active(), expected) << "step " << step;
  }
  EXPECT_GT(newest, 10050);
}

INSTANTIATE_TEST_SUITE_P(Seeds, GenerationGroupModel, ::testing::Range<std::uint64_t>(1, 5));

}  // namespace
}  // namespace coldsite::catalog

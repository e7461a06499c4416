// Data sets by catalog: found by name alone, cataloged, uncataloged and rolled off by dispositions.
#include "datasets/site/cataloged.hpp"

#include "datasets/catalog/generation_group.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/new_data_sets.hpp"
#include "tests/datasets/site/site_fixture.hpp"

namespace coldsite::site {
namespace {

class CatalogedTest : public SiteTest {
 protected:
  CatalogedTest() {
    write_file("site/site.conf",
               std::string(kSmallSite) + "[catalog]\nmaster = MASTER.CATALOG PRD001\n");
    open_site();
    SiteVolumes volumes(*site, *clock);
    auto made = catalog::Catalog::create(
        volumes, catalog::Catalog::standard_definition("MASTER.CATALOG", "PRD001"));
    EXPECT_TRUE(made.ok()) << to_string(made.failure());
    if (made) {
      EXPECT_TRUE((*made)->close().ok());
    }
  }

  catalog::CatalogSearch& search() {
    fresh_context();
    const auto found = catalogs_of(context);
    EXPECT_TRUE(found.ok()) << to_string(found.failure());
    return **found;
  }
  /// As the next job sees the site.
  void fresh_context() {
    context = new_context();
    ASSERT_TRUE(site->refresh().ok());
  }

  /// Allocates, ends the step normally, and tells what became of the data set.
  std::string use(const std::string& option) {
    auto made = site::allocate_step({{"DD", {dd(option)}}}, context);
    if (!made) {
      return to_string(made.failure());
    }
    std::string done;
    for (Allocation& part : made->front().parts) {
      const auto ended = deallocate(part, false, context);
      done += (done.empty() ? "" : " ") + (ended ? *ended : to_string(ended.failure()));
    }
    return done;
  }

  void define_group(std::uint16_t limit, bool scratches) {
    catalog::Entry entry;
    entry.generation_group.emplace();
    entry.generation_group->name = "PROD.DAILY";
    entry.generation_group->limit = limit;
    entry.generation_group->scratches = scratches;
    ASSERT_TRUE(search().master().add(entry).ok());
  }

  /// The next generation, allocated and then left by a step that was killed. Returns what its note
  /// names.
  std::vector<DdRequest> leave_generation(const std::string& disposition) {
    fresh_context();
    const auto resolved = resolve_generations(
        dd("A=DSN=PROD.DAILY(+1),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1),DISP=" + disposition),
        context);
    EXPECT_TRUE(resolved.ok());
    const std::vector<DdBinding> bindings = {{"A", *resolved}};
    auto planned = plan_new_data_sets(bindings, context);
    EXPECT_EQ(planned.size(), 1U);
    EXPECT_TRUE(site::allocate_step(bindings, context).ok());
    fresh_context();
    context.searches_volumes = true;
    return planned;
  }
  void add_deferred(const std::string& name, const std::string& volser) {
    catalog::NonVsamEntry entry;
    entry.name = name;
    entry.volumes.emplace_back();
    entry.volumes.front().volser = volser;
    ASSERT_TRUE(catalog::add_generation(search().master(), entry, true).ok());
  }
  std::vector<catalog::Generation> generations() {
    return (*search().master().find("PROD.DAILY"))->entry.generation_group->generations;
  }

  bool is_on_volume(const std::string& name, const std::string& volser) {
    const auto volume = site->open_volume(**site->find_volume(volser), dasd::Access::kRead);
    const auto label = dasd::find_data_set(**volume, name);
    return label.ok() && label->has_value();
  }
};

TEST_F(CatalogedTest, FindsByNameWhatWasCataloged) {
  EXPECT_EQ(use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)"),
            "CATALOGED");
  fresh_context();
  const auto found = allocate("A=DSN=PROD.A,DISP=SHR");
  ASSERT_TRUE(found.ok()) << to_string(found.failure());
  EXPECT_EQ(found->volser, "PRD002");
  EXPECT_TRUE(found->is_cataloged);
  const auto located = search().locate("PROD.A");
  EXPECT_EQ((*located)->found.entry.non_vsam->volumes.front().device_type, 0x3010200FU);
}

TEST_F(CatalogedTest, DoesNotFindWhatIsOnlyOnAVolume) {
  EXPECT_EQ(use("A=DSN=PROD.A,DISP=(NEW,KEEP),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)"), "KEPT");
  fresh_context();
  const auto found = allocate("A=DSN=PROD.A,DISP=OLD");
  ASSERT_FALSE(found.ok());
  EXPECT_TRUE(found.failure().is(msg::IEF212I)) << to_string(found.failure());
  EXPECT_TRUE(allocate("A=DSN=PROD.A,DISP=OLD,VOL=SER=PRD002").ok());
}

TEST_F(CatalogedTest, DeleteTakesTheEntryAndTheDataSet) {
  use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)");
  fresh_context();
  EXPECT_EQ(use("A=DSN=PROD.A,DISP=(OLD,DELETE)"), "DELETED");
  EXPECT_FALSE(is_on_volume("PROD.A", "PRD002"));
  EXPECT_FALSE(search().locate("PROD.A")->has_value());
}

TEST_F(CatalogedTest, ProtectedDataSetKeepsItsEntry) {
  use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1),EXPDT=2099/001");
  fresh_context();
  EXPECT_THAT(use("A=DSN=PROD.A,DISP=(OLD,DELETE)"), testing::StartsWith("CSV0057E"));
  EXPECT_TRUE(is_on_volume("PROD.A", "PRD002"));
  EXPECT_TRUE(search().locate("PROD.A")->has_value());
}

TEST_F(CatalogedTest, UncatalogLeavesTheDataSet) {
  use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)");
  fresh_context();
  EXPECT_EQ(use("A=DSN=PROD.A,DISP=(OLD,UNCATLG)"), "UNCATALOGED");
  EXPECT_TRUE(is_on_volume("PROD.A", "PRD002"));
  EXPECT_FALSE(search().locate("PROD.A")->has_value());
}

TEST_F(CatalogedTest, NameOfAnotherPlaceIsNotCataloged) {
  use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)");
  fresh_context();
  EXPECT_EQ(use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD001,SPACE=(TRK,1)"),
            "NOT CATLGD 2");
  EXPECT_EQ(allocate("A=DSN=PROD.A,DISP=SHR")->volser, "PRD002");
}

TEST_F(CatalogedTest, ModMakesWhatNoCatalogHas) {
  const auto made = allocate("A=DSN=PROD.A,DISP=(MOD,CATLG),UNIT=SYSDA,SPACE=(TRK,1)");
  ASSERT_TRUE(made.ok()) << to_string(made.failure());
  EXPECT_TRUE(made->is_new);
}

TEST_F(CatalogedTest, TapeIsFoundWithVolumeAndFile) {
  EXPECT_EQ(use("A=DSN=DR.X,DISP=(NEW,PASS),UNIT=TAPE,VOL=SER=T00001,LABEL=(2,SL)"), "PASSED");
  catalog::Entry entry;
  entry.non_vsam.emplace();
  entry.non_vsam->name = "DR.TAPE";
  catalog::VolumeCell cell;
  cell.volser = "T00001";
  cell.device_type = device_type_of("3490");
  cell.file_sequence = 2;
  entry.non_vsam->volumes.push_back(cell);
  ASSERT_TRUE(search().master().add(entry).ok());
  const auto found = allocate("A=DSN=DR.TAPE,DISP=SHR");
  ASSERT_TRUE(found.ok()) << to_string(found.failure());
  EXPECT_EQ(found->kind, AllocationKind::kTape);
  EXPECT_EQ(found->tape_volsers.front(), "T00001");
  EXPECT_EQ(found->request.file_sequence, 2U);
}

TEST_F(CatalogedTest, GenerationsAreRelativeToWhatTheJobFoundFirst) {
  define_group(3, true);
  const std::string space = ",DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)";
  fresh_context();
  EXPECT_EQ(use("A=DSN=PROD.DAILY(+1)" + space), "CATALOGED");
  EXPECT_EQ(use("A=DSN=PROD.DAILY(+2)" + space), "CATALOGED");
  // In the same job (+1) is still the generation it made first.
  auto made = site::allocate_step({{"DD", {dd("A=DSN=PROD.DAILY(+1),DISP=OLD")}}}, context);
  ASSERT_TRUE(made.ok()) << to_string(made.failure());
  EXPECT_EQ(made->front().parts.front().data_set_name, "PROD.DAILY.G0001V00");
  fresh_context();
  made = site::allocate_step({{"DD", {dd("A=DSN=PROD.DAILY(0),DISP=OLD")}}}, context);
  ASSERT_TRUE(made.ok()) << to_string(made.failure());
  EXPECT_EQ(made->front().parts.front().data_set_name, "PROD.DAILY.G0002V00");
}

TEST_F(CatalogedTest, WholeGroupIsAConcatenationNewestFirst) {
  define_group(5, true);
  for (int i = 0; i < 3; ++i) {
    fresh_context();
    use("A=DSN=PROD.DAILY(+1),DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)");
  }
  fresh_context();
  const auto made = site::allocate_step({{"DD", {dd("A=DSN=PROD.DAILY,DISP=SHR")}}}, context);
  ASSERT_TRUE(made.ok()) << to_string(made.failure());
  ASSERT_EQ(made->front().parts.size(), 3U);
  EXPECT_EQ(made->front().parts.front().data_set_name, "PROD.DAILY.G0003V00");
  EXPECT_EQ(made->front().parts.back().data_set_name, "PROD.DAILY.G0001V00");
}

TEST_F(CatalogedTest, GenerationBehindTheLimitIsScratched) {
  define_group(2, true);
  for (int i = 0; i < 3; ++i) {
    fresh_context();
    EXPECT_EQ(use("A=DSN=PROD.DAILY(+1),DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)"),
              "CATALOGED");
  }
  EXPECT_FALSE(is_on_volume("PROD.DAILY.G0001V00", "PRD002"));
  EXPECT_TRUE(is_on_volume("PROD.DAILY.G0003V00", "PRD002"));
  EXPECT_FALSE(search().locate("PROD.DAILY.G0001V00")->has_value());
}

TEST_F(CatalogedTest, AGenerationThatAKillLeftIsTakenBackWithItsClaim) {
  define_group(2, true);
  const auto noted = leave_generation("(NEW,CATLG)");
  // Killed behind the record of the group and before the entry of the generation.
  catalog::Catalog& catalog = search().master();
  ASSERT_TRUE(catalog
                  .change("PROD.DAILY",
                          [](catalog::Entry& entry) -> Result<void> {
                            entry.generation_group->generations.push_back(
                                {1, 0, false, catalog::GenerationStatus::kDeferred});
                            return {};
                          })
                  .ok());
  EXPECT_TRUE(*settle_new_data_set(noted.front(), context));
  EXPECT_FALSE(is_on_volume("PROD.DAILY.G0001V00", "PRD002"));
  EXPECT_TRUE(generations().empty());
}

TEST_F(CatalogedTest, ADeferredGenerationThatAKillLeftIsTakenBack) {
  define_group(2, true);
  const auto noted = leave_generation("(NEW,CATLG,DELETE)");
  add_deferred("PROD.DAILY.G0001V00", "PRD002");
  EXPECT_TRUE(*settle_new_data_set(noted.front(), context));
  EXPECT_FALSE(is_on_volume("PROD.DAILY.G0001V00", "PRD002"));
  EXPECT_FALSE(search().locate("PROD.DAILY.G0001V00")->has_value());
  EXPECT_TRUE(generations().empty());
}

TEST_F(CatalogedTest, AGenerationThatItsGroupTookInStaysAfterAKill) {
  define_group(1, true);
  use("A=DSN=PROD.DAILY(+1),DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)");
  const auto noted = leave_generation("(NEW,CATLG)");
  add_deferred("PROD.DAILY.G0002V00", "PRD002");
  // Killed behind the record that takes G0002V00 in and pushes G0001V00 out.
  ASSERT_TRUE(search()
                  .master()
                  .change("PROD.DAILY",
                          [](catalog::Entry& entry) -> Result<void> {
                            auto& members = entry.generation_group->generations;
                            members.front().status = catalog::GenerationStatus::kRolledOff;
                            members.back().status = catalog::GenerationStatus::kActive;
                            return {};
                          })
                  .ok());
  EXPECT_FALSE(*settle_new_data_set(noted.front(), context));
  EXPECT_TRUE(is_on_volume("PROD.DAILY.G0002V00", "PRD002"));
  EXPECT_FALSE(is_on_volume("PROD.DAILY.G0001V00", "PRD002"));
  EXPECT_FALSE(search().locate("PROD.DAILY.G0001V00")->has_value());
  ASSERT_EQ(generations().size(), 1U);
  EXPECT_EQ(generations().front().number, 2);
}

TEST_F(CatalogedTest, AThirdSubparameterCatlgCatalogsWhatAKillLeft) {
  define_group(2, true);
  const auto noted = leave_generation("(NEW,CATLG,CATLG)");
  EXPECT_FALSE(*settle_new_data_set(noted.front(), context));
  EXPECT_TRUE(is_on_volume("PROD.DAILY.G0001V00", "PRD002"));
  EXPECT_EQ(generations().front().status, catalog::GenerationStatus::kActive);
}

TEST_F(CatalogedTest, ADeferredGenerationIsRolledInByCatlg) {
  define_group(1, true);
  const std::string place = ",UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)";
  use("A=DSN=PROD.DAILY(+1),DISP=(NEW,CATLG)" + place);
  use("A=DSN=PROD.DAILY.G0002V00,DISP=(NEW,KEEP)" + place);
  add_deferred("PROD.DAILY.G0002V00", "PRD002");
  fresh_context();
  EXPECT_EQ(use("A=DSN=PROD.DAILY.G0002V00,DISP=(OLD,CATLG)"), "CATALOGED");
  EXPECT_FALSE(is_on_volume("PROD.DAILY.G0001V00", "PRD002"));
  ASSERT_EQ(generations().size(), 1U);
  EXPECT_EQ(generations().front().number, 2);
}

TEST_F(CatalogedTest, AGenerationOnATapeTakesThePlaceOfADeferredOne) {
  define_group(2, true);
  add_deferred("PROD.DAILY.G0001V00", "T00009");
  fresh_context();
  const std::string made = "A=DSN=PROD.DAILY.G0001V00,DISP=(NEW,CATLG),UNIT=TAPE,VOL=SER=T00001";
  EXPECT_EQ(use(made), "DELETED");  // nothing was written: the other one is not touched
  EXPECT_TRUE(search().locate("PROD.DAILY.G0001V00")->has_value());
  fresh_context();
  Allocation written = must_allocate(made + ",RECFM=FB,LRECL=80");
  write_records(written, {"ONE"});
  EXPECT_EQ(*deallocate(written, false, context), "CATALOGED");
  EXPECT_EQ(generations().front().status, catalog::GenerationStatus::kActive);
  const auto found = search().locate("PROD.DAILY.G0001V00");
  EXPECT_EQ((*found)->found.entry.generation->data_set.volumes.front().volser, "T00001");
}

TEST_F(CatalogedTest, GenerationWithoutGroupIsRefused) {
  EXPECT_THAT(use("A=DSN=PROD.NONE(+1),DISP=(NEW,CATLG),UNIT=SYSDA,SPACE=(TRK,1)"),
              testing::StartsWith("CSL0022E"));
  define_group(2, true);
  fresh_context();
  EXPECT_THAT(use("A=DSN=PROD.DAILY(0),DISP=OLD"), testing::StartsWith("CSL0020E"));
}

TEST_F(CatalogedTest, SiteWhoseMasterCatalogIsNotThereGoesOnByVtoc) {
  write_file("site/site.conf",
             std::string(kSmallSite) + "[catalog]\nmaster = OTHER.CATALOG PRD002\n");
  open_site();
  use("A=DSN=PROD.A,DISP=(NEW,CATLG),UNIT=SYSDA,VOL=SER=PRD002,SPACE=(TRK,1)");
  EXPECT_TRUE(allocate("A=DSN=PROD.A,DISP=OLD").ok());
}

}  // namespace
}  // namespace coldsite::site

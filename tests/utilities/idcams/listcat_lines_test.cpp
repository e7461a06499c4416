#include "utilities/idcams/listcat_lines.hpp"

#include <gmock/gmock.h>

namespace coldsite::idcams {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Not;

std::vector<std::string> texts(const std::vector<PrintLine>& lines) {
  std::vector<std::string> result;
  for (const PrintLine& line : lines) {
    result.push_back(line.text);
  }
  return result;
}

ListingStyle style(ListcatFields fields, bool is_nested = false) {
  return {.catalog_name = "UCAT.TEST", .fields = fields, .is_nested = is_nested};
}

/// A key-sequenced cluster of one cylinder, with an alternate index and a path over it.
catalog::Sphere make_sphere() {
  catalog::Sphere sphere;
  sphere.base.name = "TEST.KSDS";
  sphere.base.ownership.created = {2026, 325};
  catalog::ComponentEntry data;
  data.name = "TEST.KSDS.DATA";
  data.ownership.created = {2026, 325};
  data.volumes = {{.volser = "VOL001", .device_type = 0x3010200F, .is_prime = true}};
  sphere.base.components.push_back(data);
  data.type = catalog::EntryType::kIndex;
  data.name = "TEST.KSDS.INDEX";
  sphere.base.components.push_back(data);
  catalog::ClusterEntry index;
  index.type = catalog::EntryType::kAlternateIndex;
  index.name = "TEST.AIX";
  index.is_upgraded = true;
  sphere.alternate_indexes.push_back(index);
  sphere.paths.emplace_back();
  sphere.paths[0].name = "TEST.PATH";
  sphere.paths[0].entry_name = "TEST.AIX";
  return sphere;
}

vsam::Component make_component() {
  vsam::VolumeRecord record;
  vsam::ComponentAttributes& attributes = record.attributes;
  attributes.key_bytes = 11;
  attributes.average_record_bytes = attributes.max_record_bytes = 300;
  attributes.buffer_space = 37376;
  attributes.interval_bytes = attributes.block_bytes = 18432;
  attributes.intervals_per_area = 45;
  attributes.blocks_per_track = 3;
  attributes.tracks_per_area = 15;
  attributes.share_region = 2;
  attributes.erases = true;
  attributes.space_unit = dasd::SpaceUnit::kCylinders;
  attributes.primary = 1;
  attributes.secondary = 5;
  record.statistics.records = 50;
  record.statistics.updated = 311;
  record.statistics.retrieved = 350;
  record.statistics.excps = 315;
  record.statistics.extents = 1;
  record.statistics.free_bytes = 811008;
  record.high_used_rba = record.high_allocated_rba = 829440;
  record.extents.push_back({{0x1D2 * 15, 15}, 0, 829439});
  vsam::Component component;
  component.volumes.push_back(record);
  return component;
}

TEST(ListcatLines, NameAloneListsHeadAndCatalog) {
  const catalog::Sphere sphere = make_sphere();
  EXPECT_THAT(texts(cluster_lines(sphere, sphere.base, {}, style(ListcatFields::kName))),
              ElementsAre("CLUSTER ------- TEST.KSDS", "     IN-CAT --- UCAT.TEST"));
  EXPECT_THAT(texts(component_lines(sphere.base, sphere.base.components[0], {},
                                    style(ListcatFields::kName, true)))
                  .front(),
              "   DATA ------- TEST.KSDS.DATA");
}

TEST(ListcatLines, AClusterNamesWhatBelongsToIt) {
  const catalog::Sphere sphere = make_sphere();
  EXPECT_THAT(texts(cluster_lines(sphere, sphere.base, {}, style(ListcatFields::kAll))),
              ElementsAre("CLUSTER ------- TEST.KSDS", "     IN-CAT --- UCAT.TEST", "     HISTORY",
                          "       DATASET-OWNER-----(NULL)     CREATION--------2026.325",
                          "       RELEASE----------------2     EXPIRATION------0000.000",
                          "     PROTECTION-PSWD-----(NULL)     RACF----------------(NO)",
                          "     ASSOCIATIONS", "       DATA-----TEST.KSDS.DATA",
                          "       INDEX----TEST.KSDS.INDEX", "       AIX------TEST.AIX"));
}

constexpr std::string_view kDataLines[] = {
    "DATA ---------- TEST.KSDS.DATA",
    "     IN-CAT --- UCAT.TEST",
    "     HISTORY",
    "       DATASET-OWNER-----(NULL)     CREATION--------2026.325",
    "       RELEASE----------------2     EXPIRATION------0000.000",
    "     PROTECTION-PSWD-----(NULL)     RACF----------------(NO)",
    "     ASSOCIATIONS",
    "       CLUSTER--TEST.KSDS",
    "     ATTRIBUTES",
    "       KEYLEN----------------11     AVGLRECL-------------300     BUFSPACE-----------37376"
    "     CISIZE-------------18432",
    "       RKP--------------------0     MAXLRECL-------------300     EXCPEXIT----------(NULL)"
    "     CI/CA-----------------45",
    "       SHROPTNS(2,3)   RECOVERY     UNIQUE             ERASE     INDEXED       NOWRITECHK"
    "     UNORDERED        NOREUSE",
    "       NONSPANNED",
    "     STATISTICS",
    "       REC-TOTAL-------------50     SPLITS-CI--------------0     EXCPS----------------315",
    "       REC-DELETED------------0     SPLITS-CA--------------0     EXTENTS----------------1",
    "       REC-INSERTED-----------0     FREESPACE-%CI----------0     SYSTEM-TIMESTAMP:",
    "       REC-UPDATED----------311     FREESPACE-%CA----------0          X'0000000000000000'",
    "       REC-RETRIEVED--------350     FREESPC-----------811008",
    "     ALLOCATION",
    "       SPACE-TYPE------CYLINDER     HI-A-RBA----------829440",
    "       SPACE-PRI--------------1     HI-U-RBA----------829440",
    "       SPACE-SEC--------------5",
    "     VOLUME",
    "       VOLSER------------VOL001     PHYREC-SIZE--------18432     HI-A-RBA----------829440"
    "     EXTENT-NUMBER----------1",
    "       DEVTYPE------X'3010200F'     PHYRECS/TRK------------3     HI-U-RBA----------829440"
    "     EXTENT-TYPE--------X'00'",
    "       VOLFLAG------------PRIME     TRACKS/CA-------------15",
    "       EXTENTS:",
    "       LOW-CCHH-----X'01D20000'     LOW-RBA----------------0     TRACKS----------------15",
    "       HIGH-CCHH----X'01D2000E'     HIGH-RBA----------829439"};

TEST(ListcatLines, ADataComponentIsLaidOutAsPublicListingsShowIt) {
  const catalog::Sphere sphere = make_sphere();
  EXPECT_THAT(texts(component_lines(sphere.base, sphere.base.components[0], make_component(),
                                    style(ListcatFields::kAll))),
              ElementsAreArray(kDataLines));
}

TEST(ListcatLines, AnIndexHasItsStatisticsInAFourthColumn) {
  const catalog::Sphere sphere = make_sphere();
  vsam::Component component = make_component();
  component.volumes[0].statistics.levels = 1;
  component.volumes[0].attributes.interval_bytes = 512;
  const auto lines = texts(component_lines(sphere.base, sphere.base.components[1], component,
                                           style(ListcatFields::kAll)));
  EXPECT_THAT(lines, Contains("       REC-TOTAL-------------50     SPLITS-CI--------------0     "
                              "EXCPS----------------315     INDEX:"));
  EXPECT_THAT(lines, Contains("       REC-INSERTED-----------0     FREESPACE-%CI----------0     "
                              "SYSTEM-TIMESTAMP:            ENTRIES/SECT-----------6"));
  EXPECT_THAT(lines,
              Contains("       REC-UPDATED----------311     FREESPACE-%CA----------0          "
                       "X'0000000000000000' SEQ-SET-RBA----------------0"));
  EXPECT_THAT(lines, Contains("       RKP--------------------0     MAXLRECL-------------505     "
                              "EXCPEXIT----------(NULL)     CI/CA-----------------45"));
}

TEST(ListcatLines, APathLeadsThroughItsAlternateIndex) {
  const catalog::Sphere sphere = make_sphere();
  const auto lines = texts(path_lines(sphere, sphere.paths[0], style(ListcatFields::kAll)));
  EXPECT_THAT(lines, Contains("       AIX------TEST.AIX"));
  EXPECT_THAT(lines, Contains("       DATA-----TEST.KSDS.DATA"));
  EXPECT_EQ(lines.back(), "       UPDATE");
}

TEST(ListcatLines, AGenerationGroupShowsItsAttributesAndGenerations) {
  catalog::GenerationGroupEntry group;
  group.name = "TEST.GDG";
  group.limit = 5;
  group.scratches = true;
  group.generations = {{.number = 22}, {.number = 23, .version = 1}};
  const auto lines = texts(generation_group_lines(group, style(ListcatFields::kAll)));
  EXPECT_EQ(lines.front(), "GDG BASE ------ TEST.GDG");
  EXPECT_THAT(lines, Contains("       LIMIT------------------5      SCRATCH    NOEMPTY    LIFO   "
                              "    NOPURGE    NOEXTENDED"));
  EXPECT_THAT(lines, Contains("       NONVSAM--TEST.GDG.G0022V00"));
  EXPECT_THAT(lines, Contains("       NONVSAM--TEST.GDG.G0023V01"));
}

TEST(ListcatLines, ANonVsamEntryShowsItsVolumesFromVolumeOn) {
  catalog::NonVsamEntry entry;
  entry.name = "TEST.PS";
  entry.volumes = {{.volser = "T00001", .device_type = 0x78048083, .file_sequence = 2}};
  EXPECT_THAT(texts(non_vsam_lines(entry, style(ListcatFields::kHistory))),
              Not(Contains("     VOLUMES")));
  EXPECT_THAT(texts(non_vsam_lines(entry, style(ListcatFields::kVolume))),
              Contains("       VOLSER------------T00001     DEVTYPE------X'78048083'     "
                       "FSEQN------------------2"));
  EXPECT_EQ(texts(non_vsam_lines(entry, style(ListcatFields::kAll))).back(),
            "     ASSOCIATIONS--------(NULL)");
}

TEST(ListcatLines, AGenerationHasAStatusAndNamesItsGroup) {
  catalog::GenerationEntry entry;
  entry.data_set.name = "TEST.GDG.G0001V00";
  entry.base_name = "TEST.GDG";
  entry.status = catalog::GenerationStatus::kDeferred;
  const auto lines = texts(generation_lines(entry, style(ListcatFields::kAll)));
  EXPECT_THAT(lines, Contains("       STATUS----------DEFERRED"));
  EXPECT_THAT(lines, Contains("       GDG------TEST.GDG"));
}

TEST(ListcatLines, CatalogsAndAliasesNameEachOther) {
  catalog::UserCatalogEntry user;
  user.name = "UCAT.TEST";
  user.aliases = {"TEST"};
  EXPECT_THAT(texts(user_catalog_lines(user, style(ListcatFields::kAll))),
              Contains("       ALIAS----TEST"));
  catalog::AliasEntry alias;
  alias.name = "TEST";
  alias.related_name = "UCAT.TEST";
  alias.relates_to_catalog = true;
  EXPECT_THAT(texts(alias_lines(alias, style(ListcatFields::kAll))),
              Contains("       USERCAT--UCAT.TEST"));
}

TEST(ListcatLines, TotalsCountEachTypeAndAll) {
  ListcatTotals totals;
  totals.count(catalog::EntryType::kCluster);
  totals.count(catalog::EntryType::kGeneration);
  totals.count(catalog::EntryType::kNonVsam);
  EXPECT_EQ(totals.total(), 3U);
  const auto lines = texts(totals.lines());
  EXPECT_EQ(lines[0], "         THE NUMBER OF ENTRIES PROCESSED WAS:");
  EXPECT_EQ(lines[1], "                   AIX -------------------0");
  EXPECT_THAT(lines, Contains("                   NONVSAM ---------------2"));
  EXPECT_THAT(lines, Contains("                   TOTAL -----------------3"));
  EXPECT_EQ(lines.back(), "         THE NUMBER OF PROTECTED ENTRIES SUPPRESSED WAS 0");
}

TEST(PageHeading, IsTheOneOfAccessMethodServices) {
  EXPECT_EQ(page_heading({.year = 2022,
                          .month = 9,
                          .day = 1,
                          .hour = 15,
                          .minute = 36,
                          .second = 44,
                          .microsecond = 0,
                          .day_of_year = 244},
                         85),
            "IDCAMS  SYSTEM SERVICES                                           TIME: 15:36:44     "
            "   09/01/22     PAGE     85");
}

}  // namespace
}  // namespace coldsite::idcams

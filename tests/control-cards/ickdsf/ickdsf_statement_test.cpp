#include "control-cards/ickdsf/ickdsf_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/ickdsf/ickdsf_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::ickdsf {
namespace {

template <class Command>
Command only(std::string_view deck) {
  const auto parsed = parse_ickdsf(cards::CardDeck::from_text("SYSIN", deck));
  EXPECT_TRUE(parsed.ok()) << test::describe_all(parsed.errors);
  EXPECT_EQ(parsed.statements.size(), 1U);
  if (parsed.statements.size() != 1 || !std::holds_alternative<Command>(parsed.statements[0])) {
    ADD_FAILURE() << "not the command";
    return {};
  }
  return std::get<Command>(parsed.statements[0]);
}

TEST(Ickdsf, InitWithEverything) {
  const auto init = only<InitCommand>(
      " INIT UNITADDRESS(A80) VERIFY(OLD001,PAYROLL) VOLID(PRD001) -\n"
      "      OWNERID('Dept 7') VTOC(0,1,X'0F') INDEX(1,0,15) STORAGEGROUP -\n"
      "      DEVICETYPE(3390) NOVALIDATE NOCHECK PURGE\n");
  EXPECT_EQ(init.device.unit_address, "0A80");
  EXPECT_EQ(init.verification.check, VolumeCheck::kVerify);
  EXPECT_EQ(init.verification.volser, "OLD001");
  EXPECT_EQ(init.verification.owner, "PAYROLL");
  EXPECT_EQ(init.volid.text, "PRD001");
  EXPECT_EQ(init.owner->text, "Dept 7");
  EXPECT_EQ(init.vtoc->start.head, 1U);
  EXPECT_EQ(init.vtoc->tracks, 15U);
  EXPECT_EQ(init.index->start.cylinder, 1U);
  EXPECT_TRUE(init.storage_group);
  EXPECT_TRUE(init.purge);
  EXPECT_EQ(init.position.column, 2U);
  EXPECT_EQ(init.volid.position.line, 1U);
}

TEST(Ickdsf, InitOnADdWithAbbreviations) {
  const auto init = only<InitCommand>("  init dname(disk1) nvfy vol(prd001) nprg\n");
  EXPECT_EQ(init.device.ddname, "DISK1");
  EXPECT_EQ(init.verification.check, VolumeCheck::kNoVerify);
  EXPECT_FALSE(init.purge);
}

TEST(Ickdsf, ReformatRelabels) {
  const auto reformat =
      only<ReformatCommand>(" REFORMAT UNIT(0A81) VERIFY(*NONE*) VOLID(DRS001)\n");
  EXPECT_EQ(reformat.verification.check, VolumeCheck::kVerifyNone);
  EXPECT_EQ(reformat.volid->text, "DRS001");
  EXPECT_FALSE(reformat.owner);
}

TEST(Ickdsf, InspectTakesTracksOrCylinders) {
  EXPECT_TRUE(only<InspectCommand>(" INSPECT DDNAME(D) NOVERIFY ALLTRACKS\n").tracks.empty());
  const auto tracks = only<InspectCommand>(" INSP UNIT(A80) TRACKS((1,2),(X'F',3)) NCK\n").tracks;
  ASSERT_EQ(tracks.size(), 2U);
  EXPECT_EQ(tracks[1].cylinder, 15U);
  EXPECT_EQ(tracks[1].head, 3U);
  const auto range = only<InspectCommand>(" INSPECT UNIT(A80) NVFY CYLRANGE(3,9)\n");
  EXPECT_EQ(range.first_cylinder, 3U);
  EXPECT_EQ(range.last_cylinder, 9U);
}

TEST(Ickdsf, GoldenErrors) {
  test::expect_golden(
      "ickdsf", [](const std::string& deck) { return test::describe_deck(parse_ickdsf, deck); });
}

TEST(Ickdsf, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::ickdsf

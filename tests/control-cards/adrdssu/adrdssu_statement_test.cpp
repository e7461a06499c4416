#include "control-cards/adrdssu/adrdssu_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/adrdssu/adrdssu_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::adrdssu {
namespace {

template <class Command>
Command only(std::string_view deck) {
  const auto parsed = parse_adrdssu(cards::CardDeck::from_text("SYSIN", deck));
  EXPECT_TRUE(parsed.ok()) << test::describe_all(parsed.errors);
  EXPECT_EQ(parsed.statements.size(), 1U);
  if (parsed.statements.size() != 1 || !std::holds_alternative<Command>(parsed.statements[0])) {
    ADD_FAILURE() << "not the command";
    return {};
  }
  return std::get<Command>(parsed.statements[0]);
}

TEST(Adrdssu, CopyFullBetweenDynamicVolumes) {
  const auto copy = only<CopyCommand>(
      " COPY FULL INDYNAM((SRC001,3390)) OUTDYNAM((TGT001)) -\n"
      "      COPYVOLID FASTREPLICATION(REQUIRED) ALLDATA(*) ALLEXCP PURGE ADMIN\n");
  EXPECT_TRUE(copy.common.full);
  ASSERT_EQ(copy.common.from.volumes.size(), 1U);
  EXPECT_EQ(copy.common.from.volumes[0].volser, "SRC001");
  EXPECT_EQ(copy.common.from.volumes[0].unit, "3390");
  EXPECT_EQ(copy.common.to.volumes[0].volser, "TGT001");
  EXPECT_EQ(copy.label, LabelRule::kCopyVolumeId);
  EXPECT_EQ(copy.fast_replication, FastReplication::kRequired);
  EXPECT_TRUE(copy.common.all_data && copy.common.all_excp && copy.common.purge);
  EXPECT_TRUE(copy.common.administrator);
}

TEST(Adrdssu, CopyTracksToAnotherPlace) {
  const auto copy = only<CopyCommand>(
      " COPY TRACKS(1,0,X'A',14) INDD(IN1) OUTDD(OUT1) -\n   OUTTRACKS(20,0) FASTREP(NONE)\n");
  ASSERT_EQ(copy.common.tracks.size(), 1U);
  EXPECT_EQ(copy.common.tracks[0].last, (dasd::TrackAddress{10, 14}));
  EXPECT_EQ(copy.out_track->cylinder, 20U);
  EXPECT_EQ(copy.label, LabelRule::kKeepTarget);
}

TEST(Adrdssu, DumpToSeveralOutputs) {
  const auto dump = only<DumpCommand>(
      " DUMP FULL INDYNAM(PRD001) OUTDDNAME(TAPE1,TAPE2) COMPRESS OPTIMIZE(4) -\n"
      "      TOL(IOERROR,ENQF) WAIT(2,3) CANCELERROR ALLDATA(A.B,C.D)\n");
  ASSERT_EQ(dump.common.to.ddnames.size(), 2U);
  EXPECT_EQ(dump.common.to.ddnames[1].text, "TAPE2");
  EXPECT_EQ(dump.common.to.ddnames[1].position.column, 44U);
  EXPECT_TRUE(dump.compress);
  EXPECT_EQ(dump.common.optimize, 4U);
  EXPECT_TRUE(dump.common.tolerate_io_error && dump.common.tolerate_enqueue);
  EXPECT_EQ(dump.common.wait_retries, 3U);
  EXPECT_TRUE(dump.common.cancel_error);
  EXPECT_EQ(dump.common.all_data_names.size(), 2U);
  EXPECT_TRUE(only<DumpCommand>(" DUMP FULL IDD(A) ODD(B) ZCOMPRESS(PREF)\n").compress);
}

TEST(Adrdssu, RestoreForms) {
  const auto restore = only<RestoreCommand>(
      " RESTORE FULL INDDNAME(TAPE) OUTDYNAM(DRS001,3390) -\n  COPYVOLID PURGE NOVERIFY\n");
  EXPECT_EQ(restore.common.to.volumes[0].unit, "3390");
  EXPECT_EQ(restore.label, LabelRule::kCopyVolumeId);
  EXPECT_TRUE(restore.no_verify);
  EXPECT_FALSE(only<RestoreCommand>(" RESTORE TRACKS(0,0,0,1) INDD(T) OUTDD(D)\n").no_verify);
}

TEST(Adrdssu, PrintAndCopyDumpAndScheduling) {
  const auto print = only<PrintCommand>(" PRINT TRACKS(0,1) INDYNAM((PRD001)) OUTDD(LIST)\n");
  EXPECT_EQ(print.tracks[0].first, print.tracks[0].last);
  EXPECT_EQ(print.output->text, "LIST");
  EXPECT_TRUE(only<PrintCommand>(" PRINT VTOC INDD(D)\n").vtoc);
  const auto data_set = only<PrintCommand>(" PRINT DS(PROD.A-1.B) ALLDATA INDY((PRD001))\n");
  EXPECT_EQ(data_set.data_set->text, "PROD.A-1.B");
  EXPECT_TRUE(data_set.all_data && !data_set.vtoc && data_set.tracks.empty());
  EXPECT_EQ(only<CopyDumpCommand>(" COPYDUMP INDD(A) OUTDD(B,C,D)\n").to.size(), 3U);
  EXPECT_TRUE(only<SchedulingCommand>(" PARALLEL\n").parallel);
}

TEST(Adrdssu, SeveralCommandsKeepTheirOrder) {
  const auto parsed = parse_adrdssu(cards::CardDeck::from_text(
      "SYSIN",
      " PARALLEL\n DUMP FULL INDD(A) OUTDD(B)\n /* next */\n DUMP FULL INDD(C) OUTDD(D)\n"));
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed.statements.size(), 3U);
  EXPECT_EQ(std::get<DumpCommand>(parsed.statements[2]).common.position.line, 4U);
}

TEST(Adrdssu, GoldenErrors) {
  test::expect_golden(
      "adrdssu", [](const std::string& deck) { return test::describe_deck(parse_adrdssu, deck); });
}

TEST(Adrdssu, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::adrdssu

#include "utilities/adrdssu/adrdssu.hpp"

#include "tests/utilities/adrdssu/adrdssu_fixture.hpp"
#include "tests/utilities/program_fixture.hpp"

namespace coldsite::adrdssu {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kTracks = 45;

class AdrdssuTest : public coldsite::testing::ProgramTest {
 protected:
  void SetUp() override {
    put_file("site/site.conf",
             "name = LOCAL\n[dasd]\ndevice = 0a80 3390 5\ndevice = 0a81 3390 5\n"
             "device = 0a82 3390 9\ndevice = 0a83 3390 2\n[tape]\nformat = aws\n");
    (void)adrdssu("");  // the first use makes the images
    label_pack(*device("0a80"), "PRD001");
    label_pack(*device("0a81"), "TGT001");
    label_pack(*device("0a82"), "BIG001");
    label_pack(*device("0a83"), "SML001");
    fill_pack(*device("0a80"), "PROD.A", 20);
    fill_pack(*device("0a80"), "PROD.B", 22);
  }

  std::unique_ptr<dasd::Volume> device(const std::string& address) {
    return open_pack(*store_, "site/dasd/" + address + ".3390");
  }
  Bytes content(const std::string& address) {
    return *io::read_file(*store_, "site/dasd/" + address + ".3390", 1 << 26);
  }
  /// The data sets' tracks; label and VTOC may differ.
  bool is_equal(const std::string& address) {
    return used_content(*device("0a80"), 3, kTracks - 3) ==
           used_content(*device(address), 3, kTracks - 3);
  }

  int adrdssu(const std::string& cards, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"--site", "site"};
    for (const char* tape : {"T1", "T2"}) {
      const std::string name = tape;
      if (cards.find(name) == std::string::npos) {
        continue;
      }
      arguments.insert(arguments.end(),
                       {"--dd", name + "=DSN=DUMP." + name + ",UNIT=TAPE,VOL=SER=VOL" + name +
                                    ",DISP=" + disposition_});
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(description(), run_adrdssu, cards, std::move(arguments));
  }
  /// DUMP of PRD001 to T1 (or what `cards` says).
  void dump(const std::string& cards = "  DUMP FULL INDYNAM((PRD001)) OUTDD(T1)\n") {
    disposition_ = "(NEW,KEEP)";
    ASSERT_EQ(adrdssu(cards), 0) << output();
    disposition_ = "OLD";
  }
  std::string disposition_ = "(NEW,KEEP)";
};

TEST_F(AdrdssuTest, DumpAndRestoreBringTheVolumeBack) {
  for (const char* operand : {"", "COMPRESS", "OPTIMIZE(1)"}) {
    dump("  DUMP FULL INDYNAM((PRD001)) OUTDD(T1,T2) " + std::string(operand) + "\n");
    EXPECT_THAT(output(), HasSubstr("ADR013I (001)-CLTSK(01)"));
    EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T2) OUTDYNAM((TGT001))\n"), 0) << output();
    EXPECT_TRUE(is_equal("0a81"));
    EXPECT_EQ(dasd::read_label(*device("0a81"))->volser, "TGT001");
    EXPECT_THAT(output(), HasSubstr("CSK0018I"));
  }
}

TEST_F(AdrdssuTest, CopyvolidMakesADuplicateThatIsTold) {
  dump();
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001)) COPYVOLID\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("CSK0019I Volume serial 'PRD001' is on 0A80 and on 0A81"));
  EXPECT_EQ(dasd::read_label(*device("0a81"))->volser, "PRD001");
}

TEST_F(AdrdssuTest, CopyFullGoesToEqualAndLargerVolumesOnly) {
  EXPECT_EQ(adrdssu("  COPY FULL INDYNAM((PRD001)) OUTDYNAM((TGT001)) FASTREPLICATION(NONE)\n"
                    "  COPY FULL INDYNAM((PRD001)) OUTDYNAM((BIG001)) FASTREPLICATION(REQ)\n"),
            0)
      << output();
  EXPECT_TRUE(is_equal("0a81"));
  EXPECT_TRUE(is_equal("0a82"));
  EXPECT_THAT(output(), HasSubstr("CSK0016I"));
  EXPECT_THAT(output(), HasSubstr("ADR806I"));
  EXPECT_EQ(dasd::read_vtoc(*device("0a82"))->usable_cylinders, 9U);
  const Bytes before = content("0a83");
  EXPECT_EQ(adrdssu("  COPY FULL INDYNAM((PRD001)) OUTDYNAM((SML001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0011E"));
  EXPECT_EQ(content("0a83"), before);
  EXPECT_EQ(adrdssu("  COPY FULL INDYNAM((PRD001)) OUTDYNAM((PRD001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0025E"));
}

TEST_F(AdrdssuTest, AConditionedVolumeDumpsAsItsSource) {
  EXPECT_EQ(adrdssu("  COPY FULL INDYNAM((PRD001)) OUTDYNAM((TGT001)) DUMPCONDITIONING\n"), 0)
      << output();
  dump("  DUMP FULL INDYNAM((TGT001)) OUTDD(T1)\n");
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((BIG001)) COPYVOLID\n"), 0) << output();
  EXPECT_EQ(dasd::read_label(*device("0a82"))->volser, "PRD001");
}

TEST_F(AdrdssuTest, PurgeIsNeededForUnexpiredDataSets) {
  dump();
  fill_pack(*device("0a81"), "KEEP.ME", 3, {2090, 1});
  const Bytes before = content("0a81");
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0012E"));
  EXPECT_EQ(content("0a81"), before);
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001)) PURGE\n"), 0) << output();
}

TEST_F(AdrdssuTest, NorunWritesNothing) {
  dump();
  const Bytes before = content("0a81");
  const std::string cards =
      "  COPY FULL INDYNAM((PRD001)) OUTDYNAM((TGT001))\n"
      "  RESTORE FULL INDD(T1) OUTDYNAM((TGT001))\n"
      "  DUMP FULL INDYNAM((PRD001)) OUTDD(T1)\n";
  const Bytes tape = *io::read_file(*store_, "site/tape/VOLT1.aws", 1 << 26);
  EXPECT_EQ(adrdssu(cards, {"--parm", "TYPRUN=NORUN"}), 0) << output();
  EXPECT_THAT(output(), HasSubstr("CSK0036I NORUN: would restore"));
  EXPECT_EQ(adrdssu(cards, {"--simulate"}), 0) << output();
  EXPECT_EQ(content("0a81"), before);
  EXPECT_EQ(*io::read_file(*store_, "site/tape/VOLT1.aws", 1 << 26), tape);
  EXPECT_EQ(adrdssu(cards, {"--parm", "LINECNT=55"}), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0028E"));
}

TEST_F(AdrdssuTest, ADamagedDumpIsRefusedAndTheTargetStaysAsItWas) {
  dump();
  Bytes tape = *io::read_file(*store_, "site/tape/VOLT1.aws", 1 << 26);
  tape[tape.size() / 2] ^= 0x01;
  ASSERT_TRUE(io::replace_file(*store_, "site/tape/VOLT1.aws", tape));
  const Bytes before = content("0a81");
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0003E"));
  EXPECT_EQ(content("0a81"), before);
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001)) NOVERIFY\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0041W"));
  EXPECT_EQ(adrdssu("  COPY FULL INDYNAM((TGT001)) OUTDYNAM((BIG001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0026E"));
  dump();
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001))\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("CSK0040I"));
}

TEST_F(AdrdssuTest, ADamagedTrackIsToleratedUnlessCancelerrorIsCoded) {
  const auto volume = device("0a80");
  Bytes slot(volume->geometry().slot_bytes);
  ASSERT_TRUE(volume->read_slots({5, 1}, slot).ok());
  slot[4] ^= 0x40;  // the head number in the home address
  ASSERT_TRUE(volume->write_slots({5, 1}, slot).ok());
  const std::string dump = "  DUMP FULL INDYNAM((PRD001)) TOL(IOERROR) ";
  EXPECT_EQ(adrdssu(dump + "CANCELERROR OUTDD(T1)\n"), 8);
  const std::size_t place = output().find("while dumping volume 'PRD001'");
  EXPECT_NE(place, std::string::npos) << output();
  EXPECT_EQ(output().find("while dumping", place + 1), std::string::npos);  // said once
  EXPECT_EQ(adrdssu(dump + "OUTDD(T2)\n"), 4) << output();
  EXPECT_THAT(output(), HasSubstr("CSK0013W"));
}

TEST_F(AdrdssuTest, CopydumpMakesAnEqualDump) {
  dump();
  disposition_ = "(NEW,KEEP)";
  EXPECT_EQ(adrdssu("  COPYDUMP INDD(IN) OUTDD(T2)\n",
                    {"--dd", "IN=DSN=DUMP.T1,UNIT=TAPE,VOL=SER=VOLT1,DISP=OLD"}),
            0)
      << output();
  disposition_ = "OLD";
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T2) OUTDYNAM((TGT001))\n"), 0) << output();
  EXPECT_TRUE(is_equal("0a81"));
}

TEST_F(AdrdssuTest, TracksAreDumpedRestoredAndPrinted) {
  dump("  DUMP TRACKS(0,3,1,10) INDYNAM((PRD001)) OUTDD(T1)\n");
  EXPECT_EQ(adrdssu("  RESTORE TRACKS(0,4,0,9) INDD(T1) OUTDYNAM((TGT001))\n"), 0) << output();
  EXPECT_EQ(used_content(*device("0a81"), 4, 6), used_content(*device("0a80"), 4, 6));
  EXPECT_EQ(adrdssu("  RESTORE FULL INDD(T1) OUTDYNAM((TGT001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0021E"));
  EXPECT_EQ(adrdssu("  PRINT TRACKS(0,0) INDYNAM((PRD001))\n  PRINT VTOC INDYNAM((PRD001))\n"), 0)
      << output();
  EXPECT_THAT(output(), HasSubstr("*VOL1PRD001"));
  EXPECT_THAT(output(), HasSubstr("*PROD.A"));
  EXPECT_EQ(adrdssu("  DUMP TRACKS(9,0,9,1) INDYNAM((PRD001)) OUTDD(T1)\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0038E"));
}

TEST_F(AdrdssuTest, MistakesAreToldWithTheirPlace) {
  EXPECT_EQ(adrdssu("  DUMP FULL INDYNAM((NOSUCH)) OUTDD(T1)\n"), 8);
  EXPECT_THAT(output(), HasSubstr("SYSIN(1,"));
  EXPECT_EQ(adrdssu("  COPY FULL INDYNAM((PRD001,0A81)) OUTDYNAM((TGT001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0031E"));
  EXPECT_EQ(adrdssu("  DUMP FULL INDYNAM((PRD001)) OUTDD(SMALL)\n",
                    {"--dd",
                     "SMALL=DSN=X,UNIT=TAPE,VOL=SER=VOLX,DISP=(NEW,KEEP),"
                     "DCB=(RECFM=U,BLKSIZE=500)"}),
            8);
  EXPECT_THAT(output(), HasSubstr("CSK0037E"));
  EXPECT_EQ(run(description(), run_adrdssu, "  DUMP FULL INDYNAM((PRD001)) OUTDD(T1)\n", {}), 8);
  EXPECT_THAT(output(), HasSubstr("CSK0030E"));
}

TEST_F(AdrdssuTest, ADataSetIsPrintedByItsUsedTracksOrAllOfThem) {
  fill_pack(*device("0a81"), "FULL.ONE", 2);
  {
    const auto volume = device("0a81");
    dasd::DataSetLabel label;
    label.name = "EMPTY.ONE";
    label.organization = dasd::Organization::kSequential;
    ASSERT_TRUE(dasd::allocate_data_set(*volume, label, {.primary = 3}));
    ASSERT_TRUE(volume->sync());
  }
  const auto tracks_printed = [this] {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = output().find("*** TRACK(CCHH)", at)) != std::string::npos;
         ++at) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(adrdssu("  PRINT DATASET(FULL.ONE) INDYNAM((TGT001))\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("*** DATA SET FULL.ONE  VOLUME TGT001  2 OF 2 TRACKS"));
  EXPECT_THAT(output(), HasSubstr("*** TRACK(CCHH) 00000003"));
  EXPECT_THAT(output(), HasSubstr("DATA LENGTH 8000"));
  EXPECT_EQ(tracks_printed(), 2U);
  EXPECT_EQ(adrdssu("  PRINT DATASET(EMPTY.ONE) INDYNAM((TGT001))\n"), 0) << output();
  EXPECT_EQ(tracks_printed(), 1U);
  EXPECT_THAT(output(), HasSubstr("(END OF FILE)"));
  EXPECT_EQ(adrdssu("  PRINT DATASET(EMPTY.ONE) ALLDATA INDYNAM((TGT001))\n"), 0) << output();
  EXPECT_EQ(tracks_printed(), 3U);
  EXPECT_EQ(adrdssu("  PRINT DATASET(NO.SUCH) INDYNAM((TGT001))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSV0056E SYSIN(1,17): Data set 'NO.SUCH' is not on volume"));
}

}  // namespace
}  // namespace coldsite::adrdssu

#include <gtest/gtest.h>

#include "datasets/io/memory_store.hpp"
#include "utilities/drill/digest.hpp"
#include "utilities/drill/generate.hpp"

namespace coldsite::drill {
namespace {

Bytes generated(std::uint64_t seed, const std::string& name) {
  const auto store = io::make_memory_store();
  EXPECT_TRUE(generate_files(*store, "host", plan_files(1), seed).ok());
  return *io::read_file(*store, "host/" + name);
}

TEST(Generate, MakesTheSameBytesFromTheSameSeed) {
  EXPECT_EQ(generated(7, "ledger.fb200"), generated(7, "ledger.fb200"));
  EXPECT_NE(generated(7, "ledger.fb200"), generated(8, "ledger.fb200"));
}

TEST(Generate, CutsBinaryFilesIntoWholeRecords) {
  EXPECT_EQ(generated(7, "ledger.fb200").size() % 200, 0U);
  EXPECT_EQ(generated(7, "audit.fbs").size() % 128, 0U);
}

TEST(Generate, KeepsLinesWithinTheirRecordLength) {
  std::size_t length = 0;
  for (const std::uint8_t byte : generated(7, "journal.vb")) {
    if (byte == '\n') {
      EXPECT_GE(length, 20U);
      EXPECT_LE(length, 250U);
      length = 0;
    } else {
      ++length;
    }
  }
}

const DataSetDigest kMaster{"LOC001", "PROD.MASTER", "PS", "FB", 10, 800, std::string(64, 'a')};
const DataSetDigest kLedger{"LOC002", "PROD.LEDGER", "PS", "FB", 20, 1600, std::string(64, 'b')};

TEST(CompareDigests, FindsNothingBetweenEqualSites) {
  EXPECT_TRUE(compare_digests({kMaster, kLedger}, {kLedger, kMaster}).empty());
}

TEST(CompareDigests, NamesWhatIsMissingWhatDiffersAndWhatIsNew) {
  DataSetDigest changed = kLedger;
  changed.sha256 = std::string(64, 'c');
  DataSetDigest added = kMaster;
  added.name = "PROD.NEW";
  EXPECT_EQ(
      compare_digests({kMaster, kLedger}, {changed, added}),
      (std::vector<std::string>{
          "PROD.MASTER on LOC001 is missing",
          "PROD.LEDGER on LOC002 differs: 20 blocks at the source, 20 here, content not equal",
          "PROD.NEW on LOC001 is not at the source"}));
}

TEST(ParseDigests, ReadsWhatFormatWrote) {
  const std::vector<DataSetDigest> digests = {kMaster, kLedger};
  EXPECT_EQ(*parse_digests(format_digests(digests), "x"), digests);
}

TEST(ParseDigests, NamesTheLineThatIsNoDigest) {
  const auto parsed = parse_digests(format_digests({kMaster}) + "nonsense\n", "local.digests");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(to_string(parsed.failure()),
            "CSG0002E 'local.digests' line 2 is not a line of a digest listing");
}

}  // namespace
}  // namespace coldsite::drill

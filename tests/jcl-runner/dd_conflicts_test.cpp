#include "jcl-runner/dd_conflicts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "control-cards/dd/dd_operands.hpp"
#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> conflicts_of(const std::string& operands) {
  const cards::CardDeck deck{"JOBS", {{operands, 1}}};
  cards::Statement statement;
  statement.append(deck, 0, 1, operands);
  const auto request = dd::parse_dd_operands("OUT", statement);
  EXPECT_TRUE(request.ok()) << operands;
  return shown(find_conflicts(*request));
}

TEST(DdConflicts, BlocksHoldWholeRecords) {
  EXPECT_THAT(conflicts_of("DSN=A,RECFM=FB,LRECL=80,BLKSIZE=100"), ElementsAre("CSJ0307W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=A,RECFM=F,LRECL=80,BLKSIZE=800"), ElementsAre("CSJ0307W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=A,RECFM=VB,LRECL=80,BLKSIZE=80"), ElementsAre("CSJ0307W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=A,RECFM=VBS,LRECL=8000,BLKSIZE=800"), IsEmpty());
  EXPECT_THAT(conflicts_of("DSN=A,RECFM=VB,LRECL=80,BLKSIZE=84"), IsEmpty());
  EXPECT_THAT(conflicts_of("DSN=A,RECFM=FB,LRECL=80"), IsEmpty());
}

TEST(DdConflicts, ALibraryHasADirectory) {
  EXPECT_THAT(conflicts_of("DSN=A,DISP=(,CATLG),SPACE=(TRK,1),DSORG=PO"),
              ElementsAre("CSJ0307W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=A(M),DISP=(,CATLG),SPACE=(TRK,1)"), ElementsAre("CSJ0307W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=A,DISP=(,CATLG),SPACE=(TRK,(1,1,5)),DSORG=PS"),
              ElementsAre("CSJ0307W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=A(M),DISP=(,CATLG),SPACE=(TRK,(1,,5))"), IsEmpty());
}

TEST(DdConflicts, TemporaryDataSetsAreNotKept) {
  EXPECT_THAT(conflicts_of("DSN=&&A,DISP=(NEW,CATLG),SPACE=(TRK,1)"), ElementsAre("CSJ0308W(1,1)"));
  EXPECT_THAT(conflicts_of("DSN=&&A,DISP=(NEW,PASS),SPACE=(TRK,1)"), IsEmpty());
  EXPECT_THAT(conflicts_of("DSN=A,DISP=(NEW,UNCATLG),SPACE=(TRK,1)"), ElementsAre("CSJ0308W(1,1)"));
}

}  // namespace
}  // namespace coldsite::jcl

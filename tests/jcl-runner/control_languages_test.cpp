#include "jcl-runner/control_languages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> errors_of(std::string_view program, std::string_view cards,
                                   std::string_view parm = {}) {
  const auto found =
      check_control_statements(program, parm, cards::CardDeck::from_text("SYSIN", cards));
  return found ? shown(found->errors) : std::vector<std::string>{"no grammar"};
}

TEST(ControlLanguages, EveryProgramWithStatementsHasItsGrammar) {
  EXPECT_THAT(errors_of("ADRDSSU", "  SERIAL\n  DUMB\n"), ElementsAre("CSS0010E(2,3)"));
  EXPECT_THAT(errors_of("ICKDSF", "  INIT UNIT(0A80) NVFY VOLID(TST001)\n  INNIT\n"),
              ElementsAre("CSS0010E(2,3)"));
  EXPECT_THAT(errors_of("IEBCOPY", " COPY INDD=A,OUTDD=B\n SELEKT MEMBER=X\n"),
              ElementsAre("CSS0010E(2,2)"));
  EXPECT_THAT(errors_of("IEBGENER", "  GENERATE MAXFLDS=1\n  RECORD FEELD=(80)\n"),
              ElementsAre("CSS0010E(2,10)"));
  EXPECT_THAT(errors_of("IEHLIST", "  LISTVTOC VOL=3390=TST001,FORMAT\n"), IsEmpty());
  EXPECT_THAT(errors_of("SORT", "  ANYTHING\n"), ElementsAre("no grammar"));
}

TEST(ControlLanguages, IdcamsIsCheckedInItsClausesAndWithItsMargins) {
  EXPECT_THAT(
      errors_of("IDCAMS", "  DELETE A.B\n  IF LASTCC = 8 THEN DO\n    DELETE A CLUSTR\n  END\n"),
      ElementsAre("IDC3211I(3,14)"));
  EXPECT_THAT(errors_of("IDCAMS", "DELETE A.B\n", "MARGINS(1 72)"), IsEmpty());
  EXPECT_FALSE(errors_of("IDCAMS", "  DELETE A.B\n", "MARGIN(").empty());
}

}  // namespace
}  // namespace coldsite::jcl

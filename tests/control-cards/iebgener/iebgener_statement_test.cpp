#include "control-cards/iebgener/iebgener_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/iebgener/iebgener_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::iebgener {
namespace {

std::vector<GenerateRequest> parsed(std::string_view text) {
  auto deck = parse_iebgener(cards::CardDeck::from_text("SYSIN", text));
  EXPECT_TRUE(deck.ok()) << test::describe_all(deck.errors);
  return deck.statements;
}

TEST(Iebgener, EmptyDeckIsAPlainCopy) {
  EXPECT_TRUE(parsed("").empty());
  EXPECT_TRUE(parsed("* only a comment\n").empty());
}

TEST(Iebgener, MembersFromSequentialInput) {
  const auto request = parsed(
      "  GENERATE MAXNAME=3,MAXGPS=1,MAXLITS=8\n"
      "  MEMBER NAME=(MEM1,ALIAS1)\n"
      "  RECORD IDENT=(8,'FIRSTMEM',1)\n"
      "  MEMBER NAME=MEM2\n");
  ASSERT_EQ(request.size(), 1U);
  const auto& members = request[0].members;
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].names[1].text, "ALIAS1");
  ASSERT_EQ(members[0].records.size(), 1U);
  EXPECT_EQ(members[0].records[0].ident->name.text, "FIRSTMEM");
  EXPECT_TRUE(members[1].records.empty());
}

TEST(Iebgener, FieldsEditARecord) {
  const auto request = parsed(
      "  GENERATE MAXFLDS=5,MAXLITS=20\n"
      "  RECORD FIELD=(10,1,,11),FIELD=(,'it''s',,1),                         X\n"
      "               FIELD=(3,21,PZ,31),FIELD=(5,24,ZP,36),\n"
      "               FIELD=(2,X'00fF',,40)\n");
  ASSERT_EQ(request.size(), 1U);
  const auto& fields = request[0].members[0].records[0].fields;
  ASSERT_EQ(fields.size(), 5U);
  EXPECT_EQ(fields[0].output_location, 11U);
  EXPECT_EQ(fields[1].literal->text, "it's");
  EXPECT_EQ(fields[1].length_bytes, 4U);
  EXPECT_EQ(fields[2].conversion, Conversion::kPackedToZoned);
  EXPECT_EQ(fields[2].output_bytes(), 5U);
  EXPECT_EQ(fields[3].output_bytes(), 3U);
  EXPECT_TRUE(fields[4].literal->is_hexadecimal);
  EXPECT_EQ(fields[4].literal->text, std::string("\0\xFF", 2));
  EXPECT_EQ(fields[4].position.line, 4U);
}

TEST(Iebgener, OmittedFieldPartsHaveTheirDefaults) {
  const auto fields =
      parsed(" GENERATE MAXFLDS=1\n RECORD FIELD=(,,HE)\n")[0].members[0].records[0].fields;
  EXPECT_EQ(fields[0].length_bytes, 80U);
  EXPECT_EQ(fields[0].input_location, 1U);
  EXPECT_EQ(fields[0].output_location, 1U);
  EXPECT_EQ(fields[0].conversion, Conversion::kBcdToEbcdic);
}

TEST(Iebgener, GoldenErrors) {
  test::expect_golden("iebgener", [](const std::string& deck) {
    return test::describe_deck(parse_iebgener, deck);
  });
}

TEST(Iebgener, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::iebgener

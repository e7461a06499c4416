#include "datasets/message.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace coldsite {
namespace {

TEST(MessageCatalogue, HasNoIdTwice) {
  std::set<std::string_view> seen;
  for (const Message* message : message_catalogue()) {
    EXPECT_TRUE(seen.insert(message->id).second) << message->id;
  }
}

TEST(MessageCatalogue, LetterOfOurIdsFixesTheConditionCode) {
  for (const Message* message : message_catalogue()) {
    if (!message->id.starts_with("CS")) {
      continue;
    }
    const int expected = [&] {
      switch (message->id.back()) {
        case 'I':
          return kInformation;
        case 'W':
          return kWarning;
        case 'E':
          return kError;
        case 'S':
          return kSevere;
        default:
          return kTerminating;
      }
    }();
    EXPECT_EQ(message->condition_code, expected) << message->id;
  }
}

TEST(MessageCatalogue, EveryMessageExplainsItselfAndSaysWhatNow) {
  for (const Message* message : message_catalogue()) {
    EXPECT_FALSE(message->text.empty()) << message->id;
    EXPECT_FALSE(message->explanation.empty()) << message->id;
    EXPECT_FALSE(message->response.empty()) << message->id;
    const bool is_vendors = !message->id.starts_with("CS");  // keeps its public wording
    EXPECT_TRUE(is_vendors || message->text.back() != '.') << message->id;
  }
}

TEST(MessageCatalogue, FindsByIdInAnyCase) {
  ASSERT_NE(find_message("csx9999t"), nullptr);
  EXPECT_EQ(find_message("csx9999t")->id, "CSX9999T");
  EXPECT_EQ(find_message("CSX0000I"), nullptr);
}

}  // namespace
}  // namespace coldsite

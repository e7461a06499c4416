#include "jcl-runner/abend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "datasets/io/out_of_storage.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/iec.hpp"
#include "jcl-runner/abend_catalogue.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string text_of(const Abend& abend) {
  return abend.code + " " + abend.reason;
}

TEST(Abend, SignalsHaveTheirCodes) {
  EXPECT_EQ(text_of(abend_of_signal(SIGSEGV)), "S0C4 0000000B");
  EXPECT_EQ(text_of(abend_of_signal(SIGFPE)), "S0C9 00000008");
  EXPECT_EQ(text_of(abend_of_signal(SIGABRT)), "U4039 00000006");
  EXPECT_EQ(text_of(abend_of_signal(io::kOutOfStorageSignal)), "S878 00000010");
  EXPECT_EQ(abend_of_signal(SIGUSR1).code, "U4010");
}

TEST(Abend, DataThatCannotBeHadIsAnAbend) {
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::IEC030I>("v", "A"))), "SB37 00000004");
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::IEC031I>("v", "A"))), "SD37 00000004");
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::IEC032I>("v", "A"))), "SE37 00000004");
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::CSA0001E>("20", "x"))), "S013 00000020");
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::CSA0025E>("M", "A"))), "S013 00000018");
  EXPECT_EQ(abend_of_failure(failure<msg::CSE0024E>("M", "A")).code, "S013");
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::CSA0020E>("A"))), "S013 00000014");
  EXPECT_EQ(text_of(abend_of_failure(failure<msg::CSE0025E>("A", "V"))), "S213 00000004");
  EXPECT_EQ(abend_of_failure(failure<msg::CSI0030E>("x", 1, "IBM-1047")).code, "S002");
  EXPECT_EQ(abend_of_failure(failure<msg::CSJ0103I>("X")).code, "S001");
}

TEST(Abend, AStartWithoutStorageIsS878) {
  EXPECT_EQ(abend_of_start(failure<msg::CSJ0102E>("p", "x")).code, "S878");
  EXPECT_EQ(abend_of_start(failure<msg::CSJ0101E>("p", "x")).code, "S806");
}

TEST(Abend, ShellStatusesAreConditionCodesOfZos) {
  EXPECT_EQ(shell_condition_code(0), 0U);
  EXPECT_EQ(shell_condition_code(3), 768U);
  EXPECT_EQ(shell_condition_code(15), 3840U);
  EXPECT_EQ(shell_condition_code(16), 4095U);
}

TEST(AbendCatalogue, ExplainsACodeWithItsReason) {
  for (const char* text : {"S013-18", "s013-18", "013-18", "S013-00000018"}) {
    EXPECT_THAT(explain_abend(text).value_or(""), StartsWith("S013-18 Member not found")) << text;
  }
  EXPECT_THAT(*explain_abend("SB37-04"), HasSubstr("IEC030I B37-04"));
  EXPECT_THAT(*explain_abend("U4039"), StartsWith("U4039 The program ended itself"));
  EXPECT_THAT(*explain_abend("S806-04"), HasSubstr("CSV028I"));
}

TEST(AbendCatalogue, ACodeAloneHasAllItsReasons) {
  const std::string text = *explain_abend("S013");
  for (const char* part : {"S013 OPEN", "S013-14 ", "S013-18 ", "S013-20 ", "S013-34 "}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(*explain_abend("S013-FF"), HasSubstr("S013 OPEN"));
  EXPECT_THAT(*explain_abend("SB37-08"), HasSubstr("SB37-04"));
}

TEST(AbendCatalogue, OtherCodesAreToldToBeUnknown) {
  EXPECT_THAT(*explain_abend("S999"), HasSubstr("not in this catalogue"));
  EXPECT_THAT(*explain_abend("U1234"), HasSubstr("the program's own"));
  EXPECT_THAT(*explain_abend("U4012"), HasSubstr("Signal 12"));
  for (const char* text : {"", "S", "SXYZ", "U12", "S013-", "S013-XX", "CSJ0001E"}) {
    EXPECT_FALSE(explain_abend(text)) << text;
  }
}

TEST(AbendCatalogue, EveryDescriptionCanBeExplained) {
  for (const AbendDescription& abend : abend_descriptions()) {
    const std::string code(abend.code);
    const std::string text =
        *explain_abend(abend.reason.empty() ? code : code + "-" + std::string(abend.reason));
    EXPECT_THAT(text, HasSubstr(std::string(abend.title))) << code;
    EXPECT_FALSE(abend.response.empty()) << code;
  }
}

}  // namespace
}  // namespace coldsite::jcl

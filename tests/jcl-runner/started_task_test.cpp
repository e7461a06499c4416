#include "jcl-runner/started_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(StartedTask, TakesNameIdentifierAndSymbols) {
  const auto request = parse_start("SRV.ONE,A=5,B='x,y',C=(1,2),JOBNAME=OTHER");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->procedure, "SRV");
  EXPECT_EQ(request->identifier, "ONE");
  EXPECT_EQ(request->job_name, "OTHER");
  EXPECT_THAT(request->symbols, ElementsAre("A=5", "B='x,y'", "C=(1,2)"));
}

TEST(StartedTask, RefusesWhatIsNoProcedureOrSymbol) {
  for (const char* operands :
       {"", "5X", "SRV.", "SRV,TEXT", "SRV,=A", "SRV,SUB=MSTR", "SRV,JOBNAME=", "TOOLONGNAME"}) {
    const auto request = parse_start(operands);
    ASSERT_FALSE(request) << operands;
    EXPECT_EQ(request.failure().message().id, "IEE535I");
  }
}

TEST(StartedTask, WritesItsJobOnCards) {
  const auto request = parse_start("SRV,A=" + std::string(40, 'A') + ",B=" + std::string(40, 'B'));
  ASSERT_TRUE(request);
  EXPECT_EQ(start_job_text(*request),
            "//SRV JOB ,'STARTED TASK',MSGLEVEL=(1,1)\n//STARTING EXEC SRV,A=" +
                std::string(40, 'A') + ",\n//             B=" + std::string(40, 'B') + "\n");
}

}  // namespace
}  // namespace coldsite::jcl

#include "jcl-runner/job_group.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<JobGroup> groups_of(std::string_view cards) {
  std::vector<JclStatement> statements = read_statements(make_source("JOBS", cards));
  return take_job_groups(statements);
}

std::vector<std::string> ids_of(const std::vector<Failure>& failures) {
  std::vector<std::string> ids;
  for (const Failure& failure : failures) {
    ids.emplace_back(failure.message().id);
  }
  return ids;
}

TEST(JobGroup, ReadsJobsSetsAndDependencies) {
  const auto groups = groups_of(
      "//G1       JOBGROUP 1,'NIGHT',OWNER=OPS,ERROR=(RC >= 12),ONERROR=FLUSH\n"
      "//LOAD     GJOB\n"
      "//*        a comment\n"
      "//CHECKS   JOBSET FLUSHTYP=ANYFLUSH\n"
      "//CHECK1   SJOB\n"
      "//CHECK2   SJOB\n"
      "//         AFTER NAME=LOAD,WHEN=(RC<=4 & !ABEND),OTHERWISE=FAIL\n"
      "//CHECKS   ENDSET\n"
      "//REPORT   GJOB\n"
      "//         AFTER NAME=(CHECKS)\n"
      "//FIRST    GJOB\n"
      "//         BEFORE NAME=LOAD\n"
      "//A        GJOB\n"
      "//         CONCURRENT NAME=(REPORT)\n"
      "//G1       ENDGROUP\n");
  ASSERT_EQ(groups.size(), 1U);
  const JobGroup& group = groups.front();
  EXPECT_THAT(ids_of(group.errors), IsEmpty());
  EXPECT_EQ(group.name, "G1");
  EXPECT_EQ(group.owner, "OPS");
  EXPECT_EQ(group.on_error, GroupErrorAction::kFlush);
  EXPECT_EQ(group.jobs.size(), 6U);
  EXPECT_TRUE(group.find_job("CHECK1")->flushes_with_any);
  std::vector<std::string> edges;
  for (const GroupDependency& dependency : group.dependencies) {
    edges.push_back(dependency.parent + ">" + dependency.dependent);
  }
  EXPECT_THAT(edges, UnorderedElementsAre("LOAD>CHECK1", "LOAD>CHECK2", "CHECK1>REPORT",
                                          "CHECK2>REPORT", "FIRST>LOAD"));
  EXPECT_EQ(group.dependencies[0].otherwise, GroupAction::kFail);
  EXPECT_THAT(group.concurrent, ElementsAre(ElementsAre("A", "REPORT")));
}

TEST(JobGroup, RefusesWhatIsOutOfPlace) {
  EXPECT_THAT(ids_of(groups_of("//A GJOB\n")[0].errors), ElementsAre("CSJ0170E"));
  EXPECT_THAT(ids_of(groups_of("//G JOBGROUP\n//A GJOB\n")[0].errors), ElementsAre("CSJ0170E"));
  EXPECT_THAT(
      ids_of(groups_of("//G JOBGROUP\n// AFTER NAME=A\n//A GJOB\n//G ENDGROUP\n")[0].errors),
      ElementsAre("CSJ0170E"));
  EXPECT_THAT(ids_of(groups_of("//G JOBGROUP\n//A SJOB\n//G ENDGROUP\n")[0].errors),
              ElementsAre("CSJ0170E"));
}

TEST(JobGroup, RefusesUnknownJobsAndNamesThatAreThereTwice) {
  EXPECT_THAT(
      ids_of(
          groups_of("//G JOBGROUP\n//A GJOB\n// AFTER NAME=B\n//A GJOB\n//G ENDGROUP\n")[0].errors),
      ElementsAre("CSJ0173E", "CSJ0171E"));
  EXPECT_THAT(ids_of(groups_of("//G JOBGROUP X=1\n//A GJOB\n// AFTER NAME=A,WHEN=(RC\n"
                               "//G ENDGROUP\n")[0]
                         .errors)
                  .size(),
              ::testing::Ge(2U));
}

TEST(JobGroup, FindsCycles) {
  const auto groups = groups_of(
      "//G JOBGROUP\n//A GJOB\n// AFTER NAME=C\n//B GJOB\n// AFTER NAME=A\n//C GJOB\n"
      "// AFTER NAME=B\n//D GJOB\n//G ENDGROUP\n");
  EXPECT_THAT(ids_of(groups[0].errors), ElementsAre("CSJ0172E"));
  EXPECT_EQ(find_cycle(groups[0]).size(), 3U);
}

}  // namespace
}  // namespace coldsite::jcl

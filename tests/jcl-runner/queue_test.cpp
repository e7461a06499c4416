// The job queue as jclrun shows it: initiators and classes, held jobs, internal readers, status and
// purge, on real sites.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/jcl-runner/jclrun_site.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Queue : public JclrunSite {
 protected:
  /// Where in the output the first job is told of before the second.
  bool ends_before(const std::string& first, const std::string& second) {
    return output_.find(first) < output_.find(second);
  }
};

TEST_F(Queue, TakesJobsByPriority) {
  EXPECT_EQ(submit("//LOW JOB PRTY=1\n//S EXEC PGM=ENDCODE\n"
                   "//HIGH JOB PRTY=15\n//S EXEC PGM=ENDCODE\n"
                   "//PLAIN JOB\n//S EXEC PGM=ENDCODE\n"),
            0);
  EXPECT_TRUE(ends_before("JOB00002 HIGH", "JOB00003 PLAIN")) << output_;
  EXPECT_TRUE(ends_before("JOB00003 PLAIN", "JOB00001 LOW")) << output_;
}

TEST_F(Queue, HoldsWhatNoInitiatorServes) {
  EXPECT_EQ(submit("//GOES JOB CLASS=B\n//S EXEC PGM=ENDCODE\n"
                   "//STAYS JOB CLASS=X\n//S EXEC PGM=ENDCODE\n",
                   "--initiators A,BC"),
            8);
  EXPECT_THAT(output_, HasSubstr("CSJ0140E"));
  EXPECT_EQ(run("status --site site"), 0);
  EXPECT_THAT(output_, HasSubstr("JOB00002 STAYS    X           7 held"));
  EXPECT_EQ(run("release --site site --initiators X 2"), 0) << output_;
  EXPECT_THAT(output_, HasSubstr("JOB00002 STAYS    ended, highest CC 0000"));
}

TEST_F(Queue, ReleasesHeldJobs) {
  EXPECT_EQ(submit("//HELD JOB TYPRUN=HOLD\n//S EXEC PGM=ENDCODE,PARM=&CODE\n", "-D CODE=3"), 0);
  EXPECT_THAT(output_, HasSubstr("held; 'jclrun release JOB00001' runs it"));
  EXPECT_EQ(run("release --site site JOB00001"), 3) << output_;
  EXPECT_EQ(run("release --site site JOB00001"), 64);
  EXPECT_THAT(output_, HasSubstr("CSJ0142E"));
  EXPECT_EQ(submit("//LATER JOB TYPRUN=JCLHOLD\n//S EXEC PGM=ENDCODE,WRONG=1\n"), 0) << output_;
  EXPECT_EQ(run("release --site site last"), 101) << output_;
}

TEST_F(Queue, CopiesTheCardsOfTyprunCopy) {
  EXPECT_EQ(submit("//COPIED JOB TYPRUN=COPY\n//S EXEC PGM=ENDCODE,PARM=9\n"), 0);
  EXPECT_EQ(run("output --site site last JCLCOPY"), 0);
  EXPECT_EQ(output_, "//COPIED JOB TYPRUN=COPY\n//S EXEC PGM=ENDCODE,PARM=9\n");
}

TEST_F(Queue, RunsWhatAJobWritesToTheInternalReader) {
  const std::string writer =
      "//WRITER JOB\n//S EXEC PGM=PUTDATA\n//OUT DD SYSOUT=(A,INTRDR)\n//SYSIN DD DATA,DLM=$$\n"
      "//CHILD JOB 1,'BY A JOB'\n//S EXEC PGM=ENDCODE,PARM=2\n"
      "//WRONG JOB\n//S EXEC PGM=ENDCODE,WRONG=1\n$$\n"
      "//AFTER EXEC PGM=ENDCODE\n";
  EXPECT_EQ(submit(writer), 101) << output_;
  EXPECT_THAT(output_, HasSubstr("JOB00002 $HASP100 CHILD    ON INTRDR BY A JOB"));
  EXPECT_THAT(output_, HasSubstr("FROM JOB00001 WRITER"));
  EXPECT_THAT(output_, HasSubstr("JOB00001 WRITER   ended, highest CC 0000"));
  EXPECT_THAT(output_, HasSubstr("JOB00002 CHILD    ended, highest CC 0002"));
  EXPECT_THAT(output_, HasSubstr("JOB00003 WRONG    JCL error"));
}

TEST_F(Queue, HoldsWhatAKilledRunHadNotStarted) {
  const std::string jobs =
      "//FIRST JOB\n//S EXEC PGM=ENDCODE\n//SECOND JOB\n//S EXEC PGM=ENDCODE,PARM=4\n";
  EXPECT_NE(submit(jobs, {}, "COLDSITE_KILL=jcl.before_program:1"), 0);
  EXPECT_EQ(run("status --site site"), 0);
  EXPECT_THAT(output_, HasSubstr("JOB00001 FIRST    A           7 interrupted"));
  EXPECT_THAT(output_, HasSubstr("JOB00002 SECOND   A           7 held"));
  EXPECT_EQ(run("release --site site 2"), 4) << output_;
}

TEST_F(Queue, PurgesWhatDoesNotRun) {
  submit("//A JOB\n//S EXEC PGM=ENDCODE\n//B JOB\n//S EXEC PGM=ENDCODE\n");
  EXPECT_EQ(run("purge --site site JOB00002"), 0) << output_;
  EXPECT_EQ(output_, "JOB00002 $HASP250 B        PURGED\n");
  EXPECT_EQ(run("purge --site site JOB00002"), 8);
  submit("//C JOB\n//S EXEC PGM=ENDCODE\n");
  EXPECT_THAT(output_, HasSubstr("JOB00003"));  // the number of B is not given again
}

TEST_F(Queue, PurgesWholeJobsWhereverItIsKilled) {
  submit("//A JOB\n//S EXEC PGM=ENDCODE\n");
  ASSERT_EQ(run("purge --site site 1", "COLDSITE_KILL_LOG=points"), 0) << output_;
  std::map<std::string, int> passes;
  std::vector<std::string> targets;
  std::ifstream points(place_ / "points");
  for (std::string name; std::getline(points, name);) {
    targets.push_back(name + ":" + std::to_string(++passes[name]));
  }
  ASSERT_GT(targets.size(), 4U);
  for (const std::string& target : targets) {
    SCOPED_TRACE(target);
    submit("//A JOB\n//S EXEC PGM=ENDCODE\n");
    EXPECT_NE(run("purge --site site last", "COLDSITE_KILL=" + target), 0);
    run("status --site site");
    EXPECT_THAT(output_, Not(HasSubstr("interrupted")));
    submit("//B JOB\n//S EXEC PGM=ENDCODE\n");
    EXPECT_EQ(run("purge --site site last"), 0) << output_;
  }
  for (const auto& entry : std::filesystem::directory_iterator(place_ / "site/spool")) {
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("purged")));
  }
}

TEST_F(Queue, ShowsStatusInJson) {
  submit("//A JOB PRTY=3\n//S EXEC PGM=ENDCODE,PARM=4\n");
  EXPECT_EQ(run("status --site site --json last"), 0);
  EXPECT_THAT(output_, HasSubstr(R"("job":"JOB00001","name":"A","class":"A","priority":"3",)"
                                 R"("state":"ended","step":"","code":"0004")"));
}

}  // namespace
}  // namespace coldsite::jcl

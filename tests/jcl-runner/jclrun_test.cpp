// The program jclrun on real sites with shell scripts as programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/jcl-runner/jclrun_site.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::HasSubstr;

class Jclrun : public JclrunSite {
 protected:
  void init_volume() {
    write("cards", "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(TST001)\n");
    const std::string command = std::string(program_directory() + "/ickdsf --site '") +
                                (place_ / "site") + "' --dd SYSIN='" + (place_ / "cards") +
                                "' > /dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
};

TEST_F(Jclrun, ExitsWithTheHighestCodeCappedAt99) {
  EXPECT_EQ(submit("//A JOB\n//S EXEC PGM=ENDCODE,PARM=4\n//T EXEC PGM=ENDCODE\n"), 4);
  EXPECT_EQ(submit("//A JOB\n//S EXEC PGM=ENDCODE,PARM=200\n"), 99);
  EXPECT_EQ(submit("//A JOB\n//S EXEC PGM=NOTHERE\n"), 100);
  EXPECT_EQ(submit("//A JOB\n//S EXEC\n"), 101);
  EXPECT_EQ(run("submit --site site nofile.jcl"), 64);
  EXPECT_EQ(run("submit job.jcl"), 64);
  EXPECT_THAT(output_, HasSubstr("CSJ0131E"));
  EXPECT_EQ(run("nonsense"), 64);
}

TEST_F(Jclrun, TurnsSignalsIntoAbends) {
  for (const auto& [signal, abend] :
       std::vector<std::pair<std::string, std::string>>{{"SEGV", "S0C4"},
                                                        {"FPE", "S0C9"},
                                                        {"ILL", "S0C1"},
                                                        {"BUS", "S0C5"},
                                                        {"ABRT", "U4039"},
                                                        {"XCPU", "S322"},
                                                        {"KILL", "S222"},
                                                        {"PIPE", "U4013"}}) {
    EXPECT_EQ(submit("//A JOB\n//S EXEC PGM=ABEND,PARM=" + signal + "\n"), 100);
    EXPECT_THAT(output_, HasSubstr("ABEND " + abend)) << signal;
  }
}

TEST_F(Jclrun, EndsAStepAtItsTimeLimit) {
  write("spin", "#!/bin/sh\nwhile :; do :; done\n");
  std::filesystem::permissions(place_ / "spin", std::filesystem::perms::owner_all);
  write("site/site.conf", "name = TEST\nprograms = " + place_.path() + "\n");
  EXPECT_EQ(submit("//A JOB\n//S EXEC PGM=SPIN,TIME=(,1)\n"), 100);
  EXPECT_THAT(output_, HasSubstr("S322"));
}

TEST_F(Jclrun, NumbersJobsOnceAcrossParallelRuns) {
  std::string jobs;
  for (int i = 0; i < 8; ++i) {
    jobs += "//J" + std::to_string(i) + " JOB\n//S EXEC PGM=ENDCODE\n";
  }
  EXPECT_EQ(submit(jobs, "--initiators 4"), 0) << output_;
  EXPECT_EQ(run("output --site site"), 0);
  for (int i = 1; i <= 8; ++i) {
    EXPECT_THAT(output_, HasSubstr("JOB0000" + std::to_string(i)));
  }
}

TEST_F(Jclrun, SerialisesJobsOfOneName) {
  write("alone",
        "#!/bin/sh\nmkdir \"$COLDSITE_SITE/busy\" || exit 8\nls / >/dev/null\n"
        "rmdir \"$COLDSITE_SITE/busy\"\n");
  std::filesystem::permissions(place_ / "alone", std::filesystem::perms::owner_all);
  write("site/site.conf", "name = TEST\nprograms = " + place_.path() + "\n");
  std::string jobs;
  for (int i = 0; i < 6; ++i) {
    jobs += "//SAME JOB\n//S EXEC PGM=ALONE\n";
  }
  EXPECT_EQ(submit(jobs, "--initiators 6"), 0) << output_;
}

TEST_F(Jclrun, AnswersInJson) {
  EXPECT_EQ(submit("//A JOB\n//S EXEC PGM=ENDCODE,PARM=4\n", "--json"), 4);
  EXPECT_THAT(output_, HasSubstr(R"("steps":[{"step":"S","program":"ENDCODE","state":"ended",)"
                                 R"("code":4,)"));
  EXPECT_THAT(output_, HasSubstr(R"("exit_code":4})"));
  write("bad.jcl", "//A JOB\n//S EXEC PGM=X,Y=1\n");
  EXPECT_EQ(run("scan --json bad.jcl"), 101);
  EXPECT_THAT(output_, HasSubstr(R"("source":"bad.jcl","line":2,"column":16)"));
}

TEST_F(Jclrun, TakesProceduresAndMembersFromAPartitionedDataSet) {
  init_volume();
  ASSERT_EQ(submit("//MAKE JOB\n"
                   "//PROC EXEC PGM=IEBGENER\n//SYSPRINT DD SYSOUT=*\n//SYSIN DD DUMMY\n"
                   "//SYSUT2 DD DSN=TEST.PROCLIB(CALLED),DISP=(NEW,CATLG),UNIT=3390,\n"
                   "//  SPACE=(TRK,(2,1,2)),DCB=(RECFM=FB,LRECL=80)\n"
                   "//SYSUT1 DD DATA,DLM=@@\n"
                   "//CALLED PROC CODE=1\n//S EXEC PGM=ENDCODE,PARM=&CODE\n@@\n"
                   "//INCL EXEC PGM=IEBGENER\n//SYSPRINT DD SYSOUT=*\n//SYSIN DD DUMMY\n"
                   "//SYSUT2 DD DSN=TEST.PROCLIB(SETTING),DISP=OLD\n"
                   "//SYSUT1 DD DATA,DLM=@@\n// SET VALUE=5\n@@\n"),
            0)
      << output_;
  const std::string call = "// INCLUDE MEMBER=SETTING\n//A EXEC CALLED,CODE=&VALUE\n";
  EXPECT_EQ(submit("//USE JOB\n// JCLLIB ORDER=TEST.PROCLIB\n" + call), 5) << output_;
  run("output --site site last JESJCL");
  EXPECT_THAT(output_, HasSubstr("IEFC001I PROCEDURE CALLED WAS EXPANDED USING PRIVATE LIBRARY "
                                 "TEST.PROCLIB"));
  write("site/site.conf",
        "name = TEST\nprograms = bin\nproclib = TEST.PROCLIB\n[dasd]\ndevice = 0a80 3390 10\n");
  EXPECT_EQ(submit("//USE JOB\n" + call), 5) << output_;
  EXPECT_EQ(run("expand --site site job.jcl"), 0);
  EXPECT_THAT(output_, HasSubstr("XXS EXEC PGM=ENDCODE"));
  EXPECT_EQ(submit("//USE JOB\n//A EXEC NOTTHERE\n"), 101);
  EXPECT_THAT(output_, HasSubstr("IEFC612I"));
  EXPECT_EQ(submit("//USE JOB\n// JCLLIB ORDER=NO.SUCH.LIB\n//A EXEC CALLED\n"), 101);
  EXPECT_THAT(output_, HasSubstr("CSJ0054E"));
}

TEST_F(Jclrun, ScanShowsTheStatementsAndWhatTheyMiss) {
  write("job.jcl", "//A JOB\n//S EXEC PGM=ENDCODE\n//T EXEC PGM=NOTHERE,COND=(4,LT)\n");
  EXPECT_EQ(run("scan --site site --expand job.jcl"), 101);
  EXPECT_THAT(output_, HasSubstr("//T EXEC PGM=NOTHERE,COND=(4,LT)\n"));
  EXPECT_THAT(output_, HasSubstr("CSJ0304E job.jcl(3,1)"));
  EXPECT_EQ(run("scan --site site --json job.jcl"), 101);
  EXPECT_THAT(output_, HasSubstr(R"({"step":"T","program":"NOTHERE","runs":"perhaps"})"));
  EXPECT_EQ(run("scan --site site --syntax-only job.jcl"), 0) << output_;
}

TEST_F(Jclrun, ShowsOutputByJobAndDd) {
  EXPECT_EQ(run("output --site site last"), 8);
  EXPECT_THAT(output_, HasSubstr("CSJ0110E"));
  submit("//A JOB\n//S EXEC PGM=GETDATA\n//IN DD *\nHELLO\n//SYSOUT DD SYSOUT=*\n");
  EXPECT_EQ(run("output --site site 1 SYSOUT"), 0);
  EXPECT_EQ(output_, "HELLO\n");
  EXPECT_EQ(run("output --site site JOB00001 NODD"), 8);
  EXPECT_THAT(output_, HasSubstr("CSJ0111E"));
}

TEST_F(Jclrun, TakesOperatorCommands) {
  init_volume();
  EXPECT_EQ(run("command --site site 'v a80,offline'"), 0) << output_;
  EXPECT_EQ(output_, "IEE303I 0A80 OFFLINE\n");
  EXPECT_EQ(run("command --site site 'D U'"), 0);
  EXPECT_THAT(output_, HasSubstr("0A80 3390 OFFLINE TST001"));
  EXPECT_EQ(run("command --site site 'VARY (0A80),ONLINE'"), 0);
  EXPECT_EQ(output_, "IEE302I 0A80 ONLINE\n");
  EXPECT_NE(run("command --site site 'V 0999,ONLINE'"), 0);
  EXPECT_EQ(run("command --site site '$D I'"), 8);
  EXPECT_THAT(output_, HasSubstr("CSJ0120E"));
  EXPECT_EQ(run("explain iefc621i"), 0);
  EXPECT_THAT(output_, HasSubstr("EXPECTED CONTINUATION NOT RECEIVED"));
}

constexpr const char* kTwoStepJob =
    "//KILLED JOB\n"
    "//CLEAR EXEC PGM=ENDCODE\n"
    "//OLD DD DSN=A.B,DISP=(MOD,DELETE,DELETE),UNIT=3390,SPACE=(TRK,1)\n"
    "//MAKE EXEC PGM=PUTDATA\n"
    "//SYSIN DD *\nDATA\n"
    "//OUT DD DSN=A.B,DISP=(NEW,CATLG),UNIT=3390,SPACE=(TRK,1),\n"
    "// RECFM=FB,LRECL=80\n"
    "//TEMP DD DSN=&&T,DISP=(,PASS),UNIT=3390,SPACE=(TRK,1)\n"
    "//SHOW EXEC PGM=GETDATA\n"
    "//IN DD DSN=A.B,DISP=SHR\n"
    "//SYSOUT DD SYSOUT=*\n";

TEST_F(Jclrun, RunsAgainAfterAKillAtEveryPoint) {
  init_volume();
  ASSERT_EQ(submit(kTwoStepJob, {}, "COLDSITE_KILL_LOG=" + (place_ / "points")), 0) << output_;
  std::map<std::string, int> passes;
  std::vector<std::string> targets;
  std::ifstream points(place_ / "points");
  for (std::string name; std::getline(points, name);) {
    if (name.starts_with("jcl.")) {
      targets.push_back(name + ":" + std::to_string(++passes[name]));
    }
  }
  ASSERT_GT(targets.size(), 10U);
  for (const std::string& target : targets) {
    SCOPED_TRACE(target);
    EXPECT_NE(submit(kTwoStepJob, {}, "COLDSITE_KILL=" + target), 0);
    run("output --site site last JESYSMSG");
    EXPECT_THAT(output_, ::testing::AnyOf(HasSubstr("CSJ0105W"), HasSubstr("CSJ0111E"),
                                          HasSubstr("CSJ0141W"), HasSubstr("No such file")));
    EXPECT_EQ(submit(kTwoStepJob), 0) << output_;
    run("output --site site last SYSOUT");
    EXPECT_EQ(output_, "DATA\n");
  }
}

TEST_F(Jclrun, TakesItsProgramsWithItWhenItIsKilled) {
  write("wait", "#!/bin/sh\necho $$ > \"$COLDSITE_SITE/pid\"\nexec sleep 1000\n");
  std::filesystem::permissions(place_ / "wait", std::filesystem::perms::owner_all);
  write("site/site.conf", "name = TEST\nprograms = " + place_.path() + "\n");
  write("job.jcl", "//A JOB\n//S EXEC PGM=WAIT\n//T EXEC PGM=WAIT,COND=EVEN\n");
  for (const std::string signal : {"KILL", "TERM"}) {
    const std::string script =
        "cd '" + place_.path() + "' && rm -f site/pid; " + program_directory() +
        "/jclrun submit --site site job.jcl > output 2>&1 & runner=$!; cd '" + place_.path() +
        "'; until [ -s site/pid ]; do kill -0 $runner || exit 1; /bin/true; done; child=$(cat "
        "site/pid); "
        "kill -" +
        signal +
        " $runner; wait $runner; code=$?; n=0; "
        "runs() { grep -q '^State:.[^Z]' /proc/$child/status 2>/dev/null; }; "
        "while runs && [ $n -lt 2000 ]; do n=$((n+1)); done; ! runs || exit 1; echo $code > code";
    EXPECT_EQ(std::system(script.c_str()), 0) << signal;
    run("output --site site");
    EXPECT_THAT(output_, HasSubstr(signal == "KILL" ? "interrupted" : "cancelled"));
  }
  EXPECT_EQ(read("code"), "100\n");
}

}  // namespace
}  // namespace coldsite::jcl

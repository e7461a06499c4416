#include "jcl-runner/job_expansion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ExpandedJob expand_one(std::string_view cards, ProcedureLibrary* library = nullptr,
                       bool is_syntax_only = false) {
  auto jobs = expand_deck(cards, library, is_syntax_only);
  EXPECT_EQ(jobs.size(), 1U);
  return jobs.empty() ? ExpandedJob{} : std::move(jobs.front());
}

constexpr const char* kProcedure =
    "//J JOB\n"
    "//P PROC HLQ=DEF,M=\n"
    "//A EXEC PGM=X,PARM='A',COND=(4,LT)\n"
    "//IN DD DSN=&HLQ..ONE,DISP=SHR\n"
    "//   DD DSN=&HLQ..TWO,DISP=SHR\n"
    "//OUT DD DSN=O(&M),DISP=(NEW,CATLG),UNIT=3390,\n"
    "//   DCB=(RECFM=FB,LRECL=80)\n"
    "//B EXEC PGM=Y,PARM='B'\n"
    "//   PEND\n";

TEST(JobExpansion, SetsDefaultsAndExecValuesInTheRightOrder) {
  const ExpandedJob job = expand_one(
      "//J JOB\n// SET A=SET,B=SET\n//P PROC A=PROC,C=PROC\n//S EXEC PGM=X,PARM='&A &B &C'\n"
      "//  PEND\n//ONE EXEC P\n//TWO EXEC P,A=EXEC\n// SET B=LATER\n//THREE EXEC P,A=,C=E,C=F\n");
  EXPECT_THAT(errors_of(job), IsEmpty());
  EXPECT_THAT(flat(job), ElementsAre("S PGM=X,PARM='PROC SET PROC'", "S PGM=X,PARM='EXEC SET PROC'",
                                     "S PGM=X,PARM=' LATER E'"));
}

TEST(JobExpansion, SetBehindACallIsForTheNextOne) {
  const ExpandedJob job = expand_one(
      "//J JOB\n//P PROC\n//S EXEC PGM=&A\n//  PEND\n// SET A=ONE\n// EXEC P\n// SET A=TWO\n"
      "// EXEC P\n");
  EXPECT_THAT(flat(job), ElementsAre("S PGM=ONE", "S PGM=TWO"));
}

TEST(JobExpansion, SetInsideAProcedureLasts) {
  const ExpandedJob job = expand_one(
      "//J JOB\n//P PROC\n// SET A=INNER\n//S EXEC PGM=X\n//  PEND\n// SET A=OUTER\n// EXEC P\n"
      "//T EXEC PGM=&A\n");
  EXPECT_THAT(flat(job), ElementsAre("S PGM=X", "T PGM=INNER"));
}

TEST(JobExpansion, SymbolsOfACallReachTheProceduresItCalls) {
  MemoryLibrary library;
  library.members["OUTER"] = "//OUTER PROC A=O\n//S EXEC INNER\n//T EXEC PGM=&A\n";
  library.members["INNER"] = "//INNER PROC B=&A\n//U EXEC PGM=&A&B\n";
  const ExpandedJob job = expand_one("//J JOB\n//X EXEC OUTER,A=Z\n", &library);
  EXPECT_THAT(errors_of(job), IsEmpty());
  EXPECT_THAT(flat(job), ElementsAre("U PGM=ZZ", "T PGM=Z"));
  EXPECT_EQ(job.calls[2].step, "S");
  EXPECT_EQ(job.calls[2].caller, 1U);
}

TEST(JobExpansion, OverridesDdsByKeyword) {
  const ExpandedJob job = expand_one(std::string(kProcedure) +
                                     "//S EXEC P,HLQ=MY,M=M1\n"
                                     "//A.IN DD\n"
                                     "//     DD DISP=OLD\n"
                                     "//     DD DSN=MORE,DISP=SHR\n"
                                     "//A.OUT DD UNIT=,DCB=BLKSIZE=800,VOL=SER=V1\n"
                                     "//A.NEW DD SYSOUT=*\n"
                                     "//B.SYSIN DD *\nDATA\n");
  EXPECT_THAT(errors_of(job), IsEmpty());
  EXPECT_THAT(flat(job),
              ElementsAre("A PGM=X,PARM='A',COND=(4,LT)", "IN DSN=MY.ONE,DISP=SHR",
                          " DSN=MY.TWO,DISP=OLD", " DSN=MORE,DISP=SHR",
                          "OUT DSN=O(M1),DISP=(NEW,CATLG),DCB=(BLKSIZE=800,RECFM=FB,LRECL=80),"
                          "VOL=SER=V1",
                          "NEW SYSOUT=*", "B PGM=Y,PARM='B'", "SYSIN *"));
}

TEST(JobExpansion, OverridesTakeAwayWhatCannotStandBeside) {
  const ExpandedJob job = expand_one(
      "//J JOB\n//P PROC\n//A EXEC PGM=X\n//D1 DD DSN=X,DISP=SHR,DCB=BLKSIZE=80\n"
      "//D2 DD SYSOUT=A\n//D3 DD DUMMY\n//D4 DD DDNAME=SYSIN\n//D5 DD DSN=X,DISP=OLD\n// PEND\n"
      "// EXEC P\n//A.D1 DD SYSOUT=*\n//D2 DD DSN=Y,DISP=SHR\n//D3 DD DSN=Z,DISP=SHR\n"
      "//D4 DD DSN=W,DISP=SHR\n//D5 DD DUMMY\n");
  EXPECT_THAT(flat(job),
              ElementsAre("A PGM=X", "D1 DCB=(BLKSIZE=80),SYSOUT=*", "D2 DSN=Y,DISP=SHR",
                          "D3 DSN=Z,DISP=SHR", "D4 DSN=W,DISP=SHR", "D5 DUMMY,DSN=X,DISP=OLD"));
}

TEST(JobExpansion, ExecOverridesGoToTheirSteps) {
  const ExpandedJob job =
      expand_one(std::string(kProcedure) +
                 "//S EXEC P,PARM=NEW,COND.A=,TIME=5,REGION.B=1M\n//T EXEC P,PARM.B='Z'\n");
  std::vector<std::string> lines;
  for (const std::string& line : flat(job)) {
    if (line.find("PGM=") != std::string::npos) {
      lines.push_back(line);
    }
  }
  EXPECT_THAT(lines, ElementsAre("A PGM=X,PARM=NEW,TIME=5", "B PGM=Y,REGION=1M,TIME=5",
                                 "A PGM=X,PARM='A',COND=(4,LT)", "B PGM=Y,PARM='Z'"));
}

TEST(JobExpansion, FindsProceduresInstreamThenJcllibThenSystem) {
  MemoryLibrary library;
  library.members["P"] = "//S EXEC PGM=SYSTEM\n";
  library.members["MY.LIB/P"] = "//S EXEC PGM=PRIVATE\n";
  EXPECT_THAT(flat(expand_one("//J JOB\n// EXEC P\n", &library)), ElementsAre("S PGM=SYSTEM"));
  EXPECT_THAT(flat(expand_one("//J JOB\n// JCLLIB ORDER=(MY.LIB)\n// EXEC PROC=P\n", &library)),
              ElementsAre("S PGM=PRIVATE"));
  EXPECT_THAT(
      flat(expand_one("//J JOB\n//P PROC\n//S EXEC PGM=OWN\n// PEND\n// EXEC P\n", &library)),
      ElementsAre("S PGM=OWN"));
}

TEST(JobExpansion, PutsIncludeMembersIn) {
  MemoryLibrary library;
  library.members["DDS"] = "//* a member\n//D1 DD DSN=&A,DISP=SHR\n// INCLUDE MEMBER=MORE\n";
  library.members["MORE"] = "//D2 DD DUMMY\n//\n//D3 DD DUMMY\n";
  const ExpandedJob job = expand_one(
      "//J JOB\n// SET A=X.Y\n//S EXEC PGM=Z\n// INCLUDE MEMBER=DDS\n//D4 DD DUMMY\n", &library);
  EXPECT_THAT(errors_of(job), IsEmpty());
  EXPECT_THAT(flat(job),
              ElementsAre("S PGM=Z", "D1 DSN=X.Y,DISP=SHR", "D2 DUMMY", "D3 DUMMY", "D4 DUMMY"));
}

TEST(JobExpansion, StopsWhatUsesItself) {
  MemoryLibrary library;
  library.members["P"] = "//S EXEC P\n";
  library.members["I"] = "// INCLUDE MEMBER=I\n";
  EXPECT_THAT(errors_of(expand_one("//J JOB\n// EXEC P\n", &library)),
              ElementsAre("CSJ0059E(1,1)"));
  EXPECT_THAT(errors_of(expand_one("//J JOB\n// INCLUDE MEMBER=I\n// EXEC PGM=A\n", &library)),
              ElementsAre("CSJ0059E(1,1)"));
}

TEST(JobExpansion, StopsWhatUsesItselfManyTimes) {
  MemoryLibrary library;
  library.members["P"] = "//A EXEC P\n//B EXEC P\n//C EXEC P\n//D EXEC P\n";
  const ExpandedJob job = expand_one("//J JOB\n// EXEC P\n", &library);
  EXPECT_LT(job.statements.size(), 10000U);
  EXPECT_THAT(errors_of(job), ::testing::Contains(::testing::StartsWith("CSJ0060E")));
}

TEST(JobExpansion, ReportsWhatIsNotThere) {
  EXPECT_THAT(errors_of(expand_one("//J JOB\n// EXEC NONE\n// INCLUDE MEMBER=NO\n")),
              ElementsAre("IEFC612I(2,1)", "CSJ0052E(3,1)"));
  EXPECT_THAT(errors_of(expand_one(std::string(kProcedure) + "//S EXEC P,NO=1\n"
                                                             "//C.DD1 DD DUMMY\n")),
              ElementsAre("IEFC657I(10,12)", "IEFC611I(11,1)"));
  EXPECT_THAT(errors_of(expand_one("//J JOB\n//P PROC\n//S EXEC PGM=A\n")),
              ElementsAre("CSJ0055E(2,1)"));
  EXPECT_THAT(errors_of(expand_one("//J JOB\n// PEND\n// PROC\n// PEND\n//S EXEC PGM=A\n"
                                   "// JCLLIB ORDER=X\n// SET 1A=B\n// EXPORT\n")),
              ElementsAre("CSJ0057E(2,1)", "CSJ0056E(3,1)", "IEFC019I(6,1)", "CSJ0051E(7,8)",
                          "CSJ0022E(8,1)"));
}

TEST(JobExpansion, AnUndefinedSymbolIsATemporaryNameOrAMistake) {
  const ExpandedJob job =
      expand_one("//J JOB\n//S EXEC PGM=A\n//D DD DSN=&T,DISP=(,PASS)\n//E DD DSN=&T(M),UNIT=&U\n");
  EXPECT_EQ(flat(job)[1], "D DSN=&&T,DISP=(,PASS)");
  EXPECT_THAT(errors_of(job), ElementsAre("IEFC627I(4,23)"));
}

TEST(JobExpansion, SyntaxOnlyTakesFragmentsAndWhatIsElsewhere) {
  ExpandedJob job = expand_one("//J JOB\n// EXEC NONE,A=B\n//S.D DD DSN=X\n", nullptr, true);
  EXPECT_THAT(errors_of(job), IsEmpty());
  job = expand_one("//P PROC A=\n//S EXEC PGM=X\n//D DD DSN=&A..&B,DISP=SHR\n", nullptr, true);
  EXPECT_THAT(errors_of(job), IsEmpty());
  EXPECT_EQ(job.kind, StreamKind::kFragment);
}

TEST(JobExpansion, ExportedSymbolsReachInStreamData) {
  const ExpandedJob job = expand_one(
      "//J JOB\n// EXPORT SYMLIST=(A)\n// SET A=VALUE,B=NO\n//S EXEC PGM=X\n"
      "//D DD *,SYMBOLS=JCLONLY\n&A &B\n//E DD *\n&A\n");
  std::vector<std::string> data;
  for (const JclStatement& statement : job.statements) {
    for (const cards::Card& card : statement.data) {
      data.push_back(card.text);
    }
  }
  EXPECT_THAT(data, ElementsAre("VALUE &B", "&A"));
}

TEST(JobExpansion, TellsTheChainOfExpansion) {
  MemoryLibrary library;
  library.members["P"] = "//S EXEC PGM=X\n// INCLUDE MEMBER=I\n";
  library.members["I"] = "//D DD DSN=&\n//E DDD\n";
  const auto jobs = build_deck("//J JOB\n// EXEC P\n", &library);
  ASSERT_FALSE(jobs[0].errors.empty());
  const Failure& error = jobs[0].errors.back();
  EXPECT_EQ(error.position()->source, "I");
  EXPECT_THAT(error.context(), ElementsAre("expanding procedure 'P' called in JOBS(2)",
                                           "expanding INCLUDE member 'I' named in P(2)"));
}

TEST(JclListing, MarksWhereStatementsComeFrom) {
  MemoryLibrary library;
  library.members["P"] = "//P PROC A=X\n//* of P\n//S EXEC PGM=&A\n//D DD DSN=O,DISP=SHR\n";
  const ExpandedJob job =
      expand_one("//J JOB\n//C EXEC P\n//S.D DD DSN=N\n//S.E DD DUMMY\n", &library);
  EXPECT_THAT(
      job.listing.shown(1),
      ElementsAre("        1 //J JOB", "        2 //C EXEC P",
                  "          IEFC001I PROCEDURE P WAS EXPANDED USING SYSTEM LIBRARY "
                  "SYS1.PROCLIB",
                  "        3 XXP PROC A=X", "          XX* of P", "        4 XXS EXEC PGM=&A",
                  "          IEFC653I SUBSTITUTION JCL - PGM=X", "        5 //S.D DD DSN=N",
                  "        6 X/D DD DSN=O,DISP=SHR", "        7 //S.E DD DUMMY"));
  EXPECT_THAT(job.listing.shown(0), ElementsAre("        1 //J JOB"));
  EXPECT_EQ(job.listing.shown(2).size(), 4U);
}

}  // namespace
}  // namespace coldsite::jcl

#include "jcl-runner/jcl_job.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> errors_of(std::string_view cards) {
  const auto jobs = build_deck(cards);
  return jobs.empty() ? std::vector<std::string>{"no job"} : shown(jobs[0].errors);
}

TEST(JclJob, WhatStandsBeforeThePeriodOfAStepNameIsIgnored) {
  const auto jobs = build_deck("//J JOB\n//ANY.S1 EXEC PGM=A\n//S2 EXEC PGM=B,COND=(0,NE,S1)\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_EQ(jobs[0].steps[0].key, "S1");
}

TEST(JclJob, ABlankOfASymbolEndsTheOperands) {
  const auto jobs = build_deck(
      "//J JOB\n// SET LIB='SYS1.MACLIB   '\n//S EXEC PGM=A\n"
      "//D DD DISP=SHR,DSN=&LIB,&NOTHING\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_EQ(jobs[0].steps[0].dds[0].parts[0].request.data_set_name, "SYS1.MACLIB");
}

TEST(JclJob, TakesTheParametersOfJobAndExec) {
  const auto jobs = build_deck(
      "//DRILL JOB (1234,'D 7'),'J. DOE',CLASS=B,MSGCLASS=X,MSGLEVEL=(0,0),\n"
      "//  NOTIFY=&SYSUID,TIME=(1,30),COND=(8,LE),REGION=0M\n"
      "//S1 EXEC PGM=IEFBR14,PARM=(A,'B C',D),TIME=(,10),COND=EVEN\n");
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("CSJ0021I(2,44)"));
  const JobParameters& job = jobs[0].parameters;
  EXPECT_EQ(job.accounting, "1234,D 7");
  EXPECT_EQ(job.programmer, "J. DOE");
  EXPECT_EQ(job.job_class + job.message_class, "BX");
  EXPECT_EQ(job.statement_level + job.message_level, 0);
  EXPECT_EQ(job.cpu_seconds, 90U);
  EXPECT_EQ(job.condition.tests.size(), 1U);
  const JclStep& step = jobs[0].steps.at(0);
  EXPECT_EQ(step.program, "IEFBR14");
  EXPECT_EQ(step.parm, "A,B C,D");
  EXPECT_EQ(step.cpu_seconds, 10U);
  EXPECT_TRUE(step.condition.even);
}

TEST(JclJob, SeparatesTheJobsOfAFileAndTheirErrors) {
  const auto jobs = build_deck(
      "//A JOB\n//S EXEC PGM=X\n//B JOB\n//S EXEC PGM=X,FOO=1\n//C JOB\n//S EXEC PGM=X\n");
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[1].errors), ElementsAre("IEFC630I(4,16)"));
  EXPECT_THAT(shown(jobs[2].errors), IsEmpty());
}

TEST(JclJob, NeedsAJobStatementAndAStep) {
  EXPECT_THAT(errors_of("some text\n"), ElementsAre("CSJ0007E(1,1)", "IEFC606I(1,1)"));
  EXPECT_THAT(errors_of("//P PROC\n//S EXEC PGM=A\n"), ElementsAre("CSJ0007E(1,1)"));
  EXPECT_THAT(errors_of("//J JOB\n//\n//S EXEC PGM=A\n"), ElementsAre("IEFC607I(1,1)"));
  EXPECT_THAT(errors_of("//J JOB\n//D DD DUMMY\n//S EXEC PGM=A\n"), ElementsAre("IEFC606I(2,1)"));
}

TEST(JclJob, CollectsDdsConcatenationsAndInStreamData) {
  const auto jobs = build_deck(
      "//J JOB\n//S EXEC PGM=A\n//IN DD DSN=A.B,DISP=SHR\n//   DD DSN=A.C,DISP=SHR\n"
      "//SYSIN DD *\n CARD\n/*\n//SYSPRINT DD SYSOUT=*\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  const JclStep& step = jobs[0].steps.at(0);
  ASSERT_EQ(step.dds.size(), 3U);
  ASSERT_EQ(step.dds[0].parts.size(), 2U);
  EXPECT_EQ(step.dds[0].parts[1].request.data_set_name, "A.C");
  EXPECT_EQ(step.dds[0].parts[1].request.ddname, "IN");
  EXPECT_EQ(step.dds[1].parts[0].request.instream, std::vector<std::string>{" CARD"});
  EXPECT_EQ(step.dds[2].parts[0].request.sysout_class, "*");
}

TEST(JclJob, ReplacesBackReferences) {
  const auto jobs = build_deck(
      "//J JOB\n//S1 EXEC PGM=A\n"
      "//OUT DD DSN=&&T,DISP=(,PASS),UNIT=3390,SPACE=(TRK,1),\n"
      "//     DCB=(RECFM=FB,LRECL=80,BLKSIZE=800)\n"
      "//S2 EXEC PGM=B\n"
      "//IN DD DSN=*.S1.OUT,DISP=OLD\n"
      "//O2 DD DSN=X.Y,DISP=(,CATLG),VOL=REF=*.S1.OUT,SPACE=(TRK,1),\n"
      "//     DCB=(*.S1.OUT,LRECL=40)\n"
      "//O3 DD DSN=X.Z,DISP=(,CATLG),UNIT=TAPE\n"
      "//O4 DD DSN=X.W,DISP=(,CATLG),UNIT=AFF=O3\n");
  ASSERT_THAT(shown(jobs[0].errors), IsEmpty());
  const JclStep& step = jobs[0].steps.at(1);
  EXPECT_EQ(step.dds[0].parts[0].request.data_set_name, "&&T");
  const JclDdPart& second = step.dds[1].parts[0];
  ASSERT_TRUE(second.volume_of);
  EXPECT_EQ(second.volume_of->step + "." + second.volume_of->ddname, "S1.OUT");
  EXPECT_EQ(second.request.dcb.record_bytes, 40U);
  EXPECT_EQ(second.request.dcb.block_bytes, 800U);
  EXPECT_EQ(step.dds[3].parts[0].request.unit, "TAPE");
}

TEST(JclJob, RefusesReferencesToWhatIsNotBefore) {
  EXPECT_THAT(errors_of("//J JOB\n//S EXEC PGM=A\n//X DD DSN=*.S9.OUT,DISP=OLD\n"),
              ElementsAre("IEFC645I(3,12)"));
  EXPECT_THAT(errors_of("//J JOB\n//S EXEC PGM=A,COND=(0,NE,S9)\n"), ElementsAre("IEFC645I(2,27)"));
}

TEST(JclJob, RunsStepsWithoutAJobStatementUnderADefaultOne) {
  const auto jobs = build_deck("//* comment\n//S EXEC PGM=A\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("CSJ0008I(2,1)"));
  EXPECT_EQ(jobs[0].name, kDefaultJobName);
}

TEST(JclJob, RefusesByNameWhatIsNotThereYet) {
  EXPECT_THAT(errors_of("//J JOB\n//S EXEC PGM=A\n//X XMIT DEST=N1\n/*XEQ N1\n"),
              ElementsAre("CSJ0025E(3,5)", "CSJ0025E(4,1)"));
  EXPECT_THAT(errors_of("//J JOB RESTART=(S,C1)\n//S EXEC PGM=A\n"), ElementsAre("CSJ0020E(1,20)"));
  EXPECT_THAT(errors_of("//J JOB\n//JOBCAT DD DSN=X,DISP=SHR\n//S EXEC PGM=A\n"),
              ElementsAre("CSJ0025E(2,1)"));
}

TEST(JclJob, AStepNameInFrontOfADdOfAProgramIsIgnored) {
  const auto jobs = build_deck("//J JOB\n//S EXEC PGM=A\n//P.X DD DUMMY\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("CSJ0042W(3,3)"));
  EXPECT_EQ(jobs[0].steps[0].dds[0].ddname, "X");
}

TEST(JclJob, SyntaxOnlyNotesWhatIsRefusedAndStrictRefusesWhatIsIgnored) {
  constexpr const char* kDeck = "//J JOB\n//S EXEC PGM=A,REGION=0M\n//X DD DSN=A,SUBSYS=B\n";
  const auto syntax = build_deck(kDeck, nullptr, {true, false});
  EXPECT_THAT(shown(syntax[0].errors), IsEmpty());
  EXPECT_THAT(shown(syntax[0].notes), ElementsAre("CSJ0021I(2,16)", "CSJ0025E(3,14)"));
  const auto strict = build_deck(kDeck, nullptr, {true, true});
  EXPECT_THAT(shown(strict[0].errors), ElementsAre("CSJ0064E(2,16)"));
}

TEST(JclJob, NamesStepsOfProceduresAfterTheirCall) {
  const auto jobs = build_deck(
      "//J JOB\n//P PROC\n//A EXEC PGM=X\n//O DD DSN=&&T,DISP=(,PASS)\n"
      "//B EXEC PGM=Y,COND=(0,NE,A)\n//I DD DSN=*.A.O,DISP=OLD\n// PEND\n//C1 EXEC P\n//C2 EXEC P\n"
      "//D EXEC PGM=Z,COND=((0,NE,C1.B),(4,LT,C2))\n//I DD DSN=*.C1.A.O,DISP=OLD\n");
  ASSERT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_EQ(jobs[0].steps[2].key, "C2.A");
  EXPECT_EQ(jobs[0].steps[2].shown_name(), "A C2");
  EXPECT_EQ(jobs[0].steps[3].condition.tests[0].step, "C2.A");
  const auto& tests = jobs[0].steps[4].condition.tests;
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_EQ(tests[0].step + " " + tests[1].step + " " + tests[2].step, "C1.B C2.A C2.B");
  EXPECT_EQ(jobs[0].steps[4].dds[0].parts[0].request.data_set_name, "&&T");
}

TEST(JclJob, GivesDdnameItsLaterDd) {
  const auto jobs = build_deck(
      "//J JOB\n//S EXEC PGM=A\n//IN DD DDNAME=SYSIN\n//NO DD DDNAME=GONE\n//SYSIN DD "
      "DSN=A,DISP=SHR\n"
      "//   DD DSN=B,DISP=SHR\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("IEF686I(4,1)"));
  const JclStep& step = jobs[0].steps[0];
  ASSERT_EQ(step.dds.size(), 2U);
  ASSERT_EQ(step.dds[0].parts.size(), 2U);
  EXPECT_EQ(step.dds[0].parts[1].request.ddname + step.dds[0].parts[1].request.data_set_name,
            "INB");
  EXPECT_TRUE(step.dds[1].parts[0].request.is_dummy);
}

TEST(JclJob, TakesJoblibRefddOutputAndReferencedPrograms) {
  const auto jobs = build_deck(
      "//J JOB\n//JOBLIB DD DSN=LIB,DISP=SHR\n//   DD DSN=LIB2,DISP=SHR\n//O OUTPUT "
      "CLASS=X,DEFAULT=YES\n"
      "//S EXEC PGM=A\n//D DD DSN=&&G(GO),DISP=(,PASS),SPACE=(TRK,(1,,1)),LRECL=80\n"
      "//P DD SYSOUT=(,)\n"
      "//T EXEC PGM=*.S.D,PARMDD=PRM\n//STEPLIB DD DSN=L,DISP=SHR\n//N DD DSN=N,REFDD=*.S.D\n"
      "//PRM DD *\nX\n");
  ASSERT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_EQ(jobs[0].steps[0].dds.back().ddname, "JOBLIB");
  EXPECT_EQ(jobs[0].steps[0].dds.back().parts.size(), 2U);
  EXPECT_EQ(jobs[0].steps[0].dds[1].parts[0].request.sysout_class, "X");
  const JclStep& step = jobs[0].steps[1];
  EXPECT_EQ(step.program + " " + step.parm_ddname, "GO PRM");
  EXPECT_EQ(step.dds.size(), 3U) << "STEPLIB stands instead of JOBLIB";
  EXPECT_EQ(step.dds[1].parts[0].request.dcb.record_bytes, 80U);
}

TEST(JclJob, KeepsJes2Statements) {
  const auto jobs = build_deck(
      "/*PRIORITY 5\n//J JOB\n/*MESSAGE MOUNT V1\n/*NOTIFY JANE\n//*MAIN SYSTEM=SY1\n//S EXEC "
      "PGM=A\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("CSJ0026I(5,1)"));
  EXPECT_EQ(jobs[0].parameters.priority, 5);
  EXPECT_THAT(jobs[0].operator_messages, ElementsAre("MOUNT V1"));
  EXPECT_EQ(jobs[0].parameters.notify, "JANE");
}

TEST(JclJob, ChecksValues) {
  EXPECT_THAT(errors_of("//J JOB CLASS=(A,B),MSGLEVEL=3,TYPRUN=CPOY,TIME=0,CLASS=A,A=1\n"
                        "//S EXEC PGM=A\n"),
              ElementsAre("CSJ0022E(1,15)", "CSJ0022E(1,30)", "CSJ0022E(1,39)", "CSJ0022E(1,49)",
                          "CSJ0023E(1,51)", "IEFC630I(1,59)"));
  EXPECT_THAT(errors_of("//J JOB\n//S EXEC PGM=TOOLONGNAME\n//  DD DUMMY\n//T EXEC TIME=1\n"),
              ElementsAre("CSJ0022E(2,14)", "CSJ0043E(3,1)", "CSJ0024E(4,10)"));
  EXPECT_THAT(errors_of("//J JOB 1,2,3\n//S EXEC PGM=A\n//A DD DUMMY\n//A DD DUMMY\n"),
              ElementsAre("IEFC640I(1,13)", "CSJ0041E(4,1)"));
  EXPECT_THAT(errors_of("//J JOB 1,'A NAME OF MORE THAN TWENTY'\n//S EXEC PGM=A\n"),
              ElementsAre("IEFC642I(1,11)"));
}

TEST(JclJob, GivesEveryStepAKeyOfItsOwn) {
  const auto jobs = build_deck("//J JOB\n//A EXEC PGM=X\n// EXEC PGM=X\n//A EXEC PGM=X\n");
  EXPECT_EQ(jobs[0].steps[0].key, "A");
  EXPECT_EQ(jobs[0].steps[1].key, "STEP2");
  EXPECT_EQ(jobs[0].steps[2].key, "A#3");
}

}  // namespace
}  // namespace coldsite::jcl

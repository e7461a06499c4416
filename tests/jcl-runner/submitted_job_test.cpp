// Jobs kept in the spool and read again.
#include "jcl-runner/submitted_job.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "datasets/io/real_store.hpp"
#include "datasets/messages/csj.hpp"
#include "jcl-runner/job_files.hpp"
#include "tests/jcl-runner/jcl_decks.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::HasSubstr;

class SubmittedJobs : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(place_ / "site");
    std::filesystem::create_directories(place_ / "procs");
    std::filesystem::create_directories(job_.directory);
    write("site/site.conf", "name = TEST\n[dasd]\ndevice = 0a80 3390 10\n");
    write("procs/P", "//P PROC\n//PS EXEC PGM=&PGM\n//LATE DD DSN=A.D&YYMMDD..T&HHMMSS,DISP=SHR\n");
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(place_ / name) << text;
  }
  std::string read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<JclJob> read_jobs(const std::string& text) {
    JobFileOptions options;
    options.site_directory = place_ / "site";
    options.user = "TESTER";
    options.working_directory = place_.path();
    options.procedure_directories = {place_ / "procs", "more"};
    options.symbols = {{"PGM", "IEFBR14"}};
    options.read_at = io::Timestamp{1'000'000'000'000'000};
    auto reader = JobFileReader::open(*store_, options);
    EXPECT_TRUE(reader);
    return reader->read_text("JOBS", text);
  }
  Result<JclJob> kept_and_read(const JclJob& job) {
    EXPECT_TRUE(write_submitted(*store_, job_, *job.submitted));
    return read_job_again(*store_, place_ / "site", job_);
  }

  coldsite::testing::TemporaryDirectory place_;
  std::shared_ptr<io::FileStore> store_ = io::make_real_store();
  SpoolJob job_{"JOB00001", place_ / "spool/JOB00001"};
};

TEST_F(SubmittedJobs, AreReadAgainAsTheyWere) {
  const auto jobs = read_jobs(
      "//* first\n//A JOB\n//S EXEC P\n//X DD *\nDATA\n//\ndead text\n"
      "//B JOB\n//S EXEC PGM=&PGM\n//T EXEC PGM=X,Y=1\n");
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].submitted->procedure_directories,
            (std::vector<std::string>{place_ / "procs", place_ / "more"}));
  EXPECT_EQ(jobs[0].submitted->cards,
            "//* first\n//A JOB\n//S EXEC P\n//X DD *\nDATA\n//\ndead text\n");
  EXPECT_EQ(jobs[1].submitted->cards, "//B JOB\n//S EXEC PGM=&PGM\n//T EXEC PGM=X,Y=1\n");
  const auto first = kept_and_read(jobs[0]);
  ASSERT_TRUE(first);
  EXPECT_EQ(shown(first->errors), shown(jobs[0].errors));
  EXPECT_EQ(first->card_count, jobs[0].card_count);
  EXPECT_EQ(first->listing.shown(1), jobs[0].listing.shown(1));
  ASSERT_EQ(first->steps.size(), 1U);
  EXPECT_EQ(first->steps[0].program, "IEFBR14");
  EXPECT_EQ(first->steps[0].dds.size(), 2U);
  const auto second = kept_and_read(jobs[1]);
  ASSERT_TRUE(second);
  EXPECT_EQ(shown(second->errors), (std::vector<std::string>{"IEFC630I(10,16)"}));
}

TEST_F(SubmittedJobs, KeepTheTimeOfTheFirstReading) {
  const auto jobs = read_jobs("//A JOB\n//S EXEC P\n");
  const auto again = kept_and_read(jobs[0]);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->steps[0].dds[0].parts[0].request.data_set_name, "A.D010909.T014640");
}

TEST_F(SubmittedJobs, RunWithoutAJobStatementToo) {
  const auto jobs = read_jobs("//S EXEC PGM=IEFBR14\n");
  const auto again = kept_and_read(jobs[0]);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->name, kDefaultJobName);
  EXPECT_TRUE(again->errors.empty());
}

TEST_F(SubmittedJobs, DoNotKeepAPassword) {
  const auto jobs = read_jobs(
      "//A JOB ,USER=U,\n//  PASSWORD=(OLDPW,NEWPW)\n//S EXEC PGM=IEFBR14\n"
      "//I DD DATA\n//B JOB PASSWORD=DATA\n/*\n");
  const auto again = kept_and_read(jobs[0]);
  ASSERT_TRUE(again);
  EXPECT_EQ(shown(again->errors), (std::vector<std::string>{}));
  const std::string cards = read(job_.file("JESJCLIN"));
  EXPECT_THAT(cards, ::testing::Not(HasSubstr("PW")));
  EXPECT_THAT(cards, HasSubstr("PASSWORD=DATA"));
}

TEST_F(SubmittedJobs, KeepOddNamesAndValues) {
  SubmittedJob odd;
  odd.source_name = " a\\nb\nc ";
  odd.first_line = 7;
  odd.cards = "//A JOB\n";
  odd.user = "U";
  odd.read_at_us = -5;
  odd.is_strict = true;
  odd.procedure_directories = {"/x y\n", "\\"};
  odd.symbols = {{"A", ""}, {"B", "=\\n\n"}};
  ASSERT_TRUE(write_submitted(*store_, job_, odd));
  const auto again = read_submitted(*store_, job_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->source_name, odd.source_name);
  EXPECT_EQ(again->first_line, odd.first_line);
  EXPECT_EQ(again->cards, odd.cards);
  EXPECT_EQ(again->user, odd.user);
  EXPECT_EQ(again->read_at_us, odd.read_at_us);
  EXPECT_EQ(again->is_strict, odd.is_strict);
  EXPECT_EQ(again->procedure_directories, odd.procedure_directories);
  EXPECT_EQ(again->symbols, odd.symbols);
}

TEST_F(SubmittedJobs, TellDamage) {
  const auto jobs = read_jobs("//A JOB\n//S EXEC PGM=IEFBR14\n");
  for (const char* file : {"JESJCLIN", ".reading"}) {
    ASSERT_TRUE(write_submitted(*store_, job_, *jobs[0].submitted));
    const std::string whole = read(job_.file(file));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      std::ofstream(job_.file(file), std::ios::trunc) << whole.substr(0, size);
      const auto again = read_job_again(*store_, place_ / "site", job_);
      ASSERT_FALSE(again) << file << " " << size;
      EXPECT_TRUE(again.failure().is(msg::CSJ0132E));
    }
    std::filesystem::remove(job_.file(file));
    EXPECT_FALSE(read_job_again(*store_, place_ / "site", job_));
  }
}

}  // namespace
}  // namespace coldsite::jcl

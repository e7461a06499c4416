#include "jcl-runner/internal_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

InternalReaderJobs read(const std::string& text, bool is_complete = true) {
  return read_internal_reader({"JOB00001", "WRITER", text, is_complete},
                              [](std::string_view, std::string_view part) -> Result<ReadStream> {
                                return ReadStream{build_deck(std::string(part)), {}};
                              });
}

std::vector<std::string> names_of(const InternalReaderJobs& read) {
  std::vector<std::string> names;
  for (const JclJob& job : read.jobs) {
    names.push_back(job.name);
  }
  return names;
}

constexpr const char* kOne = "//ONE JOB\n//S EXEC PGM=A\n";
constexpr const char* kTwo = "//TWO JOB\n//S EXEC PGM=A\n";
constexpr const char* kBad = "//BAD JOB\n//S EXEC PGM=A,NONSENSE=1\n";

TEST(InternalReader, ReadsEveryJob) {
  const auto got = read(std::string(kOne) + kTwo);
  EXPECT_THAT(names_of(got), ElementsAre("ONE", "TWO"));
  EXPECT_THAT(got.notes, IsEmpty());
}

TEST(InternalReader, KeepsJobsWithErrors) {
  const auto got = read(std::string(kBad) + kOne);
  EXPECT_THAT(names_of(got), ElementsAre("BAD", "ONE"));
  EXPECT_FALSE(got.jobs[0].errors.empty());
}

TEST(InternalReader, DeletesTheJobBeforeDel) {
  EXPECT_THAT(names_of(read(std::string(kOne) + kTwo + "/*DEL\n")), ElementsAre("ONE"));
  EXPECT_THAT(names_of(read(std::string(kOne) + "/*PURGE\n" + kTwo)), ElementsAre("TWO"));
}

TEST(InternalReader, ScansTheJobBeforeScan) {
  const auto got = read(std::string(kOne) + "/*SCAN\n" + kTwo);
  ASSERT_THAT(names_of(got), ElementsAre("ONE", "TWO"));
  EXPECT_EQ(got.jobs[0].parameters.type_of_run, TypeOfRun::kScan);
  EXPECT_EQ(got.jobs[1].parameters.type_of_run, TypeOfRun::kRun);
}

TEST(InternalReader, LeavesAnUnfinishedJobOfAnAbendedStep) {
  EXPECT_THAT(names_of(read(std::string(kOne) + "/*EOF\n" + kTwo, false)), ElementsAre("ONE"));
}

TEST(InternalReader, SkipsRecordsWithoutAJobStatement) {
  const auto got = read(std::string("some text\n") + kOne);
  EXPECT_EQ(got.notes.size(), 1U);
  EXPECT_THAT(read("").jobs, IsEmpty());
  EXPECT_THAT(read("").notes, IsEmpty());
}

}  // namespace
}  // namespace coldsite::jcl

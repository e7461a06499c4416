// IEBGENER and IEBCOPY run as their users run them: with --dd options, cards on standard input, and
// a volume image in a directory of its own.
#pragma once

#include <gmock/gmock.h>

#include <sstream>

#include "datasets/io/memory_store.hpp"
#include "datasets/io/real_store.hpp"
#include "tests/datasets/access/test_volume.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::testing {

struct ProgramRun {
  int condition_code = 0;
  std::string output;
};

/// ISPF statistics with a date and a number of lines.
inline Bytes statistics_of(std::uint32_t lines) {
  access::MemberStatistics statistics;
  statistics.created.year = statistics.changed.year = 2026;
  statistics.created.day_of_year = statistics.changed.day_of_year = 325;
  statistics.lines = lines;
  statistics.user = "IBMUSER";
  return access::make_statistics(statistics);
}

/// Where the files of a test are: in memory (fast), or real (for Hercules and for kills).
enum class Files { kMemory, kReal };

class CopyTest : public ::testing::Test {
 protected:
  explicit CopyTest(Files files = Files::kMemory)
      : store_(files == Files::kReal ? io::make_real_store() : io::make_memory_store()),
        root_(files == Files::kReal ? directory_.path() : ".") {}

  ProgramRun run(const batch::ProgramDescription& description, const batch::Program& program,
                 const std::vector<std::string>& arguments, const std::string& cards = "") {
    std::istringstream input(cards);
    std::ostringstream output, errors;
    const auto clock = io::make_stepped_clock({}, 1);
    batch::StepEnvironment environment;
    environment.store = store_.get();
    environment.clock = clock.get();
    environment.input = &input;
    environment.output = &output;
    environment.errors = &errors;
    const int code = batch::run_program(
        description, arguments, [](const char*) { return std::nullopt; }, environment, program);
    return {code, output.str() + errors.str()};
  }

  [[nodiscard]] std::string image() const { return root_ + "/v.ckd"; }
  /// "--dd=NAME=DSN=...,UNIT=3390,PATH='...'" for a data set on the volume.
  [[nodiscard]] std::string dd(const std::string& ddname, const std::string& data_set_name,
                               const std::string& more = "DISP=SHR") const {
    return "--dd=" + ddname + "=DSN=" + data_set_name + ",UNIT=3390,PATH='" + image() + "'," + more;
  }
  [[nodiscard]] std::string file(const std::string& ddname, const std::string& name) const {
    return "--dd=" + ddname + "=" + root_ + "/" + name;
  }
  void make_file(const std::string& name, const std::string& content) {
    const Bytes bytes(content.begin(), content.end());
    ASSERT_TRUE(io::replace_file(*store_, root_ + "/" + name, bytes).ok());
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    const auto bytes = io::read_file(*store_, root_ + "/" + name);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "";
  }

  [[nodiscard]] std::unique_ptr<dasd::Volume> open_volume() {
    auto volume = dasd::open_volume(*store_, image(), dasd::Access::kUpdate);
    EXPECT_TRUE(volume.ok());
    return std::move(*volume);
  }
  void make_library(const std::string& name, const access::DataControlBlock& dcb,
                    std::uint32_t tracks, std::uint32_t directory_blocks,
                    std::uint32_t secondary = 0) {
    const auto volume = open_volume();
    access::make_library(*volume, name, dcb, tracks, directory_blocks, secondary);
  }
  void add_member(const std::string& library, const access::Member& member,
                  const access::BlockList& blocks) {
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, library));
    const auto writer = (*open)->write_member(member, true);
    ASSERT_TRUE(writer.ok()) << to_string(writer.failure());
    const auto written = access::write_blocks(**writer, blocks);
    ASSERT_TRUE(written.ok()) << to_string(written.failure());
  }
  [[nodiscard]] std::vector<access::Member> members(const std::string& library) {
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, library));
    EXPECT_TRUE(open.ok()) << to_string(open.failure());
    return (*open)->members();
  }
  [[nodiscard]] std::vector<std::string> names(const std::string& library) {
    std::vector<std::string> result;
    for (const access::Member& member : members(library)) {
      result.push_back(member.name);
    }
    return result;
  }
  [[nodiscard]] access::BlockList member(const std::string& library, const std::string& name) {
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, library));
    if ((*open)->find(name) == nullptr) {
      ADD_FAILURE() << name << " is not in " << library;
      return {};
    }
    const auto blocks = access::read_member(**open, name);
    EXPECT_TRUE(blocks.ok()) << to_string(blocks.failure());
    return blocks.ok() ? *blocks : access::BlockList();
  }
  /// Standard output of a shell command in the directory.
  std::string shell(const std::string& command) {
    return run_shell(command, directory_.path()).output;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<io::FileStore> store_;
  std::string root_;
};

}  // namespace coldsite::testing

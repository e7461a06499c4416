// RESTORE and COPY killed at every kill point: the target is as it was, or marked, or done, and the
// same step run again ends as an undisturbed one.
#include <iostream>
#include <sstream>

#include "datasets/io/real_store.hpp"
#include "tests/kill_sweep.hpp"
#include "tests/temporary_directory.hpp"
#include "tests/utilities/adrdssu/adrdssu_fixture.hpp"
#include "utilities/adrdssu/adrdssu.hpp"
#include "utilities/data-copy/label_track.hpp"

namespace coldsite::adrdssu {
namespace {

constexpr std::uint32_t kTracks = 23;

int adrdssu(const std::string& directory, const std::string& cards, const std::string& tape_disp) {
  const auto store = io::make_real_store();
  const auto clock = io::make_stepped_clock({1'795'000'000'000'000}, 1'000'000);
  std::istringstream input(cards);
  batch::StepEnvironment environment;
  environment.store = store.get();
  environment.clock = clock.get();
  environment.input = &input;
  environment.output = &std::cout;
  environment.errors = &std::cerr;
  const auto image = [&](const std::string& ddname, const std::string& disp) {
    return ddname + "=UNIT=3390,PATH='" + directory + "/" + ddname + "',DISP=" + disp;
  };
  const std::vector<std::string> arguments = {
      "--dd", image("SOURCE", "SHR"),
      "--dd", image("TARGET", "OLD"),
      "--dd", "TAPE=DSN=A.DUMP,UNIT=TAPE,PATH='" + directory + "/tape.aws',DISP=" + tape_disp};
  return batch::run_program(
      description(), arguments, [](const char*) { return std::optional<std::string>(); },
      environment, run_adrdssu);
}

constexpr const char* kRestore = "  RESTORE FULL INDD(TAPE) OUTDD(TARGET) COPYVOLID\n";
constexpr const char* kCopy =
    "  COPY FULL INDD(SOURCE) OUTDD(TARGET) COPYVOLID FASTREPLICATION(NONE)\n";
constexpr const char* kDump = "  DUMP FULL INDD(SOURCE) OUTDD(TAPE)\n";

TEST(AdrdssuKillWorker, DISABLED_Restore) {
  const std::string directory = testing::worker_directory();
  ASSERT_EQ(adrdssu(directory, kRestore, "OLD"), 0);
}
TEST(AdrdssuKillWorker, DISABLED_Copy) {
  ASSERT_EQ(adrdssu(testing::worker_directory(), kCopy, "OLD"), 0);
}
TEST(AdrdssuKillWorker, DISABLED_Dump) {
  ASSERT_EQ(adrdssu(testing::worker_directory(), kDump, "(NEW,KEEP)"), 0);
}

class AdrdssuKillTest : public ::testing::Test {
 protected:
  void set_up() {
    for (const char* name : {"SOURCE", "TARGET", "tape.aws"}) {
      (void)store_->remove_file(directory_ / name);
    }
    make_pack(*store_, directory_ / "SOURCE", "PRD001", 3);
    make_pack(*store_, directory_ / "TARGET", "TGT001", 4);
    fill_pack(*open_pack(*store_, directory_ / "SOURCE"), "PROD.A", 20);
    auto tape = tape::create_tape(*store_, directory_ / "tape.aws", {});
    ASSERT_TRUE(tape);
    ASSERT_TRUE(tape::initialize_tape(**tape, {"T00001", ""}));
  }
  Bytes used(const char* name) {
    return used_content(*open_pack(*store_, directory_ / name), 3, kTracks - 3);
  }
  /// Whole under the source's serial, or recognisable as not.
  void check_target() {
    const auto target = open_pack(*store_, directory_ / "TARGET");
    const auto label = dasd::read_label(*target);
    ASSERT_TRUE(label);
    if (label->volser == "PRD001") {
      EXPECT_EQ(used("SOURCE"), used("TARGET"));
    } else {
      EXPECT_EQ(label->volser, "TGT001");
      EXPECT_TRUE(copy::is_incomplete(*label) || dasd::read_vtoc(*target)->data_sets.empty());
    }
  }
  void check_done() {
    const auto target = open_pack(*store_, directory_ / "TARGET");
    EXPECT_EQ(dasd::read_label(*target)->volser, "PRD001");
    const auto vtoc = dasd::read_vtoc(*target);
    ASSERT_TRUE(vtoc);
    EXPECT_TRUE(vtoc->findings.empty());
    EXPECT_EQ(vtoc->usable_cylinders, 4U);
    EXPECT_EQ(used("SOURCE"), used("TARGET"));
  }
  testing::KillSweep sweep(const std::string& worker) {
    testing::KillSweep made;
    made.worker = "AdrdssuKillWorker.DISABLED_" + worker;
    made.directory = directory_.path();
    made.set_up = [this] { set_up(); };
    made.check = [this](const std::string&) { check_target(); };
    made.check_end = [this](const std::string&) { check_done(); };
    return made;
  }
  testing::TemporaryDirectory directory_;
  std::unique_ptr<io::FileStore> store_ = io::make_real_store();
};

TEST_F(AdrdssuKillTest, ACopyKilledAnywhereIsRunAgain) {
  EXPECT_GE(testing::run_kill_sweep(sweep("Copy")), 4U);
}

TEST_F(AdrdssuKillTest, ARestoreKilledAnywhereIsRunAgain) {
  testing::KillSweep restore = sweep("Restore");
  restore.set_up = [this] {
    set_up();
    ASSERT_EQ(adrdssu(directory_.path(), kDump, "(NEW,KEEP)"), 0);
  };
  EXPECT_GE(testing::run_kill_sweep(restore), 4U);
}

TEST_F(AdrdssuKillTest, ADumpKilledAnywhereIsRefusedUntilItIsRunAgain) {
  testing::KillSweep dump = sweep("Dump");
  dump.check = [this](const std::string&) {
    // Complete only when everything but the process was done.
    const int code = adrdssu(directory_.path(), kRestore, "OLD");
    if (code == 0) {
      check_done();
    } else {
      EXPECT_EQ(dasd::read_label(*open_pack(*store_, directory_ / "TARGET"))->volser, "TGT001");
    }
  };
  dump.check_end = [this](const std::string&) {
    ASSERT_EQ(adrdssu(directory_.path(), kRestore, "OLD"), 0);
    check_done();
  };
  EXPECT_GE(testing::run_kill_sweep(dump), 4U);
}

}  // namespace
}  // namespace coldsite::adrdssu

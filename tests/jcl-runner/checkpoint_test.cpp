// The file that tells how far a job came.
#include "jcl-runner/checkpoint.hpp"

#include <gtest/gtest.h>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

site::DdRequest request_for(const std::string& name) {
  site::DdRequest request;
  request.ddname = "D";
  request.data_set_name = name;
  request.status = site::Status::kOld;
  request.is_status_coded = true;
  request.normal = site::Disposition::kDelete;
  request.abnormal = site::Disposition::kCatalog;
  request.unit = "0A80";
  request.volumes = {"TST001"};
  return request;
}

Checkpoint full_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.temporary_prefix = "SYS26325.T100000.RA001.JOB";
  checkpoint.temporary_count = 3;
  checkpoint.cpu_us = 12345;
  checkpoint.keeps_data = true;
  checkpoint.steps = {{"S1", "PROG", StepState::kEnded, 4, {}, 10, 20},
                      {"P.S2", "", StepState::kAbended, 0, "S0C4", 1, 2},
                      {"S3", "X", StepState::kWaiting, 0, {}, 0, 0}};
  catalog::GenerationGroupEntry group;
  group.name = "LOG.G";
  group.limit = 7;
  group.scratches = true;
  group.is_extended = true;
  group.generations = {{1, 0, false, catalog::GenerationStatus::kActive},
                       {2, 99, true, catalog::GenerationStatus::kRolledOff}};
  checkpoint.generation_groups.emplace(group.name, group);
  checkpoint.passed.restore("&&T", request_for("SYS26325.T100000.RA001.JOB.T"), true, "S1");
  checkpoint.passed.restore("A.B(1)", request_for("A.B.G0001V00"), false, "P.S2");
  checkpoint.passed.restore_place("S1.OUT", request_for("X.Y"));
  checkpoint.phase = StepPhase::kEnded;
  checkpoint.phase_step = "P.S2";
  checkpoint.undo = {request_for("UNDO.IT")};
  checkpoint.extended = {{request_for("MOD.IT"), 70000, 5, 1234}};
  checkpoint.dispositions = {{"&&T", request_for("T"), true}, {"", request_for("U"), false}};
  checkpoint.made = {request_for("LEFT.BEHIND")};
  return checkpoint;
}

TEST(Checkpoint, ComesBackAsItWasWritten) {
  const Checkpoint checkpoint = full_checkpoint();
  const std::string text = format_checkpoint(checkpoint);
  const auto again = parse_checkpoint(text, "JOB00001");
  ASSERT_TRUE(again) << to_string(again.failure());
  EXPECT_EQ(format_checkpoint(*again), text);
  EXPECT_EQ(again->generation_groups, checkpoint.generation_groups);
  EXPECT_EQ(again->passed.all().at("&&T").made_by, "S1");
  EXPECT_EQ(again->dispositions.at(0).coded_name, "&&T");
  EXPECT_EQ(again->extended.at(0).track, 70000U);
  EXPECT_EQ(again->phase, StepPhase::kEnded);
  const auto empty = parse_checkpoint(format_checkpoint({}), "JOB00001");
  ASSERT_TRUE(empty);
  EXPECT_EQ(format_checkpoint(*empty), format_checkpoint({}));
}

TEST(Checkpoint, TellsEveryFlippedByteAndEveryEnd) {
  const std::string whole = format_checkpoint(full_checkpoint());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x04);
    const auto parsed = parse_checkpoint(flipped, "JOB00001");
    ASSERT_FALSE(parsed) << i;
    EXPECT_TRUE(parsed.failure().is(msg::CSJ0404E));
    EXPECT_FALSE(parse_checkpoint(whole.substr(0, i), "JOB00001")) << i;
  }
}

TEST(Checkpoint, KnowsTheStepThatFailed) {
  Checkpoint checkpoint = full_checkpoint();
  EXPECT_EQ(checkpoint.restart_step(), 1U);
  checkpoint.steps[1].state = StepState::kNotExecuted;
  EXPECT_EQ(checkpoint.restart_step(), 2U);
  checkpoint.steps[2].state = StepState::kEnded;
  EXPECT_EQ(checkpoint.restart_step(), std::nullopt);
}

}  // namespace
}  // namespace coldsite::jcl

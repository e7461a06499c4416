#include "jcl-runner/job_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;

const InitiatorClasses kAny{};

bool everything(std::size_t) {
  return true;
}

/// The numbers in the order in which one initiator takes them, each ending before the next.
std::vector<std::size_t> order_of(JobQueue& queue, const InitiatorClasses& initiator) {
  std::vector<std::size_t> order;
  while (const auto number = queue.take(initiator, everything)) {
    order.push_back(*number);
    queue.ended(*number);
  }
  return order;
}

TEST(JobQueue, GivesJobsByPriorityThenSubmission) {
  JobQueue queue;
  queue.add({0, "A", "A", 7});
  queue.add({1, "B", "B", 9});
  queue.add({2, "C", "A", 7});
  queue.add({3, "D", "A", 9});
  EXPECT_THAT(order_of(queue, kAny), ElementsAre(1, 3, 0, 2));
}

TEST(JobQueue, ServesClassesInTheOrderOfTheList) {
  JobQueue queue;
  queue.add({0, "A", "C", 15});
  queue.add({1, "B", "B", 1});
  queue.add({2, "C", "A", 15});
  queue.add({3, "D", "LONG", 15});
  EXPECT_THAT(order_of(queue, InitiatorClasses{{"B", "C"}}), ElementsAre(1, 0));
  EXPECT_EQ(queue.waiting().size(), 2U);
}

TEST(JobQueue, RunsOneJobOfANameAtATime) {
  JobQueue queue;
  queue.add({0, "SAME", "A", 7});
  queue.add({1, "SAME", "A", 7});
  queue.add({2, "OTHER", "A", 7});
  EXPECT_EQ(queue.take(kAny, everything), 0U);
  EXPECT_EQ(queue.take(kAny, everything), 2U);
  EXPECT_FALSE(queue.has_job_for(kAny, everything));
  queue.ended(0);
  EXPECT_EQ(queue.take(kAny, everything), 1U);
  EXPECT_TRUE(queue.is_running());
}

TEST(JobQueue, LetsAnyInitiatorTakeWhatDoesNotRun) {
  JobQueue queue;
  queue.add({0, "BAD", "X", 7, true});
  EXPECT_EQ(queue.take(InitiatorClasses{{"A"}}, everything), 0U);
}

TEST(JobQueue, KeepsWhatMayNotRunYet) {
  JobQueue queue;
  queue.add({0, "A", "A", 9});
  queue.add({1, "B", "A", 7});
  const auto not_the_first = [](std::size_t number) { return number != 0; };
  EXPECT_EQ(queue.take(kAny, not_the_first), 1U);
  EXPECT_FALSE(queue.take(kAny, not_the_first));
  queue.remove(0);
  EXPECT_TRUE(queue.waiting().empty());
}

}  // namespace
}  // namespace coldsite::jcl

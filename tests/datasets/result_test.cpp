#include "datasets/result.hpp"

#include <gtest/gtest.h>

#include "datasets/messages/csx.hpp"

namespace coldsite {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) {
    return failure<msg::CSX9999T>("number % 2 == 0", "here", number);
  }
  return number / 2;
}

Result<int> quarter(int number) {
  CS_ASSIGN(const int halved, half(number));
  return half(halved);
}

TEST(Result, CarriesAValueOrTheFailure) {
  EXPECT_EQ(*quarter(12), 3);
  ASSERT_FALSE(quarter(6));
  EXPECT_TRUE(quarter(6).failure().is(msg::CSX9999T));
  EXPECT_EQ(quarter(6).failure().text(), "Internal check 'number % 2 == 0' failed at here:3");
}

struct CopyCounter {
  explicit CopyCounter(int& count) : copies(&count) {}
  CopyCounter(const CopyCounter& other) : copies(other.copies) { ++*copies; }
  CopyCounter(CopyCounter&&) = default;
  CopyCounter& operator=(const CopyCounter&) = default;
  CopyCounter& operator=(CopyCounter&&) = default;
  ~CopyCounter() = default;
  int* copies;
};

Result<void> try_named(const Result<CopyCounter>& named) {
  CS_TRY(named);
  CS_TRY(half(4));  // a temporary: lives until it has been asked
  CS_TRY(half(3));
  return {};
}

TEST(Result, TryingANamedResultDoesNotCopyIt) {
  int copies = 0;
  const Result<CopyCounter> named = CopyCounter(copies);
  EXPECT_TRUE(try_named(named).failure().is(msg::CSX9999T));
  EXPECT_EQ(copies, 0);
}

TEST(Failure, TellsWhatWasBeingDoneOutermostFirst) {
  const Failure inner = failure<msg::CSX9999T>("a", "b", 1);
  const Failure outer =
      inner.while_doing("reading track").while_doing("restoring volume", "PRD001");
  EXPECT_EQ(outer.context(),
            (std::vector<std::string>{"restoring volume 'PRD001'", "reading track"}));
  EXPECT_TRUE(inner.context().empty());
}

}  // namespace
}  // namespace coldsite

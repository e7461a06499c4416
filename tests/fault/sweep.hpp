// Makes every operation of a piece of work fail, one after the other, and looks at what is left.
// A Work says how to prepare a store, what to do in it, and what a reader finds afterwards (as
// text). The promise that is held: a reader finds the state before or the state after, never a
// third one, and the work can be done again.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "datasets/io/fault_store.hpp"
#include "datasets/io/memory_store.hpp"

namespace coldsite::testing {

struct Work {
  std::function<void(io::FileStore&)> prepare;  ///< files in "." only
  std::function<Result<void>(io::FileStore&)> act;
  std::function<std::string(io::FileStore&)> state;
};

/// A memory store under a fault store, with the files of `prepared`; everything in it is durable.
struct Bench {
  explicit Bench(io::FileStore& prepared) : memory(io::make_memory_store()) {
    const auto names = prepared.list(".");
    CS_CHECK(names.ok());
    for (const std::string& name : *names) {
      const auto source = prepared.open(name, io::OpenMode::kRead);
      const auto target = memory->open(name, io::OpenMode::kCreateNew);
      CS_CHECK(source.ok() && target.ok());
      const std::uint64_t size = *(*source)->size_bytes();
      CS_CHECK((*target)->clone_range(**source, {0, size}, 0).ok());
    }
    store = io::make_fault_store(*memory);
  }
  std::unique_ptr<io::FileStore> memory;
  std::unique_ptr<io::FaultStore> store;
};

/// The states without any failure, and what the work costs.
struct Expectation {
  explicit Expectation(const Work& work) : prepared(io::make_memory_store()) {
    work.prepare(*prepared);
    Bench bench(*prepared);
    before = work.state(*bench.store);
    const std::uint64_t operations_before = bench.store->operations();
    const std::uint64_t changes_before = bench.store->changes();
    const auto done = work.act(*bench.store);
    EXPECT_TRUE(done) << to_string(done.failure());
    operations = bench.store->operations() - operations_before;
    changes = bench.store->changes() - changes_before;
    after = work.state(*bench.store);
    EXPECT_NE(before, after) << "the work leaves no trace";
  }
  std::unique_ptr<io::FileStore> prepared;
  std::string before;
  std::string after;
  std::uint64_t operations = 0;
  std::uint64_t changes = 0;
};

/// Looks at what is left, does the work again where it was not done, and looks once more.
inline void expect_old_or_new(const Work& work, const Expectation& expected, io::FileStore& store,
                              bool is_done, const std::string& where) {
  const std::string found = work.state(store);
  EXPECT_TRUE(found == expected.after || (found == expected.before && !is_done))
      << where << (is_done ? " (the work was reported done)" : "") << "\nfound:\n"
      << found << "\nbefore:\n"
      << expected.before << "\nafter:\n"
      << expected.after;
  if (found == expected.before) {
    const auto again = work.act(store);
    EXPECT_TRUE(again) << where << ", done again: " << to_string(again.failure());
    EXPECT_EQ(work.state(store), expected.after) << where << ", done again";
  }
}

/// Each operation fails once in each of these ways.
inline void sweep_failures(const Work& work, std::initializer_list<io::FaultKind> kinds) {
  const Expectation expected(work);
  for (const io::FaultKind kind : kinds) {
    for (std::uint64_t nth = 1; nth <= expected.operations; ++nth) {
      Bench bench(*expected.prepared);
      io::Fault fault;
      fault.kind = kind;
      fault.nth = nth;
      bench.store->plant(fault);
      const bool is_done = work.act(*bench.store).ok();
      bench.store->clear_faults();
      expect_old_or_new(work, expected, *bench.store, is_done,
                        "fault " + std::to_string(static_cast<int>(kind)) + " in operation " +
                            std::to_string(nth));
      if (::testing::Test::HasFailure()) {
        return;  // one story is enough
      }
    }
  }
}

/// The process dies in each change: everything before it was done, the change itself was or not.
inline void sweep_kills(const Work& work) {
  const Expectation expected(work);
  for (std::uint64_t nth = 1; nth <= expected.changes && !::testing::Test::HasFailure(); ++nth) {
    Bench bench(*expected.prepared);
    bench.store->fail_power_in(nth);
    const bool is_done = work.act(*bench.store).ok();
    io::CrashModel model;
    model.keep = io::CrashModel::Keep::kEverything;
    ASSERT_TRUE(bench.store->crash(model));
    expect_old_or_new(work, expected, *bench.store, is_done,
                      "killed in change " + std::to_string(nth));
  }
}

/// The power fails in each change, and `outcomes` combinations of what was not synced are lost.
inline void sweep_power_failures(const Work& work, std::uint64_t outcomes,
                                 std::size_t torn_unit_bytes) {
  using Keep = io::CrashModel::Keep;
  const Expectation expected(work);
  for (std::uint64_t nth = 1; nth <= expected.changes + 1; ++nth) {
    for (std::uint64_t outcome = 0; outcome < outcomes; ++outcome) {
      Bench bench(*expected.prepared);
      bench.store->fail_power_in(nth);
      const bool is_done = work.act(*bench.store).ok();
      io::CrashModel model;
      model.keep = outcome == 0 ? Keep::kNothing : Keep::kRandom;
      model.random = io::Random(outcome).split(nth);
      model.torn_unit_bytes = torn_unit_bytes;
      ASSERT_TRUE(bench.store->crash(model));
      expect_old_or_new(
          work, expected, *bench.store, is_done,
          "power failed in change " + std::to_string(nth) + ", outcome " + std::to_string(outcome));
      if (::testing::Test::HasFailure()) {
        return;
      }
    }
  }
}

}  // namespace coldsite::testing

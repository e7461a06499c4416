#include "datasets/vsam/record_sort.hpp"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

#include "datasets/io/memory_store.hpp"
#include "datasets/io/random.hpp"

namespace coldsite::vsam {
namespace {

std::vector<Bytes> sorted_by(RecordSort& sort, const std::vector<Bytes>& records) {
  for (const Bytes& record : records) {
    EXPECT_TRUE(sort.add(record));
  }
  std::vector<Bytes> result;
  while (true) {
    const auto next = sort.next();
    EXPECT_TRUE(next);
    if (!next || !*next) {
      return result;
    }
    result.emplace_back((*next)->begin(), (*next)->end());
  }
}

std::vector<Bytes> make_records(std::size_t count) {
  io::Random random(7);
  std::vector<Bytes> records(count, Bytes(9));
  for (Bytes& record : records) {
    random.fill(record);
    record[0] &= 3;
  }
  return records;
}

/// Compared as text: gcc 12 warns of what the comparison of byte vectors becomes at -O3.
std::string_view as_text(const Bytes& record) {
  return {reinterpret_cast<const char*>(record.data()), record.size()};
}

TEST(RecordSort, SortsInMemoryWhatFits) {
  const auto store = io::make_memory_store();
  RecordSort sort(*store, "work", 9, 1 << 20);
  std::vector<Bytes> records = make_records(500);
  const std::vector<Bytes> result = sorted_by(sort, records);
  std::ranges::sort(records, {}, as_text);
  EXPECT_EQ(result, records);
  EXPECT_TRUE(store->list(".")->empty());
}

TEST(RecordSort, MergesRunsOfWorkFilesWhichLeaveNoNames) {
  const auto store = io::make_memory_store();
  RecordSort sort(*store, "work", 9, 9 * 100);
  std::vector<Bytes> records = make_records(5'000);
  const std::vector<Bytes> result = sorted_by(sort, records);
  std::ranges::sort(records, {}, as_text);
  EXPECT_EQ(result, records);
  EXPECT_TRUE(store->list(".")->empty());
}

TEST(RecordSort, NothingGivesNothing) {
  const auto store = io::make_memory_store();
  RecordSort sort(*store, "work", 9, 900);
  EXPECT_TRUE(sorted_by(sort, {}).empty());
}

}  // namespace
}  // namespace coldsite::vsam

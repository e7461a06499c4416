#include "tests/datasets/vsam/key_model.hpp"

#include <array>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/buffer_pool.hpp"
#include "datasets/vsam/examine.hpp"

namespace coldsite::vsam {

void KeyModelTest::run(std::uint64_t seed, int changes) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  random_ = io::Random(seed);
  store_ = io::make_memory_store();
  volumes_ = TestVolumes(*store_);
  table_ = std::make_unique<KeyTable>();
  choose_shape();
  ASSERT_FALSE(HasFailure());
  SCOPED_TRACE("KEYS(" + std::to_string(key_bytes_) + " " + std::to_string(key_offset_) +
               ") records up to " + std::to_string(record_bytes_max_) +
               (options_.defer_writes ? " deferred" : " direct"));
  cluster_ = open(place_, options_);
  ASSERT_NE(cluster_, nullptr);
  cursor_ = cluster_->cursor();
  model_ = {};
  for (int i = 0; i < changes && !HasFailure(); ++i) {
    SCOPED_TRACE("request " + std::to_string(i));
    step();
  }
  ASSERT_FALSE(HasFailure());
  compare_everything();
  close_and_examine();
}

void KeyModelTest::choose_shape() {
  ClusterDefinition definition = small_cluster(Organization::kKeySequenced);
  ComponentAttributes& attributes = definition.attributes;
  constexpr std::array<std::uint32_t, 6> kKeyBytes = {1, 3, 7, 8, 9, 40};
  constexpr std::array<std::uint32_t, 4> kIntervalBytes = {512, 1024, 2048, 4096};
  key_bytes_ = attributes.key_bytes = kKeyBytes[random_.below(kKeyBytes.size())];
  key_offset_ = attributes.key_offset = static_cast<std::uint32_t>(random_.below(3) * 5);
  definition.data.interval_bytes = kIntervalBytes[random_.below(kIntervalBytes.size())];
  attributes.is_spanned = random_.chance(1, 3);
  record_bytes_max_ = attributes.is_spanned ? definition.data.interval_bytes * 3
                                            : definition.data.interval_bytes / 2;
  attributes.max_record_bytes = record_bytes_max_;
  attributes.average_record_bytes = record_bytes_max_ / 2;
  attributes.free_interval_percent = static_cast<std::uint32_t>(random_.below(3) * 15);
  attributes.free_area_percent = static_cast<std::uint32_t>(random_.below(3) * 20);
  definition.data.primary = static_cast<std::uint32_t>(random_.between(2, 40));
  definition.data.secondary = 20;
  place_ = define(definition, 150);
  options_ = {.update = true};
  options_.defer_writes = random_.chance(1, 2);
  options_.data_buffers = random_.chance(1, 2) ? 12 : 0;
  if (random_.chance(1, 4)) {
    options_.pool = std::make_shared<BufferPool>(random_.between(1, 60));
  }
}

void KeyModelTest::open_again() {
  cursor_ = nullptr;
  CS_ASSERT_OK(cluster_->close());
  volumes_.dismount();
  options_.defer_writes = random_.chance(1, 2);
  cluster_ = open(place_, options_);
  ASSERT_NE(cluster_, nullptr);
  EXPECT_TRUE(notes_.empty());
  cursor_ = cluster_->cursor();
  model_ = {};
}

/// Few values in few places, those at the ends of the alphabet among them: many keys are close.
Bytes KeyModelTest::random_key() {
  constexpr std::array<std::uint8_t, 6> kValues = {0x00, 0x01, 0x40, 0x41, 0xFE, 0xFF};
  Bytes key(key_bytes_, random_.chance(1, 10) ? 0xFF : 0x40);
  const std::size_t places = std::min<std::size_t>(key_bytes_, 5);
  for (std::size_t i = 0; i < places; ++i) {
    key[key.size() * i / places] = key_bytes_ == 1 ? static_cast<std::uint8_t>(random_.next())
                                                   : kValues[random_.below(kValues.size())];
  }
  return key;
}

Bytes KeyModelTest::random_record(const Bytes& key) {
  const std::size_t least = key_offset_ + key_bytes_;
  const std::size_t most = random_.chance(1, 6) ? record_bytes_max_ : least + record_bytes_max_ / 8;
  Bytes record(random_.between(least, std::max<std::size_t>(least, most)));
  random_.fill(record);
  std::ranges::copy(key, record.begin() + key_offset_);
  return record;
}

Bytes KeyModelTest::key_in(const Bytes& record) const {
  const auto begin = record.begin() + key_offset_;
  return Bytes(begin, begin + key_bytes_);
}

void KeyModelTest::step() {
  switch (random_.below(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return insert(random_key());
    case 4:
      return insert_run();
    case 5:
    case 6:
    case 7:
      return replace();
    case 8:
    case 9:
      return erase();
    case 10:
    case 11:
      return get();
    case 12:
      return point();
    case 13:
      return skip_sequentially();
    case 14:
    case 15:
      return move(true);
    case 16:
      return move(false);
    case 17:
      return update_by_cursor();
    case 18:
      return erase_by_cursor();
    default:
      if (random_.chance(1, 10)) {
        return random_.chance(1, 4) ? compare_everything() : open_again();
      }
      CS_ASSERT_OK(random_.chance(1, 2) ? cluster_->sync() : cluster_->refresh());
  }
}

void KeyModelTest::insert(const Bytes& key) {
  const Bytes record = random_record(key);
  const bool is_there = table_->find(key).has_value();
  const auto inserted = cluster_->insert(record);
  if (is_there) {
    ASSERT_FALSE(inserted);
    ASSERT_TRUE(inserted.failure().is(msg::CSM0047E)) << to_string(inserted.failure());
    return;
  }
  ASSERT_TRUE(inserted) << to_string(inserted.failure());
  table_->put(key, record);
  if (!options_.defer_writes || random_.chance(1, 4)) {
    const auto found = cluster_->get_at(*inserted);
    ASSERT_TRUE(found && *found) << *inserted;
    ASSERT_TRUE(std::ranges::equal((*found)->bytes, record));
  }
}

/// Ascending keys, at the end of the data set (a load) or inside.
void KeyModelTest::insert_run() {
  Bytes key = random_key();
  if (const auto last = table_->last(); last && random_.chance(1, 2)) {
    key = key_in(*last);
  }
  for (std::uint64_t left = random_.between(2, 40); left > 0 && !HasFailure(); --left) {
    insert(key);
    std::size_t at = key.size();
    while (at > 0 && ++key[at - 1] == 0) {
      --at;
    }
  }
}

void KeyModelTest::replace() {
  const auto there = table_->at_or_after(random_key());
  const Bytes key = there && random_.chance(9, 10) ? key_in(*there) : random_key();
  const bool is_there = table_->find(key).has_value();
  const Bytes record = random_record(key);
  const auto replaced = cluster_->replace(record);
  ASSERT_TRUE(replaced) << to_string(replaced.failure());
  ASSERT_EQ(*replaced, is_there);
  if (is_there) {
    table_->put(key, record);
  }
}

void KeyModelTest::erase() {
  auto there = table_->at_or_after(random_key());
  for (std::uint64_t left = random_.chance(1, 10) ? 40 : 1; left > 0 && there; --left) {
    const Bytes key = key_in(*there);
    const auto erased = cluster_->erase(key);
    ASSERT_TRUE(erased) << to_string(erased.failure());
    ASSERT_TRUE(*erased);
    table_->erase(key);
    there = table_->after(key);
  }
  const Bytes key = random_key();
  if (!table_->find(key)) {
    ASSERT_FALSE(cluster_->erase(key).value());
  }
}

void KeyModelTest::get() {
  const Bytes key = random_key();
  const auto expect = [&](ByteView wanted, Search search, const KeyTable::Found& expected) {
    const auto found = cluster_->get(wanted, search);
    ASSERT_TRUE(found) << to_string(found.failure());
    ASSERT_EQ(found->has_value(), expected.has_value()) << static_cast<int>(search);
    if (expected) {
      ASSERT_TRUE(std::ranges::equal((*found)->bytes, *expected)) << static_cast<int>(search);
    }
  };
  expect(key, Search::kEqual, table_->find(key));
  expect(key, Search::kGreaterOrEqual, table_->at_or_after(key));
  const std::size_t generic = random_.between(1, key_bytes_);
  Bytes padded(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(generic));
  padded.resize(key_bytes_);
  const auto first = table_->at_or_after(padded);
  const bool begins = first && std::ranges::equal(ByteView(*first).subspan(key_offset_, generic),
                                                  ByteView(key).first(generic));
  expect(ByteView(key).first(generic), Search::kGenericOrGreater, first);
  expect(ByteView(key).first(generic), Search::kGeneric, begins ? first : KeyTable::Found());
}

void KeyModelTest::point() {
  using Where = ModelCursor::Where;
  model_.has_record = false;
  if (random_.chance(1, 4)) {
    const bool is_first = random_.chance(1, 2);
    CS_ASSERT_OK(is_first ? cursor_->point_first() : cursor_->point_last());
    model_ = {is_first ? Where::kStart : Where::kEnd, {}, false};
    return;
  }
  const auto near = table_->at_or_after(random_key());
  const Bytes key = near && random_.chance(2, 3) ? key_in(*near) : random_key();
  const bool is_backward = random_.chance(1, 3);
  const Search search =
      is_backward || random_.chance(1, 2) ? Search::kEqual : Search::kGreaterOrEqual;
  const auto expected = search == Search::kEqual ? table_->find(key) : table_->at_or_after(key);
  const auto pointed =
      cursor_->point_key(key, search, is_backward ? Direction::kBackward : Direction::kForward);
  ASSERT_TRUE(pointed) << to_string(pointed.failure());
  ASSERT_EQ(*pointed, expected.has_value());
  model_ = expected ? ModelCursor{Where::kPointed, key_in(*expected), false}
                    : ModelCursor{Where::kLost, {}, false};
}

/// Ascending keys through one cursor, as skip-sequential access asks for them.
void KeyModelTest::skip_sequentially() {
  const auto cursor = cluster_->cursor();
  std::vector<Bytes> keys;
  for (std::uint64_t left = random_.between(2, 12); left > 0; --left) {
    keys.push_back(random_key());
  }
  std::ranges::sort(keys);
  for (const Bytes& key : keys) {
    const auto expected = table_->at_or_after(key);
    ASSERT_EQ(cursor->point_key(key, Search::kGreaterOrEqual).value(), expected.has_value());
    const auto found = cursor->next();
    ASSERT_TRUE(found) << to_string(found.failure());
    ASSERT_EQ(found->has_value(), expected.has_value());
    if (expected) {
      ASSERT_TRUE(std::ranges::equal((*found)->bytes, *expected));
    }
  }
}

/// Some records from where the cursor stands.
void KeyModelTest::move(bool is_forward) {
  using Where = ModelCursor::Where;
  for (std::uint64_t left = random_.chance(1, 5) ? 100 : 3; left > 0; --left) {
    KeyTable::Found expected;
    if (model_.where == Where::kPointed) {
      expected = is_forward ? table_->at_or_after(model_.key) : table_->find(model_.key);
      if (!expected && !is_forward) {
        expected = table_->before(model_.key);
      }
    } else if (model_.where == Where::kOn) {
      expected = is_forward ? table_->after(model_.key) : table_->before(model_.key);
    } else if (model_.where == Where::kStart && is_forward) {
      expected = table_->at_or_after(Bytes(key_bytes_));
    } else if (model_.where == Where::kEnd) {
      expected = !is_forward          ? table_->last()
                 : model_.key.empty() ? KeyTable::Found()
                                      : table_->after(model_.key);
    }
    const auto found = is_forward ? cursor_->next() : cursor_->previous();
    ASSERT_TRUE(found) << to_string(found.failure());
    ASSERT_EQ(found->has_value(), expected.has_value())
        << "from " << static_cast<int>(model_.where) << (is_forward ? " forward" : " backward");
    model_.has_record = expected.has_value();
    if (!expected) {
      if (model_.where != Where::kLost && model_.where != Where::kStart) {
        model_.where = is_forward ? Where::kEnd : Where::kStart;
      }
      return;
    }
    ASSERT_TRUE(std::ranges::equal((*found)->bytes, *expected));
    model_.key = key_in(*expected);
    model_.where = Where::kOn;
  }
}

void KeyModelTest::update_by_cursor() {
  if (!model_.has_record) {
    move(true);
  }
  if (HasFailure() || !model_.has_record) {
    return;
  }
  const Bytes record = random_record(model_.key);
  const auto updated = cursor_->update(record);
  ASSERT_EQ(updated.ok(), table_->find(model_.key).has_value());
  if (updated) {
    table_->put(model_.key, record);
  }
}

void KeyModelTest::erase_by_cursor() {
  if (!model_.has_record) {
    move(false);
  }
  if (HasFailure() || !model_.has_record) {
    return;
  }
  ASSERT_EQ(cursor_->erase().ok(), table_->find(model_.key).has_value());
  table_->erase(model_.key);
  model_.has_record = false;
}

void KeyModelTest::compare_everything() {
  std::vector<Bytes> expected;
  for (const auto& [key, record] : table_->records()) {
    expected.push_back(record);
  }
  ASSERT_EQ(read_all(*cluster_), expected);
  std::ranges::reverse(expected);
  ASSERT_EQ(read_all(*cluster_, Direction::kBackward), expected);
}

void KeyModelTest::close_and_examine() {
  cursor_ = nullptr;
  CS_ASSERT_OK(cluster_->close());
  const ComponentStatistics& statistics = cluster_->data().volumes[0].statistics;
  EXPECT_EQ(statistics.records, table_->size());
  EXPECT_EQ(statistics.free_bytes, recount_free_bytes(volumes_, place_));
  const auto report = examine(volumes_, place_);
  ASSERT_TRUE(report) << to_string(report.failure());
  for (const ExamineFinding& finding : report->findings) {
    EXPECT_EQ(finding.severity, ExamineSeverity::kInformation) << finding.text;
  }
  EXPECT_EQ(report->records, table_->size());
  cluster_ = nullptr;
}

}  // namespace coldsite::vsam

#include "datasets/catalog/entry_codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "datasets/messages/csl.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"

namespace coldsite::catalog {
namespace {

using testing::all_kinds;

constexpr std::size_t kRecordBytes = 4086;

std::vector<Bytes> encode(const StoredEntry& stored, std::size_t record_bytes = kRecordBytes) {
  auto records = encode_entry(stored, record_bytes);
  EXPECT_TRUE(records.ok()) << to_string(records.failure());
  return records.ok() ? *records : std::vector<Bytes>{Bytes()};
}

StoredEntry stored(const Entry& entry) {
  StoredEntry result;
  result.entry = entry;
  return result;
}

Result<StoredEntry> decode(const std::vector<Bytes>& records) {
  return decode_entry(records[0], {records.begin() + 1, records.end()});
}

/// Decoded, and written again, it is the same bytes.
void expect_round_trip(const StoredEntry& entry, std::size_t record_bytes = kRecordBytes) {
  const auto records = encode(entry, record_bytes);
  auto back = decode(records);
  ASSERT_TRUE(back.ok()) << entry.name() << ": " << to_string(back.failure());
  EXPECT_EQ(back->name(), entry.name());
  EXPECT_EQ(back->extensions.size(), records.size() - 1);
  back->extensions.clear();
  EXPECT_EQ(encode(*back, record_bytes), records) << entry.name();
}

/// A damaged record is refused, or says something else that is written as the same bytes: nothing
/// in it was passed over.
void expect_detected_or_told(const Bytes& damaged, const std::vector<Bytes>& records,
                             std::size_t record_bytes = kRecordBytes) {
  auto changed = records;
  changed[0] = damaged;
  auto back = decode(changed);
  if (!back.ok()) {
    EXPECT_TRUE(back.failure().is(msg::CSL0007E));
    return;
  }
  back->extensions.clear();
  const auto again = encode_entry(*back, record_bytes);
  ASSERT_TRUE(again.ok()) << to_string(again.failure());
  EXPECT_EQ((*again)[0], damaged);
}

TEST(EntryCodec, EveryKindOfEntryComesBackAsItWas) {
  for (const Entry& entry : all_kinds()) {
    expect_round_trip(stored(entry));
  }
}

TEST(EntryCodec, FieldsOfASphereComeBack) {
  const auto back = decode(encode(stored(testing::sphere("A.B"))));
  ASSERT_TRUE(back.ok()) << to_string(back.failure());
  const Sphere& sphere = *back->entry->sphere;
  EXPECT_EQ(sphere.base.ownership.owner, "PAYROLL");
  EXPECT_EQ(sphere.base.ownership.expires, (dasd::LabelDate{9999, 999}));
  EXPECT_EQ(sphere.base.components.at(0).volumes.at(0).record_rba, 8192U);
  EXPECT_TRUE(sphere.base.components[0].volumes.at(1).is_overflow);
  EXPECT_EQ(sphere.alternate_indexes.at(0).components.at(1).name, "A.B.AIX.INDEX");
  EXPECT_TRUE(sphere.alternate_indexes[0].is_upgraded);
  EXPECT_EQ(sphere.paths.at(0).entry_name, "A.B.AIX");
  EXPECT_FALSE(sphere.paths.at(1).is_updated);
  EXPECT_EQ(sphere.paths[1].ownership.created, (dasd::LabelDate{1999, 365}));
}

TEST(EntryCodec, FieldsOfAGenerationGroupComeBack) {
  const auto back = decode(encode(stored(testing::full_group("A.B"))));
  ASSERT_TRUE(back.ok());
  const GenerationGroupEntry& group = *back->entry->generation_group;
  EXPECT_EQ(group.limit, 255);
  EXPECT_TRUE(group.scratches && group.is_fifo && !group.empties && !group.is_extended);
  ASSERT_EQ(group.generations.size(), 3U);
  EXPECT_TRUE(group.generations[2].is_wrapped);
  EXPECT_EQ(group.generations[2].number, 1);
  EXPECT_EQ(group.generations[1].version, 1);
  EXPECT_EQ(group.generations[1].status, GenerationStatus::kDeferred);
}

TEST(EntryCodec, TruenamesMovesAndTheCatalogsOwnSphereComeBack) {
  StoredEntry true_name;
  true_name.true_name = "A.B.DATA";
  true_name.leads_to = "A.B";
  expect_round_trip(true_name);
  StoredEntry moving = stored(testing::non_vsam("A.B"));
  moving.moving_to = "A.C";
  moving.moved_from = "A.A";
  expect_round_trip(moving);
  StoredEntry own = stored(testing::cluster(self_describing_name()));
  own.entry->sphere->base.components[0].name = "UCAT.PROD";
  own.entry->sphere->base.components[1].name = "UCAT.PROD.CATINDEX";
  expect_round_trip(own);
  EXPECT_EQ(make_key(self_describing_name()), RecordKey{});
}

TEST(EntryCodec, WhatOutgrowsOneRecordGoesOnInExtensionRecords) {
  StoredEntry large = stored(testing::connector("UCAT.PROD", "CAT001"));
  for (int i = 0; i < 3000; ++i) {
    large.entry->user_catalog->aliases.push_back("ALIAS" + std::to_string(i));
  }
  EXPECT_GT(encode(large).size(), 5U);
  expect_round_trip(large);
  StoredEntry group = stored(testing::group("A.B", 999));
  group.entry->generation_group->is_extended = true;
  for (std::uint16_t number = 1; number <= 999; ++number) {
    group.entry->generation_group->generations.push_back({number, 0, false, {}});
  }
  expect_round_trip(group);
  expect_round_trip(stored(testing::sphere("A.B")), 300);
}

TEST(EntryCodec, ASuccessorTakesOtherExtensionNumbers) {
  StoredEntry entry = stored(testing::sphere("A.B"));
  const auto first = decode_head(encode(entry, 300)[0]);
  ASSERT_TRUE(first.ok());
  entry.extensions = first->extensions;
  const auto second = decode_head(encode(entry, 300)[0]);
  ASSERT_TRUE(second.ok());
  for (const std::uint8_t number : second->extensions) {
    EXPECT_EQ(std::ranges::count(first->extensions, number), 0);
  }
}

TEST(EntryCodec, RefusesWhatIsLargerThanAllExtensionRecords) {
  StoredEntry large = stored(testing::connector("UCAT.PROD", "CAT001"));
  for (int i = 0; i < 30000; ++i) {
    large.entry->user_catalog->aliases.push_back("LONG.ALIAS.NAME" + std::to_string(i));
  }
  const auto records = encode_entry(large, kRecordBytes);
  ASSERT_FALSE(records.ok());
  EXPECT_TRUE(records.failure().is(msg::CSL0006E));
}

TEST(EntryCodec, EveryFlippedByteIsDetectedOrTold) {
  for (const Entry& entry : all_kinds()) {
    SCOPED_TRACE(entry.name());
    const auto records = encode(stored(entry));
    for (std::size_t offset = 0; offset < records[0].size(); ++offset) {
      for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
        Bytes damaged = records[0];
        damaged[offset] = static_cast<std::uint8_t>(damaged[offset] ^ flip);
        SCOPED_TRACE(offset);
        expect_detected_or_told(damaged, records);
      }
    }
  }
}

TEST(EntryCodec, EveryTruncationIsDetected) {
  for (const Entry& entry : all_kinds()) {
    const auto records = encode(stored(entry));
    for (std::size_t length = 0; length < records[0].size(); ++length) {
      Bytes cut(records[0].begin(), records[0].begin() + static_cast<std::ptrdiff_t>(length));
      EXPECT_FALSE(decode_entry(cut, {}).ok());
      if (length >= 54) {
        store_be(cut, 0, 2, length);
        expect_detected_or_told(cut, records);
      }
    }
  }
}

TEST(EntryCodec, DamageInExtensionRecordsIsDetectedOrTold) {
  const auto records = encode(stored(testing::sphere("A.B")), 300);
  ASSERT_GT(records.size(), 2U);
  for (std::size_t offset = 0; offset < records[1].size(); ++offset) {
    auto changed = records;
    changed[1][offset] ^= 0xFF;
    const auto back = decode(changed);
    if (back.ok()) {
      EXPECT_GE(offset, 54U);
    }
  }
  EXPECT_FALSE(decode_entry(records[0], {}).ok());
}

}  // namespace
}  // namespace coldsite::catalog

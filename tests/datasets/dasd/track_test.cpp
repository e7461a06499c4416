#include "datasets/dasd/track.hpp"

#include "datasets/messages/csv.hpp"
#include "tests/datasets/dasd/dasd_fixture.hpp"

namespace coldsite::dasd {
namespace {

constexpr TrackAddress kAddress = {3, 7};

Bytes small_track() {
  TrackBuilder builder(kAddress, geometry_of("2311"));
  EXPECT_TRUE(builder.add(Bytes(4, 0xC1), Bytes(80, 0xC2)));
  EXPECT_TRUE(builder.add({}, Bytes(100, 0xC3)));
  EXPECT_TRUE(builder.add_end_of_file());
  const ByteView slot = builder.finish();
  return {slot.begin(), slot.end()};
}

TEST(TrackBuilder, IsReadBackAsItWasBuilt) {
  const Bytes slot = small_track();
  auto reader = TrackReader::open(slot, kAddress, geometry_of("2311"));
  ASSERT_TRUE(reader);
  const auto first = reader->next();
  EXPECT_EQ(Bytes(first->key.begin(), first->key.end()), Bytes(4, 0xC1));
  EXPECT_EQ(Bytes(first->data.begin(), first->data.end()), Bytes(80, 0xC2));
  EXPECT_EQ(reader->next()->count.record, 2);
  EXPECT_TRUE(reader->next()->count.is_end_of_file());
  EXPECT_FALSE(reader->next());
  reader->rewind();
  EXPECT_EQ(reader->next()->count.record, 1);
  EXPECT_EQ(reader->record_count(), 3U);
}

TEST(TrackBuilder, FillsATrackToTheFormulaAndNoFurther) {
  for (const DeviceModel& model : device_models()) {
    const Geometry& geometry = *model.geometry;
    for (const std::uint32_t bytes : {80U, 400U, 1000U, 2000U, 3625U}) {
      TrackBuilder builder(kAddress, geometry);
      std::uint32_t count = 0;
      while (builder.fits(0, bytes)) {
        ASSERT_TRUE(builder.add({}, Bytes(bytes)));
        ++count;
      }
      EXPECT_EQ(count, geometry.records_per_track(0, bytes)) << model.name << " " << bytes;
      EXPECT_TRUE(builder.add({}, Bytes(bytes)).failure().is(msg::CSV0011E));
    }
  }
}

TEST(TrackReader, MeetsEveryFlippedByteWithAMessageOrReadsWithinTheSlot) {
  const Bytes good = small_track();
  const std::uint32_t used = TrackReader::open(good, kAddress, geometry_of("2311"))->used_bytes();
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 0xFF;
    auto reader = TrackReader::open(bad, kAddress, geometry_of("2311"));
    if (i < 5 || (i >= 9 && i < 13) || (i >= used - 8 && i < used)) {  // HA, R0's R KL DL, end mark
      EXPECT_FALSE(reader) << i;
    }
    if (reader) {
      std::size_t bytes = 0;
      while (const auto record = reader->next()) {
        bytes += 8 + record->key.size() + record->data.size();
      }
      EXPECT_EQ(TrackReader::kFirstRecordOffset + bytes + 8, reader->used_bytes()) << i;
      EXPECT_LE(reader->used_bytes(), bad.size());
    }
  }
}

TEST(TrackReader, RefusesATrackTruncatedAnywhereBeforeItsEnd) {
  const Bytes good = small_track();
  const std::uint32_t used = TrackReader::open(good, kAddress, geometry_of("2311"))->used_bytes();
  for (std::size_t length = 0; length < used; ++length) {
    const auto reader =
        TrackReader::open(ByteView(good).first(length), kAddress, geometry_of("2311"));
    ASSERT_FALSE(reader) << length;
    EXPECT_TRUE(reader.failure().is(msg::CSV0010E));
  }
}

TEST(TrackReader, NamesTrackFieldAndWhatWasThere) {
  Bytes bad = small_track();
  bad[4] = 9;
  EXPECT_EQ(TrackReader::open(bad, kAddress, geometry_of("2311")).failure().text(),
            "Damaged track at cylinder 3 head 7 (X'00030007'): home address is X'0000030009'");
}

}  // namespace
}  // namespace coldsite::dasd

// What the tests of clusters share: small clusters by one line, records, opening, and the records
// of a whole cluster as a cursor gives them.
#pragma once

#include <string>
#include <vector>

#include "datasets/io/random.hpp"
#include "datasets/vsam/cluster.hpp"
#include "datasets/vsam/definition.hpp"
#include "datasets/vsam/index_record.hpp"
#include "datasets/vsam/interval_storage.hpp"
#include "tests/datasets/vsam/vsam_fixture.hpp"

namespace coldsite::vsam {

/// KEYS(8 4) RECORDSIZE(40 400), CIs of 512 bytes, control areas of one track.
inline ClusterDefinition small_cluster(Organization organization) {
  ClusterDefinition definition;
  definition.name = "TEST.CLUSTER";
  definition.catalog_name = "UCAT.TEST";
  definition.attributes.organization = organization;
  if (organization == Organization::kKeySequenced) {
    definition.attributes.key_bytes = 8;
    definition.attributes.key_offset = 4;
  }
  definition.attributes.average_record_bytes = 40;
  definition.attributes.max_record_bytes = 400;
  definition.data.volsers = {"VSM001"};
  definition.data.space_unit = dasd::SpaceUnit::kTracks;
  definition.data.primary = 60;
  definition.data.secondary = 1;
  definition.data.interval_bytes = 512;
  return definition;
}

/// A record of `bytes` for small_cluster() with its key at offset 4; the rest follows from `salt`.
inline Bytes keyed_record(std::uint64_t key, std::size_t bytes, std::uint64_t salt = 0) {
  Bytes record(bytes);
  io::Random(key ^ salt << 40).fill(record);
  store_be(record, 4, 8, key);
  return record;
}

inline Bytes key_of(std::uint64_t key) {
  Bytes bytes(8);
  store_be(bytes, 0, 8, key);
  return bytes;
}

class ClusterTest : public VsamTest {
 protected:
  /// Copies the prepared volumes, so that each round starts from the same state.
  static std::unique_ptr<io::FileStore> copy_of(io::FileStore& from) {
    auto copy = io::make_memory_store();
    const auto names = from.list(".");
    CS_CHECK(names.ok());
    for (const std::string& name : *names) {
      const auto source = from.open(name, io::OpenMode::kRead);
      const auto target = copy->open(name, io::OpenMode::kCreateNew);
      CS_CHECK(source.ok() && target.ok());
      CS_CHECK((*target)->clone_range(**source, {0, *(*source)->size_bytes()}, 0).ok());
    }
    return copy;
  }

  ClusterPlace define(const ClusterDefinition& definition, std::uint32_t cylinders = 20) {
    volumes_.make("VSM001", cylinders, "3390", 1);
    auto place = define_cluster(volumes_, definition);
    EXPECT_TRUE(place) << to_string(place.failure());
    return place ? *place : ClusterPlace();
  }

  std::unique_ptr<Cluster> open(const ClusterPlace& place, OpenOptions options = {.update = true}) {
    notes_.clear();
    auto cluster = Cluster::open(volumes_, place, options, notes_);
    EXPECT_TRUE(cluster) << to_string(cluster.failure());
    return cluster ? std::move(*cluster) : nullptr;
  }

  std::vector<Failure> notes_;
};

/// Bytes of the data of a key-sequenced cluster in CIs that hold nothing: behind the high-used RBA,
/// and those that the sequence set has in its lists. shape: the cluster is closed.
inline std::uint64_t recount_free_bytes(VolumeSet& volumes, const ClusterPlace& place) {
  const Component data = read_component(volumes, place.data).value();
  Component index = read_component(volumes, place.index).value();
  std::uint64_t bytes = data.high_allocated_rba() - data.high_used_rba();
  const auto storage = IntervalStorage::open(volumes, index, dasd::Access::kRead).value();
  const std::uint32_t end =
      static_cast<std::uint32_t>(index.high_used_rba() / storage->interval_bytes());
  for (std::uint32_t number = 0; number < end; ++number) {
    Bytes interval(storage->interval_bytes());
    EXPECT_TRUE(storage->read(number, interval));
    IndexRecord record;
    EXPECT_FALSE(record.decode(interval, index.attributes().key_bytes)) << number;
    bytes += record.free.size() * data.attributes().interval_bytes;
  }
  return bytes;
}

/// Every record in order; a failure ends the list with its text.
inline std::vector<Bytes> read_all(Cluster& cluster, Direction direction = Direction::kForward) {
  std::vector<Bytes> records;
  const auto cursor = cluster.cursor();
  if (direction == Direction::kBackward) {
    EXPECT_TRUE(cursor->point_last());
  }
  for (;;) {
    const auto record = direction == Direction::kForward ? cursor->next() : cursor->previous();
    EXPECT_TRUE(record) << to_string(record.failure());
    if (!record || !*record) {
      return records;
    }
    records.emplace_back((*record)->bytes.begin(), (*record)->bytes.end());
  }
}

}  // namespace coldsite::vsam

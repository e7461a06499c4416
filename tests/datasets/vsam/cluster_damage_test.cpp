// A flipped byte anywhere in a cluster is told or changes nothing but that byte of its record: what
// VSAM keeps has no checksums, so that a record's own bytes are as they stand on the volume.
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

class ClusterDamageTest : public ClusterTest {
 protected:
  /// Every record in order, or nothing when something was told.
  std::optional<std::vector<Bytes>> try_read(const ClusterPlace& place) {
    std::vector<Failure> notes;
    const auto cluster = Cluster::open(volumes_, place, {}, notes);
    if (!cluster) {
      return {};
    }
    const auto cursor = (*cluster)->cursor();
    std::vector<Bytes> records;
    for (;;) {
      const auto record = cursor->next();
      if (!record) {
        return {};
      }
      if (!*record) {
        return records;
      }
      records.emplace_back((*record)->bytes.begin(), (*record)->bytes.end());
    }
  }

  static std::size_t bytes_changed(const std::vector<Bytes>& a, const std::vector<Bytes>& b) {
    if (a.size() != b.size()) {
      return SIZE_MAX;
    }
    std::size_t changed = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i].size() != b[i].size()) {
        return SIZE_MAX;
      }
      for (std::size_t at = 0; at < a[i].size(); ++at) {
        changed += a[i][at] != b[i][at] ? 1U : 0U;
      }
    }
    return changed;
  }

  /// Flips a bit of each of the first `bytes` bytes of the component's first track.
  void flip(const ClusterPlace& place, const Component& component, std::uint32_t bytes) {
    const std::uint32_t track = component.volumes[0].extents[0].tracks.first;
    const auto volume = *volumes_.volume("VSM001", dasd::Access::kUpdate);
    const auto whole = try_read(place);
    ASSERT_TRUE(whole.has_value());
    std::size_t told = 0;
    for (std::uint32_t offset = 0; offset < bytes; ++offset) {
      std::uint8_t byte = 0;
      CS_ASSERT_OK(volume->read_part(track, offset, {&byte, 1}));
      const std::uint8_t damaged = byte ^ static_cast<std::uint8_t>(1 << offset % 8);
      CS_ASSERT_OK(volume->write_part(track, offset, {&damaged, 1}));
      const auto found = try_read(place);
      told += found ? 0U : 1U;
      ASSERT_TRUE(!found || bytes_changed(*whole, *found) <= 1) << "byte " << offset;
      CS_ASSERT_OK(volume->write_part(track, offset, {&byte, 1}));
    }
    EXPECT_GT(told, 50U);
  }
};

TEST_F(ClusterDamageTest, FlippedBytesOfAKeySequencedDataSetAreToldOrHarmless) {
  ClusterDefinition definition = small_cluster(Organization::kKeySequenced);
  definition.attributes.is_spanned = true;
  definition.attributes.max_record_bytes = 1200;
  const ClusterPlace place = define(definition, 6);
  auto cluster = open(place);
  for (std::uint64_t key = 0; key < 20; ++key) {
    CS_ASSERT_OK(cluster->insert(keyed_record(key * 7, key == 9 ? 900 : 60 + key % 3)));
  }
  CS_ASSERT_OK(cluster->close());
  flip(place, cluster->data(), 21 + 4 * 520);
  flip(place, *cluster->index(), 21 + 8 + cluster->index()->attributes().interval_bytes);
}

TEST_F(ClusterDamageTest, FlippedBytesOfAnEntrySequencedDataSetAreToldOrHarmless) {
  ClusterDefinition definition = small_cluster(Organization::kEntrySequenced);
  definition.attributes.is_spanned = true;
  definition.attributes.max_record_bytes = 1200;
  const ClusterPlace place = define(definition, 6);
  auto cluster = open(place);
  for (std::size_t i = 0; i < 16; ++i) {
    CS_ASSERT_OK(cluster->insert(Bytes(i == 7 ? 900 : 50 + i % 3, static_cast<std::uint8_t>(i))));
  }
  CS_ASSERT_OK(cluster->close());
  flip(place, cluster->data(), 21 + 4 * 520);
}

}  // namespace
}  // namespace coldsite::vsam

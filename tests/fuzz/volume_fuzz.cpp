// Any bytes as an image: opened or refused; every track read or refused; the VTOC listed, changed
// and listed again without a crash, a hang or an overlap that was not there before.
#include <algorithm>

#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace coldsite {
namespace {

constexpr std::size_t kImageBytesMax = 1 << 20;
constexpr std::uint32_t kTracksMax = 200;
/// A plain image of a 2311 is filled up to whole cylinders, so that an input can be short.
constexpr std::size_t kHeaderBytes = 512, kCylinderBytes = 10 * 4'096;

Bytes filled_up(ByteView input) {
  Bytes bytes(input.begin(), input.end());
  const Bytes plain = {'C', 'K', 'D', '_', 'P'};
  if (bytes.size() > kHeaderBytes && std::ranges::equal(ByteView(bytes).first(5), plain)) {
    const std::size_t cylinders = (bytes.size() - kHeaderBytes) / kCylinderBytes + 1;
    bytes.resize(kHeaderBytes + cylinders * kCylinderBytes);
  }
  return bytes;
}

void read_tracks(dasd::Volume& volume) {
  const dasd::Geometry& geometry = volume.geometry();
  Bytes slot(geometry.slot_bytes);
  for (std::uint32_t track = 0; track < std::min(volume.tracks(), kTracksMax); ++track) {
    if (!volume.read_slots({track, 1}, slot)) {
      continue;
    }
    auto reader = dasd::TrackReader::open(slot, geometry.track_address(track), geometry);
    while (reader && reader->next()) {
    }
  }
}

bool has_overlap(const dasd::Vtoc& vtoc) {
  return std::ranges::any_of(vtoc.findings, [](const dasd::VtocFinding& finding) {
    return finding.what.find("overlap") != std::string::npos;
  });
}

void change_vtoc(dasd::Volume& volume) {
  const auto before = dasd::read_vtoc(volume);
  if (!before || !volume.is_writable()) {
    return;
  }
  dasd::DataSetLabel label;
  label.name = "FUZZ.NEW";
  dasd::SpaceRequest space;
  space.primary = 3;
  space.secondary = 2;
  if (auto made = dasd::allocate_data_set(volume, label, space)) {
    (void)dasd::extend_data_set(volume, *made);
    const auto after = dasd::read_vtoc(volume);
    CS_CHECK(after.ok() && (has_overlap(*before) || !has_overlap(*after)));
  }
  if (!before->data_sets.empty()) {
    (void)dasd::scratch_data_set(volume, before->data_sets.front().name, {}, true);
  }
}

}  // namespace
}  // namespace coldsite

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;  // NOLINT(google-build-using-namespace)
  if (size > kImageBytesMax) {
    return 0;
  }
  const auto store = io::make_memory_store();
  auto file = store->open("image", io::OpenMode::kCreateNew);
  CS_CHECK(file.ok() && (*file)->write_at(0, filled_up({data, size})).ok());
  for (const dasd::Access access : {dasd::Access::kRead, dasd::Access::kUpdate}) {
    if (auto volume = dasd::open_volume(*store, "image", access)) {
      read_tracks(**volume);
      change_vtoc(**volume);
    }
  }
  return 0;
}

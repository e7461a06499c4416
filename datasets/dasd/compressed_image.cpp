#include "datasets/dasd/compressed_image.hpp"

#include <bzlib.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/dasd/plain_image.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::uint32_t kNotHere = 0xFFFF'FFFF;
constexpr std::uint32_t kTracksPerTable = 256;
constexpr std::uint64_t kLevel1Offset = 1'024;
constexpr std::size_t kTrackHeaderBytes = 5;
constexpr unsigned kShadowsMax = 9;

std::uint64_t load(bool big_endian, ByteView bytes, std::size_t offset, std::size_t width) {
  return big_endian ? load_be(bytes, offset, width) : load_le(bytes, offset, width);
}

Failure damaged(io::File& file, std::uint64_t offset, std::string_view what) {
  return failure<msg::CSV0012E>(file.path(), offset, what);
}

Result<Bytes> read_piece(io::File& file, std::uint64_t offset, std::size_t length,
                         std::string_view what) {
  Bytes bytes(length);
  CS_ASSIGN(const std::size_t got, file.read_at(offset, bytes));
  if (got < length) {
    return damaged(file, offset, fmt::format("{} ends at the end of the file", what));
  }
  return bytes;
}

/// The null track formats; the image says which one its empty tracks have.
Result<void> make_null_track(std::uint16_t format, TrackAddress address, const Geometry& geometry,
                             ByteSpan slot) {
  TrackBuilder builder(address, geometry);
  if (format == 0) {
    CS_TRY(builder.add_end_of_file());
  }
  if (format == 2) {
    const Bytes record(4'096);
    for (int i = 0; i < 12; ++i) {
      CS_TRY(builder.add({}, record));
    }
  }
  std::ranges::copy(builder.finish(), slot.begin());
  return {};
}

/// Expands `stored` into `out`; nothing when it is damaged or longer than `out`.
std::optional<std::size_t> expand(std::uint8_t method, ByteView stored, ByteSpan out) {
  switch (method) {
    case 0:
      if (stored.size() > out.size()) {
        return std::nullopt;
      }
      std::ranges::copy(stored, out.begin());
      return stored.size();
    case 1: {
      uLongf length = out.size();
      const int status = uncompress(out.data(), &length, stored.data(), stored.size());
      return status == Z_OK ? std::optional<std::size_t>(length) : std::nullopt;
    }
    case 2: {
      auto length = static_cast<unsigned>(out.size());
      Bytes input(stored.begin(), stored.end());  // the library takes no const
      const int status =
          BZ2_bzBuffToBuffDecompress(static_cast<char*>(static_cast<void*>(out.data())), &length,
                                     static_cast<char*>(static_cast<void*>(input.data())),
                                     static_cast<unsigned>(input.size()), 0, 0);
      return status == BZ_OK ? std::optional<std::size_t>(length) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

/// The files that may stand below a shadow file: "pack_2.cckd" stands on "pack_1.cckd", that on
/// "pack.cckd" or "pack.ckd". The number is the character before the last dot of the name.
std::vector<std::string> names_below(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name_start = slash == std::string::npos ? 0 : slash + 1;
  std::size_t dot = path.rfind('.');
  if (dot == std::string::npos || dot < name_start) {
    dot = path.size();
  }
  if (dot < name_start + 2 || path[dot - 1] < '1' || path[dot - 1] > '9') {
    return {};
  }
  const std::string extension = path.substr(dot);
  if (path[dot - 1] != '1') {
    std::string below = path;
    --below[dot - 1];
    return {below};
  }
  std::string stem = path.substr(0, dot - 1);
  if (stem.ends_with('_')) {
    stem.pop_back();
  }
  return {stem + extension, stem + ".cckd", stem + ".ckd", stem};
}

Result<std::string> find_below(io::FileStore& store, const std::string& path) {
  for (const std::string& name : names_below(path)) {
    CS_ASSIGN(const std::optional<io::FileInfo> info, store.info(name));
    if (info && !info->is_directory) {
      return name;
    }
  }
  return failure<msg::CSV0013E>(path, path,
                                "it is a shadow file, and the file below it is not there");
}

}  // namespace

Result<std::unique_ptr<Volume>> CompressedImage::open(io::FileStore& store,
                                                      std::unique_ptr<io::File> file,
                                                      const ImageHeader& header) {
  std::unique_ptr<CompressedImage> image(new CompressedImage(*header.geometry));
  CS_ASSIGN(Layer newest, read_layer(std::move(file), header));
  image->cylinders_ = newest.cylinders;
  image->layers_.push_back(std::move(newest));
  while (image->layers_.back().is_shadow && !image->plain_base_) {
    const std::string above = image->layers_.back().file->path();
    if (image->layers_.size() > kShadowsMax) {
      return failure<msg::CSV0013E>(above, image->path(), "more than 9 shadow files");
    }
    CS_ASSIGN(const std::string path, find_below(store, above));
    CS_ASSIGN(std::unique_ptr<io::File> below, store.open(path, io::OpenMode::kRead));
    CS_ASSIGN(const ImageHeader below_header, read_image_header(*below));
    std::uint32_t below_cylinders = 0;
    if (below_header.kind == ImageKind::kPlain) {
      CS_ASSIGN(image->plain_base_,
                PlainImage::open(store, std::move(below), below_header, Access::kRead));
      below_cylinders = image->plain_base_->cylinders();
    } else {
      CS_ASSIGN(Layer layer, read_layer(std::move(below), below_header));
      below_cylinders = layer.cylinders;
      image->layers_.push_back(std::move(layer));
    }
    if (below_header.geometry != header.geometry || below_cylinders != image->cylinders_) {
      return failure<msg::CSV0013E>(path, image->path(), "another device or size");
    }
  }
  return std::unique_ptr<Volume>(std::move(image));
}

Result<CompressedImage::Layer> CompressedImage::read_layer(std::unique_ptr<io::File> file,
                                                           const ImageHeader& header) {
  CS_ASSIGN(const Bytes fixed, read_piece(*file, 512, 512, "the compressed header"));
  Layer layer;
  layer.is_shadow = header.kind == ImageKind::kShadow;
  layer.is_big_endian = (fixed[3] & 0x02) != 0;
  layer.null_format = fixed[44];
  const auto tables = load(layer.is_big_endian, fixed, 4, 4);
  const auto table_entries = load(layer.is_big_endian, fixed, 8, 4);
  const auto cylinders = load_le(fixed, 40, 4);  // little-endian in every file
  if (fixed[0] != 0 || fixed[1] != 3) {
    return damaged(*file, 512, fmt::format("version {}.{}, not 0.3", fixed[0], fixed[1]));
  }
  if (cylinders == 0 || cylinders > kCylindersMax + 16) {
    return damaged(*file, 552, fmt::format("{} cylinders", cylinders));
  }
  const std::uint64_t tracks = cylinders * header.geometry->heads;
  if (table_entries != kTracksPerTable ||
      tables != (tracks + kTracksPerTable - 1) / kTracksPerTable) {
    return damaged(*file, 516, fmt::format("{} tables of {} entries", tables, table_entries));
  }
  if (layer.null_format > 2) {
    return damaged(*file, 556, fmt::format("null track format {}", layer.null_format));
  }
  layer.cylinders = static_cast<std::uint32_t>(cylinders);
  layer.file = std::move(file);
  CS_TRY(read_tables(layer, *header.geometry));
  return layer;
}

Result<void> CompressedImage::read_tables(Layer& layer, const Geometry& geometry) {
  const std::uint32_t tracks = layer.cylinders * geometry.heads;
  const std::uint32_t tables = (tracks + kTracksPerTable - 1) / kTracksPerTable;
  CS_ASSIGN(const Bytes level1,
            read_piece(*layer.file, kLevel1Offset, std::size_t{tables} * 4, "the level 1 table"));
  layer.entries.resize(tracks);
  for (std::uint32_t table = 0; table < tables; ++table) {
    const auto offset =
        static_cast<std::uint32_t>(load(layer.is_big_endian, level1, std::size_t{table} * 4, 4));
    const std::uint32_t first = table * kTracksPerTable;
    if (offset == 0 || offset == kNotHere) {
      if (offset == kNotHere && !layer.is_shadow) {
        return damaged(*layer.file, kLevel1Offset + table * 4, "a shadow entry in a base file");
      }
      const std::uint32_t end = std::min(first + kTracksPerTable, tracks);
      std::fill(layer.entries.begin() + first, layer.entries.begin() + end,
                Entry{offset, layer.null_format});
    } else {
      CS_TRY(read_level2(layer, offset, first));
    }
  }
  return {};
}

Result<void> CompressedImage::read_level2(Layer& layer, std::uint32_t offset,
                                          std::uint32_t first_track) {
  const std::size_t count =
      std::min<std::size_t>(kTracksPerTable, layer.entries.size() - first_track);
  CS_ASSIGN(const Bytes table, read_piece(*layer.file, offset, count * 8, "a level 2 table"));
  for (std::size_t i = 0; i < count; ++i) {
    Entry& entry = layer.entries[first_track + i];
    entry.offset = static_cast<std::uint32_t>(load(layer.is_big_endian, table, i * 8, 4));
    entry.length = static_cast<std::uint16_t>(load(layer.is_big_endian, table, i * 8 + 4, 2));
    const bool is_null = entry.offset == 0;
    if ((entry.offset == kNotHere && !layer.is_shadow) || (is_null && entry.length > 2)) {
      return damaged(*layer.file, offset + i * 8, "a level 2 entry that cannot be");
    }
  }
  return {};
}

Result<void> CompressedImage::read_slots(TrackRange range, ByteSpan out) {
  if (range.first > tracks() || range.count > tracks() - range.first) {
    return failure<msg::CSV0003E>(std::uint64_t{range.first} + range.count, path(), tracks());
  }
  const std::size_t slot_bytes = geometry_->slot_bytes;
  CS_CHECK(out.size() == range.count * slot_bytes);
  for (std::uint32_t i = 0; i < range.count; ++i) {
    CS_TRY(read_track(range.first + i, out.subspan(i * slot_bytes, slot_bytes)));
  }
  return {};
}

Result<void> CompressedImage::read_track(std::uint32_t track, ByteSpan slot) {
  for (Layer& layer : layers_) {
    const Entry& entry = layer.entries[track];
    if (entry.offset == 0) {
      return make_null_track(entry.length, geometry_->track_address(track), *geometry_, slot);
    }
    if (entry.offset != kNotHere) {
      return read_stored_track(layer, track, slot);
    }
  }
  CS_CHECK(plain_base_ != nullptr);
  return plain_base_->read_slots({track, 1}, slot);
}

Result<void> CompressedImage::read_stored_track(Layer& layer, std::uint32_t track, ByteSpan slot) {
  const Entry& entry = layer.entries[track];
  const TrackAddress address = geometry_->track_address(track);
  if (entry.length <= kTrackHeaderBytes || entry.length > geometry_->slot_bytes) {
    return damaged(*layer.file, entry.offset,
                   fmt::format("the track of {} has {} bytes", to_string(address), entry.length));
  }
  CS_ASSIGN(const Bytes stored, read_piece(*layer.file, entry.offset, entry.length, "a track"));
  if (load_be16(stored, 1) != address.cylinder || load_be16(stored, 3) != address.head) {
    return damaged(*layer.file, entry.offset,
                   fmt::format("not the track of {}", to_string(address)));
  }
  std::ranges::copy(ByteView(stored).first(kTrackHeaderBytes), slot.begin());
  slot[0] = 0;
  const auto length = expand(stored[0], ByteView(stored).subspan(kTrackHeaderBytes),
                             slot.subspan(kTrackHeaderBytes));
  if (!length) {
    return damaged(
        *layer.file, entry.offset,
        fmt::format("the track of {} does not expand (method {})", to_string(address), stored[0]));
  }
  std::ranges::fill(slot.subspan(kTrackHeaderBytes + *length), std::uint8_t{0});
  return {};
}

Failure CompressedImage::read_only() const {
  return failure<msg::CSV0004E>(path(), "compressed images are supported for reading only");
}

Result<void> CompressedImage::write_part(std::uint32_t /*track*/, std::uint32_t /*offset_bytes*/,
                                         ByteView /*bytes*/) {
  return read_only();
}

Result<void> CompressedImage::write_slots(TrackRange /*range*/, ByteView /*slots*/) {
  return read_only();
}

Result<void> CompressedImage::erase_tracks(TrackRange /*range*/) {
  return read_only();
}

Result<std::optional<TrackRange>> CompressedImage::find_written(std::uint32_t track) {
  const auto holds_something = [this](std::uint32_t number) {
    for (const Layer& layer : layers_) {
      const Entry& entry = layer.entries[number];
      if (entry.offset != kNotHere) {
        return entry.offset != 0 || entry.length == 2;
      }
    }
    return true;  // of the plain base: it may
  };
  while (track < tracks() && !holds_something(track)) {
    ++track;
  }
  TrackRange run{track, 0};
  while (run.first + run.count < tracks() && holds_something(run.first + run.count)) {
    ++run.count;
  }
  return run.count == 0 ? std::nullopt : std::optional(run);
}

Result<std::unique_ptr<io::FileLock>> CompressedImage::lock_vtoc(io::LockMode mode) {
  if (mode == io::LockMode::kExclusive) {
    return read_only();
  }
  return lock_state_.lock(*layers_.front().file, mode);
}

}  // namespace coldsite::dasd

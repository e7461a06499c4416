#include "datasets/dasd/plain_image.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

/// A slot whose tail has this many zeros is written short, and the tail becomes a hole.
constexpr std::size_t kHoleBytesMin = 8'192;
/// The most tracks that find_written() reports in one run: the caller gets work early.
constexpr std::uint32_t kRunTracksMax = 4'096;

bool is_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

/// The bytes of a slot up to its last one that is not zero.
std::size_t stored_bytes(ByteView slot) {
  std::size_t end = slot.size();
  while (end >= 8 && load_be64(slot, end - 8) == 0) {
    end -= 8;
  }
  return end;
}

/// The name of the n-th file: the digit before the first dot of the name counts up.
std::string part_path(const std::string& path, unsigned sequence) {
  const std::string directory = io::directory_of(path);
  std::string name = io::name_of(path);
  const std::size_t dot = std::min(name.find('.'), name.size());
  if (dot == 0) {
    return {};
  }
  name[dot - 1] = static_cast<char>('0' + sequence % 10);
  return path.find('/') == std::string::npos ? name : io::join_path(directory, name);
}

}  // namespace

Result<std::unique_ptr<Volume>> PlainImage::open(io::FileStore& store,
                                                 std::unique_ptr<io::File> file,
                                                 const ImageHeader& header, Access access) {
  const std::string first_path = file->path();
  std::unique_ptr<PlainImage> image(new PlainImage(*header.geometry, access == Access::kUpdate));
  if (header.file_sequence > 1) {
    return failure<msg::CSV0013E>(
        first_path, first_path,
        fmt::format("it is file {}; name the first of the files", header.file_sequence));
  }
  CS_TRY(image->add_part(std::move(file), header));
  ImageHeader last = header;
  while (header.file_sequence == 1 && last.highest_cylinder != 0) {
    const unsigned sequence = last.file_sequence + 1U;
    const std::string path = part_path(first_path, sequence);
    CS_ASSIGN(
        std::unique_ptr<io::File> next,
        store.open(path, access == Access::kUpdate ? io::OpenMode::kUpdate : io::OpenMode::kRead));
    CS_ASSIGN(last, read_image_header(*next));
    if (last.kind != ImageKind::kPlain || last.geometry != header.geometry ||
        last.file_sequence != sequence) {
      return failure<msg::CSV0013E>(path, first_path, "another device or sequence number");
    }
    CS_TRY(image->add_part(std::move(next), last));
  }
  CS_TRY(image->recover());
  return std::unique_ptr<Volume>(std::move(image));
}

Result<void> PlainImage::add_part(std::unique_ptr<io::File> file, const ImageHeader& header) {
  CS_ASSIGN(const std::uint64_t size, file->size_bytes());
  const std::uint64_t cylinder_bytes = std::uint64_t{geometry_->slot_bytes} * geometry_->heads;
  const std::uint64_t count = (size - kImageHeaderBytes) / cylinder_bytes;
  if (count == 0 || kImageHeaderBytes + count * cylinder_bytes != size) {
    return failure<msg::CSV0006E>(file->path(), size, cylinder_bytes);
  }
  if (cylinders_ + count > kCylindersMax + 16) {
    return failure<msg::CSV0008E>(cylinders_ + count, kCylindersMax);
  }
  cylinders_ += static_cast<std::uint32_t>(count);
  if (header.highest_cylinder != 0 && header.highest_cylinder + 1U != cylinders_) {
    return failure<msg::CSV0005E>(file->path(),
                                  fmt::format("its header ends with cylinder {}, its size with {}",
                                              header.highest_cylinder, cylinders_ - 1));
  }
  const std::uint32_t first =
      parts_.empty() ? 0 : parts_.back().first_track + parts_.back().track_count;
  parts_.push_back({std::move(file), first, cylinders_ * geometry_->heads - first});
  return {};
}

Result<std::unique_ptr<Volume>> PlainImage::create(std::unique_ptr<io::File> file,
                                                   const Geometry& geometry,
                                                   std::uint32_t cylinders) {
  const ImageHeader header{.geometry = &geometry};
  std::unique_ptr<PlainImage> image(new PlainImage(geometry, true));
  CS_TRY(file->write_at(0, encode_image_header(header)));
  CS_TRY(file->resize(kImageHeaderBytes +
                      std::uint64_t{cylinders} * geometry.heads * geometry.slot_bytes));
  CS_TRY(image->add_part(std::move(file), header));
  Part& part = image->parts_.front();
  std::array<std::uint8_t, kNullTrackBytes> null_track;
  for (std::uint32_t track = 0; track < part.track_count; ++track) {
    write_null_track(geometry.track_address(track), null_track);
    CS_TRY(part.file->write_at(image->offset_of(part, track), null_track));
  }
  return std::unique_ptr<Volume>(std::move(image));
}

Result<void> PlainImage::check_range(TrackRange range) const {
  if (range.first > tracks() || range.count > tracks() - range.first) {
    return failure<msg::CSV0003E>(std::uint64_t{range.first} + range.count, path(), tracks());
  }
  return {};
}

Result<void> PlainImage::check_writable() const {
  if (!writable_) {
    return failure<msg::CSV0004E>(path(), "it was opened for reading");
  }
  return {};
}

PlainImage::Part& PlainImage::part_of(std::uint32_t track) {
  const auto found = std::ranges::find_if(parts_, [track](const Part& part) {
    return track >= part.first_track && track - part.first_track < part.track_count;
  });
  CS_CHECK(found != parts_.end());
  return *found;
}

std::uint64_t PlainImage::offset_of(const Part& part, std::uint32_t track) const {
  return kImageHeaderBytes + std::uint64_t{track - part.first_track} * geometry_->slot_bytes;
}

Result<void> PlainImage::read_exactly(Part& part, std::uint64_t offset, ByteSpan out) {
  CS_ASSIGN(const std::size_t length, part.file->read_at(offset, out));
  if (length < out.size()) {
    return failure<msg::CSV0006E>(part.file->path(), offset + length,
                                  std::uint64_t{geometry_->slot_bytes} * geometry_->heads);
  }
  return {};
}

Result<void> PlainImage::read_slots(TrackRange range, ByteSpan out) {
  CS_TRY(check_range(range));
  const std::size_t slot_bytes = geometry_->slot_bytes;
  CS_CHECK(out.size() == range.count * slot_bytes);
  while (range.count != 0) {
    Part& part = part_of(range.first);
    const std::uint32_t count =
        std::min(range.count, part.first_track + part.track_count - range.first);
    const ByteSpan run = out.first(count * slot_bytes);
    CS_TRY(read_exactly(part, offset_of(part, range.first), run));
    for (std::uint32_t i = 0; i < count; ++i) {
      const ByteSpan slot = run.subspan(i * slot_bytes, slot_bytes);
      if (is_zero(slot.first(kNullTrackBytes)) && is_zero(slot)) {
        write_null_track(geometry_->track_address(range.first + i), slot);
      }
      CS_TRY(put_pending(range.first + i, 0, slot));
    }
    out = out.subspan(run.size());
    range = {range.first + count, range.count - count};
  }
  return {};
}

Result<void> PlainImage::read_heads(TrackRange range, std::uint32_t head_bytes, ByteSpan out) {
  CS_TRY(check_range(range));
  CS_CHECK(out.size() == std::size_t{range.count} * head_bytes && head_bytes >= kNullTrackBytes &&
           head_bytes <= geometry_->slot_bytes);
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const std::uint32_t track = range.first + i;
    Part& part = part_of(track);
    const ByteSpan head = out.subspan(std::size_t{i} * head_bytes, head_bytes);
    CS_TRY(read_exactly(part, offset_of(part, track), head));
    if (is_zero(head.first(kNullTrackBytes))) {
      Bytes slot(geometry_->slot_bytes);
      CS_TRY(read_slots({track, 1}, slot));
      std::ranges::copy(ByteView(slot).first(head_bytes), head.begin());
    }
    CS_TRY(put_pending(track, 0, head));
  }
  return {};
}

Result<void> PlainImage::read_part(std::uint32_t track, std::uint32_t offset_bytes, ByteSpan out) {
  CS_TRY(check_range({track, 1}));
  CS_CHECK(offset_bytes + out.size() <= geometry_->slot_bytes);
  Part& part = part_of(track);
  CS_TRY(read_exactly(part, offset_of(part, track) + offset_bytes, out));
  return put_pending(track, offset_bytes, out);
}

Result<void> PlainImage::write_part(std::uint32_t track, std::uint32_t offset_bytes,
                                    ByteView bytes) {
  CS_TRY(check_writable());
  CS_TRY(check_range({track, 1}));
  CS_CHECK(offset_bytes + bytes.size() <= geometry_->slot_bytes);
  Part& part = part_of(track);
  return part.file->write_at(offset_of(part, track) + offset_bytes, bytes);
}

Result<void> PlainImage::write_slots(TrackRange range, ByteView slots) {
  CS_TRY(check_writable());
  CS_TRY(check_range(range));
  CS_CHECK(slots.size() == std::size_t{range.count} * geometry_->slot_bytes);
  while (range.count != 0) {
    Part& part = part_of(range.first);
    const std::uint32_t count =
        std::min(range.count, part.first_track + part.track_count - range.first);
    const std::size_t run_bytes = std::size_t{count} * geometry_->slot_bytes;
    CS_TRY(write_run(part, range.first, slots.first(run_bytes)));
    slots = slots.subspan(run_bytes);
    range = {range.first + count, range.count - count};
  }
  return {};
}

/// Full slots go out together; behind a slot that ends in zeros a hole is left.
Result<void> PlainImage::write_run(Part& part, std::uint32_t first_track, ByteView slots) {
  const std::size_t slot_bytes = geometry_->slot_bytes;
  const std::uint64_t base = offset_of(part, first_track);
  std::size_t pending = 0;
  for (std::size_t start = 0; start < slots.size(); start += slot_bytes) {
    const std::size_t stored = stored_bytes(slots.subspan(start, slot_bytes));
    if (slot_bytes - stored < kHoleBytesMin) {
      continue;
    }
    CS_TRY(part.file->write_at(base + pending, slots.subspan(pending, start + stored - pending)));
    CS_TRY(part.file->zero_range({base + start + stored, slot_bytes - stored}));
    pending = start + slot_bytes;
  }
  if (pending < slots.size()) {
    CS_TRY(part.file->write_at(base + pending, slots.subspan(pending)));
  }
  return {};
}

Result<void> PlainImage::write_gathered(std::uint32_t first, std::span<const SlotPieces> slots) {
  CS_TRY(check_writable());
  CS_TRY(check_range({first, static_cast<std::uint32_t>(slots.size())}));
  while (!slots.empty()) {
    Part& part = part_of(first);
    const std::uint32_t there = part.first_track + part.track_count - first;
    const std::size_t count = std::min<std::size_t>(slots.size(), there);
    CS_TRY(write_gathered_run(part, first, slots.first(count)));
    slots = slots.subspan(count);
    first += static_cast<std::uint32_t>(count);
  }
  return {};
}

/// As write_run(): short ends of slots are filled with zeros, long ones become holes.
Result<void> PlainImage::write_gathered_run(Part& part, std::uint32_t first_track,
                                            std::span<const SlotPieces> slots) {
  static constexpr std::array<std::uint8_t, kHoleBytesMin> kZeros = {};
  std::vector<ByteView> run;
  std::uint64_t run_offset = offset_of(part, first_track);
  std::uint64_t slot_offset = run_offset;
  for (const SlotPieces& pieces : slots) {
    std::size_t missing = geometry_->slot_bytes;
    for (const ByteView piece : pieces) {
      CS_CHECK(piece.size() <= missing);
      run.push_back(piece);
      missing -= piece.size();
    }
    slot_offset += geometry_->slot_bytes;
    if (missing < kHoleBytesMin) {
      run.push_back(ByteView(kZeros).first(missing));
      continue;
    }
    CS_TRY(part.file->write_gathered_at(run_offset, run));
    CS_TRY(part.file->zero_range({slot_offset - missing, missing}));
    run.clear();
    run_offset = slot_offset;
  }
  return run.empty() ? Result<void>() : part.file->write_gathered_at(run_offset, run);
}

Result<void> PlainImage::erase_tracks(TrackRange range) {
  CS_TRY(check_writable());
  CS_TRY(check_range(range));
  std::array<std::uint8_t, kNullTrackBytes> null_track;
  while (range.count != 0) {
    Part& part = part_of(range.first);
    const std::uint32_t count =
        std::min(range.count, part.first_track + part.track_count - range.first);
    CS_TRY(part.file->zero_range(
        {offset_of(part, range.first), std::uint64_t{count} * geometry_->slot_bytes}));
    for (std::uint32_t i = 0; i < count; ++i) {
      write_null_track(geometry_->track_address(range.first + i), null_track);
      CS_TRY(part.file->write_at(offset_of(part, range.first + i), null_track));
    }
    range = {range.first + count, range.count - count};
  }
  return {};
}

/// Whether a track that the file system has data for is more than a null track.
Result<bool> PlainImage::is_written(std::uint32_t track) {
  std::array<std::uint8_t, kNullTrackBytes> head;
  CS_TRY(read_heads({track, 1}, kNullTrackBytes, head));
  return !is_null_track(head, geometry_->track_address(track));
}

/// The first run of tracks at or after `track` that the file system has data for.
Result<std::optional<TrackRange>> PlainImage::next_data(std::uint32_t track) {
  while (track < tracks()) {
    Part& part = part_of(track);
    CS_ASSIGN(const std::optional<io::ByteRange> data,
              part.file->find_data(offset_of(part, track)));
    if (data) {
      const std::uint64_t end = data->offset + data->length - 1 - kImageHeaderBytes;
      const auto relative = [&](std::uint64_t offset) {
        return part.first_track + static_cast<std::uint32_t>(std::min<std::uint64_t>(
                                      offset / geometry_->slot_bytes, part.track_count - 1));
      };
      const std::uint32_t first = std::max(track, relative(data->offset - kImageHeaderBytes));
      return std::optional(TrackRange{first, relative(end) + 1 - first});
    }
    track = part.first_track + part.track_count;
  }
  return std::optional<TrackRange>();
}

Result<std::optional<TrackRange>> PlainImage::find_written(std::uint32_t track) {
  TrackRange run;
  std::uint32_t data_end = 0;
  for (; run.count < kRunTracksMax; ++track) {
    if (track >= data_end) {
      CS_ASSIGN(const std::optional<TrackRange> data, next_data(track));
      if (!data || (run.count != 0 && data->first != track)) {
        break;
      }
      track = data->first;
      data_end = data->first + data->count;
    }
    CS_ASSIGN(const bool written, is_written(track));
    if (written) {
      run = {run.count == 0 ? track : run.first, run.count + 1};
    } else if (run.count != 0) {
      break;
    }
  }
  return run.count == 0 ? std::nullopt : std::optional(run);
}

Result<void> PlainImage::sync() {
  for (Part& part : parts_) {
    CS_TRY(part.file->sync());
  }
  return {};
}

Result<std::unique_ptr<io::FileLock>> PlainImage::lock_vtoc(io::LockMode mode) {
  return lock_state_.lock(*parts_.front().file, mode);
}

}  // namespace coldsite::dasd

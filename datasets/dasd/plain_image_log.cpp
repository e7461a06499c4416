// Changes of a plain image that are made together: log, pieces, no log. See part_log.hpp.
#include <algorithm>
#include <iterator>

#include "datasets/dasd/plain_image.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/io/kill_point.hpp"

namespace coldsite::dasd {
namespace {

/// The least that a disk writes whole or not at all.
constexpr std::uint64_t kSectorBytes = 512;

}  // namespace

std::uint64_t PlainImage::log_offset() const {
  return offset_of(parts_.front(), 0) + geometry_->slot_bytes - part_log_bytes(*geometry_);
}

Result<Bytes> PlainImage::read_log() {
  Bytes area(part_log_bytes(*geometry_));
  CS_TRY(read_exactly(parts_.front(), log_offset(), area));
  return area;
}

/// Does what a log tells, which a power failure left: on the volume, or on what is read from it.
Result<void> PlainImage::recover() {
  CS_ASSIGN(const Bytes seen, read_log());
  if (!decode_part_log(seen, *geometry_, tracks())) {
    return {};
  }
  // A log that belongs to a running change is gone when that change gives its lock back.
  CS_ASSIGN(const auto lock,
            lock_vtoc(writable_ ? io::LockMode::kExclusive : io::LockMode::kShared));
  CS_ASSIGN(pending_log_, read_log());
  auto parts = decode_part_log(pending_log_, *geometry_, tracks());
  if (!parts) {
    return {};
  }
  if (!writable_) {
    pending_ = std::move(*parts);
    return {};
  }
  for (const LoggedPart& part : *parts) {
    CS_TRY(write_part(part.track, part.offset_bytes, part.bytes));
  }
  CS_TRY(sync());
  CS_KILL_POINT("dasd.log_done_again");
  return parts_.front().file->zero_range({log_offset(), part_log_bytes(*geometry_)});
}

/// Puts what an interrupted change had written into bytes of a slot that were read, as long as
/// nobody has done that change again on the volume.
Result<void> PlainImage::put_pending(std::uint32_t track, std::uint32_t offset_bytes,
                                     ByteSpan bytes) {
  for (const LoggedPart& part : pending_) {
    const std::size_t begin = std::max(part.offset_bytes, offset_bytes);
    const std::size_t end =
        std::min(part.offset_bytes + part.bytes.size(), offset_bytes + bytes.size());
    if (part.track != track || begin >= end) {
      continue;
    }
    CS_ASSIGN(const Bytes log, read_log());
    if (log == pending_log_) {
      std::ranges::copy(ByteView(part.bytes).subspan(begin - part.offset_bytes, end - begin),
                        bytes.begin() + static_cast<std::ptrdiff_t>(begin - offset_bytes));
    }
  }
  return {};
}

/// Whether the end of track 0's slot is free for the log.
Result<bool> PlainImage::can_log() {
  if (!can_log_) {
    Bytes slot(geometry_->slot_bytes);
    CS_TRY(read_slots({0, 1}, slot));
    const auto track = TrackReader::open(slot, {}, *geometry_);
    can_log_ = track && track->used_bytes() <= geometry_->slot_bytes - part_log_bytes(*geometry_);
  }
  return *can_log_;
}

bool PlainImage::is_in_one_sector(const SlotPart& part) {
  const std::uint64_t first = offset_of(part_of(part.track), part.track) + part.offset_bytes;
  return part.bytes.empty() ||
         first / kSectorBytes == (first + part.bytes.size() - 1) / kSectorBytes;
}

Result<void> PlainImage::write_parts(std::span<const SlotPart> parts) {
  for (const SlotPart& part : parts) {
    CS_TRY(write_part(part.track, part.offset_bytes, part.bytes));
    CS_KILL_POINT("dasd.part_written");
  }
  return sync();
}

Result<LoggedPart> PlainImage::read_part(const SlotPart& part) {
  LoggedPart read{part.track, part.offset_bytes, Bytes(part.bytes.size())};
  Part& file = part_of(part.track);
  CS_TRY(read_exactly(file, offset_of(file, part.track) + part.offset_bytes, read.bytes));
  return read;
}

/// A disk writes it whole or not at all, but a write that fails may have come half the way.
Result<void> PlainImage::write_in_sector(const SlotPart& part) {
  CS_ASSIGN(const LoggedPart old, read_part(part));
  auto written = write_part(part.track, part.offset_bytes, part.bytes);
  if (!written) {
    static_cast<void>(write_part(old.track, old.offset_bytes, old.bytes));
  }
  return written;
}

Result<void> PlainImage::write_together(std::span<const SlotPart> parts) {
  CS_TRY(check_writable());
  for (const SlotPart& part : parts) {
    CS_TRY(check_range({part.track, 1}));
  }
  if (parts.size() == 1 && is_in_one_sector(parts.front())) {
    return write_in_sector(parts.front());
  }
  CS_ASSIGN(const auto lock, lock_vtoc(io::LockMode::kExclusive));
  CS_ASSIGN(const bool has_log, can_log());
  while (!parts.empty()) {
    const std::size_t count = has_log ? parts_in_one_log(parts, *geometry_) : 1;
    CS_TRY(has_log ? write_logged(parts.first(count)) : write_parts(parts.first(count)));
    parts = parts.subspan(count);
  }
  return {};
}

/// Log, pieces, no log: each durable before the next. The last needs no sync: a log that comes back
/// says what stands there, or what the sync of a later change has made void.
Result<void> PlainImage::write_logged(std::span<const SlotPart> parts) {
  std::vector<LoggedPart> old;
  for (const SlotPart& part : parts) {
    CS_ASSIGN(LoggedPart saved, read_part(part));
    old.push_back(std::move(saved));
  }
  io::File& file = *parts_.front().file;
  const Bytes log = encode_part_log(parts);
  const auto clear = [&] { return file.zero_range({log_offset(), log.size()}); };
  auto logged = file.write_at(log_offset(), log);
  if (logged) {
    logged = file.sync();
  }
  if (!logged) {
    static_cast<void>(clear());  // the failure that counts is told
    return logged;
  }
  CS_KILL_POINT("dasd.parts_logged");
  auto written = write_parts(parts);
  if (!written) {
    std::vector<SlotPart> before;
    std::ranges::transform(old, std::back_inserter(before), &LoggedPart::view);
    if (write_parts(before)) {
      static_cast<void>(clear());  // else the next open does the change again
    }
    return written;
  }
  CS_KILL_POINT("dasd.parts_synced");
  return clear();
}

}  // namespace coldsite::dasd

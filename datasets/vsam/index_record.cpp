#include "datasets/vsam/index_record.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "datasets/vsam/control_interval.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint32_t kHeaderBytes = 24;
constexpr std::uint32_t kControlBytes = kCidfBytes + kRdfBytes;

/// F, L and the section displacement come on top of these.
std::uint32_t pointer_bytes_for(std::uint32_t pointer_max) {
  return pointer_max < 0x100 ? 1 : pointer_max < 0x10000 ? 2 : 3;
}

std::size_t section_entries(std::size_t entries) {
  std::size_t count = 1;
  while (count * count < entries) {
    ++count;
  }
  return count;
}

std::size_t common_bytes(ByteView a, ByteView b) {
  const std::size_t limit = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(limit), b.begin()).first -
      a.begin());
}

std::uint32_t pointer_width(const IndexRecord& record) {
  std::uint32_t highest = 0;
  for (const IndexEntry& entry : record.entries) {
    highest = std::max(highest, entry.pointer);
  }
  for (const std::uint32_t interval : record.free) {
    highest = std::max(highest, interval);
  }
  return pointer_bytes_for(highest);
}

/// Reads the entries of one record from right to left.
class EntryWalk {
 public:
  EntryWalk(ByteView interval, IndexRecord& record, std::uint32_t key_bytes)
      : interval_(interval),
        record_(record),
        key_bytes_(key_bytes),
        width_(interval[2] - 2U),
        at_(interval.size() - kControlBytes),
        low_(load_be16(interval, 18)),
        last_(load_be16(interval, 20)),
        section_last_(load_be16(interval, 22)) {}

  std::optional<std::string> run() {
    if (last_ < low_ || last_ >= at_ || section_last_ < last_ || section_last_ >= at_) {
      return fmt::format("its last entry is at offset {}, that of its first section at {}", last_,
                         section_last_);
    }
    for (;;) {
      if (at_ < low_ + 2 + width_) {
        return fmt::format("an entry ends at offset {}, among the free CIs", at_);
      }
      const std::size_t control = at_ - 2 - width_;
      const std::size_t front = interval_[control], length = interval_[control + 1];
      if (control < last_ || control < low_ + length || front > previous_.size() ||
          front + length > key_bytes_) {
        return bad_entry(control);
      }
      at_ = control - length;
      if (!take(control, front)) {
        return bad_entry(control);
      }
      if (control == section_last_) {
        if (!next_section(control)) {
          return bad_entry(control);
        }
      }
      if (control == last_) {
        return section_last_ == 0 ? std::nullopt : std::optional<std::string>(bad_entry(control));
      }
    }
  }

 private:
  bool take(std::size_t control, std::size_t front) {
    const std::size_t key_offset = record_.keys.size();
    record_.keys.insert(record_.keys.end(), previous_.begin(),
                        previous_.begin() + static_cast<std::ptrdiff_t>(front));
    record_.keys.insert(record_.keys.end(), interval_.begin() + static_cast<std::ptrdiff_t>(at_),
                        interval_.begin() + static_cast<std::ptrdiff_t>(control));
    const ByteView key = ByteView(record_.keys).subspan(key_offset);
    const IndexEntry entry = {key_head(key, 0xFF), static_cast<std::uint32_t>(key_offset),
                              static_cast<std::uint32_t>(load_be(interval_, control + 2, width_)),
                              static_cast<std::uint16_t>(key.size())};
    if (!record_.entries.empty() && !is_ascending(key)) {
      return false;
    }
    record_.entries.push_back(entry);
    std::ranges::copy(key, storage_.begin());
    previous_ = ByteView(storage_).first(key.size());
    return true;
  }

  /// Bounds with their implied X'FF's never fall.
  [[nodiscard]] bool is_ascending(ByteView key) const {
    const std::size_t common = common_bytes(previous_, key);
    if (common == key.size()) {
      return true;
    }
    if (common == previous_.size()) {
      return std::all_of(key.begin() + static_cast<std::ptrdiff_t>(common), key.end(),
                         [](std::uint8_t byte) { return byte == 0xFF; });
    }
    return previous_[common] < key[common];
  }

  bool next_section(std::size_t control) {
    if (at_ < low_ + 2U) {
      return false;
    }
    at_ -= 2;
    const std::uint16_t distance = load_be16(interval_, at_);
    if (distance >= control || (distance == 0) != (control == last_)) {
      return false;
    }
    section_last_ = distance == 0 ? 0 : control - distance;
    return true;
  }

  [[nodiscard]] static std::string bad_entry(std::size_t control) {
    return fmt::format("its entry at offset {}", control);
  }

  ByteView interval_;
  IndexRecord& record_;
  std::size_t key_bytes_, width_, at_, low_, last_, section_last_;
  std::array<std::uint8_t, 256> storage_ = {};
  ByteView previous_;
};

}  // namespace

void IndexRecord::clear() {
  base_rba = next_rba = 0;
  level = 1;
  free.clear();
  entries.clear();
  keys.clear();
}

std::optional<std::string> IndexRecord::decode(ByteView interval, std::uint32_t key_bytes) {
  clear();
  const std::size_t size = interval.size();
  CS_CHECK(size >= kIntervalBytesMin && key_bytes <= 255);
  const std::size_t length = size - kControlBytes;
  if (load_be(interval, size - 7, 3) != length || load_be16(interval, size - 4) != length ||
      load_be16(interval, size - 2) != 0 || load_be16(interval, 0) != length) {
    return fmt::format("its length is {}, its RDF X'{:06X}' and its CIDF X'{:08X}'",
                       load_be16(interval, 0), load_be(interval, size - 7, 3),
                       load_be32(interval, size - 4));
  }
  const std::uint32_t width = interval[2] - 2U;
  if (width < 1 || width > 3 || interval[3] != (1U << width) - 1 || load_be32(interval, 12) != 0 ||
      interval[16] == 0 || interval[17] != 0) {
    return fmt::format("its header is X'{:04X}' at offset 2, X'{:02X}' at 16",
                       load_be16(interval, 2), load_be16(interval, 16));
  }
  base_rba = load_be32(interval, 4);
  next_rba = load_be32(interval, 8);
  level = interval[16];
  const std::size_t free_end = load_be16(interval, 18);
  if (free_end < kHeaderBytes || free_end > length || (free_end - kHeaderBytes) % width != 0) {
    return fmt::format("its list of free CIs ends at offset {}", free_end);
  }
  for (std::size_t at = kHeaderBytes; at < free_end; at += width) {
    free.push_back(static_cast<std::uint32_t>(load_be(interval, at, width)));
  }
  return EntryWalk(interval, *this, key_bytes).run();
}

std::uint32_t IndexRecord::free_count(ByteView interval) {
  const std::uint32_t free_end = load_be16(interval, 18);
  return free_end <= kHeaderBytes ? 0 : (free_end - kHeaderBytes) / (interval[2] - 2U);
}

std::uint32_t IndexRecord::bytes_needed() const {
  const std::uint32_t width = pointer_width(*this);
  const std::size_t per_section = section_entries(entries.size());
  std::size_t bytes = kHeaderBytes + kControlBytes + free.size() * width;
  bytes += 2 * ((entries.size() + per_section - 1) / per_section);
  ByteView previous;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ByteView key = bound(i);
    bytes += 2 + width + key.size() - common_bytes(previous, key);
    previous = key;
  }
  return static_cast<std::uint32_t>(bytes);
}

void IndexRecord::encode(ByteSpan interval) const {
  CS_CHECK(!entries.empty());
  const std::uint32_t width = pointer_width(*this);
  const std::size_t length = interval.size() - kControlBytes;
  std::ranges::fill(interval, std::uint8_t{0});
  store_be(interval, 0, 2, length);
  interval[2] = static_cast<std::uint8_t>(width + 2);
  interval[3] = static_cast<std::uint8_t>((1U << width) - 1);
  store_be(interval, 4, 4, base_rba);
  store_be(interval, 8, 4, next_rba);
  interval[16] = level;
  std::size_t free_end = kHeaderBytes;
  for (const std::uint32_t number : free) {
    store_be(interval, free_end, width, number);
    free_end += width;
  }
  store_be(interval, 18, 2, free_end);
  const std::size_t per_section = section_entries(entries.size());
  std::size_t at = length, section_high = 0, displacement_at = 0;
  ByteView previous;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ByteView key = bound(i);
    const std::size_t front = common_bytes(previous, key);
    CS_CHECK(at >= free_end + 4 + width + key.size() - front);
    const std::size_t control = at - 2 - width;
    interval[control] = static_cast<std::uint8_t>(front);
    interval[control + 1] = static_cast<std::uint8_t>(key.size() - front);
    store_be(interval, control + 2, width, entries[i].pointer);
    at = control - (key.size() - front);
    std::ranges::copy(key.subspan(front), interval.begin() + static_cast<std::ptrdiff_t>(at));
    previous = key;
    const bool is_last = i + 1 == entries.size();
    if (is_last || (i + 1) % per_section == 0) {
      if (section_high == 0) {
        store_be(interval, 22, 2, control);
      } else {
        store_be(interval, displacement_at, 2, section_high - control);
      }
      section_high = control;
      at -= 2;
      displacement_at = at;
    }
    if (is_last) {
      store_be(interval, 20, 2, control);
    }
  }
  store_be(interval, interval.size() - 7, 3, length);
  store_be(interval, interval.size() - 4, 2, length);
}

std::size_t IndexRecord::search(ByteView key) const {
  const std::uint64_t head = key_head(key, 0);
  std::size_t low = 0, count = entries.size();
  while (count != 0) {
    const std::size_t half = count / 2;
    if (is_above(key, head, entries[low + half])) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return low;
}

std::uint32_t IndexRecord::append_key(ByteView bound) {
  const auto offset = static_cast<std::uint32_t>(keys.size());
  const Bytes copy(bound.begin(), bound.end());  // it may stand in `keys`
  keys.insert(keys.end(), copy.begin(), copy.end());
  return offset;
}

void IndexRecord::insert(std::size_t at, ByteView bound, std::uint32_t pointer) {
  const auto bytes = static_cast<std::uint16_t>(bound.size());
  const std::uint32_t offset = append_key(bound);
  const std::uint64_t head = key_head(ByteView(keys).subspan(offset), 0xFF);
  entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(at), {head, offset, pointer, bytes});
}

void IndexRecord::set_bound(std::size_t at, ByteView bound) {
  entries[at].key_bytes = static_cast<std::uint16_t>(bound.size());
  entries[at].key_offset = append_key(bound);
  entries[at].head = key_head(ByteView(keys).subspan(entries[at].key_offset), 0xFF);
}

void IndexRecord::erase(std::size_t first, std::size_t count) {
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(first);
  entries.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
}

std::optional<std::size_t> IndexRecord::find_pointer(std::uint32_t pointer) const {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].pointer == pointer) {
      return i;
    }
  }
  return {};
}

ByteView separator(ByteView high, ByteView next) {
  const std::size_t common = common_bytes(high, next);
  return high.first(std::min(common + 1, high.size()));
}

}  // namespace coldsite::vsam

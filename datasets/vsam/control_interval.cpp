#include "datasets/vsam/control_interval.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace coldsite::vsam {
namespace {

constexpr std::uint8_t kCountFollows = 0x40, kSegmentBits = 0x30, kIsCount = 0x08, kIsEmpty = 0x04;
constexpr std::uint16_t kBusy = 0x8000;

struct Rdf {
  std::uint8_t flags = 0;
  std::uint16_t number = 0;
};

Rdf load_rdf(ByteView interval, std::size_t offset) {
  return {interval[offset],
          static_cast<std::uint16_t>(interval[offset + 1] << 8 | interval[offset + 2])};
}

void store_rdf(ByteSpan interval, std::size_t offset, Rdf rdf) {
  interval[offset] = rdf.flags;
  interval[offset + 1] = static_cast<std::uint8_t>(rdf.number >> 8);
  interval[offset + 2] = static_cast<std::uint8_t>(rdf.number);
}

void store_cidf_fields(ByteSpan interval, std::uint32_t free_offset, std::uint32_t free_bytes) {
  store_be(interval, interval.size() - 4, 2, free_offset);
  store_be(interval, interval.size() - 2, 2, free_bytes);
}

/// Walks the RDFs of one CI from the right.
class RdfWalk {
 public:
  RdfWalk(ByteView interval, IntervalDirectory& directory, std::size_t end, bool has_slots)
      : interval_(interval),
        directory_(directory),
        begin_(interval.size() - kCidfBytes),
        end_(end),
        has_slots_(has_slots) {}

  std::optional<std::string> run() {
    while (begin_ > end_) {
      begin_ -= kRdfBytes;
      if (auto wrong = take(load_rdf(interval_, begin_))) {
        return wrong;
      }
    }
    if (used_ != directory_.free_offset) {
      return fmt::format("the RDFs describe {} bytes of records, the CIDF {}", used_,
                         directory_.free_offset);
    }
    return {};
  }

 private:
  std::optional<std::string> take(Rdf rdf) {
    const auto allowed = static_cast<std::uint8_t>(kCountFollows | kSegmentBits |
                                                   (has_slots_ ? kIsEmpty : std::uint8_t{0}));
    if ((rdf.flags & ~allowed) != 0 || rdf.number == 0) {
      return bad_rdf(rdf);
    }
    if ((rdf.flags & kSegmentBits) != 0) {
      return take_segment(rdf);
    }
    std::uint32_t count = 1;
    if ((rdf.flags & kCountFollows) != 0) {
      const std::optional<Rdf> left = next();
      if (!left || left->flags != kIsCount || left->number < 2 || has_slots_) {
        return bad_rdf(left.value_or(rdf));
      }
      count = left->number;
    }
    return add(rdf, count);
  }

  std::optional<std::string> take_segment(Rdf rdf) {
    const std::optional<Rdf> left = next();
    const auto segment = static_cast<std::uint8_t>(rdf.flags & kSegmentBits);
    if (!left || rdf.flags != (kCountFollows | segment) || left->flags != (kIsCount | segment) ||
        begin_ != end_ || !directory_.records.empty() || has_slots_) {
      return bad_rdf(left.value_or(rdf));
    }
    directory_.segment = static_cast<Segment>(segment);
    directory_.update_number = left->number;
    return add(rdf, 1);
  }

  std::optional<Rdf> next() {
    if (begin_ == end_) {
      return {};
    }
    begin_ -= kRdfBytes;
    return load_rdf(interval_, begin_);
  }

  std::optional<std::string> add(Rdf rdf, std::uint32_t count) {
    if (count * std::uint64_t{rdf.number} > directory_.free_offset - used_) {
      return fmt::format("the RDF at offset {} describes records behind the free space", begin_);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      directory_.records.push_back({static_cast<std::uint16_t>(used_), rdf.number});
      used_ += rdf.number;
    }
    if (has_slots_) {
      directory_.slot_empty.push_back((rdf.flags & kIsEmpty) != 0 ? 1 : 0);
    }
    return {};
  }

  [[nodiscard]] std::string bad_rdf(Rdf rdf) const {
    return fmt::format("the RDF at offset {} is X'{:02X}{:04X}'", begin_, rdf.flags, rdf.number);
  }

  ByteView interval_;
  IntervalDirectory& directory_;
  std::size_t begin_, end_;
  bool has_slots_;
  std::uint32_t used_ = 0;
};

}  // namespace

std::optional<std::string> IntervalDirectory::decode(ByteView interval, bool has_slots) {
  is_end_of_file = is_busy = false;
  segment = Segment::kWhole;
  update_number = 0;
  free_offset = free_bytes = 0;
  records.clear();
  slot_empty.clear();
  const std::size_t size = interval.size();
  if (size < kIntervalBytesMin || size > kIntervalBytesMax) {
    return fmt::format("its size is {} bytes", size);
  }
  const std::uint16_t offset = load_be16(interval, size - 4);
  const std::uint16_t length = load_be16(interval, size - 2);
  if (offset == 0 && length == 0) {
    is_end_of_file = true;
    return {};
  }
  const std::uint32_t free_length = length & ~std::uint32_t{kBusy};
  const std::size_t limit = size - kCidfBytes;
  if (offset + free_length > limit || (limit - offset - free_length) % kRdfBytes != 0) {
    return fmt::format("its CIDF is X'{:04X}{:04X}'", offset, length);
  }
  is_busy = (length & kBusy) != 0;
  free_offset = offset;
  free_bytes = free_length;
  auto wrong = RdfWalk(interval, *this, offset + free_length, has_slots).run();
  if (wrong) {
    records.clear();
    slot_empty.clear();
  }
  return wrong;
}

std::uint32_t IntervalDirectory::rdf_bytes() const {
  if (segment != Segment::kWhole) {
    return 2 * kRdfBytes;
  }
  std::uint32_t bytes = 0;
  for (std::size_t i = 0; i < records.size();) {
    const std::size_t start = i;
    while (i < records.size() && records[i].bytes == records[start].bytes) {
      ++i;
    }
    bytes += i - start > 1 ? 2 * kRdfBytes : kRdfBytes;
  }
  return bytes;
}

void IntervalDirectory::encode(ByteSpan interval) {
  CS_CHECK(segment == Segment::kWhole);
  std::size_t begin = interval.size() - kCidfBytes;
  for (std::size_t i = 0; i < records.size();) {
    const std::size_t start = i;
    while (i < records.size() && records[i].bytes == records[start].bytes) {
      ++i;
    }
    const auto count = static_cast<std::uint16_t>(i - start);
    begin -= kRdfBytes;
    store_rdf(interval, begin, {count > 1 ? kCountFollows : std::uint8_t{0}, records[start].bytes});
    if (count > 1) {
      begin -= kRdfBytes;
      store_rdf(interval, begin, {kIsCount, count});
    }
  }
  finish(interval, begin);
}

void IntervalDirectory::encode_slots(ByteSpan interval) {
  std::size_t begin = interval.size() - kCidfBytes;
  for (std::size_t i = 0; i < records.size(); ++i) {
    begin -= kRdfBytes;
    store_rdf(interval, begin, {slot_empty[i] != 0 ? kIsEmpty : std::uint8_t{0}, records[i].bytes});
  }
  finish(interval, begin);
}

/// The free space between the records and the RDFs, which begin at `begin`, and the CIDF.
void IntervalDirectory::finish(ByteSpan interval, std::size_t begin) {
  free_offset = records.empty() ? 0 : std::uint32_t{records.back().offset} + records.back().bytes;
  CS_CHECK(free_offset <= begin);
  free_bytes = static_cast<std::uint32_t>(begin - free_offset);
  std::ranges::fill(interval.subspan(free_offset, free_bytes), std::uint8_t{0});
  is_busy = is_end_of_file = false;
  store_cidf_fields(interval, free_offset, free_bytes);
}

IntervalBuilder::IntervalBuilder(ByteSpan interval) : interval_(interval) {
  std::ranges::fill(interval_, std::uint8_t{0});
  store_cidf();
}

std::int32_t IntervalBuilder::free_after(std::uint32_t bytes) const {
  const std::uint32_t rdfs = bytes != run_bytes_ || run_count_ == 1 ? kRdfBytes : 0;
  return static_cast<std::int32_t>(interval_.size() - kCidfBytes - free_offset_ - rdf_bytes_) -
         static_cast<std::int32_t>(rdfs + bytes);
}

void IntervalBuilder::add(ByteView record) {
  const auto bytes = static_cast<std::uint32_t>(record.size());
  CS_CHECK(bytes != 0 && free_after(bytes) >= 0);
  std::ranges::copy(record, interval_.begin() + free_offset_);
  free_offset_ += bytes;
  ++record_count_;
  const std::size_t end = interval_.size() - kCidfBytes;
  if (bytes != run_bytes_) {
    run_bytes_ = bytes;
    run_count_ = 1;
    rdf_bytes_ += kRdfBytes;
    store_rdf(interval_, end - rdf_bytes_, {0, static_cast<std::uint16_t>(bytes)});
  } else {
    if (++run_count_ == 2) {
      interval_[end - rdf_bytes_] = kCountFollows;
      rdf_bytes_ += kRdfBytes;
    }
    store_rdf(interval_, end - rdf_bytes_, {kIsCount, static_cast<std::uint16_t>(run_count_)});
  }
  store_cidf();
}

void IntervalBuilder::store_cidf() {
  store_cidf_fields(
      interval_, free_offset_,
      static_cast<std::uint32_t>(interval_.size()) - kCidfBytes - free_offset_ - rdf_bytes_);
}

Segment segment_of(std::size_t number, std::size_t count) {
  return number == 0 ? Segment::kFirst : number + 1 == count ? Segment::kLast : Segment::kMiddle;
}

void write_segment(ByteSpan interval, Segment segment, std::uint16_t update_number,
                   ByteView bytes) {
  CS_CHECK(segment != Segment::kWhole && !bytes.empty() &&
           bytes.size() + 2 * kRdfBytes + kCidfBytes <= interval.size());
  std::ranges::fill(interval, std::uint8_t{0});
  std::ranges::copy(bytes, interval.begin());
  const auto bits = static_cast<std::uint8_t>(segment);
  const std::size_t end = interval.size() - kCidfBytes;
  store_rdf(
      interval, end - kRdfBytes,
      {static_cast<std::uint8_t>(kCountFollows | bits), static_cast<std::uint16_t>(bytes.size())});
  store_rdf(interval, end - 2 * kRdfBytes,
            {static_cast<std::uint8_t>(kIsCount | bits), update_number});
  store_cidf_fields(interval, static_cast<std::uint32_t>(bytes.size()),
                    static_cast<std::uint32_t>(end - 2 * kRdfBytes - bytes.size()));
}

void write_end_of_file(ByteSpan interval) {
  std::ranges::fill(interval, std::uint8_t{0});
}

bool is_end_of_file(ByteView interval) {
  return load_be32(interval, interval.size() - kCidfBytes) == 0;
}

void set_busy(ByteSpan interval, bool is_busy) {
  std::uint8_t& byte = interval[interval.size() - 2];
  byte = static_cast<std::uint8_t>(is_busy ? byte | 0x80 : byte & 0x7F);
}

}  // namespace coldsite::vsam

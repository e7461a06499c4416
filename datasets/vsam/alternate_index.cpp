#include "datasets/vsam/alternate_index.hpp"

#include <algorithm>

#include "datasets/messages/csm.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::size_t kHeaderBytes = 5;
constexpr std::size_t kRbaBytes = 4;
constexpr std::uint8_t kPrimeKeys = 0x01;
constexpr std::size_t kExcessKept = 100;
constexpr std::size_t kPointersMax = 0xFFFF;

std::size_t pointer_bytes_of(const ComponentAttributes& base) {
  return base.organization == Organization::kKeySequenced ? base.key_bytes : kRbaBytes;
}

Bytes to_bytes(ByteView view) {
  return {view.begin(), view.end()};
}

/// Collects the pointers of one alternate key, and writes the record when the key is over.
class IndexLoader {
 public:
  IndexLoader(Cluster& index, bool points_by_key, AlternateIndexSummary& summary)
      : index_(index), summary_(summary) {
    record_.points_by_key = points_by_key;
  }

  Result<void> add(ByteView key, ByteView pointer) {
    if (!std::ranges::equal(key, record_.key)) {
      CS_TRY(flush());
      record_.key = to_bytes(key);
    }
    const ComponentAttributes& attributes = index_.attributes();
    const std::size_t bytes =
        kHeaderBytes + key.size() + (record_.pointers.size() + 1) * pointer.size();
    const bool is_full = bytes > attributes.max_record_bytes ||
                         record_.pointers.size() == kPointersMax ||
                         (attributes.has_unique_keys && !record_.pointers.empty());
    if (!is_full) {
      record_.pointers.push_back(to_bytes(pointer));
      return {};
    }
    ++summary_.excess_count;
    if (summary_.excess.size() < kExcessKept) {
      summary_.excess.push_back({record_.key, to_bytes(pointer)});
    }
    return {};
  }

  Result<void> flush() {
    if (record_.pointers.empty()) {
      return {};
    }
    CS_TRY(index_.insert(encode_alternate_key(record_)));
    ++summary_.keys;
    record_.pointers.clear();
    return {};
  }

 private:
  Cluster& index_;
  AlternateIndexSummary& summary_;
  AlternateKeyRecord record_;
};

Result<void> sort_pointers(Cluster& base, const ComponentAttributes& index, RecordSort& sort,
                           AlternateIndexSummary& summary) {
  const auto cursor = base.cursor();
  Bytes sorted;
  while (true) {
    CS_ASSIGN(const std::optional<Record> record, cursor->next());
    if (!record) {
      return {};
    }
    ++summary.base_records;
    const auto key = alternate_key_of(record->bytes, index);
    if (!key) {
      ++summary.short_records;
      continue;
    }
    sorted.assign(key->begin(), key->end());
    const Bytes pointer = pointer_to(*record, base.attributes());
    sorted.insert(sorted.end(), pointer.begin(), pointer.end());
    CS_TRY(sort.add(sorted));
  }
}

}  // namespace

Bytes encode_alternate_key(const AlternateKeyRecord& record) {
  CS_CHECK(!record.pointers.empty() && record.pointers.size() <= kPointersMax);
  const std::size_t pointer_bytes = record.pointers.front().size();
  Bytes bytes(kHeaderBytes + record.key.size() + record.pointers.size() * pointer_bytes);
  bytes[0] = record.points_by_key ? kPrimeKeys : 0;
  bytes[1] = static_cast<std::uint8_t>(pointer_bytes);
  store_be(bytes, 2, 2, record.pointers.size());
  bytes[4] = static_cast<std::uint8_t>(record.key.size());
  auto at = std::ranges::copy(record.key, bytes.begin() + kHeaderBytes).out;
  for (const Bytes& pointer : record.pointers) {
    CS_CHECK(pointer.size() == pointer_bytes);
    at = std::ranges::copy(pointer, at).out;
  }
  return bytes;
}

Result<AlternateKeyRecord> decode_alternate_key(ByteView record, const std::string& name) {
  if (record.size() < kHeaderBytes) {
    return failure<msg::CSM0060E>(name, "it is shorter than its header");
  }
  const std::size_t pointer_bytes = record[1];
  const std::size_t count = load_be16(record, 2);
  const std::size_t key_bytes = record[4];
  if ((record[0] & ~kPrimeKeys) != 0) {
    return failure<msg::CSM0060E>(name, "its flags are not known");
  }
  if (count == 0 || pointer_bytes == 0 || key_bytes == 0 ||
      record.size() != kHeaderBytes + key_bytes + count * pointer_bytes) {
    return failure<msg::CSM0060E>(name, "its length is not that of its pointers");
  }
  if (record[0] == 0 && pointer_bytes != kRbaBytes) {
    return failure<msg::CSM0060E>(name, "its RBAs do not have four bytes");
  }
  AlternateKeyRecord result;
  result.points_by_key = record[0] == kPrimeKeys;
  result.key = to_bytes(record.subspan(kHeaderBytes, key_bytes));
  for (std::size_t i = 0; i < count; ++i) {
    result.pointers.push_back(
        to_bytes(record.subspan(kHeaderBytes + key_bytes + i * pointer_bytes, pointer_bytes)));
  }
  return result;
}

std::optional<ByteView> alternate_key_of(ByteView base_record, const ComponentAttributes& index) {
  if (base_record.size() < index.alternate_key_offset + index.key_bytes) {
    return std::nullopt;
  }
  return base_record.subspan(index.alternate_key_offset, index.key_bytes);
}

Bytes pointer_to(const Record& record, const ComponentAttributes& base) {
  if (base.organization == Organization::kKeySequenced) {
    return to_bytes(record.bytes.subspan(base.key_offset, base.key_bytes));
  }
  Bytes pointer(kRbaBytes);
  store_be(pointer, 0, kRbaBytes, record.rba);
  return pointer;
}

std::size_t sort_record_bytes(const ComponentAttributes& base, const ComponentAttributes& index) {
  return index.key_bytes + pointer_bytes_of(base);
}

Result<AlternateIndexSummary> build_alternate_index(Cluster& base, Cluster& index,
                                                    RecordSort& sort) {
  AlternateIndexSummary summary;
  const std::size_t key_bytes = index.attributes().key_bytes;
  const bool points_by_key = base.attributes().organization == Organization::kKeySequenced;
  CS_TRY(sort_pointers(base, index.attributes(), sort, summary));
  IndexLoader loader(index, points_by_key, summary);
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> sorted, sort.next());
    if (!sorted) {
      break;
    }
    CS_TRY(loader.add(sorted->first(key_bytes), sorted->subspan(key_bytes)));
  }
  CS_TRY(loader.flush());
  return summary;
}

PathReader::PathReader(Cluster& index, Cluster& base)
    : index_(index), base_(base), cursor_(index.cursor()) {}

Result<bool> PathReader::point_key(ByteView key) {
  current_ = {};
  next_pointer_ = 0;
  return cursor_->point_key(key, Search::kGreaterOrEqual);
}

Result<std::optional<Record>> PathReader::next() {
  if (next_pointer_ == current_.pointers.size()) {
    CS_ASSIGN(const std::optional<Record> entry, cursor_->next());
    if (!entry) {
      return std::optional<Record>();
    }
    CS_ASSIGN(current_, decode_alternate_key(entry->bytes, index_.data().place.name));
    next_pointer_ = 0;
  }
  const Bytes& pointer = current_.pointers[next_pointer_++];
  CS_ASSIGN(std::optional<Record> record,
            current_.points_by_key ? base_.get(pointer) : base_.get_at(load_be32(pointer, 0)));
  if (!record) {
    return failure<msg::CSM0061E>(index_.data().place.name, base_.data().place.name);
  }
  return record;
}

// Upgrade sets

Result<std::unique_ptr<UpgradeSet>> UpgradeSet::open(VolumeSet& volumes,
                                                     const std::vector<ClusterPlace>& places,
                                                     std::vector<Failure>& notes) {
  auto set = std::make_unique<UpgradeSet>();
  OpenOptions options;
  options.update = true;
  for (const ClusterPlace& place : places) {
    CS_ASSIGN(auto cluster, Cluster::open(volumes, place, options, notes));
    if (cluster->data().high_used_rba() == 0) {
      CS_TRY(cluster->close());
      continue;
    }
    set->indexes_.push_back({place.name, std::move(cluster)});
  }
  return set;
}

Result<std::optional<std::string>> UpgradeSet::find_conflict(ByteView record, ByteView pointer) {
  for (Index& index : indexes_) {
    const ComponentAttributes& attributes = index.cluster->attributes();
    const auto key = alternate_key_of(record, attributes);
    if (!key || !attributes.has_unique_keys) {
      continue;
    }
    CS_ASSIGN(const std::optional<Record> entry, index.cluster->get(*key));
    if (!entry) {
      continue;
    }
    CS_ASSIGN(const AlternateKeyRecord decoded, decode_alternate_key(entry->bytes, index.name));
    if (pointer.empty() || !std::ranges::equal(decoded.pointers.front(), pointer)) {
      return std::optional(index.name);
    }
  }
  return std::optional<std::string>();
}

Result<void> UpgradeSet::insert_into(Index& index, ByteView key, ByteView pointer,
                                     bool points_by_key) {
  CS_ASSIGN(const std::optional<Record> entry, index.cluster->get(key));
  if (!entry) {
    const Bytes record = encode_alternate_key({points_by_key, to_bytes(key), {to_bytes(pointer)}});
    CS_TRY(index.cluster->insert(record));
    return {};
  }
  CS_ASSIGN(AlternateKeyRecord decoded, decode_alternate_key(entry->bytes, index.name));
  if (std::ranges::any_of(decoded.pointers,
                          [&](const Bytes& old) { return std::ranges::equal(old, pointer); })) {
    return {};  // done before a kill
  }
  const std::size_t bytes = entry->bytes.size() + pointer.size();
  if (bytes > index.cluster->attributes().max_record_bytes ||
      decoded.pointers.size() == kPointersMax) {
    return failure<msg::CSM0062E>(index.name, decoded.pointers.size());
  }
  decoded.pointers.push_back(to_bytes(pointer));
  CS_TRY(index.cluster->replace(encode_alternate_key(decoded)));
  return {};
}

Result<void> UpgradeSet::insert(ByteView record, ByteView pointer, bool points_by_key) {
  for (Index& index : indexes_) {
    if (const auto key = alternate_key_of(record, index.cluster->attributes())) {
      CS_TRY(insert_into(index, *key, pointer, points_by_key));
    }
  }
  return {};
}

Result<void> UpgradeSet::erase_from(Index& index, ByteView key, ByteView pointer) {
  CS_ASSIGN(const std::optional<Record> entry, index.cluster->get(key));
  if (!entry) {
    return {};
  }
  CS_ASSIGN(AlternateKeyRecord decoded, decode_alternate_key(entry->bytes, index.name));
  std::erase_if(decoded.pointers,
                [&](const Bytes& old) { return std::ranges::equal(old, pointer); });
  if (decoded.pointers.empty()) {
    CS_TRY(index.cluster->erase(key));
    return {};
  }
  CS_TRY(index.cluster->replace(encode_alternate_key(decoded)));
  return {};
}

Result<void> UpgradeSet::erase(ByteView record, ByteView pointer) {
  for (Index& index : indexes_) {
    if (const auto key = alternate_key_of(record, index.cluster->attributes())) {
      CS_TRY(erase_from(index, *key, pointer));
    }
  }
  return {};
}

Result<void> UpgradeSet::close() {
  for (Index& index : indexes_) {
    CS_TRY(index.cluster->close());
  }
  indexes_.clear();
  return {};
}

}  // namespace coldsite::vsam

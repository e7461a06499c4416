// The directory of a partitioned data set.
//
// layout: records with key 8 and data 256, closed by an end-of-file record.
//   key    name of the last entry of the block; FF x 8 in the last used block
//   data   0    2  bytes used, with these two
//          2       entries in name order:
//                  0    8  name, EBCDIC
//                  8    3  TTR of the first block, relative to the data set
//                  11   1  80 alias; 60 number of TTRNs in the user data; 1F halfwords of user data
//                  12      user data
//          the last entry of all is FF x 8; what follows it, and blocks behind it, mean nothing
// The format has no checksum: a changed TTR or user data byte cannot be told from a good one.
// source: z/OS DFSMS Using Data Sets, "PDS directory".
#include "datasets/access/directory.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::access {
namespace {

constexpr std::size_t kFixedEntryBytes = 12;
constexpr std::size_t kRoomBytes = kDirectoryDataBytes - 2;
constexpr DirectoryKey kEndKey = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
constexpr std::uint8_t kAlias = 0x80;

Failure damaged(const std::string& data_set_name, std::size_t index, const std::string& what) {
  return failure<msg::CSA0021E>(data_set_name, index + 1, what);
}

DirectoryKey key_at(ByteView bytes) {
  DirectoryKey key;
  std::copy_n(bytes.begin(), key.size(), key.begin());
  return key;
}

std::string name_of(const DirectoryKey& key) {
  std::string name = text::label_to_utf8(key);
  name.erase(name.find_last_not_of(' ') + 1);
  return name;
}

Member decode_entry(ByteView entry) {
  Member member;
  member.name = name_of(key_at(entry));
  member.start.track = load_be16(entry, 8);
  member.start.record = entry[10];
  member.is_alias = (entry[11] & kAlias) != 0;
  member.note_count = static_cast<std::uint8_t>(entry[11] >> 5 & 3);
  member.user_data.assign(entry.begin() + kFixedEntryBytes, entry.end());
  return member;
}

Bytes encode_entry(const Member& member) {
  CS_CHECK(member.user_data.size() <= 62 && member.user_data.size() % 2 == 0);
  const DirectoryKey key = to_directory_key(member.name);
  Bytes entry(key.begin(), key.end());
  entry.resize(kFixedEntryBytes);
  store_be(entry, 8, 2, member.start.track);
  entry[10] = member.start.record;
  const std::size_t alias_bit = member.is_alias ? kAlias : 0U;
  const std::size_t note_bits = (member.note_count & 3U) << 5;
  entry[11] = static_cast<std::uint8_t>(alias_bit | note_bits | member.user_data.size() / 2);
  entry.insert(entry.end(), member.user_data.begin(), member.user_data.end());
  return entry;
}

/// The entries of a block's data, in order and none cut off; nothing behind the end entry.
Result<std::vector<ByteView>> split_block(ByteView data, const std::string& data_set_name,
                                          std::size_t index) {
  const std::size_t used = load_be16(data, 0);
  if (used < 2 || used > kDirectoryDataBytes) {
    return damaged(data_set_name, index, fmt::format("{} bytes are used of 256", used));
  }
  std::vector<ByteView> entries;
  DirectoryKey last{};
  for (std::size_t offset = 2; offset < used;) {
    const std::size_t left = used - offset;
    const auto cut_off = [&] {
      return damaged(data_set_name, index, fmt::format("entry at offset {} is cut off", offset));
    };
    if (left < kDirectoryKeyBytes) {
      return cut_off();
    }
    const DirectoryKey key = key_at(data.subspan(offset));
    if (last >= key) {
      return damaged(data_set_name, index,
                     fmt::format("entry '{}' at offset {} is not in order", name_of(key), offset));
    }
    last = key;
    std::size_t entry_bytes = kDirectoryKeyBytes;
    if (key != kEndKey) {
      if (left < kFixedEntryBytes) {
        return cut_off();
      }
      entry_bytes = kFixedEntryBytes + std::size_t{data[offset + 11]} % 32 * 2;
    }
    if (left < entry_bytes) {
      return cut_off();
    }
    entries.push_back(data.subspan(offset, entry_bytes));
    if (key == kEndKey) {
      break;
    }
    offset += entry_bytes;
  }
  return entries;
}

}  // namespace

DirectoryKey to_directory_key(std::string_view name) {
  const Bytes bytes = text::label_from_utf8(name, kDirectoryKeyBytes);
  return key_at(bytes);
}

std::vector<Bytes> pack_directory(const std::vector<Member>& members) {
  std::vector<Bytes> entries;
  for (const Member& member : members) {
    entries.push_back(encode_entry(member));
  }
  entries.emplace_back(kEndKey.begin(), kEndKey.end());
  std::vector<Bytes> blocks;
  std::size_t used = kDirectoryDataBytes;
  for (const Bytes& entry : entries) {
    if (used + entry.size() > kDirectoryDataBytes) {
      blocks.emplace_back(kDirectoryKeyBytes + kDirectoryDataBytes, std::uint8_t{0});
      used = 2;
    }
    Bytes& block = blocks.back();
    std::copy_n(entry.begin(), kDirectoryKeyBytes, block.begin());
    std::ranges::copy(entry,
                      block.begin() + static_cast<std::ptrdiff_t>(kDirectoryKeyBytes + used));
    used += entry.size();
    store_be(block, kDirectoryKeyBytes, 2, used);
  }
  return blocks;
}

Result<std::pair<std::vector<Member>, bool>> decode_directory_block(
    ByteView data, const std::string& data_set_name, std::size_t index) {
  std::vector<Member> members;
  CS_ASSIGN(const std::vector<ByteView> entries, split_block(data, data_set_name, index));
  for (const ByteView entry : entries) {
    if (key_at(entry) == kEndKey) {
      return std::pair(std::move(members), true);
    }
    members.push_back(decode_entry(entry));
  }
  return std::pair(std::move(members), false);
}

DirectoryKey Directory::Entry::key() const {
  return key_at(bytes);
}

Bytes Directory::empty_block(bool is_first) {
  return encode(is_first ? Block{{Bytes(kEndKey.begin(), kEndKey.end())}} : Block{});
}

Result<Directory> Directory::read(dasd::Volume& volume, const dasd::DataSetLabel& data_set) {
  Directory directory;
  CS_TRY(directory.read_places(volume, data_set));
  CS_TRY(directory.parse(data_set.name));
  return directory;
}

/// Reads the blocks up to the end-of-file record.
Result<void> Directory::read_places(dasd::Volume& volume, const dasd::DataSetLabel& data_set) {
  TrackWindow window(volume, ExtentMap(data_set, volume.geometry()));
  for (std::uint32_t track = 0; track < window.map().track_count(); ++track) {
    CS_ASSIGN(dasd::TrackReader records, window.open_track(track));
    while (const std::optional<dasd::RecordView> record = records.next()) {
      if (record->count.is_end_of_file()) {
        end_ = {track, record->count.record};
        return {};
      }
      if (record->key.size() != kDirectoryKeyBytes || record->data.size() != kDirectoryDataBytes) {
        return damaged(data_set.name, places_.size(),
                       fmt::format("key and data have {} and {} bytes, not 8 and 256",
                                   record->key.size(), record->data.size()));
      }
      Place place;
      place.track = window.map().absolute(track);
      place.offset = static_cast<std::uint32_t>(record->key.data() - window.slot().data());
      place.bytes.assign(record->key.begin(), record->key.end());
      place.bytes.insert(place.bytes.end(), record->data.begin(), record->data.end());
      places_.push_back(std::move(place));
    }
  }
  return damaged(data_set.name, places_.size(), "no end-of-file record behind the directory");
}

Result<void> Directory::parse(const std::string& data_set_name) {
  blocks_.resize(places_.size());
  for (std::size_t index = 0; index < places_.size(); ++index) {
    CS_ASSIGN(const bool is_last, parse_block(index, data_set_name));
    if (is_last) {
      return {};
    }
  }
  return damaged(data_set_name, places_.size(),
                 places_.empty() ? "there are no directory blocks" : "the end entry is missing");
}

/// True when the block has the end entry.
Result<bool> Directory::parse_block(std::size_t index, const std::string& data_set_name) {
  const ByteView block = places_[index].bytes;
  CS_ASSIGN(const std::vector<ByteView> entries,
            split_block(block.subspan(kDirectoryKeyBytes), data_set_name, index));
  for (const ByteView entry : entries) {
    const DirectoryKey key = key_at(entry);
    if (key == kEndKey) {
      if (key_at(block) != kEndKey) {
        return damaged(data_set_name, index, "the key of the last used block is not all X'FF'");
      }
      blocks_[index].push_back({Bytes(entry.begin(), entry.end())});
      return true;
    }
    if (!keys_.empty() && keys_.back() >= key) {
      // A change of several blocks was interrupted: the entry is still, or already, in a block
      // before this one, and that one counts.
      if (!std::ranges::binary_search(keys_, key)) {
        return damaged(data_set_name, index,
                       fmt::format("entry '{}' belongs into a block before", name_of(key)));
      }
      continue;
    }
    blocks_[index].push_back({Bytes(entry.begin(), entry.end())});
    keys_.push_back(key);
    members_.push_back(decode_entry(entry));
  }
  if (!entries.empty() && key_at(block) != key_at(entries.back())) {
    return damaged(
        data_set_name, index,
        fmt::format("the key is not '{}', the last entry", name_of(key_at(entries.back()))));
  }
  return false;
}

const Member* Directory::find(std::string_view name) const {
  const DirectoryKey key = to_directory_key(name);
  const auto place = std::ranges::lower_bound(keys_, key);
  if (place == keys_.end() || *place != key) {
    return nullptr;
  }
  return &members_[static_cast<std::size_t>(place - keys_.begin())];
}

std::uint32_t Directory::blocks_used() const {
  std::size_t used = blocks_.size();
  while (used > 0 && blocks_[used - 1].empty()) {
    --used;
  }
  return static_cast<std::uint32_t>(used);
}

std::uint8_t Directory::bytes_in_last_block() const {
  const std::uint32_t used = blocks_used();
  return used == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(used_bytes(blocks_[used - 1]));
}

std::size_t Directory::used_bytes(const Block& block) {
  std::size_t bytes = 2;
  for (const Entry& entry : block) {
    bytes += entry.bytes.size();
  }
  return bytes;
}

/// The first block whose last entry is not below `key`; the block of the end entry at the latest.
std::size_t Directory::find_block(const DirectoryKey& key) const {
  for (std::size_t index = 0; index < blocks_.size(); ++index) {
    if (!blocks_[index].empty() && blocks_[index].back().key() >= key) {
      return index;
    }
  }
  CS_CHECK(false);
  return 0;
}

bool Directory::insert(const Member& member) {
  const Entry entry{encode_entry(member)};
  const DirectoryKey key = entry.key();
  const std::size_t index = find_block(key);
  const std::vector<Block> before(blocks_.begin() + static_cast<std::ptrdiff_t>(index),
                                  blocks_.end());
  Block& block = blocks_[index];
  const auto place = std::ranges::lower_bound(block, key, {}, &Entry::key);
  const bool exists = place != block.end() && place->key() == key;
  if (exists) {
    *place = entry;
  } else {
    block.insert(place, entry);
  }
  if (!spill(index)) {
    std::ranges::copy(before, blocks_.begin() + static_cast<std::ptrdiff_t>(index));
    return false;
  }
  const auto known = std::ranges::lower_bound(keys_, key);
  const auto at = known - keys_.begin();
  if (exists) {
    members_[static_cast<std::size_t>(at)] = member;
  } else {
    keys_.insert(known, key);
    members_.insert(members_.begin() + at, member);
  }
  moves_forward_ = false;
  return true;
}

/// Moves what does not fit into `block` to the blocks behind it.
bool Directory::spill(std::size_t block) {
  for (; used_bytes(blocks_[block]) > kRoomBytes + 2; ++block) {
    if (block + 1 == blocks_.size()) {
      return false;
    }
    Block& next = blocks_[block + 1];
    while (used_bytes(blocks_[block]) > kRoomBytes + 2) {
      next.insert(next.begin(), std::move(blocks_[block].back()));
      blocks_[block].pop_back();
    }
  }
  return true;
}

void Directory::erase(std::string_view name) {
  const DirectoryKey key = to_directory_key(name);
  const std::size_t index = find_block(key);
  std::erase_if(blocks_[index], [&](const Entry& entry) { return entry.key() == key; });
  const auto known = std::ranges::lower_bound(keys_, key);
  if (known != keys_.end() && *known == key) {
    members_.erase(members_.begin() + (known - keys_.begin()));
    keys_.erase(known);
  }
  moves_forward_ = true;
  static_cast<void>(pack_from(index));
}

bool Directory::compact() {
  moves_forward_ = true;
  return pack_from(0);
}

/// Fills the blocks from `block` on, each as far as its entries go. True when one moved.
bool Directory::pack_from(std::size_t block) {
  std::vector<Block> packed(blocks_.size());
  std::size_t to = block;
  bool has_moved = false;
  for (std::size_t from = block; from < blocks_.size(); ++from) {
    for (Entry& entry : blocks_[from]) {
      if (used_bytes(packed[to]) + entry.bytes.size() > kDirectoryDataBytes) {
        ++to;
      }
      has_moved = has_moved || to != from;
      packed[to].push_back(std::move(entry));
    }
  }
  for (std::size_t index = block; index < blocks_.size(); ++index) {
    blocks_[index] = std::move(packed[index]);
  }
  return has_moved;
}

Bytes Directory::encode(const Block& block) {
  Bytes bytes(kDirectoryKeyBytes + kDirectoryDataBytes, 0);
  if (block.empty()) {
    return bytes;
  }
  const DirectoryKey last = block.back().key();
  std::ranges::copy(last, bytes.begin());
  std::size_t offset = kDirectoryKeyBytes + 2;
  for (const Entry& entry : block) {
    std::ranges::copy(entry.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(offset));
    offset += entry.bytes.size();
  }
  store_be(bytes, kDirectoryKeyBytes, 2, offset - kDirectoryKeyBytes);
  return bytes;
}

Result<void> Directory::write(dasd::Volume& volume) {
  const std::size_t count = blocks_.size();
  std::vector<std::size_t> changed;
  std::vector<Bytes> contents;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t index = moves_forward_ ? i : count - 1 - i;
    if (auto bytes = changed_block(index)) {
      changed.push_back(index);
      contents.push_back(std::move(*bytes));
    }
  }
  if (changed.empty()) {
    return {};
  }
  std::vector<dasd::SlotPart> parts;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    parts.push_back(changed_part(places_[changed[i]], contents[i]));
  }
  CS_TRY(volume.write_together(parts));
  for (std::size_t i = 0; i < changed.size(); ++i) {
    places_[changed[i]].bytes = std::move(contents[i]);
  }
  moves_forward_ = false;
  CS_KILL_POINT("directory.after_blocks");
  return {};
}

/// What differs between a block on the volume and its new content.
dasd::SlotPart Directory::changed_part(const Place& place, const Bytes& bytes) {
  const auto first = std::ranges::mismatch(place.bytes, bytes).in2 - bytes.begin();
  const auto last = std::mismatch(place.bytes.rbegin(), place.bytes.rend(), bytes.rbegin()).second;
  return {place.track, place.offset + static_cast<std::uint32_t>(first),
          ByteView(bytes.begin() + first, last.base())};
}

/// The new content of a block; nothing when it says what stands there.
std::optional<Bytes> Directory::changed_block(std::size_t index) const {
  const Place& place = places_[index];
  Bytes bytes = encode(blocks_[index]);
  const std::size_t used = kDirectoryKeyBytes + used_bytes(blocks_[index]);
  const bool is_same =
      blocks_[index].empty()
          ? bytes == place.bytes
          : std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(used),
                       place.bytes.begin());
  return is_same ? std::nullopt : std::optional(std::move(bytes));
}

}  // namespace coldsite::access

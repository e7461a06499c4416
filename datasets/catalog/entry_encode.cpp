#include <algorithm>
#include <optional>

#include "datasets/catalog/entry_cells.hpp"
#include "datasets/catalog/entry_codec.hpp"
#include "datasets/catalog/entry_layout.hpp"
#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

using namespace layout;

/// The cells of an entry; `own_cells` of them stand before the first component.
struct EntryCells {
  std::vector<Bytes> cells;
  std::size_t own_cells = 0;

  void add(Bytes cell) { cells.push_back(std::move(cell)); }
  void add(std::vector<Bytes> more) {
    for (Bytes& cell : more) {
      cells.push_back(std::move(cell));
    }
  }
};

Bytes component_cell(EntryType type, std::uint8_t flags, std::string_view name, Bytes subtree) {
  CellWriter writer(ebcdic_of(type));
  const std::size_t length = kComponentHeadBytes + name.size() + 1;
  writer.number(length + subtree.size(), 2).number(flags, 1).number(name.size() + 1, 1);
  Bytes cell = writer.bytes(name_bytes(name)).number(0, 1).finish();
  cell.insert(cell.end(), subtree.begin(), subtree.end());
  return cell;
}

void append(Bytes& target, const Bytes& more) {
  target.insert(target.end(), more.begin(), more.end());
}

void add_components(EntryCells& cells, const std::vector<ComponentEntry>& components) {
  for (const ComponentEntry& component : components) {
    Bytes subtree = ownership_cell(component.ownership);
    for (const VolumeCell& volume : component.volumes) {
      append(subtree, volume_cell(volume));
    }
    cells.add(component_cell(component.type, 0, component.name, std::move(subtree)));
  }
}

void add_sphere(EntryCells& cells, const Sphere& sphere) {
  cells.add(ownership_cell(sphere.base.ownership));
  if (sphere.base.type == EntryType::kAlternateIndex) {
    cells.add(relation_cell(sphere.base.is_upgraded ? kUpgrade : 0));
  }
  cells.own_cells = cells.cells.size();
  add_components(cells, sphere.base.components);
  for (const ClusterEntry& index : sphere.alternate_indexes) {
    cells.add(component_cell(EntryType::kAlternateIndex, index.is_upgraded ? kUpgrade : 0,
                             index.name, ownership_cell(index.ownership)));
    add_components(cells, index.components);
  }
  for (const PathEntry& path : sphere.paths) {
    Bytes subtree = ownership_cell(path.ownership);
    append(subtree, association_cells({path.entry_name}).front());
    cells.add(component_cell(EntryType::kPath, path.is_updated ? kUpdate : 0, path.name,
                             std::move(subtree)));
  }
}

void add_non_vsam(EntryCells& cells, const NonVsamEntry& entry) {
  cells.add(ownership_cell(entry.ownership));
  if (!entry.storage_class.empty() || !entry.data_class.empty() ||
      !entry.management_class.empty()) {
    CellWriter writer(CellType::kClasses);
    writer.padded(entry.storage_class, 8).padded(entry.data_class, 8);
    cells.add(writer.padded(entry.management_class, 8).finish());
  }
  for (const VolumeCell& volume : entry.volumes) {
    cells.add(volume_cell(volume));
  }
}

void add_group(EntryCells& cells, const GenerationGroupEntry& group) {
  cells.add(ownership_cell(group.ownership));
  const unsigned attributes = (group.empties ? kEmpty : 0U) | (group.scratches ? kScratch : 0U) |
                              (group.purges ? kPurge : 0U) | (group.is_fifo ? kFifo : 0U) |
                              (group.is_extended ? kExtended : 0U);
  const std::size_t width = group.is_extended ? 2 : 1;
  std::size_t at = 0;
  do {
    const std::size_t count = std::min(kGenerationsInCell, group.generations.size() - at);
    CellWriter writer(CellType::kGenerationAging);
    writer.number(attributes, 1).number(group.limit, width).number(count, width);
    for (std::size_t i = 0; i < count; ++i, ++at) {
      const Generation& generation = group.generations[at];
      writer.number(static_cast<std::uint8_t>(generation.status), 1);
      writer.number(generation.number | (generation.is_wrapped ? kWrapped : 0U), 2);
      writer.number(generation.version, 1);
    }
    cells.add(writer.finish());
  } while (at < group.generations.size());
}

void add_entry(EntryCells& cells, const Entry& entry) {
  if (entry.sphere) {
    add_sphere(cells, *entry.sphere);
    return;
  }
  if (entry.non_vsam) {
    add_non_vsam(cells, *entry.non_vsam);
    cells.add(association_cells(entry.non_vsam->aliases));
  } else if (entry.generation_group) {
    add_group(cells, *entry.generation_group);
  } else if (entry.generation) {
    add_non_vsam(cells, entry.generation->data_set);
    std::vector<std::string> names = entry.generation->data_set.aliases;
    names.insert(names.begin(), entry.generation->base_name);
    cells.add(association_cells(names));
  } else if (entry.user_catalog) {
    cells.add(ownership_cell(entry.user_catalog->ownership));
    cells.add(relation_cell(kIcf));
    cells.add(volume_cell(entry.user_catalog->volume));
    cells.add(association_cells(entry.user_catalog->aliases));
  } else {
    const AliasEntry& alias = *entry.alias;
    cells.add(ownership_cell(alias.ownership));
    const unsigned flags =
        (alias.relates_to_catalog ? kToCatalog : 0U) | (alias.is_symbolic ? kSymbolic : 0U);
    cells.add(relation_cell(static_cast<std::uint8_t>(flags)));
    cells.add(association_cells({alias.related_name}));
  }
  cells.own_cells = cells.cells.size();
}

Bytes make_head(char type, std::string_view name, std::uint8_t extension_number,
                std::size_t extensions) {
  Bytes record(kHeadBytes);
  store_be(record, 2, 2, kNameCellBytes);
  record[4] = ebcdic_of(type);
  record[7] = static_cast<std::uint8_t>(extensions);
  record[8] = kKeyBytes;
  const RecordKey key = make_key(name, extension_number);
  std::ranges::copy(key, record.begin() + kKeyOffset);
  return record;
}

void finish_record(Bytes& record, std::size_t component_bytes) {
  store_be(record, 0, 2, record.size());
  store_be(record, 5, 2, component_bytes);
}

/// How many extension records the cells need when the first record has `room` bytes for cells and
/// each further one `room_next`; nothing when a cell fits none.
std::optional<std::size_t> count_extensions(const EntryCells& cells, std::size_t room,
                                            std::size_t room_next) {
  std::size_t extensions = 0;
  for (const Bytes& cell : cells.cells) {
    if (cell.size() > room) {
      ++extensions;
      room = room_next;
    }
    if (cell.size() > room) {
      return std::nullopt;
    }
    room -= cell.size();
  }
  return extensions;
}

std::vector<std::uint8_t> free_numbers(const std::vector<std::uint8_t>& used, std::size_t count) {
  std::vector<std::uint8_t> numbers;
  for (unsigned number = 1; number <= 255 && numbers.size() < count; ++number) {
    if (std::ranges::find(used, number) == used.end()) {
      numbers.push_back(static_cast<std::uint8_t>(number));
    }
  }
  return numbers;
}

void add_move(Bytes& record, std::uint8_t flag, const std::string& name) {
  if (!name.empty()) {
    append(record, CellWriter(CellType::kMove).number(flag, 1).bytes(name_bytes(name)).finish());
  }
}

}  // namespace

std::string self_describing_name() {
  return std::string(kNameBytes, '0');
}

RecordKey make_key(std::string_view name, std::uint8_t extension_number) {
  RecordKey key{};
  if (name != std::string_view(self_describing_name())) {
    std::ranges::copy(text::label_from_utf8(name, kNameBytes), key.begin());
  }
  key[kNameBytes] = extension_number;
  return key;
}

RecordKey key_of(ByteView record) {
  RecordKey key{};
  if (record.size() >= kKeyOffset + kKeyBytes) {
    std::ranges::copy(record.subspan(kKeyOffset, kKeyBytes), key.begin());
  }
  return key;
}

Result<std::vector<Bytes>> encode_entry(const StoredEntry& stored, std::size_t record_bytes_max) {
  EntryCells cells;
  char type = static_cast<char>(EntryType::kTrueName);
  if (stored.entry) {
    type = static_cast<char>(stored.entry->type());
    add_entry(cells, *stored.entry);
  } else {
    cells.add(association_cells({stored.leads_to}));
    cells.own_cells = 1;
  }
  Bytes moves;
  add_move(moves, kMovingTo, stored.moving_to);
  add_move(moves, kMovedFrom, stored.moved_from);
  const std::size_t room_next = record_bytes_max - kHeadBytes;
  std::size_t room = room_next - moves.size();
  auto extensions = count_extensions(cells, room, room_next);
  if (extensions && *extensions > 0) {
    room -= 3 + kExtensionsMax;
    extensions = count_extensions(cells, room, room_next);
  }
  if (!extensions || *extensions > kExtensionsMax) {
    return failure<msg::CSL0006E>(stored.name());
  }
  const auto numbers = free_numbers(stored.extensions, *extensions);
  const char type_next = type == static_cast<char>(EntryType::kGenerationGroup) ? 'J' : 'E';
  std::vector<Bytes> records{make_head(type, stored.name(), 0, numbers.size())};
  if (!numbers.empty()) {
    append(records[0], CellWriter(CellType::kExtensions).bytes(numbers).finish());
  }
  append(records[0], moves);
  std::size_t own_bytes = records[0].size() - 2;
  for (std::size_t i = 0; i < cells.cells.size(); ++i) {
    const Bytes& cell = cells.cells[i];
    if (cell.size() > room) {
      records.push_back(make_head(type_next, stored.name(), numbers[records.size() - 1], 0));
      room = room_next;
    }
    append(records.back(), cell);
    room -= cell.size();
    own_bytes += i < cells.own_cells && records.size() == 1 ? cell.size() : 0;
  }
  finish_record(records[0], own_bytes);
  for (std::size_t i = 1; i < records.size(); ++i) {
    finish_record(records[i], records[i].size() - 2);
  }
  return records;
}

}  // namespace coldsite::catalog

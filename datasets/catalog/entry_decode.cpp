#include <algorithm>
#include <array>
#include <optional>

#include "datasets/catalog/entry_cells.hpp"
#include "datasets/catalog/entry_codec.hpp"
#include "datasets/catalog/entry_layout.hpp"
#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

using namespace layout;

Result<std::vector<std::uint8_t>> decode_extensions(const CellReader& reader, const Cell& cell,
                                                    std::size_t count) {
  const ByteView numbers = cell.bytes.subspan(3);
  std::vector<std::uint8_t> sorted(numbers.begin(), numbers.end());
  std::ranges::sort(sorted);
  if (numbers.size() != count || count == 0 || sorted.front() == 0 ||
      std::ranges::adjacent_find(sorted) != sorted.end()) {
    return reader.damaged(cell, "the list of extension records is wrong");
  }
  return std::vector<std::uint8_t>(numbers.begin(), numbers.end());
}

Result<std::string> decode_record_name(ByteView record) {
  const ByteView name = record.subspan(kKeyOffset, kNameBytes);
  if (std::ranges::all_of(name, [](std::uint8_t byte) { return byte == 0; })) {
    return self_describing_name();
  }
  const CellReader reader("?", {}, 0);
  CS_ASSIGN(std::string text, reader.padded_name(name, kKeyOffset));
  if (text.empty()) {
    return reader.damaged(kKeyOffset, "it has no name");
  }
  return text;
}

Result<void> decode_generations(const CellReader& reader, const Cell& cell,
                                GenerationGroupEntry& group, bool is_first) {
  const ByteView bytes = cell.bytes;
  if (bytes.size() < 4) {
    return reader.damaged(cell, "the length of a cell does not fit its type");
  }
  const std::uint8_t attributes = bytes[3];
  const std::size_t width = (attributes & kExtended) != 0 ? 2 : 1;
  const std::size_t head = 4 + 2 * width;
  if (bytes.size() < head || bytes.size() != head + 4 * load_be(bytes, 4 + width, width)) {
    return reader.damaged(cell, "the length of a cell does not fit its type");
  }
  const auto limit = static_cast<std::uint16_t>(load_be(bytes, 4, width));
  const GenerationGroupEntry before = group;
  group.empties = (attributes & kEmpty) != 0;
  group.scratches = (attributes & kScratch) != 0;
  group.purges = (attributes & kPurge) != 0;
  group.is_fifo = (attributes & kFifo) != 0;
  group.is_extended = (attributes & kExtended) != 0;
  group.limit = limit;
  if ((attributes & 0x07) != 0 || limit == 0 || limit > 999 ||
      (!is_first && (before.limit != limit || before.empties != group.empties ||
                     before.scratches != group.scratches || before.purges != group.purges ||
                     before.is_fifo != group.is_fifo || before.is_extended != group.is_extended))) {
    return reader.damaged(cell, "the attributes of a generation group are wrong");
  }
  for (std::size_t at = head; at < bytes.size(); at += 4) {
    const std::uint16_t number = load_be16(bytes, at + 1);
    const Generation generation{static_cast<std::uint16_t>(number & ~kWrapped), bytes[at + 3],
                                (number & kWrapped) != 0, static_cast<GenerationStatus>(bytes[at])};
    if (bytes[at] > 2 || generation.number > 9999 || generation.version > 99) {
      return reader.damaged(cell.offset + at, "a generation is wrong");
    }
    group.generations.push_back(generation);
  }
  return {};
}

/// Cells of one kind of holder, each at most as often as it may stand there.
struct Subtree {
  std::optional<Ownership> ownership;
  std::optional<std::uint8_t> relation;
  std::vector<VolumeCell> volumes;
  std::vector<std::string> names;
  bool has_associations = false;
};

Result<void> decode_cell(const CellReader& reader, const Cell& cell, Subtree& tree) {
  switch (static_cast<CellType>(cell.type)) {
    case CellType::kOwnership: {
      if (tree.ownership) {
        break;
      }
      CS_ASSIGN(tree.ownership, reader.ownership(cell));
      return {};
    }
    case CellType::kRelation: {
      if (tree.relation) {
        break;
      }
      CS_ASSIGN(tree.relation, reader.relation(cell, 0xC0));
      return {};
    }
    case CellType::kVolume: {
      CS_ASSIGN(const VolumeCell volume, reader.volume(cell));
      tree.volumes.push_back(volume);
      return {};
    }
    case CellType::kAssociation:
      tree.has_associations = true;
      return reader.association(cell, tree.names);
    case CellType::kGenerationAging:
    case CellType::kClasses:
    case CellType::kMove:
    case CellType::kExtensions:
      break;
  }
  return reader.damaged(cell, "a cell of a type that does not belong there");
}

Result<Subtree> decode_subtree(std::string_view name, ByteView bytes, std::size_t offset) {
  CellReader reader(name, bytes, offset);
  Subtree tree;
  while (!reader.at_end()) {
    CS_ASSIGN(const Cell cell, reader.next());
    CS_TRY(decode_cell(reader, cell, tree));
  }
  if (!tree.ownership) {
    return reader.damaged(offset, "a component has no ownership cell");
  }
  return tree;
}

Result<void> decode_component(CellReader& reader, const Cell& cell, Sphere& sphere) {
  const ByteView bytes = cell.bytes;
  if (bytes.size() < kComponentHeadBytes + 2 || bytes.size() != kComponentHeadBytes + bytes[6] ||
      bytes.back() != 0 || load_be16(bytes, 3) < bytes.size()) {
    return reader.damaged(cell, "a component cell is wrong");
  }
  const std::size_t name_length = bytes[6] - 1U;
  CS_ASSIGN(std::string name, reader.name(bytes.subspan(kComponentHeadBytes, name_length),
                                          cell.offset + kComponentHeadBytes));
  const std::size_t subtree_offset = reader.offset();
  CS_ASSIGN(const ByteView subtree, reader.take(load_be16(bytes, 3) - bytes.size()));
  CS_ASSIGN(Subtree tree, decode_subtree(name, subtree, subtree_offset));
  const std::uint8_t flags = bytes[5];
  const bool is_part = cell.type == ebcdic_of('D') || cell.type == ebcdic_of('I');
  const bool is_path = cell.type == ebcdic_of('R');
  if ((flags & (is_part ? 0xFF : 0x7F)) != 0 || tree.relation ||
      (!is_part && !tree.volumes.empty()) || tree.names.size() != (is_path ? 1 : 0) ||
      tree.has_associations != is_path || (!is_path && !sphere.paths.empty())) {
    return reader.damaged(cell, "a component has cells or flags that it cannot have");
  }
  if (is_path) {
    sphere.paths.push_back(
        {std::move(name), std::move(tree.names[0]), flags != 0, *tree.ownership});
    return {};
  }
  if (cell.type == ebcdic_of('G')) {
    ClusterEntry index;
    index.type = EntryType::kAlternateIndex;
    index.name = std::move(name);
    index.ownership = *tree.ownership;
    index.is_upgraded = flags != 0;
    sphere.alternate_indexes.push_back(std::move(index));
    return {};
  }
  ClusterEntry& owner =
      sphere.alternate_indexes.empty() ? sphere.base : sphere.alternate_indexes.back();
  owner.components.push_back({cell.type == ebcdic_of('D') ? EntryType::kData : EntryType::kIndex,
                              std::move(name), *tree.ownership, std::move(tree.volumes)});
  return {};
}

/// Everything of an entry behind the move cells.
struct EntryContent {
  Subtree tree;
  std::optional<std::array<std::string, 3>> classes;
  GenerationGroupEntry group;
  bool has_group = false;
  Sphere sphere;
  bool has_components = false;
};

Result<void> decode_content_cell(CellReader& reader, const Cell& cell, EntryContent& content) {
  if (is_component(cell.type)) {
    content.has_components = true;
    return decode_component(reader, cell, content.sphere);
  }
  if (content.has_components) {
    return reader.damaged(cell, "a cell of a type that does not belong there");
  }
  if (cell.type == static_cast<std::uint8_t>(CellType::kGenerationAging)) {
    const bool is_first = !content.has_group;
    content.has_group = true;
    return decode_generations(reader, cell, content.group, is_first);
  }
  if (cell.type == static_cast<std::uint8_t>(CellType::kClasses) && !content.classes) {
    CS_TRY(reader.check_length(cell, 27));
    content.classes.emplace();
    for (std::size_t i = 0; i < 3; ++i) {
      CS_ASSIGN((*content.classes)[i],
                reader.padded_name(cell.bytes.subspan(3 + 8 * i, 8), cell.offset + 3 + 8 * i));
    }
    return {};
  }
  return decode_cell(reader, cell, content.tree);
}

NonVsamEntry take_non_vsam(const std::string& name, EntryContent& content) {
  NonVsamEntry entry;
  entry.name = name;
  entry.ownership = *content.tree.ownership;
  entry.volumes = std::move(content.tree.volumes);
  if (content.classes) {
    entry.storage_class = (*content.classes)[0];
    entry.data_class = (*content.classes)[1];
    entry.management_class = (*content.classes)[2];
  }
  return entry;
}

/// Which cells a type must and may have.
struct TypeRule {
  bool components = false, volumes = false, group = false, classes = false;
  std::optional<std::uint8_t> relation = {};  ///< with these flags
  std::size_t associations_min = 0, associations_max = 0;
};

TypeRule rule_of(char type) {
  switch (static_cast<EntryType>(type)) {
    case EntryType::kCluster:
      return {.components = true};
    case EntryType::kAlternateIndex:
      return {.components = true, .relation = kUpgrade};
    case EntryType::kNonVsam:
      return {.volumes = true, .classes = true, .associations_max = SIZE_MAX};
    case EntryType::kGenerationGroup:
      return {.group = true};
    case EntryType::kGeneration:
      return {
          .volumes = true, .classes = true, .associations_min = 1, .associations_max = SIZE_MAX};
    case EntryType::kUserCatalog:
      return {.volumes = true, .relation = kIcf, .associations_max = SIZE_MAX};
    case EntryType::kAlias:
      return {.relation = kToCatalog | kSymbolic, .associations_min = 1, .associations_max = 1};
    case EntryType::kData:
    case EntryType::kIndex:
    case EntryType::kPath:
    case EntryType::kTrueName:
      break;
  }
  return {};
}

bool fits_rule(const EntryContent& content, const TypeRule& rule) {
  const Subtree& tree = content.tree;
  return tree.ownership && tree.relation.has_value() == rule.relation.has_value() &&
         (tree.relation.value_or(0) & ~rule.relation.value_or(0)) == 0 &&
         (rule.volumes || tree.volumes.empty()) && content.has_group == rule.group &&
         (rule.classes || !content.classes) && (rule.components || !content.has_components) &&
         tree.names.size() >= rule.associations_min && tree.names.size() <= rule.associations_max;
}

Result<Entry> build_entry(const CellReader& reader, char type, const std::string& name,
                          EntryContent& content) {
  if (!fits_rule(content, rule_of(type))) {
    return reader.damaged(0, "its cells do not fit its type");
  }
  Subtree& tree = content.tree;
  const std::uint8_t relation = tree.relation.value_or(0);
  Entry entry;
  switch (static_cast<EntryType>(type)) {
    case EntryType::kCluster:
    case EntryType::kAlternateIndex:
      entry.sphere = std::move(content.sphere);
      entry.sphere->base.type = static_cast<EntryType>(type);
      entry.sphere->base.name = name;
      entry.sphere->base.ownership = *tree.ownership;
      entry.sphere->base.is_upgraded = (relation & kUpgrade) != 0;
      break;
    case EntryType::kNonVsam:
      entry.non_vsam = take_non_vsam(name, content);
      entry.non_vsam->aliases = std::move(tree.names);
      break;
    case EntryType::kGenerationGroup:
      entry.generation_group = std::move(content.group);
      entry.generation_group->name = name;
      entry.generation_group->ownership = *tree.ownership;
      break;
    case EntryType::kGeneration:
      entry.generation = GenerationEntry{take_non_vsam(name, content), std::move(tree.names[0]),
                                         GenerationStatus::kDeferred};
      entry.generation->data_set.aliases.assign(tree.names.begin() + 1, tree.names.end());
      break;
    case EntryType::kUserCatalog:
      if (tree.volumes.size() != 1 || relation != kIcf) {
        return reader.damaged(0, "a connector without a volume, or not of an ICF catalog");
      }
      entry.user_catalog =
          UserCatalogEntry{name, *tree.ownership, tree.volumes[0], std::move(tree.names)};
      break;
    case EntryType::kAlias:
      entry.alias = AliasEntry{name, std::move(tree.names[0]), (relation & kSymbolic) != 0,
                               (relation & kToCatalog) != 0, *tree.ownership};
      break;
    case EntryType::kData:
    case EntryType::kIndex:
    case EntryType::kPath:
    case EntryType::kTrueName:
      return reader.damaged(4, "its type is not known");
  }
  return entry;
}

Result<void> decode_move(const CellReader& reader, const Cell& cell, StoredEntry& stored) {
  if (cell.bytes.size() < 5 || (cell.bytes[3] != kMovingTo && cell.bytes[3] != kMovedFrom)) {
    return reader.damaged(cell, "a move cell is wrong");
  }
  std::string& target = cell.bytes[3] == kMovingTo ? stored.moving_to : stored.moved_from;
  CS_ASSIGN(target, reader.name(cell.bytes.subspan(4), cell.offset + 4));
  return {};
}

Result<void> check_component_length(const CellReader& reader, ByteView record, std::size_t own_end,
                                    bool has_components) {
  const std::size_t expected = has_components ? std::min(own_end, record.size()) : record.size();
  if (load_be16(record, 5) + 2U != expected) {
    return reader.damaged(5, "the length of the component is wrong");
  }
  return {};
}

}  // namespace

Result<RecordHead> decode_head(ByteView record) {
  const CellReader nameless("?", {}, 0);
  if (record.size() < kHeadBytes || load_be16(record, 0) != record.size() ||
      load_be16(record, 2) != kNameCellBytes || record[8] != kKeyBytes) {
    return nameless.damaged(0, "its lengths are wrong");
  }
  RecordHead head;
  head.type = text::label_to_utf8(record.subspan(4, 1))[0];
  CS_ASSIGN(head.name, decode_record_name(record));
  head.extension_number = record[kKeyOffset + kNameBytes];
  CellReader reader(head.name, record.subspan(kHeadBytes), kHeadBytes);
  const bool is_extension = head.type == 'E' || head.type == 'J';
  if (is_extension != (head.extension_number != 0) || (is_extension && record[7] != 0) ||
      std::string_view("CGABHUXTEJ").find(head.type) == std::string_view::npos) {
    return reader.damaged(4, "its type is not known or does not fit its key");
  }
  if (record[7] != 0) {
    if (reader.at_end()) {
      return reader.damaged(7, "the list of extension records is wrong");
    }
    CS_ASSIGN(const Cell cell, reader.next());
    if (cell.type != static_cast<std::uint8_t>(CellType::kExtensions)) {
      return reader.damaged(7, "the list of extension records is wrong");
    }
    CS_ASSIGN(head.extensions, decode_extensions(reader, cell, record[7]));
  }
  return head;
}

Result<StoredEntry> decode_entry(ByteView record, const std::vector<Bytes>& extensions) {
  CS_ASSIGN(const RecordHead head, decode_head(record));
  Bytes cells(record.begin() + kHeadBytes, record.end());
  for (std::size_t i = 0; i < extensions.size(); ++i) {
    CS_ASSIGN(const RecordHead next, decode_head(extensions[i]));
    if (i >= head.extensions.size() || next.extension_number != head.extensions[i] ||
        next.name != head.name || load_be16(extensions[i], 5) + 2U != extensions[i].size()) {
      return CellReader(head.name, {}, 0).damaged(4, "an extension record is not its own");
    }
    cells.insert(cells.end(), extensions[i].begin() + kHeadBytes, extensions[i].end());
  }
  CellReader reader(head.name, cells, kHeadBytes);
  if (head.extension_number != 0 || extensions.size() != head.extensions.size()) {
    return reader.damaged(4, "an extension record is missing or stands alone");
  }
  StoredEntry stored;
  stored.extensions = head.extensions;
  EntryContent content;
  std::size_t own_end = 0;
  bool is_first = !head.extensions.empty();
  while (!reader.at_end()) {
    CS_ASSIGN(const Cell cell, reader.next());
    if (is_component(cell.type) && !content.has_components) {
      own_end = cell.offset;
    }
    if (is_first) {
      is_first = false;  // the extension list
    } else if (cell.type == static_cast<std::uint8_t>(CellType::kMove)) {
      CS_TRY(decode_move(reader, cell, stored));
    } else {
      CS_TRY(decode_content_cell(reader, cell, content));
    }
  }
  CS_TRY(check_component_length(reader, record, own_end, content.has_components));
  if (head.type == static_cast<char>(EntryType::kTrueName)) {
    Subtree& tree = content.tree;
    if (tree.names.size() != 1 || tree.ownership || tree.relation || !tree.volumes.empty() ||
        content.has_group || content.classes || content.has_components) {
      return reader.damaged(0, "its cells do not fit its type");
    }
    stored.true_name = head.name;
    stored.leads_to = std::move(tree.names[0]);
    return stored;
  }
  CS_ASSIGN(stored.entry, build_entry(reader, head.type, head.name, content));
  return stored;
}

}  // namespace coldsite::catalog

#include "datasets/io/fault_journal.hpp"

#include <algorithm>
#include <set>

#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

constexpr std::string_view kLostPrefix = ".coldsite-lost-";

/// The part of `range` that lies in a file of this size.
ByteRange clip(ByteRange range, std::uint64_t size_bytes) {
  const std::uint64_t start = std::min(range.offset, size_bytes);
  return {start, std::min(range.length, size_bytes - start)};
}

Result<Snapshot> take_snapshot(File& file, ByteRange range) {
  Snapshot snapshot;
  CS_ASSIGN(snapshot.file_size_bytes, file.size_bytes());
  snapshot.range = range;
  const ByteRange inside = clip(range, snapshot.file_size_bytes);
  const std::uint64_t end = inside.offset + inside.length;
  for (std::uint64_t at = inside.offset; at < end;) {
    CS_ASSIGN(const auto data, file.find_data(at));
    if (!data || data->offset >= end) {
      break;
    }
    Bytes bytes(
        static_cast<std::size_t>(std::min(data->offset + data->length, end) - data->offset));
    CS_ASSIGN(const std::size_t got, file.read_at(data->offset, bytes));
    bytes.resize(got);
    at = data->offset + std::max<std::size_t>(got, 1);
    snapshot.runs.emplace_back(data->offset, std::move(bytes));
  }
  return snapshot;
}

Result<void> undo_data(File& file, const Snapshot& before) {
  CS_TRY(file.resize(before.file_size_bytes));
  CS_TRY(file.zero_range(clip(before.range, before.file_size_bytes)));
  for (const auto& [offset, bytes] : before.runs) {
    CS_TRY(file.write_at(offset, bytes));
  }
  return {};
}

/// Does a change again, or the units of it that `random` lets through. The size comes with it: a
/// file system may have the new size and not the bytes. Units lie on the disk's grid, wherever the
/// write began.
class Redo {
 public:
  Redo(File& file, std::size_t unit_bytes, Random& random)
      : file_(file), unit_bytes_(unit_bytes), random_(random) {}

  Result<void> run(const Snapshot& after, bool sets_size) {
    CS_ASSIGN(const std::uint64_t size, file_.size_bytes());
    if (sets_size || size < after.file_size_bytes) {
      CS_TRY(file_.resize(after.file_size_bytes));
    }
    const ByteRange range = clip(after.range, after.file_size_bytes);
    std::uint64_t at = range.offset;
    for (const auto& [start, bytes] : after.runs) {
      CS_TRY(redo_hole({at, start - at}));
      CS_TRY(redo_run(start, bytes));
      at = start + bytes.size();
    }
    return redo_hole({at, range.offset + range.length - at});
  }

 private:
  bool is_through() { return unit_bytes_ == 0 || random_.chance(1, 2); }

  Result<void> redo_hole(ByteRange hole) {
    if (hole.length == 0 || !is_through()) {
      return {};
    }
    return file_.zero_range(hole);
  }

  Result<void> redo_run(std::uint64_t start, ByteView bytes) {
    while (!bytes.empty()) {
      const std::size_t to_grid = unit_bytes_ == 0
                                      ? bytes.size()
                                      : unit_bytes_ - static_cast<std::size_t>(start % unit_bytes_);
      const ByteView piece = bytes.first(std::min(to_grid, bytes.size()));
      if (is_through()) {
        CS_TRY(file_.write_at(start, piece));
      }
      start += piece.size();
      bytes = bytes.subspan(piece.size());
    }
    return {};
  }

  File& file_;
  std::size_t unit_bytes_;
  Random& random_;
};

}  // namespace

bool FaultJournal::is_lost_name(std::string_view name) {
  return name.starts_with(kLostPrefix);
}

std::shared_ptr<FaultNode> FaultJournal::find_node(const std::string& path) const {
  const auto found = nodes_.find(path);
  return found == nodes_.end() ? nullptr : found->second;
}

Result<std::shared_ptr<FaultNode>> FaultJournal::node_of(const std::string& path) {
  if (auto node = find_node(path)) {
    return node;
  }
  CS_ASSIGN(auto writer, inner_.open(path, OpenMode::kUpdate));
  return nodes_[path] = std::make_shared<FaultNode>(FaultNode{std::move(writer)});
}

Result<void> FaultJournal::change_data(const std::shared_ptr<FaultNode>& node, ByteRange range,
                                       bool sets_size,
                                       const std::function<Result<void>()>& change) {
  CS_ASSIGN(Snapshot before, take_snapshot(*node->writer, range));
  auto changed = change();  // also a failed one may have changed something
  CS_ASSIGN(Snapshot after, take_snapshot(*node->writer, range));
  changes_.emplace_back(DataChange{node, std::move(before), std::move(after), sets_size});
  return changed;
}

void FaultJournal::note_created(const std::string& path) {
  changes_.emplace_back(NameChange{"", path, ""});
}

// Gives the file at `path`, if there is one, a name under which it can be found again.
Result<std::string> FaultJournal::set_aside(const std::string& path) {
  CS_ASSIGN(const auto info, inner_.info(path));
  if (!info) {
    return std::string();
  }
  const std::string name = std::string(kLostPrefix) + std::to_string(++lost_count_);
  const std::string lost = join_path(directory_of(path), name);
  CS_TRY(inner_.rename_file(path, lost));
  if (const auto node = nodes_.extract(path)) {
    nodes_[lost] = node.mapped();
  }
  return lost;
}

Result<void> FaultJournal::remove(const std::string& path) {
  CS_ASSIGN(const auto info, inner_.info(path));
  if (!info || info->is_directory) {
    return inner_.remove_file(path);  // which refuses it
  }
  CS_ASSIGN(const std::string lost, set_aside(path));
  changes_.emplace_back(NameChange{path, "", lost});
  return {};
}

Result<void> FaultJournal::rename(const std::string& from, const std::string& to) {
  CS_ASSIGN(const auto source, inner_.info(from));
  CS_ASSIGN(const auto target, inner_.info(to));
  if (!source || (target && target->is_directory) || from == to) {
    return inner_.rename_file(from, to);
  }
  CS_ASSIGN(const std::string lost, set_aside(to));
  if (auto renamed = inner_.rename_file(from, to); !renamed) {
    if (!lost.empty()) {
      CS_TRY(inner_.rename_file(lost, to));
      nodes_[to] = nodes_[lost];
      nodes_.erase(lost);
    }
    return renamed;
  }
  nodes_.erase(to);
  if (const auto node = nodes_.extract(from)) {
    nodes_[to] = node.mapped();
  }
  changes_.emplace_back(NameChange{from, to, lost});
  return {};
}

void FaultJournal::note_synced(const FaultNode& node) {
  std::erase_if(changes_, [&](const Change& change) {
    const auto* data = std::get_if<DataChange>(&change);
    return data != nullptr && data->node.get() == &node;
  });
}

Result<void> FaultJournal::forget_lost(const NameChange& change) {
  if (change.lost.empty()) {
    return {};
  }
  nodes_.erase(change.lost);
  return inner_.remove_file(change.lost);
}

// A durable change makes those durable that it stands on: a file cannot be renamed for good and not
// be created for good.
Result<void> FaultJournal::note_directory_synced(const std::string& directory) {
  std::set<std::string> stood_on;
  for (std::size_t i = changes_.size(); i > 0; --i) {
    const auto* name = std::get_if<NameChange>(&changes_[i - 1]);
    if (name == nullptr) {
      continue;
    }
    const std::string& changed = name->to.empty() ? name->from : name->to;
    if (directory_of(changed) == directory || stood_on.contains(changed)) {
      stood_on.insert(name->from);
      CS_TRY(forget_lost(*name));
      changes_.erase(changes_.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
  }
  return {};
}

void FaultJournal::forget_all() {
  for (const Change& change : changes_) {
    if (const auto* name = std::get_if<NameChange>(&change)) {
      (void)forget_lost(*name);  // at the end of a test nobody is left to tell
    }
  }
  changes_.clear();
  nodes_.clear();
}

Result<void> FaultJournal::undo_name(const NameChange& change) {
  if (change.from.empty()) {
    nodes_.erase(change.to);
    return inner_.remove_file(change.to);
  }
  if (!change.to.empty()) {
    CS_TRY(inner_.rename_file(change.to, change.from));
  }
  if (!change.lost.empty()) {
    CS_TRY(inner_.rename_file(change.lost, change.to.empty() ? change.from : change.to));
  }
  return {};
}

std::vector<bool> FaultJournal::choose_kept(const CrashModel& model, Random& random) const {
  using Keep = CrashModel::Keep;
  std::vector<bool> kept(changes_.size(), model.keep == Keep::kEverything);
  if (model.keep == Keep::kFirst) {
    std::fill_n(kept.begin(), std::min(model.count, kept.size()), true);
  }
  if (model.keep == Keep::kRandom) {
    const std::size_t names_end = static_cast<std::size_t>(random.below(changes_.size() + 1));
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const bool is_name = std::holds_alternative<NameChange>(changes_[i]);
      kept[i] = is_name ? i < names_end : random.chance(1, 2);
    }
  }
  return kept;
}

Result<void> FaultJournal::crash(const CrashModel& model) {
  Random random = model.random;
  const std::vector<bool> kept = choose_kept(model, random);
  // Bytes first, through the files themselves, so that names do not matter; then names.
  for (std::size_t i = changes_.size(); i > 0; --i) {
    if (const auto* data = std::get_if<DataChange>(&changes_[i - 1])) {
      CS_TRY(undo_data(*data->node->writer, data->before));
    }
  }
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (const auto* data = std::get_if<DataChange>(&changes_[i]); data != nullptr && kept[i]) {
      CS_TRY(Redo(*data->node->writer, model.torn_unit_bytes, random)
                 .run(data->after, data->sets_size));
    }
  }
  for (std::size_t i = changes_.size(); i > 0; --i) {
    if (const auto* name = std::get_if<NameChange>(&changes_[i - 1])) {
      CS_TRY(kept[i - 1] ? forget_lost(*name) : undo_name(*name));
    }
  }
  changes_.clear();
  nodes_.clear();
  return {};
}

}  // namespace coldsite::io

// What a power failure could take back: every change of a store since the sync that made it
// durable, with what was there before. Inside datasets/io only. threads: the caller locks.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "datasets/io/fault_store.hpp"

namespace coldsite::io {

/// The bytes of a range of a file, holes left out, and the file's size.
struct Snapshot {
  ByteRange range;
  std::vector<std::pair<std::uint64_t, Bytes>> runs;
  std::uint64_t file_size_bytes = 0;
};

/// A file under whatever name it has now, open for taking changes back.
struct FaultNode {
  std::unique_ptr<File> writer;
};

class FaultJournal {
 public:
  explicit FaultJournal(FileStore& inner) : inner_(inner) {}

  /// The node of the file at `path`, if it was opened for writing before.
  [[nodiscard]] std::shared_ptr<FaultNode> find_node(const std::string& path) const;
  /// The node of the file at `path`, which exists.
  Result<std::shared_ptr<FaultNode>> node_of(const std::string& path);

  /// Runs `change`, which changes bytes of `range` of the file or its size, and remembers it.
  Result<void> change_data(const std::shared_ptr<FaultNode>& node, ByteRange range, bool sets_size,
                           const std::function<Result<void>()>& change);
  void note_created(const std::string& path);
  Result<void> remove(const std::string& path);
  Result<void> rename(const std::string& from, const std::string& to);

  void note_synced(const FaultNode& node);
  Result<void> note_directory_synced(const std::string& directory);

  [[nodiscard]] std::size_t size() const { return changes_.size(); }

  /// Takes back what `model` does not keep, and forgets everything.
  Result<void> crash(const CrashModel& model);

  /// Everything is durable.
  void forget_all();

  static bool is_lost_name(std::string_view name);

 private:
  struct DataChange {
    std::shared_ptr<FaultNode> node;
    Snapshot before;
    Snapshot after;
    bool sets_size = false;
  };
  struct NameChange {
    std::string from;  ///< empty: created at `to`
    std::string to;    ///< empty: removed from `from`
    std::string lost;  ///< where the removed or replaced file waits; empty: there was none
  };
  using Change = std::variant<DataChange, NameChange>;

  Result<std::string> set_aside(const std::string& path);
  Result<void> undo_name(const NameChange& change);
  Result<void> forget_lost(const NameChange& change);
  [[nodiscard]] std::vector<bool> choose_kept(const CrashModel& model, Random& random) const;

  FileStore& inner_;
  std::map<std::string, std::shared_ptr<FaultNode>> nodes_;
  std::vector<Change> changes_;
  std::uint64_t lost_count_ = 0;
};

}  // namespace coldsite::io

#include "datasets/io/fault_store.hpp"

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <vector>

#include "datasets/io/fault_journal.hpp"
#include "datasets/io/system_error.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

bool is_change(Operation operation) {
  switch (operation) {
    case Operation::kOpen:  // counted where a file is created or emptied
    case Operation::kInfo:
    case Operation::kList:
    case Operation::kRead:
    case Operation::kLock:
      return false;
    case Operation::kWrite:
    case Operation::kResize:
    case Operation::kSync:
    case Operation::kMakeDirectories:
    case Operation::kRemove:
    case Operation::kRename:
    case Operation::kSyncDirectory:
    case Operation::kCloneFile:
      return true;
  }
  CS_CHECK(false);
}

Failure make_failure(Operation operation, const std::string& path, std::uint64_t offset,
                     int error_number) {
  switch (operation) {
    case Operation::kOpen:
    case Operation::kCloneFile:
      return failure<msg::CSI0001E>(path, system_reason(error_number));
    case Operation::kRead:
      return read_failure(path, offset, error_number);
    case Operation::kWrite:
    case Operation::kResize:
      return write_failure(path, offset, error_number);
    case Operation::kSync:
    case Operation::kSyncDirectory:
      return failure<msg::CSI0005E>(path, system_reason(error_number));
    case Operation::kInfo:
      return operation_failure("look up", path, error_number);
    case Operation::kList:
      return operation_failure("list", path, error_number);
    case Operation::kLock:
      return operation_failure("lock", path, error_number);
    case Operation::kMakeDirectories:
      return operation_failure("make directory", path, error_number);
    case Operation::kRemove:
      return operation_failure("remove", path, error_number);
    case Operation::kRename:
      return operation_failure("rename", path, error_number);
  }
  CS_CHECK(false);
}

/// Decides which operations fail, and knows whether there is power.
class Planner {
 public:
  /// What is wrong with this operation, if anything. shape: call once for each operation.
  Result<std::optional<FaultKind>> admit(Operation operation, const std::string& path,
                                         std::uint64_t offset = 0) {
    ++operations;
    if (is_down) {
      return make_failure(operation, path, offset, EIO);
    }
    std::optional<FaultKind> kind;
    for (Planted& planted : faults) {
      const Fault& fault = planted.fault;
      const bool matches = (!fault.operation || *fault.operation == operation) &&
                           path.find(fault.path_part) != std::string::npos;
      planted.seen += matches ? 1 : 0;
      if (matches && (planted.seen == fault.nth || (fault.stays && planted.seen > fault.nth))) {
        kind = fault.kind;
      }
    }
    if (kind == FaultKind::kError || kind == FaultKind::kNoSpace) {
      return make_failure(operation, path, offset, *kind == FaultKind::kError ? EIO : ENOSPC);
    }
    if (is_change(operation)) {
      begin_change();
    }
    return kind;
  }

  void begin_change() {
    ++changes;
    is_down = is_down || (changes_left != 0 && --changes_left == 0);
  }

  /// The result of an operation that was done, unless the power failed in it.
  template <class T>
  Result<T> confirm(Result<T> result, Operation operation, const std::string& path) const {
    return is_down ? Result<T>(make_failure(operation, path, 0, EIO)) : std::move(result);
  }

  struct Planted {
    Fault fault;
    std::uint64_t seen = 0;
  };
  std::vector<Planted> faults;
  std::uint64_t operations = 0;
  std::uint64_t changes = 0;
  std::uint64_t changes_left = 0;  // until the power fails; 0: it does not
  bool is_down = false;
  std::uint64_t boots = 0;
};

/// What the store and its files share. Everything is done under `mutex`, but waiting for locks.
struct Machine {
  explicit Machine(FileStore& inner_store) : inner(inner_store), journal(inner_store) {}

  std::mutex mutex;
  FileStore& inner;
  FaultJournal journal;
  Planner planner;
};

class FaultFile final : public File {
 public:
  FaultFile(Machine& machine, std::unique_ptr<File> inner, std::shared_ptr<FaultNode> node)
      : machine_(machine),
        boot_(machine.planner.boots),
        inner_(std::move(inner)),
        node_(std::move(node)) {}

  const std::string& path() const override { return inner_->path(); }

  Result<std::size_t> read_at(std::uint64_t offset, ByteSpan out) override {
    const std::lock_guard guard(machine_.mutex);
    CS_ASSIGN(const auto fault, admit(Operation::kRead, offset));
    return inner_->read_at(offset,
                           fault == FaultKind::kShortRead ? out.first(out.size() / 2) : out);
  }

  Result<void> write_at(std::uint64_t offset, ByteView data) override {
    const std::lock_guard guard(machine_.mutex);
    CS_ASSIGN(const auto fault, admit(Operation::kWrite, offset));
    if (fault == FaultKind::kShortWrite) {
      const ByteView half = data.first(data.size() / 2);
      CS_TRY(change({offset, half.size()}, [&] { return inner_->write_at(offset, half); }));
      return write_failure(path(), offset + half.size(), ENOSPC);
    }
    return change({offset, data.size()}, [&] { return inner_->write_at(offset, data); });
  }

  Result<std::uint64_t> size_bytes() override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kInfo, 0));
    return inner_->size_bytes();
  }

  Result<void> resize(std::uint64_t size_bytes) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kResize, size_bytes));
    CS_ASSIGN(const std::uint64_t size, inner_->size_bytes());
    const ByteRange cut_off = {size_bytes, size > size_bytes ? size - size_bytes : 0};
    return change(
        cut_off, [&] { return inner_->resize(size_bytes); }, true);
  }

  Result<void> sync() override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kSync, 0));
    if (machine_.planner.is_down) {
      return make_failure(Operation::kSync, path(), 0, EIO);
    }
    CS_TRY(inner_->sync());
    if (node_ != nullptr) {
      machine_.journal.note_synced(*node_);
    }
    return {};
  }

  Result<void> zero_range(ByteRange range) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kWrite, range.offset));
    return change(range, [&] { return inner_->zero_range(range); });
  }

  Result<std::optional<ByteRange>> find_data(std::uint64_t offset) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kRead, offset));
    return inner_->find_data(offset);
  }

  Result<void> clone_range(File& source, ByteRange range, std::uint64_t target_offset) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kWrite, target_offset));
    return change({target_offset, range.length},
                  [&] { return inner_->clone_range(inner_of(source), range, target_offset); });
  }

  Result<void> copy_range(File& source, ByteRange range, std::uint64_t target_offset) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kWrite, target_offset));
    return change({target_offset, range.length},
                  [&] { return inner_->copy_range(inner_of(source), range, target_offset); });
  }

  Result<std::unique_ptr<FileLock>> lock(ByteRange range, LockMode mode) override {
    CS_TRY(admit_lock());
    return inner_->lock(range, mode);
  }

  Result<std::unique_ptr<FileLock>> try_lock(ByteRange range, LockMode mode) override {
    CS_TRY(admit_lock());
    return inner_->try_lock(range, mode);
  }

 private:
  Result<std::optional<FaultKind>> admit(Operation operation, std::uint64_t offset) {
    if (boot_ != machine_.planner.boots) {  // open since before a power failure
      return make_failure(operation, path(), offset, EIO);
    }
    return machine_.planner.admit(operation, path(), offset);
  }

  Result<void> admit_lock() {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(admit(Operation::kLock, 0));
    return {};
  }

  Result<void> change(ByteRange range, const std::function<Result<void>()>& act,
                      bool sets_size = false) {
    if (node_ == nullptr) {
      return act();  // opened for reading: the inner store refuses it
    }
    return machine_.planner.confirm(machine_.journal.change_data(node_, range, sets_size, act),
                                    Operation::kWrite, path());
  }

  static File& inner_of(File& file) {
    auto* fault_file = dynamic_cast<FaultFile*>(&file);
    return fault_file == nullptr ? file : *fault_file->inner_;
  }

  Machine& machine_;
  std::uint64_t boot_;
  std::unique_ptr<File> inner_;
  std::shared_ptr<FaultNode> node_;
};

class FaultStoreOverStore final : public FaultStore {
 public:
  explicit FaultStoreOverStore(FileStore& inner) : machine_(inner) {}
  ~FaultStoreOverStore() override { machine_.journal.forget_all(); }

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kOpen, path));
    CS_ASSIGN(const auto before, machine_.inner.info(path));
    const bool is_emptied = before && mode == OpenMode::kCreateOrReplace;
    CS_ASSIGN(auto file, machine_.inner.open(path, is_emptied ? OpenMode::kUpdate : mode));
    if (mode == OpenMode::kRead) {
      return opened(std::move(file), machine_.journal.find_node(path));
    }
    CS_ASSIGN(auto node, machine_.journal.node_of(path));
    if (!before) {
      machine_.journal.note_created(path);
      planner().begin_change();
    } else if (is_emptied && before->size_bytes != 0) {
      planner().begin_change();
      CS_TRY(machine_.journal.change_data(node, {0, before->size_bytes}, true,
                                          [&] { return file->resize(0); }));
    }
    return planner().confirm(opened(std::move(file), std::move(node)), Operation::kOpen, path);
  }

  Result<std::optional<FileInfo>> info(const std::string& path) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kInfo, path));
    return machine_.inner.info(path);
  }

  Result<std::vector<std::string>> list(const std::string& directory) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kList, directory));
    CS_ASSIGN(std::vector<std::string> names, machine_.inner.list(directory));
    std::erase_if(names, FaultJournal::is_lost_name);
    return names;
  }

  Result<void> make_directories(const std::string& directory) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kMakeDirectories, directory));
    return planner().confirm(machine_.inner.make_directories(directory),
                             Operation::kMakeDirectories, directory);
  }

  Result<void> remove_file(const std::string& path) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kRemove, path));
    return planner().confirm(machine_.journal.remove(path), Operation::kRemove, path);
  }

  Result<void> rename_file(const std::string& from, const std::string& to) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kRename, from));
    return planner().confirm(machine_.journal.rename(from, to), Operation::kRename, from);
  }

  Result<void> sync_directory(const std::string& directory) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kSyncDirectory, directory));
    if (planner().is_down) {
      return make_failure(Operation::kSyncDirectory, directory, 0, EIO);
    }
    CS_TRY(machine_.inner.sync_directory(directory));
    return machine_.journal.note_directory_synced(directory);
  }

  Result<void> clone_file(const std::string& from, const std::string& to) override {
    const std::lock_guard guard(machine_.mutex);
    CS_TRY(planner().admit(Operation::kCloneFile, to));
    CS_TRY(machine_.inner.clone_file(from, to));
    machine_.journal.note_created(to);
    CS_ASSIGN(const auto node, machine_.journal.node_of(to));
    CS_ASSIGN(const std::uint64_t size, node->writer->size_bytes());
    CS_ASSIGN(const auto source, machine_.inner.open(from, OpenMode::kRead));
    // Made empty and shared again under the journal, so that the bytes can be lost too.
    CS_TRY(node->writer->resize(0));
    auto shared = machine_.journal.change_data(node, {0, size}, true, [&]() -> Result<void> {
      CS_TRY(node->writer->clone_range(*source, {0, size}, 0));
      return node->writer->resize(size);
    });
    return planner().confirm(std::move(shared), Operation::kCloneFile, to);
  }

  void plant(Fault fault) override {
    const std::lock_guard guard(machine_.mutex);
    planner().faults.push_back({std::move(fault)});
  }

  void clear_faults() override {
    const std::lock_guard guard(machine_.mutex);
    planner().faults.clear();
  }

  std::uint64_t operations() override {
    const std::lock_guard guard(machine_.mutex);
    return planner().operations;
  }

  std::uint64_t changes() override {
    const std::lock_guard guard(machine_.mutex);
    return planner().changes;
  }

  void fail_power_in(std::uint64_t nth_change) override {
    const std::lock_guard guard(machine_.mutex);
    planner().changes_left = nth_change;
  }

  std::size_t unsynced_changes() override {
    const std::lock_guard guard(machine_.mutex);
    return machine_.journal.size();
  }

  Result<void> crash(const CrashModel& model) override {
    const std::lock_guard guard(machine_.mutex);
    ++planner().boots;
    planner().is_down = false;
    planner().changes_left = 0;
    return machine_.journal.crash(model);
  }

 private:
  Planner& planner() { return machine_.planner; }

  Result<std::unique_ptr<File>> opened(std::unique_ptr<File> file,
                                       std::shared_ptr<FaultNode> node) {
    return std::unique_ptr<File>(
        std::make_unique<FaultFile>(machine_, std::move(file), std::move(node)));
  }

  Machine machine_;
};

}  // namespace

std::unique_ptr<FaultStore> make_fault_store(FileStore& inner) {
  return std::make_unique<FaultStoreOverStore>(inner);
}

}  // namespace coldsite::io

#include "utilities/batch/unfinished_step.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/site/cataloged.hpp"
#include "datasets/site/enqueue.hpp"
#include "datasets/site/locks.hpp"
#include "datasets/site/new_data_sets.hpp"

namespace coldsite::batch {
namespace {

constexpr std::string_view kNoteSuffix = "new-";
constexpr io::ByteRange kNoteLock = {.offset = 0, .length = 1};

/// What the paths of the notes for this request begin with.
std::string note_prefix(const site::DdRequest& request, const site::AllocationContext& context) {
  if (!request.host_path.empty()) {
    return request.host_path + "." + std::string(kNoteSuffix);
  }
  return io::join_path(context.site->run_directory(), kNoteSuffix);
}

bool has_place(const site::DdRequest& request, const site::AllocationContext& context) {
  const bool makes =
      request.status == site::Status::kNew || request.status == site::Status::kModify;
  const bool is_on_image = !request.host_path.empty() && !request.data_set_name.empty();
  return makes && (is_on_image || (request.host_path.empty() && context.site != nullptr));
}

Result<std::vector<std::string>> notes_at(const std::string& prefix, io::FileStore& store) {
  std::vector<std::string> paths;
  const std::string directory = io::directory_of(prefix);
  const std::string name = io::name_of(prefix);
  CS_ASSIGN(const auto info, store.info(directory));
  if (!info) {
    return paths;
  }
  CS_ASSIGN(const std::vector<std::string> names, store.list(directory));
  for (const std::string& found : names) {
    if (found.starts_with(name)) {
      paths.push_back(prefix + found.substr(name.size()));
    }
  }
  return paths;
}

/// Deletes what the note names. False: somebody uses a data set of that name, so the note stays.
Result<bool> undo(const std::string& path, site::AllocationContext& context,
                  std::vector<std::string>& deleted) {
  CS_ASSIGN(const Bytes content, io::read_file(*context.store, path));
  const auto bindings =
      dd::parse_dd_bindings(std::string(content.begin(), content.end()), io::name_of(path));
  if (!bindings) {
    return true;  // killed while it was written: nothing was made yet
  }
  std::unique_ptr<site::Enqueues> enqueues;
  if (context.site != nullptr) {
    auto taken = site::enqueue(*context.site, site::enqueues_for(*bindings), site::Waiting::kFail);
    if (!taken) {
      return false;
    }
    enqueues = *std::move(taken);
  }
  for (const site::DdBinding& binding : *bindings) {
    for (const site::DdRequest& request : binding.parts) {
      CS_ASSIGN(const bool is_deleted, site::settle_new_data_set(request, context));
      if (is_deleted) {
        deleted.push_back(request.data_set_name);
      }
    }
  }
  return true;
}

Result<void> settle_note(const std::string& path, site::AllocationContext& context,
                         std::vector<std::string>& deleted) {
  auto file = context.store->open(path, io::OpenMode::kUpdate);
  if (!file) {
    return file.failure().is(msg::CSI0001E) ? Result<void>() : file.failure();  // just settled
  }
  CS_ASSIGN(const auto lock, (*file)->try_lock(kNoteLock, io::LockMode::kExclusive));
  if (!lock) {
    return {};  // of a program that runs
  }
  CS_ASSIGN(const bool is_done, undo(path, context, deleted));
  CS_KILL_POINT("batch.unfinished_undone");
  return is_done ? context.store->remove_file(path) : Result<void>();
}

}  // namespace

Result<std::vector<std::string>> UnfinishedStep::settle(
    const std::vector<site::DdBinding>& bindings, site::AllocationContext context) {
  std::set<std::string> prefixes;
  if (context.site != nullptr) {
    prefixes.insert(io::join_path(context.site->run_directory(), kNoteSuffix));
  }
  for (const site::DdBinding& binding : bindings) {
    for (const site::DdRequest& request : binding.parts) {
      if (has_place(request, context)) {
        prefixes.insert(note_prefix(request, context));
      }
    }
  }
  context.searches_volumes = true;  // killed before the catalog had them
  std::vector<std::string> deleted;
  for (const std::string& prefix : prefixes) {
    CS_ASSIGN(const std::vector<std::string> paths, notes_at(prefix, *context.store));
    for (const std::string& path : paths) {
      CS_TRY(settle_note(path, context, deleted));
    }
  }
  return deleted;
}

Result<void> UnfinishedStep::write_note(const std::string& prefix,
                                        const std::vector<site::DdRequest>& requests,
                                        io::FileStore& store) {
  std::vector<site::DdBinding> bindings;
  for (const site::DdRequest& request : requests) {
    bindings.push_back({request.ddname, {request}});
  }
  const std::string text = dd::format_dd_bindings(bindings);
  for (unsigned number = 1;; ++number) {
    Note note;
    note.path = prefix + std::to_string(number);
    auto file = store.open(note.path, io::OpenMode::kCreateNew);
    if (!file && file.failure().is(msg::CSI0006E)) {
      continue;
    }
    if (!file) {
      return file.failure();
    }
    note.file = *std::move(file);
    CS_ASSIGN(note.lock, note.file->try_lock(kNoteLock, io::LockMode::kExclusive));
    CS_ASSIGN(const auto info, store.info(note.path));
    if (!note.lock || !info) {
      continue;  // somebody took the new file for one that was left
    }
    CS_TRY(note.file->write_at(0, Bytes(text.begin(), text.end())));
    CS_TRY(note.file->sync());
    notes_.push_back(std::move(note));
    return store.sync_directory(io::directory_of(prefix));
  }
}

Result<void> UnfinishedStep::write(const std::vector<site::DdRequest>& requests,
                                   const site::AllocationContext& context) {
  std::map<std::string, std::vector<site::DdRequest>> by_place;
  for (const site::DdRequest& request : requests) {
    by_place[note_prefix(request, context)].push_back(request);
  }
  for (const auto& [prefix, noted] : by_place) {
    CS_TRY(write_note(prefix, noted, *context.store));
  }
  return {};
}

Result<void> UnfinishedStep::begin(const std::vector<site::DdBinding>& bindings,
                                   const site::AllocationContext& context) {
  // The copy shares what is known of generation groups: allocation comes to the same names, and
  // tells what is wrong with them.
  site::AllocationContext own = context;
  const auto resolved = site::resolve_generations(bindings, own);
  std::vector<site::DdRequest> requests =
      site::plan_new_data_sets(resolved ? *resolved : bindings, context);
  std::erase_if(requests, [&](const site::DdRequest& request) {
    return request.host_path.empty() && context.site == nullptr;
  });
  CS_TRY(write(requests, context));
  CS_KILL_POINT("batch.new_data_sets_noted");
  return {};
}

Result<void> UnfinishedStep::add_temporaries(const std::deque<site::DdAllocation>& dds,
                                             const site::AllocationContext& context) {
  return write(site::made_temporaries({dds.begin(), dds.end()}), context);
}

Result<void> UnfinishedStep::end(const site::AllocationContext& context) {
  for (const Note& note : notes_) {
    CS_TRY(context.store->remove_file(note.path));
    CS_TRY(context.store->sync_directory(io::directory_of(note.path)));
  }
  notes_.clear();
  CS_KILL_POINT("batch.new_data_sets_kept");
  return {};
}

}  // namespace coldsite::batch

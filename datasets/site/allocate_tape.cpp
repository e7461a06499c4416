// Allocation of tape volumes: from the site's library, scratch, or a file named by PATH.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "datasets/messages/cse.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/cataloged.hpp"
#include "datasets/site/locks.hpp"
#include "datasets/site/open.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::site {
namespace {

/// The drives of a DD, counted among those of the step while they are held.
class DriveHold {
 public:
  explicit DriveHold(std::shared_ptr<std::set<std::uint32_t>> taken) : taken_(std::move(taken)) {}
  ~DriveHold() {
    for (const auto& [drive, lock] : locks_) {
      taken_->erase(drive);
    }
  }
  DriveHold(const DriveHold&) = delete;
  DriveHold& operator=(const DriveHold&) = delete;

  [[nodiscard]] std::size_t count() const { return locks_.size(); }
  void add(std::uint32_t drive, std::shared_ptr<HeldLock> lock) {
    locks_.emplace(drive, std::move(lock));
    taken_->insert(drive);
  }

 private:
  std::map<std::uint32_t, std::shared_ptr<HeldLock>> locks_;
  std::shared_ptr<std::set<std::uint32_t>> taken_;
};

/// A drive that nobody has, or else the first one that another step gives back. This step's own
/// drives are never waited for.
Result<void> take_drive(DriveHold& hold, AllocationContext& context) {
  Site& site = *context.site;
  const std::string path = io::join_path(site.run_directory(), "locks");
  const std::uint32_t drives = site.configuration().tape_drives;
  std::optional<std::uint32_t> other;
  for (std::uint32_t drive = 0; drive < drives; ++drive) {
    if (context.drives_taken->contains(drive)) {
      continue;
    }
    CS_ASSIGN(auto lock, lock_byte(site.store(), path, kFirstDriveByte + drive,
                                   io::LockMode::kExclusive, false));
    if (lock) {
      hold.add(drive, std::move(lock));
      return {};
    }
    other = other.value_or(drive);
  }
  if (!context.may_wait || !other) {
    return failure<msg::CSE0032E>(drives);
  }
  CS_ASSIGN(auto lock, lock_byte(site.store(), path, kFirstDriveByte + *other,
                                 io::LockMode::kExclusive, true));
  hold.add(*other, std::move(lock));
  return {};
}

/// As many drives as UNIT=(name,n) says for a DD with its concatenation, and for all DDs of a step
/// on the same volume.
Result<void> hold_drives(Allocation& allocation, AllocationContext& context) {
  if (context.is_step_of_runner || context.site == nullptr || allocation.tape_paths.empty()) {
    return {};
  }
  const std::string key = "drives of " + allocation.tape_paths.front();
  auto hold = std::static_pointer_cast<DriveHold>(context.held[key].lock());
  if (!hold) {
    hold = std::static_pointer_cast<DriveHold>(context.drives_of_dd.lock());
  }
  if (!hold) {
    hold = std::make_shared<DriveHold>(context.drives_taken);
  }
  const std::size_t drives = context.site->configuration().tape_drives;
  const std::size_t missing =
      std::max<std::size_t>(allocation.request.unit_count, hold->count()) - hold->count();
  if (context.drives_taken->size() + missing > drives) {
    return failure<msg::IEF244I>(request_place(allocation.request, context), missing)
        .while_doing(fmt::format("taking {} more tape drive(s); the site has {} and the step {}",
                                 missing, drives, context.drives_taken->size()));
  }
  for (std::size_t i = 0; i < missing; ++i) {
    CS_TRY(take_drive(*hold, context));
  }
  context.held[key] = hold;
  context.drives_of_dd = hold;
  allocation.holds.push_back(std::move(hold));
  return {};
}

/// The VOLSER of a new tape by PATH: VOL=SER, or the file's name where that can be one.
std::string outside_volser(const DdRequest& request) {
  if (!request.volumes.empty()) {
    return request.volumes.front();
  }
  std::string stem = io::name_of(request.host_path);
  stem = stem.substr(0, stem.find('.'));
  for (char& c : stem) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return dasd::is_volser(stem) ? stem : "TAPE01";
}

Result<void> make_outside_tape(const DdRequest& request, AllocationContext& context) {
  tape::TapeFormat format;
  if (request.host_path.ends_with(".aws")) {
    format.compression = tape::Compression::kNone;
  }
  CS_ASSIGN(const auto image, tape::create_tape(*context.store, request.host_path, format));
  if (request.label_type.value_or(tape::LabelType::kStandard) == tape::LabelType::kStandard) {
    CS_TRY(tape::initialize_tape(*image, {outside_volser(request), ""}));
  }
  return image->sync();
}

Result<Allocation> allocate_outside(const DdRequest& request, Allocation allocation,
                                    AllocationContext& context) {
  CS_ASSIGN(const auto info, context.store->info(request.host_path));
  if (!info && (request.status == Status::kNew || request.status == Status::kModify)) {
    CS_TRY(make_outside_tape(request, context));
    allocation.is_new = true;
  }
  allocation.tape_paths.push_back(request.host_path);
  allocation.tape_volsers.push_back(request.volumes.empty() ? "" : request.volumes.front());
  CS_TRY(hold_image(allocation, request.host_path, io::LockMode::kExclusive, context));
  return allocation;
}

/// One named volume. A new one is made when a new data set is to be written on it.
Result<void> add_volume(Allocation& allocation, const std::string& volser, Site& site) {
  CS_ASSIGN(auto path, site.find_tape(volser));
  if (!path && allocation.request.status == Status::kNew) {
    CS_TRY(site.create_scratch_tape(volser));
    CS_ASSIGN(path, site.find_tape(volser));
    allocation.is_new = true;
  }
  if (!path) {
    return failure<msg::CSE0033E>(volser, io::join_path(site.directory(), "tape"));
  }
  allocation.tape_volsers.push_back(volser);
  allocation.tape_paths.push_back(*path);
  return {};
}

Result<void> forget_mounts(const Site& site, const std::string& volser, io::FileStore& store) {
  const std::string path = mounts_path(site, volser);
  CS_ASSIGN(const auto info, store.info(path));
  return info ? store.remove_file(path) : Result<void>();
}

Result<void> add_volumes(Allocation& allocation, AllocationContext& context) {
  Site& site = *context.site;
  const bool is_new = allocation.request.status == Status::kNew;
  for (const std::string& volser : allocation.request.volumes) {
    // A volume behind the first is called for when the data set goes on there, not before: a data
    // set that did not need all the volumes coded for it is whole without them.
    if (!is_new && !allocation.tape_volsers.empty()) {
      CS_ASSIGN(const auto path, site.find_tape(volser));
      if (!path) {
        break;
      }
    }
    CS_TRY(add_volume(allocation, volser, site));
  }
  if (!allocation.tape_volsers.empty()) {
    return {};
  }
  if (allocation.request.status != Status::kNew && allocation.request.status != Status::kModify) {
    return failure<msg::IEF212I>(request_place(allocation.request, context))
        .while_doing("looking for a tape data set without VOL=SER (no catalog knows it)");
  }
  CS_ASSIGN(const std::string volser, site.create_scratch_tape(""));
  allocation.is_new = true;
  return add_volume(allocation, volser, site);
}

Result<void> remove_tapes(const Allocation& allocation, AllocationContext& context) {
  for (const std::string& path : allocation.tape_paths) {
    CS_ASSIGN(const auto info, context.store->info(path));
    if (info) {
      CS_TRY(context.store->remove_file(path));
    }
  }
  return {};
}

bool is_label_block(ByteView block, std::string_view begins) {
  constexpr std::size_t kLabelBytes = 80;
  return block.size() == kLabelBytes && text::label_to_utf8(block.first(begins.size())) == begins;
}

/// Whether the tape holds nothing behind its volume label and dummy header. What cannot be read is
/// not blank: only a tape that is certainly empty is given back.
bool is_blank(const std::string& path, AllocationContext& context) {
  const auto image = tape::open_tape(*context.store, path, tape::Access::kRead);
  if (!image) {
    return false;
  }
  Bytes block;
  bool has_mark = false;
  for (int number = 0;; ++number) {
    const auto kind = (*image)->read_block(block);
    if (!kind || (number == 0 && *kind != tape::BlockKind::kData)) {
      return false;
    }
    const bool is_data = *kind == tape::BlockKind::kData;
    if (is_data && (has_mark || !is_label_block(block, number == 0 ? "VOL1" : "HDR"))) {
      return false;
    }
    if (*kind == tape::BlockKind::kEndOfTape) {
      return has_mark;
    }
    has_mark = has_mark || *kind == tape::BlockKind::kTapeMark;
  }
}

}  // namespace

std::string mounts_path(const Site& site, const std::string& first_volser) {
  return io::join_path(io::join_path(site.run_directory(), "mounts"), first_volser);
}

bool is_tape_request(const DdRequest& request, const AllocationContext& context) {
  if (!request.unit.empty()) {
    return is_tape_unit_name(request.unit) ||
           (context.site != nullptr && context.site->is_tape_unit(request.unit));
  }
  if (request.label_type || request.file_sequence) {
    return true;
  }
  if (context.site == nullptr || request.volumes.empty() || request.space ||
      context.site->find_volume(request.volumes.front())) {
    return false;
  }
  const auto tape = context.site->find_tape(request.volumes.front());
  return tape && *tape;
}

Result<Allocation> allocate_tape(const DdRequest& request, AllocationContext& context) {
  Allocation allocation;
  allocation.request = request;
  allocation.kind = AllocationKind::kTape;
  allocation.data_set_name = request.data_set_name.empty() && request.status != Status::kNew
                                 ? std::string()
                                 : resolve_data_set_name(request, context);
  if (!request.member.empty()) {
    return failure<msg::CSE0022E>(request.ddname, "a tape data set has no members");
  }
  if (request.volume_sequence.value_or(1) > 1) {
    return failure<msg::CSE0022E>(request.ddname,
                                  "VOL=(,,n) is not supported; code the volumes to begin with");
  }
  if (request.retention_days) {
    allocation.request.expires = date_after(today_of(context), *request.retention_days);
  }
  if (!request.host_path.empty()) {
    return allocate_outside(request, std::move(allocation), context);
  }
  if (context.site == nullptr) {
    return failure<msg::CSE0021E>(request.ddname, "a tape without PATH is taken from its library");
  }
  CS_TRY(add_volumes(allocation, context));
  CS_TRY(hold_drives(allocation, context));
  for (const std::string& path : allocation.tape_paths) {
    CS_TRY(hold_image(allocation, path, io::LockMode::kExclusive, context));
  }
  if (!context.is_step_of_runner) {
    CS_TRY(forget_mounts(*context.site, allocation.tape_volsers.front(), *context.store));
  }
  return allocation;
}

Result<std::string> deallocate_tape(Allocation& allocation, Disposition disposition,
                                    AllocationContext& context) {
  if (context.site != nullptr && allocation.request.host_path.empty()) {
    CS_ASSIGN(const auto further, further_volumes(allocation, context));
    for (const std::string& volser : further) {
      CS_TRY(add_volume(allocation, volser, *context.site));
    }
    CS_TRY(forget_mounts(*context.site, allocation.tape_volsers.front(), *context.store));
  }
  if (disposition == Disposition::kPass) {
    return std::string("PASSED");
  }
  if (allocation.is_new) {
    const bool is_unused =
        allocation.request.host_path.empty() && is_blank(allocation.tape_paths.front(), context);
    if (disposition == Disposition::kDelete || is_unused) {
      CS_TRY(uncatalog_data_set(allocation, context));
      CS_TRY(remove_tapes(allocation, context));
      return std::string("DELETED");
    }
  }
  if (disposition == Disposition::kCatalog) {
    CS_ASSIGN(std::string done, catalog_data_set(allocation, context));
    if (!done.empty()) {
      return done;
    }
    if (context.note) {
      context.note(
          failure<msg::CSE0040I>(allocation.data_set_name, allocation.tape_volsers.front()));
    }
  }
  if (disposition == Disposition::kUncatalog || disposition == Disposition::kDelete) {
    CS_ASSIGN(const bool was_cataloged, uncatalog_data_set(allocation, context));
    return std::string(was_cataloged ? "UNCATALOGED" : "KEPT");
  }
  return std::string("KEPT");
}

}  // namespace coldsite::site

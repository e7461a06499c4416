// DELETE: which names, of which types. How one entry goes is in delete.cpp.
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/vsam/vvds.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/delete.hpp"
#include "utilities/idcams/entry_types.hpp"

namespace coldsite::idcams {
namespace {

class DeleteRun {
 public:
  DeleteRun(Session& session, const DeleteCommand& command)
      : session_(session), command_(command) {}

  void run() {
    for (const EntryName& entry : command_.entries) {
      if (!entry.member.empty()) {
        delete_member(entry);
      } else if (command_.mask || entry.is_generic()) {
        delete_masked(entry);
      } else {
        delete_one(entry.name);
      }
    }
  }

 private:
  void refuse(const std::string& name, const Failure& failure);
  void tell_not_found(const std::string& name);
  void delete_one(const std::string& name);
  void delete_located(const catalog::Located& located);
  void delete_masked(const EntryName& entry);
  Result<std::vector<std::string>> expand(const EntryName& entry);
  void delete_member(const EntryName& entry);
  Result<void> remove_member(const EntryName& entry);
  Result<void> delete_volume_record(const std::string& name);
  Result<void> delete_true_name(const std::string& name);

  Session& session_;
  const DeleteCommand& command_;
};

/// The reason, IDC0551I, and code 8; one entry that stays does not stop the others.
void DeleteRun::refuse(const std::string& name, const Failure& failure) {
  session_.fail(failure, kError);
  if (failure.is(msg::CSN0006E)) {
    session_.say_at<msg::IDC3009I>(kError, 84, "FT", 4);
  } else if (failure.is(msg::CSN0005E)) {
    session_.say_at<msg::IDC3009I>(kError, 70, "FT", 4);
  }
  session_.say_at<msg::IDC0551I>(kError, name);
}

void DeleteRun::tell_not_found(const std::string& name) {
  session_.say<msg::IDC3012I>(name);
  session_.say_at<msg::IDC3009I>(kError, 8, "EG", 42);
  session_.say_at<msg::IDC0551I>(kError, name);
}

void DeleteRun::delete_located(const catalog::Located& located) {
  const catalog::EntryType type = located.found.type;
  if (command_.type ? !is_type(type, *command_.type) : type == catalog::EntryType::kUserCatalog) {
    session_.say<msg::IDC2552I>();
    session_.say_at<msg::IDC0551I>(kError, located.name);
    return;
  }
  Deletion deletion(session_, {command_.scratch, command_.erase, command_.purge, command_.force,
                               command_.recovery});
  if (auto done = deletion.remove(located); !done) {
    refuse(located.name, done.failure());
  }
}

void DeleteRun::delete_one(const std::string& name) {
  const bool is_record =
      command_.type == EntryType::kVsamRecord || command_.type == EntryType::kNonVsamRecord;
  if (is_record || command_.type == EntryType::kTrueName) {
    auto done = is_record ? delete_volume_record(name) : delete_true_name(name);
    if (!done) {
      refuse(name, done.failure());
    }
    return;
  }
  const auto located = session_.locate(name, command_.catalog);
  if (!located) {
    refuse(name, located.failure());
  } else if (!*located) {
    tell_not_found(name);
  } else {
    delete_located(**located);
  }
}

/// The entries that match, by name; what goes along with another entry is not named.
Result<std::vector<std::string>> DeleteRun::expand(const EntryName& entry) {
  const EntryMask mask(entry.name, command_.mask ? MaskKind::kMask : MaskKind::kGeneric);
  CS_ASSIGN(catalog::Catalog * catalog,
            session_.catalog_for(command_.catalog, mask.catalog_hint()));
  std::vector<std::string> names;
  const auto take = [&](const std::string& name, catalog::EntryType type) -> Result<void> {
    const bool is_part = type == catalog::EntryType::kData || type == catalog::EntryType::kIndex;
    const bool is_wanted =
        command_.type ? is_type(type, *command_.type) : type != catalog::EntryType::kUserCatalog;
    if (!is_part && is_wanted) {
      names.push_back(name);
    }
    return {};
  };
  CS_TRY(for_each_match(session_, *catalog, mask, take));
  return names;
}

void DeleteRun::delete_masked(const EntryName& entry) {
  const auto names = expand(entry);
  if (!names) {
    refuse(entry.name, names.failure());
    return;
  }
  if (names->empty()) {
    tell_not_found(entry.name);
    return;
  }
  for (const std::string& name : *names) {
    const auto located = session_.locate(name, command_.catalog);
    if (!located) {
      refuse(name, located.failure());
    } else if (*located) {  // else it went with an entry before
      delete_located(**located);
    }
  }
}

// Members

Result<void> DeleteRun::remove_member(const EntryName& entry) {
  CS_ASSIGN(const auto library, open_library(session_, entry, command_.catalog));
  return library->delete_member(entry.member);
}

void DeleteRun::delete_member(const EntryName& entry) {
  const std::string name = entry.name + "(" + entry.member + ")";
  if (entry.is_generic()) {
    session_.say<msg::IDC2559I>();
    return;
  }
  if (auto done = remove_member(entry); !done) {
    session_.fail(done.failure(), kError);
    session_.say_at<msg::IDC0548I>(kError, name);
    return;
  }
  session_.say<msg::IDC0549I>(name);
}

// VVR, NVR, TRUENAME

/// What is on a volume and in no catalog: the record of the VVDS and the DSCB.
Result<void> DeleteRun::delete_volume_record(const std::string& name) {
  const bool is_vsam = command_.type == EntryType::kVsamRecord;
  const std::string_view kind = is_vsam ? "VVR" : "NVR";
  if (!command_.file) {
    return failure<msg::CSN0010S>(kind, name);
  }
  CS_ASSIGN(const site::Allocation* part, session_.context().allocated_one(command_.file->text));
  CS_ASSIGN(const auto located, session_.locate(name, command_.catalog));
  if (located) {
    return failure<msg::CSN0009E>(name, located->catalog->name(), kind);
  }
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(name));
  CS_ASSIGN(std::optional<vsam::Vvds> vvds,
            vsam::Vvds::open(*volumes, part->volser, dasd::Access::kUpdate));
  if (!vvds) {
    return failure<msg::CSM0020E>(name, part->volser);
  }
  if (is_vsam) {
    CS_ASSIGN(const auto record, vvds->find(name));
    if (!record) {
      return failure<msg::CSM0020E>(name, part->volser);
    }
    vsam::DeleteOptions options;
    options.purge = command_.purge;
    options.erase = command_.erase.value_or(false);
    CS_TRY(vsam::delete_component(*volumes, {name, {part->volser}, {}}, options));
  } else {
    CS_ASSIGN(const auto record, vvds->find_non_vsam(name));
    if (!record) {
      return failure<msg::CSM0020E>(name, part->volser);
    }
    CS_TRY(vvds->remove(name));
    CS_ASSIGN(const auto volume, volumes->volume(part->volser, dasd::Access::kUpdate));
    CS_ASSIGN(const auto label, dasd::find_data_set(*volume, name));
    if (label) {
      CS_TRY(dasd::scratch_data_set(*volume, name, volumes->today(), command_.purge));
    }
  }
  session_.say<msg::IDC0550I>(is_vsam ? "V" : "N", name);
  return {};
}

Result<void> DeleteRun::delete_true_name(const std::string& name) {
  CS_ASSIGN(catalog::Catalog * catalog, session_.catalog_for(command_.catalog, name));
  CS_ASSIGN(const auto found, catalog->find(name));
  if (found) {
    return failure<msg::CSN0004S>(name, catalog::to_string(found->type));
  }
  CS_TRY(catalog->remove(name));
  CS_TRY(session_.sync_catalogs());
  session_.say<msg::IDC0550I>(letter_of(catalog::EntryType::kTrueName), name);
  return {};
}

}  // namespace

void run_command(Session& session, const DeleteCommand& command) {
  DeleteRun(session, command).run();
}

}  // namespace coldsite::idcams

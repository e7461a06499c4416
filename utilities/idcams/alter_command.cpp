// ALTER: which entries, and in what order their attributes and names change.
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/alter.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"

namespace coldsite::idcams {
namespace {

/// The new name of an entry that a generic name found: the asterisk of NEWNAME stands for what the
/// asterisk of the entry name stood for. errors: IDC3529I.
Result<std::string> generic_new_name(const std::string& mask, const std::string& name,
                                     const std::string& new_mask) {
  const std::size_t star = mask.find('*');
  const std::string_view tail = std::string_view(mask).substr(star + 1);
  const std::string middle = name.substr(star, name.size() - star - tail.size());
  std::string result = new_mask;
  result.replace(result.find('*'), 1, middle);
  constexpr std::size_t kNameMax = 44;
  if (result.size() > kNameMax) {
    return failure<msg::IDC3529I>();
  }
  return result;
}

class AlterRun {
 public:
  AlterRun(Session& session, const AlterCommand& command) : session_(session), command_(command) {}

  void run();

 private:
  void refuse(const std::string& name, const Failure& failure);
  void alter_one(const std::string& name, const std::optional<std::string>& new_name);
  Result<void> alter_located(const std::string& name, const std::optional<std::string>& new_name);
  Result<void> alter_masked();
  Result<void> rename_member();
  void tell_unkept();

  Session& session_;
  const AlterCommand& command_;
};

void AlterRun::refuse(const std::string& name, const Failure& failure) {
  session_.fail(failure);
  session_.say_at<msg::IDC0532I>(kSevere, name);
}

Result<void> AlterRun::alter_located(const std::string& name,
                                     const std::optional<std::string>& new_name) {
  CS_ASSIGN(const auto located, session_.locate(name, command_.catalog));
  if (!located) {
    return failure<msg::CSL0011E>("the search order", name);
  }
  CS_TRY(alter_entry(session_, command_, *located));
  return new_name ? rename_entry(session_, *located, *new_name) : Result<void>();
}

void AlterRun::alter_one(const std::string& name, const std::optional<std::string>& new_name) {
  if (auto done = alter_located(name, new_name); !done) {
    refuse(name, done.failure());
    return;
  }
  session_.say<msg::IDC0531I>(name);
}

Result<void> AlterRun::alter_masked() {
  const std::string& text = command_.entry.name;
  const EntryMask mask(text, MaskKind::kGeneric);
  if (command_.new_name && !command_.new_name->is_generic()) {
    return failure<msg::IDC3536I>();
  }
  CS_ASSIGN(catalog::Catalog * catalog,
            session_.catalog_for(command_.catalog, mask.catalog_hint()));
  std::vector<std::string> names;
  CS_TRY(for_each_match(session_, *catalog, mask,
                        [&](const std::string& name, catalog::EntryType) -> Result<void> {
                          names.push_back(name);
                          return {};
                        }));
  if (names.empty()) {
    return failure<msg::CSL0011E>(catalog->name(), text);
  }
  for (const std::string& name : names) {
    std::optional<std::string> new_name;
    if (command_.new_name) {
      CS_ASSIGN(new_name, generic_new_name(text, name, command_.new_name->name));
    }
    alter_one(name, new_name);
  }
  return {};
}

Result<void> AlterRun::rename_member() {
  if (!command_.new_name || command_.new_name->name != command_.entry.name ||
      command_.new_name->member.empty()) {
    return failure<msg::IDC3530I>();
  }
  CS_ASSIGN(const auto library, open_library(session_, command_.entry, command_.catalog));
  return library->rename_member(command_.entry.member, command_.new_name->member);
}

void AlterRun::tell_unkept() {
  const auto tell = [this](std::string_view name, bool is_coded, std::string_view why) {
    if (is_coded) {
      session_.say<msg::CSN0003W>(name, why);
    }
  };
  constexpr std::string_view kNoSms = "no storage is managed by SMS here";
  constexpr std::string_view kNoSharing = "record level sharing is not there";
  tell("STORAGECLASS", command_.sms.storage_class.has_value(), kNoSms);
  tell("DATACLASS", command_.sms.data_class.has_value(), kNoSms);
  tell("MANAGEMENTCLASS", command_.sms.management_class.has_value(), kNoSms);
  tell("LOG", command_.log.has_value(), kNoSharing);
  tell("LOGSTREAMID", command_.log_stream.has_value(), kNoSharing);
  tell("BWO", command_.backup_while_open.has_value(), "backup while open is not there");
  tell("LOCK", command_.lock.has_value(), "catalogs are not locked here");
}

void AlterRun::run() {
  const EntryName& entry = command_.entry;
  if (!entry.member.empty()) {
    const std::string name = entry.name + "(" + entry.member + ")";
    if (auto done = rename_member(); !done) {
      session_.fail(done.failure(), kError);
      session_.say_at<msg::IDC0534I>(kError, name);
    } else {
      session_.say<msg::IDC0535I>(name);
    }
  } else if (entry.is_generic()) {
    if (auto done = alter_masked(); !done) {
      refuse(entry.name, done.failure());
    }
  } else {
    alter_one(entry.name, command_.new_name ? std::optional(command_.new_name->name)
                                            : std::optional<std::string>());
  }
  tell_unkept();
}

}  // namespace

void run_command(Session& session, const AlterCommand& command) {
  AlterRun(session, command).run();
}

}  // namespace coldsite::idcams

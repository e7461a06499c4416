#include "utilities/iehprogm/volume_requests.hpp"

#include <algorithm>

#include "datasets/access/partitioned.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::iehprogm {
namespace {

constexpr const char* kNotFound = "DATA SET OR MEMBER NOT FOUND";
constexpr const char* kPresent = "THE SPECIFIED NEW NAME IS ALREADY PRESENT";
constexpr const char* kNotExpired = "PURGE DATE HAS NOT EXPIRED";
constexpr const char* kVsam = "IT IS OF A VSAM CLUSTER: USE IDCAMS";
constexpr const char* kNoLibrary = "DATA SET IS NOT PARTITIONED";

bool is_vsam(const dasd::DataSetLabel& label) {
  return label.organization == dasd::Organization::kVsam;
}

/// SYSnnnnn.Tnnnnnn...: the name of a temporary data set.
bool is_temporary(std::string_view name) {
  const std::size_t period = name.find('.');
  return name.starts_with("SYS") && period == 8 && name.size() > 10 && name[9] == 'T' &&
         std::ranges::all_of(name.substr(3, 5), [](char c) { return c >= '0' && c <= '9'; });
}

/// The reason in a failure that the request itself explains; empty: another failure.
std::string reason_of(const Failure& failure) {
  if (failure.is(msg::CSV0056E) || failure.is(msg::CSA0025E)) {
    return kNotFound;
  }
  if (failure.is(msg::CSV0050E) || failure.is(msg::CSA0022E)) {
    return kPresent;
  }
  if (failure.is(msg::CSV0057E)) {
    return kNotExpired;
  }
  return failure.is(msg::CSA0020E) ? kNoLibrary : "";
}

/// What `done` says of `name`.
Result<Outcome> outcome_of(const Result<void>& done, const std::string& name) {
  if (done) {
    return Outcome{name, true, "NONE"};
  }
  const std::string reason = reason_of(done.failure());
  return reason.empty() ? Result<Outcome>(done.failure()) : Outcome{name, false, reason};
}

Result<void> change_member(dasd::Volume& volume, const IehprogmStatement& statement) {
  CS_ASSIGN(const auto label, dasd::find_data_set(volume, statement.data_set.text));
  if (!label) {
    return failure<msg::CSV0056E>(statement.data_set.text, volume.path());
  }
  CS_ASSIGN(const auto library, access::PartitionedDataSet::open(volume, *label));
  if (statement.operation == Operation::kRename) {
    return library->rename_member(statement.member->text, statement.new_name->text);
  }
  return library->delete_member(statement.member->text);
}

Result<std::vector<Outcome>> scratch_all(const IehprogmStatement& statement, dasd::Volume& volume,
                                         dasd::LabelDate today) {
  std::vector<Outcome> outcomes;
  CS_ASSIGN(const dasd::Vtoc vtoc, dasd::read_vtoc(volume));
  for (const dasd::DataSetLabel& label : vtoc.data_sets) {
    if (statement.only_temporary && !is_temporary(label.name)) {
      continue;
    }
    if (is_vsam(label)) {
      outcomes.push_back({label.name, false, kVsam});
      continue;
    }
    CS_ASSIGN(Outcome outcome,
              outcome_of(dasd::scratch_data_set(volume, label.name, today, statement.purges),
                         label.name));
    outcomes.push_back(std::move(outcome));
    CS_KILL_POINT("iehprogm.between_data_sets");
  }
  CS_TRY(volume.sync());
  return outcomes;
}

/// Why the data set cannot be changed on this volume; empty: it can.
Result<std::string> obstacle(const IehprogmStatement& statement, dasd::Volume& volume) {
  CS_ASSIGN(const auto label, dasd::find_data_set(volume, statement.data_set.text));
  if (!label) {
    return std::string(kNotFound);
  }
  if (is_vsam(*label)) {
    return std::string(kVsam);
  }
  if (statement.operation == Operation::kRename) {
    CS_ASSIGN(const auto taken, dasd::find_data_set(volume, statement.new_name->text));
    if (taken) {
      return std::string(kPresent);
    }
  }
  return std::string();
}

/// One request on all its volumes. What one of them refuses keeps a RENAME from all, so that the
/// parts of a data set keep one name.
Result<std::vector<Outcome>> change_data_set(const IehprogmStatement& statement,
                                             UpdatedVolumes& volumes, dasd::LabelDate today) {
  std::vector<Outcome> outcomes;
  bool is_refused = false;
  for (const VolumeWord& word : statement.volumes) {
    CS_ASSIGN(dasd::Volume * volume, volumes.find(word.serial));
    CS_ASSIGN(std::string reason, obstacle(statement, *volume));
    is_refused = is_refused || !reason.empty();
    outcomes.push_back({word.serial.text, false, std::move(reason)});
  }
  const bool is_rename = statement.operation == Operation::kRename;
  for (Outcome& outcome : outcomes) {
    if (!outcome.reason.empty()) {
      continue;
    }
    if (is_rename && is_refused) {
      outcome.reason = "ANOTHER VOLUME REFUSED IT";
      continue;
    }
    CS_ASSIGN(dasd::Volume * volume, volumes.find({outcome.name, statement.position}));
    const Result<void> done =
        is_rename
            ? dasd::rename_data_set(*volume, statement.data_set.text, statement.new_name->text)
            : dasd::scratch_data_set(*volume, statement.data_set.text, today, statement.purges);
    CS_ASSIGN(outcome, outcome_of(done, outcome.name));
    CS_TRY(volume->sync());
    CS_KILL_POINT("iehprogm.between_volumes");
  }
  return outcomes;
}

Result<std::vector<Outcome>> change(const IehprogmStatement& statement, UpdatedVolumes& volumes,
                                    dasd::LabelDate today) {
  if (!statement.member) {
    return change_data_set(statement, volumes, today);
  }
  const cards::Word& serial = statement.volumes.front().serial;
  CS_ASSIGN(dasd::Volume * volume, volumes.find(serial));
  CS_ASSIGN(Outcome outcome, outcome_of(change_member(*volume, statement), serial.text));
  return std::vector<Outcome>{std::move(outcome)};
}

}  // namespace

Result<std::vector<Outcome>> scratch(const IehprogmStatement& statement, UpdatedVolumes& volumes,
                                     batch::StepContext& context) {
  if (statement.is_vtoc) {
    CS_ASSIGN(dasd::Volume * volume, volumes.find(statement.volumes.front().serial));
    return scratch_all(statement, *volume, context.today());
  }
  return change(statement, volumes, context.today());
}

Result<std::vector<Outcome>> rename(const IehprogmStatement& statement, UpdatedVolumes& volumes) {
  return change(statement, volumes, {});
}

}  // namespace coldsite::iehprogm

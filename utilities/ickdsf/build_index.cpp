#include "utilities/ickdsf/build_index.hpp"

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::ickdsf {
namespace {

/// The index goes last: a run that was killed before can be made again.
Result<void> convert(dasd::Volume& volume, const std::vector<std::string>& purged,
                     dasd::LabelDate today) {
  CS_TRY(dasd::repair_free_space(volume));
  CS_KILL_POINT("ickdsf.os_format");
  for (const std::string& name : purged) {
    CS_TRY(dasd::scratch_data_set(volume, name, today, true));
  }
  return {};
}

}  // namespace

std::vector<std::string> index_names(const dasd::Vtoc& vtoc) {
  std::vector<std::string> names;
  for (const dasd::DataSetLabel& data_set : vtoc.data_sets) {
    if (data_set.name.starts_with("SYS1.VTOCIX.")) {
      names.push_back(data_set.name);
    }
  }
  return names;
}

Result<int> run_build_index(const BuildIndexCommand& command, batch::StepContext& context) {
  const dasd::Access access = context.simulate ? dasd::Access::kRead : dasd::Access::kUpdate;
  CS_ASSIGN(const Device device, find_device(command.device, access, context));
  CS_ASSIGN(const dasd::Vtoc vtoc, dasd::read_vtoc(*device.volume));
  const std::vector<std::string> purged =
      command.purge ? index_names(vtoc) : std::vector<std::string>();
  if (!context.simulate && (vtoc.has_index || !purged.empty())) {
    CS_TRY(convert(*device.volume, purged, context.today()));
  }
  if (!vtoc.has_index) {
    context.report->say<msg::CSV0120W>(vtoc.label.volser);
  } else {
    context.report->say<msg::CSV0119I>(vtoc.label.volser);
  }
  for (const std::string& name : purged) {
    context.report->say<msg::CSV0121I>(name);
  }
  context.report->fact_row("volumes", {{"device", device.name}, {"volser", vtoc.label.volser}});
  return vtoc.has_index ? kInformation : kWarning;
}

}  // namespace coldsite::ickdsf

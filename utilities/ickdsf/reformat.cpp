#include "utilities/ickdsf/reformat.hpp"

#include <fmt/format.h>

#include "datasets/messages/csv.hpp"

namespace coldsite::ickdsf {
namespace {

/// VVDS and VTOC index that carry the old serial.
void tell_old_names(const Device& device, const dasd::VolumeLabel& label, batch::Report& report) {
  if (!device.vtoc || device.label->volser == label.volser) {
    return;
  }
  for (const dasd::DataSetLabel& data_set : device.vtoc->data_sets) {
    if (data_set.name.starts_with("SYS1.VVDS.") || data_set.name.starts_with("SYS1.VTOCIX.")) {
      report.say<msg::CSV0116I>(data_set.name);
    }
  }
}

}  // namespace

Result<dasd::VolumeLabel> plan_reformat(const ReformatCommand& command, const Device& device,
                                        dasd::LabelDate today) {
  CS_TRY(check_offline(device));
  CS_TRY(check_verification(command.verification, device));
  CS_TRY(check_unexpired(device, command.purge, today));
  if (!device.label) {
    return failure<msg::CSV0020E>(device.volume->path(), "there is none to change; use INIT");
  }
  dasd::VolumeLabel label = *device.label;
  if (command.volid) {
    label.volser = command.volid->text;
  }
  if (command.owner) {
    label.owner = command.owner->text;
  }
  return label;
}

Result<int> run_reformat(const ReformatCommand& command, batch::StepContext& context) {
  const dasd::Access access = context.simulate ? dasd::Access::kRead : dasd::Access::kUpdate;
  CS_ASSIGN(const Device device, find_device(command.device, access, context));
  CS_ASSIGN(const dasd::VolumeLabel label, plan_reformat(command, device, context.today()));
  CS_TRY(confirm_change(device, context));
  if (!context.simulate) {
    CS_TRY(dasd::write_label(*device.volume, label));
    CS_TRY(device.volume->sync());
    CS_TRY(context.site == nullptr ? Result<void>() : context.site->refresh());
  }
  context.report->print(fmt::format("          NEW VOLUME SERIAL = {}, OWNER = {}", label.volser,
                                    label.owner.empty() ? "(NONE)" : label.owner));
  tell_old_names(device, label, *context.report);
  context.report->fact_row("volumes", {{"device", device.name}, {"volser", label.volser}});
  return kInformation;
}

}  // namespace coldsite::ickdsf

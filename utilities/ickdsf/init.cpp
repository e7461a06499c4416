#include "utilities/ickdsf/init.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ick.hpp"

namespace coldsite::ickdsf {
namespace {

constexpr std::uint32_t kIndexBlockBytes = 2'048;

/// A qualifier cannot begin with a digit.
std::string index_name_for(const std::string& volser) {
  const bool is_qualifier = dasd::is_data_set_name("SYS1." + volser);
  return "SYS1.VTOCIX." + (is_qualifier ? volser : "V" + volser);
}

/// Behind the label to the end of cylinder 0.
dasd::VtocPlacement default_vtoc(const dasd::Geometry& geometry) {
  return {{0, 1}, geometry.heads - 1};
}

Failure refuse(const Device& device, const SourcePosition& position, std::string_view why) {
  return failure<msg::CSV0115S>(device.name, why).at(position);
}

bool is_on_volume(const dasd::VtocPlacement& area, const dasd::Volume& volume) {
  const dasd::Geometry& geometry = volume.geometry();
  const std::uint32_t first = geometry.track_number(area.start);
  return area.start.head < geometry.heads && area.tracks != 0 && first != 0 &&
         area.start.cylinder < volume.cylinders() && area.tracks <= volume.tracks() - first;
}

bool overlap(const dasd::VtocPlacement& a, const dasd::VtocPlacement& b,
             const dasd::Geometry& geometry) {
  const std::uint32_t first_a = geometry.track_number(a.start);
  const std::uint32_t first_b = geometry.track_number(b.start);
  return first_a < first_b + b.tracks && first_b < first_a + a.tracks;
}

Result<void> plan_areas(const InitCommand& command, const Device& device, InitPlan& plan) {
  const dasd::Geometry& geometry = device.volume->geometry();
  plan.vtoc = command.vtoc ? dasd::VtocPlacement{command.vtoc->start, command.vtoc->tracks}
                           : default_vtoc(geometry);
  if (!is_on_volume(plan.vtoc, *device.volume)) {
    return refuse(device, command.vtoc ? command.vtoc->position : command.position,
                  "the VTOC would not be on the volume, behind the label track");
  }
  if (!command.index) {
    return {};
  }
  plan.index = dasd::VtocPlacement{command.index->start, command.index->tracks};
  plan.index_name = index_name_for(plan.label.volser);
  if (!is_on_volume(*plan.index, *device.volume)) {
    return refuse(device, command.index->position, "the index would not be on the volume");
  }
  if (overlap(plan.vtoc, *plan.index, geometry)) {
    return refuse(device, command.index->position, "INDEX and VTOC overlap");
  }
  return {};
}

Result<void> write_index(dasd::Volume& volume, const InitPlan& plan, dasd::LabelDate today) {
  dasd::DataSetLabel index;
  index.name = plan.index_name;
  index.created = today;
  index.organization = dasd::Organization::kSequential;
  index.record_format.bits = dasd::RecordFormat::kFixed;
  index.block_bytes = kIndexBlockBytes;
  index.record_bytes = kIndexBlockBytes;
  index.indicators = 0x80;  // the last volume of the data set
  dasd::SpaceRequest space;
  space.unit = dasd::SpaceUnit::kAbsoluteTracks;
  space.primary = plan.index->tracks;
  space.absolute_first_track = volume.geometry().track_number(plan.index->start);
  CS_TRY(dasd::allocate_data_set(volume, index, space));
  return {};
}

void print_plan(const InitPlan& plan, batch::Report& report) {
  report.print(fmt::format("          NEW VOLUME SERIAL = {}, OWNER = {}", plan.label.volser,
                           plan.label.owner.empty() ? "(NONE)" : plan.label.owner));
}

}  // namespace

Result<InitPlan> plan_init(const InitCommand& command, const Device& device,
                           dasd::LabelDate today) {
  CS_TRY(check_offline(device));
  CS_TRY(check_verification(command.verification, device));
  CS_TRY(check_unexpired(device, command.purge, today));
  const std::string_view type = device.volume->geometry().device;
  if (command.device_type && command.device_type->text.substr(0, 4) != type) {
    return refuse(device, command.device_type->position, fmt::format("the device is a {}", type));
  }
  if (command.storage_group) {
    return refuse(device, command.position,
                  "STORAGEGROUP makes an SMS volume, whose VTOC must have an index; indexes are "
                  "not kept here");
  }
  InitPlan plan;
  plan.label.volser = command.volid.text;
  plan.label.owner = command.owner ? command.owner->text : "";
  CS_TRY(plan_areas(command, device, plan));
  return plan;
}

Result<int> run_init(const InitCommand& command, batch::StepContext& context) {
  const dasd::Access access = context.simulate ? dasd::Access::kRead : dasd::Access::kUpdate;
  CS_ASSIGN(const Device device, find_device(command.device, access, context));
  CS_ASSIGN(const InitPlan plan, plan_init(command, device, context.today()));
  print_plan(plan, *context.report);
  CS_TRY(confirm_change(device, context));
  if (!context.simulate) {
    CS_TRY(dasd::write_empty_vtoc(*device.volume, plan.label, plan.vtoc));
    CS_KILL_POINT("ickdsf.init_vtoc_written");
    if (plan.index) {
      CS_TRY(write_index(*device.volume, plan, context.today()));
    }
    CS_TRY(device.volume->sync());
    CS_TRY(context.site == nullptr ? Result<void>() : context.site->refresh());
  }
  context.report->say<msg::ICK01314I>(cchh(plan.vtoc.start), plan.vtoc.tracks);
  if (plan.index) {
    context.report->say<msg::CSV0113W>(plan.index_name);
  }
  context.report->fact_row("volumes", {{"device", device.name}, {"volser", plan.label.volser}});
  return plan.index ? kWarning : kInformation;
}

}  // namespace coldsite::ickdsf

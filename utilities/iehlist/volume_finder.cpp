#include "utilities/iehlist/volume_finder.hpp"

#include <vector>

#include "datasets/dasd/label.hpp"
#include "datasets/messages/ieh.hpp"

namespace coldsite::iehlist {

VolumeFinder::VolumeFinder(batch::StepContext& context) : context_(&context) {
  for (const site::DdAllocation& dd : context.allocations) {
    if (dd.ddname == "SYSIN" || dd.ddname == "SYSPRINT") {
      continue;
    }
    for (const site::Allocation& part : dd.parts) {
      if (part.kind == site::AllocationKind::kDasdVolume ||
          part.kind == site::AllocationKind::kDasdDataSet) {
        dd_images_.emplace(part.volume_path,
                           part.volser.empty() ? read_volser(part.volume_path) : part.volser);
      }
    }
  }
}

/// The label of an image that is no device of the site; empty when it cannot be read, which is told
/// when the image is listed.
std::string VolumeFinder::read_volser(const std::string& path) {
  const auto volume = open_image(path, path);
  if (!volume) {
    return "";
  }
  const auto label = dasd::read_label(**volume);
  return label ? label->volser : "";
}

Result<dasd::Volume*> VolumeFinder::find(const std::optional<VolumeOperand>& operand) {
  if (operand) {
    CS_ASSIGN(dasd::Volume * volume, find_by_label(*operand));
    check_device(*operand, *volume);
    return volume;
  }
  if (dd_images_.size() != 1) {
    return failure<msg::IEH902E>(dd_images_.size());
  }
  const auto& [path, volser] = *dd_images_.begin();
  return open_image(path, volser.empty() ? path : volser);
}

Result<dasd::Volume*> VolumeFinder::find_by_label(const VolumeOperand& operand) {
  std::vector<const std::string*> paths;
  for (const auto& [path, volser] : dd_images_) {
    if (volser == operand.volser) {
      paths.push_back(&path);
    }
  }
  if (paths.size() > 1) {
    return failure<msg::IEH907E>(operand.volser, *paths[0], *paths[1]).at(operand.position);
  }
  if (paths.size() == 1) {
    return open_image(*paths[0], operand.volser);
  }
  if (context_->site == nullptr) {
    return failure<msg::IEH901E>(operand.volser, "no DD has it and there is no --site")
        .at(operand.position);
  }
  const auto device = context_->site->find_volume(operand.volser);
  if (!device) {
    return failure<msg::IEH901E>(operand.volser, device.failure().text()).at(operand.position);
  }
  return open_image((*device)->path, operand.volser);
}

Result<dasd::Volume*> VolumeFinder::open_image(const std::string& path, std::string_view volser) {
  const auto known = open_.find(path);
  if (known != open_.end()) {
    return known->second.get();
  }
  auto opened = dasd::open_volume(*context_->store, path, dasd::Access::kRead);
  if (!opened) {
    return failure<msg::IEH910E>(volser, to_string(opened.failure()));
  }
  return open_.emplace(path, *std::move(opened)).first->second.get();
}

/// A generic or esoteric name (SYSDA, DISK) is not compared.
void VolumeFinder::check_device(const VolumeOperand& operand, const dasd::Volume& volume) {
  const auto model = dasd::find_device_model(operand.device);
  if (model && model->geometry != &volume.geometry()) {
    context_->report->say(
        failure<msg::IEH903W>(operand.volser, volume.geometry().device, operand.device)
            .at(operand.position));
  }
}

}  // namespace coldsite::iehlist

#include "utilities/iehprogm/updated_volumes.hpp"

#include "datasets/dasd/label.hpp"
#include "datasets/messages/ieh.hpp"

namespace coldsite::iehprogm {

Result<void> UpdatedVolumes::read_dds() {
  for (const site::DdAllocation& dd : context_->allocations) {
    for (const site::Allocation& part : dd.parts) {
      if (part.volume_path.empty()) {
        continue;
      }
      std::string volser = part.volser;
      if (volser.empty()) {
        CS_ASSIGN(const auto volume,
                  dasd::open_volume(*context_->store, part.volume_path, dasd::Access::kRead));
        CS_ASSIGN(const auto label, dasd::read_label(*volume));
        volser = label.volser;
      }
      images_.emplace(volser, part.volume_path);
    }
  }
  return {};
}

Result<std::string> UpdatedVolumes::path_of(const cards::Word& serial) {
  if (!has_read_dds_) {
    CS_TRY(read_dds());
    has_read_dds_ = true;
  }
  if (const auto image = images_.find(serial.text); image != images_.end()) {
    return image->second;
  }
  if (context_->site != nullptr) {
    if (const auto device = context_->site->find_volume(serial.text)) {
      return (*device)->path;
    }
  }
  return failure<msg::IEH211I>(serial.text).at(serial.position);
}

Result<dasd::Volume*> UpdatedVolumes::find(const cards::Word& serial) {
  CS_ASSIGN(const std::string path, path_of(serial));
  if (const auto known = open_.find(path); known != open_.end()) {
    return known->second.get();
  }
  CS_ASSIGN(auto volume, dasd::open_volume(*context_->store, path, dasd::Access::kUpdate));
  return open_.emplace(path, std::move(volume)).first->second.get();
}

}  // namespace coldsite::iehprogm

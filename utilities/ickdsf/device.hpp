// The device a command names: found, described, and checked against VERIFY, the offline rule and
// unexpired data sets.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "control-cards/ickdsf/ickdsf_statement.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::ickdsf {

struct Device {
  std::string name;  ///< "0A80", or the ddname of an image outside a site
  bool is_online = false;
  std::string online_volser;
  std::shared_ptr<void> hold;  ///< lock on the image
  std::unique_ptr<dasd::Volume> volume;
  std::optional<dasd::VolumeLabel> label;  ///< nothing: no readable label
  std::optional<dasd::Vtoc> vtoc;          ///< nothing: no readable VTOC
};

/// Opens the device and prints what is on it. errors: CSV0118S; those of opening a volume.
[[nodiscard]] Result<Device> find_device(const DeviceReference& reference, dasd::Access access,
                                         batch::StepContext& context);

/// errors: CSV0110S.
[[nodiscard]] Result<void> check_verification(const Verification& verification,
                                              const Device& device);
/// errors: CSV0111S.
[[nodiscard]] Result<void> check_offline(const Device& device);
/// errors: CSV0112S.
[[nodiscard]] Result<void> check_unexpired(const Device& device, bool purge, dasd::LabelDate today);

/// With PARM='REPLYU': asks the operator (ICK003D) until he says U or T. errors: CSV0122S he said
/// T; CSP0020E there is nobody to ask.
[[nodiscard]] Result<void> confirm_change(const Device& device, batch::StepContext& context);
/// errors: CSV0123S PARM is none of ours.
[[nodiscard]] Result<void> check_parm(const std::string& parm);

/// "0000 0001", as ICK messages have it.
[[nodiscard]] std::string cchh(dasd::TrackAddress address);

}  // namespace coldsite::ickdsf

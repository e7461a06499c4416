// Which image a statement means: VOL= by the label of a DD's volume or of a volume online at the
// site; without VOL= the one volume that the DDs name. Images are opened once for all statements.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "control-cards/iehlist/iehlist_statement.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iehlist {

class VolumeFinder {
 public:
  explicit VolumeFinder(batch::StepContext& context);

  /// Says IEH903W where the device of VOL= is another one than the volume's.
  /// errors: IEH901E no such volume; IEH902E no VOL= and not exactly one volume on DDs; IEH907E two
  /// images with this label; IEH910E the image cannot be opened.
  Result<dasd::Volume*> find(const std::optional<VolumeOperand>& operand);

 private:
  std::string read_volser(const std::string& path);
  Result<dasd::Volume*> find_by_label(const VolumeOperand& operand);
  Result<dasd::Volume*> open_image(const std::string& path, std::string_view volser);
  void check_device(const VolumeOperand& operand, const dasd::Volume& volume);

  batch::StepContext* context_;
  std::map<std::string, std::string> dd_images_;               ///< path to volume serial
  std::map<std::string, std::unique_ptr<dasd::Volume>> open_;  ///< by path
};

}  // namespace coldsite::iehlist

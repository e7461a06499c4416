// The volumes that the statements of IEHPROGM name: images on DDs by their label, then those of the
// site. Each is opened once, for update.
// threads: one user.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "control-cards/cards/parsed.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iehprogm {

class UpdatedVolumes {
 public:
  explicit UpdatedVolumes(batch::StepContext& context) : context_(&context) {}
  /// errors: IEH211I nothing has this label; those of opening.
  Result<dasd::Volume*> find(const cards::Word& serial);

 private:
  Result<std::string> path_of(const cards::Word& serial);
  Result<void> read_dds();

  batch::StepContext* context_;
  std::map<std::string, std::string> images_;  ///< of DDs: label to path
  bool has_read_dds_ = false;
  std::map<std::string, std::unique_ptr<dasd::Volume>> open_;
};

}  // namespace coldsite::iehprogm

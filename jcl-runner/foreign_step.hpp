// DDs for programs that know nothing of data sets: each becomes a host file named by DD_<NAME>.
//   - what can be read is copied to a file of the spool before the step; records become lines
//     (FILEDATA=TEXT, in UTF-8) or stay bytes (FILEDATA=BINARY)
//   - what was written (DISP NEW, OLD, MOD; changed files only) is copied back when the step ends
//     with a condition code; after an abend the data set stays as it was
//   - host files, SYSOUT and volumes (PATH= of an image, UNIT/VOL without DSN) are named themselves
// threads: one step, one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/site/allocation.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

class StagedDds {
 public:
  /// errors: those of opening and reading; CSJ0103I a DD that has no form as one file.
  static Result<StagedDds> stage(const std::vector<site::DdAllocation>& dds,
                                 site::AllocationContext& context, const SpoolJob& spool);

  /// "DD_SYSUT1=/path", ...
  [[nodiscard]] std::vector<std::string> environment() const;
  /// The file of a DD; "" when it has none.
  [[nodiscard]] std::string path_of(std::string_view ddname) const;

  /// errors: a record that does not fit the data set, no space, ...
  Result<void> write_back(site::AllocationContext& context);
  /// Removes the copies.
  void discard(io::FileStore& store) const;

 private:
  struct StagedDd {
    std::string ddname;
    std::string path;
    bool is_copy = false;
    const site::Allocation* target = nullptr;  ///< where changes go; nullptr: nowhere
    std::int64_t modified_us = 0;
    std::uint64_t size_bytes = 0;
  };
  static Result<StagedDd> stage_dd(const site::DdAllocation& dd, site::AllocationContext& context,
                                   const SpoolJob& spool);
  static Result<void> write_back_dd(const StagedDd& staged, site::AllocationContext& context);

  std::vector<StagedDd> dds_;
};

}  // namespace coldsite::jcl

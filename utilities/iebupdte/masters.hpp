// The old master (SYSUT1) and the new master (SYSUT2): each a library or a sequential data set.
//
// Members of the new master become true together, when the step ends or before one of them is read
// again; what a kill leaves are the members as they were.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "control-cards/iebupdte/iebupdte_statement.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iebupdte {

/// A data set opened as a library.
struct Library {
  site::OpenDataSet data_set;  // outlives what stands below
  std::unique_ptr<access::PartitionedDataSet> members;
  access::DataControlBlock attributes;
  std::set<std::string> uncommitted;

  Result<std::unique_ptr<access::RecordReader>> read_member(const std::string& name);
};

/// Records with 1 to 80 bytes of one length. errors: CSU0023S.
[[nodiscard]] Result<void> check_records(const access::DataControlBlock& dcb,
                                         std::string_view ddname);

class Masters {
 public:
  /// `has_old`: PARM=MOD. errors: CSP0010E, those of allocation and opening, CSU0023S, IEB830I.
  static Result<std::unique_ptr<Masters>> open(batch::StepContext& context, bool has_old);

  [[nodiscard]] bool has_old() const { return old_allocation_ != nullptr; }
  /// Where SYSUT1 is a library.
  [[nodiscard]] Library* old_library() const;
  /// Where SYSUT2 is a library.
  [[nodiscard]] Library* new_library() const { return new_library_.get(); }
  [[nodiscard]] const site::Allocation* old_allocation() const { return old_allocation_; }
  /// SYSUT2 is SYSUT1.
  [[nodiscard]] bool is_one() const { return is_one_; }
  [[nodiscard]] std::uint32_t record_bytes() const { return record_bytes_; }

  /// errors: IEB817I no such member.
  Result<std::unique_ptr<access::RecordReader>> read_old(const std::optional<cards::Word>& name);
  /// A writer of the sequential new master; once. errors: IEB815I a second time.
  Result<std::unique_ptr<access::RecordWriter>> write_sequential(const SourcePosition& position);
  /// All members written so far are there for good.
  Result<void> commit();

 private:
  Result<void> open_old(batch::StepContext& context);
  Result<void> open_new(batch::StepContext& context);
  Result<void> plan_records(batch::StepContext& context);

  batch::StepContext* context_ = nullptr;
  const site::Allocation* old_allocation_ = nullptr;
  const site::Allocation* new_allocation_ = nullptr;
  std::unique_ptr<Library> old_library_, new_library_;
  access::DataControlBlock old_attributes_;
  access::DataControlBlock program_;  ///< what the program adds for a new master
  std::uint32_t record_bytes_ = 80;
  bool is_one_ = false;
  bool is_sequential_begun_ = false;
};

}  // namespace coldsite::iebupdte

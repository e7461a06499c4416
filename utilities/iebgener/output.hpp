// SYSUT2: which attributes it gets, and the writers behind it.
#pragma once

#include <memory>
#include <vector>

#include "control-cards/cards/parsed.hpp"
#include "datasets/access/partitioned.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iebgener {

/// What SYSUT2 is going to be.
struct OutputPlan {
  access::DataControlBlock known;    ///< said by its DD statement and its label
  access::DataControlBlock program;  ///< what the program adds from SYSUT1
  bool copied_from_input = false;    ///< IEB352I
};

/// Takes RECFM and LRECL of `input` where `known` does not have them.
[[nodiscard]] OutputPlan plan_output(const access::DataControlBlock& input,
                                     const access::DataControlBlock& known);
/// Whether records go over without editing. errors: IEB311I.
[[nodiscard]] Result<void> check_plain_copy(const access::DataControlBlock& input,
                                            const access::DataControlBlock& output);

/// Bytes of data of the longest record, and whether all have that length.
[[nodiscard]] std::size_t data_bytes_max(const access::DataControlBlock& dcb);

/// The attributes of a DD's statement and, on DASD, of its label.
[[nodiscard]] Result<access::DataControlBlock> known_attributes(const site::Allocation& allocation,
                                                                batch::StepContext& context);

/// Whether a part of SYSUT1 is a text file of the host whose DD says nothing of its records.
[[nodiscard]] bool is_undescribed_text(const site::Allocation& allocation);

/// A library that members are written to; they become true together at close().
class LibraryOutput {
 public:
  /// errors: CSU0004S not a library.
  static Result<std::unique_ptr<LibraryOutput>> open(const site::Allocation& allocation,
                                                     const access::DataControlBlock& program,
                                                     batch::StepContext& context);
  /// A member that replaces one of its name.
  Result<std::unique_ptr<access::RecordWriter>> begin_member(const std::string& name);
  Result<void> add_aliases(const std::vector<cards::Word>& names);
  Result<void> close() { return library_->commit(); }
  [[nodiscard]] const access::DataControlBlock& attributes() const { return dcb_; }

 private:
  site::OpenDataSet data_set_;
  std::unique_ptr<access::PartitionedDataSet> library_;
  access::DataControlBlock dcb_;
};

}  // namespace coldsite::iebgener

// A program that runs alone and is killed between allocation and the end of its dispositions leaves
// the data sets that it made. While it runs, a note names them; the next program (or jclrun) that
// finds a note which no process holds deletes them, on their volumes and in the catalogs. The step
// is then as if it had never been: it can run again. Two things stay: what a third DISP
// subparameter keeps or catalogs, and a generation that its group has taken in.
//
//   <site>/run/new-<n>         DD bindings (control-cards/dd), one for each data set to settle
//   <image>.new-<n>            the same beside an image outside a site
//
// A note is written once, synced before the first allocation, locked as long as the program lives,
// and gone, for good, behind the last disposition.
// threads: one step, one thread.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "datasets/site/allocation.hpp"

namespace coldsite::batch {

class UnfinishedStep {
 public:
  /// Deletes what killed programs left where `bindings` makes something and says what it was.
  /// Before the enqueues of the step itself. errors: an image or the site cannot be read.
  static Result<std::vector<std::string>> settle(const std::vector<site::DdBinding>& bindings,
                                                 site::AllocationContext context);

  /// Notes what allocating `bindings` will make.
  Result<void> begin(const std::vector<site::DdBinding>& bindings,
                     const site::AllocationContext& context);
  /// Notes the temporary data sets that were made.
  Result<void> add_temporaries(const std::deque<site::DdAllocation>& dds,
                               const site::AllocationContext& context);
  /// After the dispositions: what was made stays. Lasts over a power failure.
  Result<void> end(const site::AllocationContext& context);

 private:
  struct Note {
    std::string path;
    std::unique_ptr<io::File> file;
    std::unique_ptr<io::FileLock> lock;  // goes first
  };
  Result<void> write(const std::vector<site::DdRequest>& requests,
                     const site::AllocationContext& context);
  Result<void> write_note(const std::string& prefix, const std::vector<site::DdRequest>& requests,
                          io::FileStore& store);

  std::vector<Note> notes_;
};

}  // namespace coldsite::batch

// The parts of open.hpp for each kind of thing; used by open.cpp only.
#pragma once

#include <memory>

#include "datasets/site/open.hpp"

namespace coldsite::site {

/// Blocks with what is known of them: program, DD and label merged.
struct OpenBlocks {
  std::unique_ptr<io::BlockReader> blocks;
  access::DataControlBlock dcb;
};
struct OpenBlockWriter {
  std::unique_ptr<io::BlockWriter> blocks;
  access::DataControlBlock dcb;
};

/// `said`: program and DD merged.
[[nodiscard]] Result<OpenBlocks> open_dasd_blocks(const Allocation& allocation,
                                                  const access::DataControlBlock& said,
                                                  AllocationContext& context);
[[nodiscard]] Result<OpenBlockWriter> open_dasd_output(const Allocation& allocation,
                                                       const access::DataControlBlock& said,
                                                       AllocationContext& context);
[[nodiscard]] Result<OpenBlocks> open_tape_blocks(const Allocation& allocation,
                                                  const access::DataControlBlock& said,
                                                  AllocationContext& context);
[[nodiscard]] Result<OpenBlockWriter> open_tape_output(const Allocation& allocation,
                                                       const access::DataControlBlock& said,
                                                       AllocationContext& context);

/// Refuses DISP=MOD where the blocks behind the old ones would be of another form.
[[nodiscard]] Result<void> check_extension(const Allocation& allocation,
                                           const access::DataControlBlock& said,
                                           const access::DataControlBlock& labelled);
/// What the tape file that is extended has in its labels; nothing when it is not there.
[[nodiscard]] Result<access::DataControlBlock> tape_attributes(const Allocation& allocation,
                                                               AllocationContext& context);

}  // namespace coldsite::site

// Records of host files: lines of text in the site's code page, records cut out of binary files,
// and the lines of an instream data set.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/site/allocation.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::site {

/// Gives bytes from front to back: the next ones into `out`, 0 at the end.
using ByteSource = std::function<Result<std::size_t>(ByteSpan out)>;

/// Takes bytes from front to back. A sink that is destroyed without close() leaves what was there
/// before (but for streams and MOD).
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Result<void> write(ByteView bytes) = 0;
  virtual Result<void> close() = 0;
};

/// The host file of an allocation, a stream for "-" and for what is under /dev or /proc.
[[nodiscard]] Result<ByteSource> open_byte_source(const Allocation& allocation,
                                                  AllocationContext& context);
/// Written beside the file and renamed at close(); appended in place for DISP=MOD and SYSOUT.
[[nodiscard]] Result<std::unique_ptr<ByteSink>> open_byte_sink(const Allocation& allocation,
                                                               AllocationContext& context);

/// FB 80 where nothing else is said.
[[nodiscard]] access::DataControlBlock host_attributes(const access::DataControlBlock& said);

/// Lines as records. errors: CSE0035E; CSI0030E (with the line).
[[nodiscard]] std::unique_ptr<access::RecordReader> make_text_reader(
    ByteSource source, std::string name, const access::DataControlBlock& dcb,
    const text::CodePage& code_page);
/// Records as lines; blanks at the end of a fixed record are not written.
[[nodiscard]] std::unique_ptr<access::RecordWriter> make_text_writer(
    std::unique_ptr<ByteSink> sink, const access::DataControlBlock& dcb,
    const text::CodePage& code_page);
[[nodiscard]] std::unique_ptr<access::RecordReader> make_instream_reader(
    std::vector<std::string> lines, std::string name, const access::DataControlBlock& dcb,
    const text::CodePage& code_page);

/// Blocks of a binary file: BLKSIZE bytes (F and U), or as the block descriptor words say (V).
/// errors: CSE0036E.
[[nodiscard]] std::unique_ptr<io::BlockReader> make_binary_reader(
    ByteSource source, std::string name, const access::DataControlBlock& dcb);
[[nodiscard]] std::unique_ptr<io::BlockWriter> make_binary_writer(std::unique_ptr<ByteSink> sink);

}  // namespace coldsite::site

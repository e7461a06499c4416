#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csk.hpp"
#include "utilities/adrdssu/commands.hpp"
#include "utilities/data-copy/dump_reader.hpp"

namespace coldsite::adrdssu {
namespace {

struct Output {
  std::string ddname;
  std::unique_ptr<io::BlockWriter> writer;
};

/// Hands blocks on to a reader and writes each to the outputs.
class TeeReader : public io::BlockReader {
 public:
  TeeReader(std::unique_ptr<io::BlockReader> blocks, std::vector<Output>& outputs)
      : blocks_(std::move(blocks)), outputs_(&outputs) {
    for (Output& output : *outputs_) {
      output.writer->expect_incompressible();
    }
  }
  Result<std::optional<ByteView>> read_block() override {
    CS_ASSIGN(const std::optional<ByteView> block, blocks_->read_block());
    for (Output& output : *outputs_) {
      if (block) {
        CS_TRY(output.writer->write_block(*block));
      }
    }
    return block;
  }

 private:
  std::unique_ptr<io::BlockReader> blocks_;
  std::vector<Output>* outputs_;
};

Result<std::unique_ptr<io::BlockReader>> open_input(Task& task, const CopyDumpCommand& command,
                                                    access::DataControlBlock& dcb) {
  auto input = task.context().allocated_one(command.from.text);
  if (!input) {
    return input.failure().at(command.from.position);
  }
  dcb.record_format.bits = dasd::RecordFormat::kUndefined;
  return site::open_block_reader(**input, task.context().allocation, dcb);
}

}  // namespace

Result<void> run_copydump(Task& task, const CopyDumpCommand& command) {
  access::DataControlBlock dcb;
  if (task.is_plan_only()) {
    const auto totals = copy::verify_dump([&] { return open_input(task, command, dcb); });
    if (!totals) {
      return totals.failure();
    }
    task.say<msg::CSK0036I>(fmt::format("would copy {} dump blocks to {} output(s)",
                                        totals->blocks + 1, command.to.size()));
    return {};
  }
  CS_ASSIGN(std::unique_ptr<io::BlockReader> input, open_input(task, command, dcb));
  std::vector<Output> outputs;
  for (const cards::Word& ddname : command.to) {
    auto output = task.context().allocated_one(ddname.text);
    if (!output) {
      return output.failure().at(ddname.position);
    }
    CS_ASSIGN(auto writer, site::open_block_writer(**output, dcb, task.context().allocation));
    outputs.push_back({ddname.text, std::move(writer)});
  }
  CS_ASSIGN(auto reader,
            copy::DumpReader::open(std::make_unique<TeeReader>(std::move(input), outputs)));
  copy::DumpSegment segment;
  for (bool more = true; more;) {
    CS_ASSIGN(more, reader.read_tracks(segment));
    CS_TRY(segment.check_sums());
  }
  // Only a dump that was whole gets its end labels on the copies.
  for (Output& output : outputs) {
    CS_TRY(output.writer->close());
    task.say<msg::CSK0043I>(output.ddname, reader.totals().blocks + 1);
  }
  return {};
}

}  // namespace coldsite::adrdssu

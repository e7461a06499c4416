// Writing a second file on a labelled tape, with every operation made to fail: the first file stays
// readable, and the second is whole, absent, or recognisably unfinished.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "datasets/messages/cst.hpp"
#include "datasets/tape/tape_file.hpp"
#include "tests/fault/sweep.hpp"

namespace coldsite::tape {
namespace {

constexpr const char* kPath = "T00001.het";

class OneTape : public VolumeSource {
 public:
  explicit OneTape(io::FileStore& store) : store_(store) {}
  Result<std::unique_ptr<TapeImage>> mount(std::size_t index, Access access) override {
    if (index > 0) {
      return std::unique_ptr<TapeImage>();
    }
    return open_tape(store_, kPath, access);
  }
  std::string volser(std::size_t) const override { return "T00001"; }

 private:
  io::FileStore& store_;
};

TapeFileRequest request(std::uint32_t sequence) {
  TapeFileRequest request;
  request.data_set_name = "DUMP.FILE" + std::to_string(sequence);
  request.file_sequence = sequence;
  request.today = {2026, 325};
  return request;
}

Result<void> write_file(io::FileStore& store, std::uint32_t sequence) {
  OneTape tape(store);
  CS_ASSIGN(const auto writer, TapeFileWriter::open(tape, request(sequence)));
  for (std::uint8_t i = 1; i <= 4; ++i) {
    CS_TRY(writer->write_block(Bytes(3000, i)));
  }
  return writer->close();
}

void prepare(io::FileStore& store) {
  {
    const auto tape = create_tape(store, kPath, {});
    CS_CHECK(tape.ok());
    TapeVolumeLabel label;
    label.volser = "T00001";
    CS_CHECK(initialize_tape(**tape, label).ok());
  }  // its lock is given back
  CS_CHECK(write_file(store, 1).ok());
}

/// "4 blocks", or "-" for a file that is not there as a whole.
std::string read_file(io::FileStore& store, std::uint32_t sequence) {
  OneTape tape(store);
  const auto reader = TapeFileReader::open(tape, request(sequence));
  if (!reader) {
    return "-";
  }
  for (std::uint8_t count = 0;; ++count) {
    const auto block = (*reader)->read_block();
    if (!block) {
      return "-";
    }
    if (!*block) {
      return fmt::format("{} blocks", count);
    }
    if (!std::ranges::equal(**block, Bytes(3000, static_cast<std::uint8_t>(count + 1)))) {
      return "wrong data";  // the one thing that must never be seen
    }
  }
}

std::string state(io::FileStore& store) {
  return read_file(store, 1) + ", " + read_file(store, 2);
}

Result<void> write_second(io::FileStore& store) {
  return write_file(store, 2);
}

const testing::Work kWork = {prepare, write_second, state};

TEST(TapeFault, KeepsTheFileBeforeWhenAnOperationFails) {
  testing::sweep_failures(kWork, {io::FaultKind::kError, io::FaultKind::kNoSpace,
                                  io::FaultKind::kShortRead, io::FaultKind::kShortWrite});
}

TEST(TapeFault, KeepsTheFileBeforeWhereverTheStepIsKilled) {
  testing::sweep_kills(kWork);
}

TEST(TapeFault, KeepsTheFileBeforeWhereverThePowerFails) {
  testing::sweep_power_failures(kWork, 30, 4096);
}

}  // namespace
}  // namespace coldsite::tape

// Any bytes are a tape that is read, mapped and positioned on, or refused with a message.
#include "datasets/io/memory_store.hpp"
#include "datasets/tape/tape_file.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using namespace coldsite;  // NOLINT(google-build-using-namespace)

class OneVolume : public tape::VolumeSource {
 public:
  explicit OneVolume(io::FileStore& store) : store_(&store) {}
  Result<std::unique_ptr<tape::TapeImage>> mount(std::size_t index, tape::Access access) override {
    if (index != 0) {
      return std::unique_ptr<tape::TapeImage>();
    }
    return tape::open_tape(*store_, "tape", access);
  }
  [[nodiscard]] std::string volser(std::size_t) const override { return ""; }

 private:
  io::FileStore* store_;
};

void read_file(io::FileStore& store, tape::LabelType type) {
  OneVolume volumes(store);
  tape::TapeFileRequest request;
  request.label_type = type;
  request.file_sequence = type == tape::LabelType::kBypass ? 2 : 1;
  const auto reader = tape::TapeFileReader::open(volumes, request);
  while (reader) {
    const auto block = (*reader)->read_block();
    if (!block || !*block) {
      break;
    }
    CS_CHECK(!(*block)->empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto store = io::make_memory_store();
  CS_CHECK(io::replace_file(*store, "tape", ByteView(data, size)).ok());
  {
    const auto tape = *tape::open_tape(*store, "tape", tape::Access::kRead);
    (void)tape::map_tape(*tape);
    (void)tape->backspace_file();
    (void)tape->backspace_block();
    (void)tape->rewind();
    (void)tape->forward_files(3);
  }
  for (const auto type :
       {tape::LabelType::kStandard, tape::LabelType::kNone, tape::LabelType::kBypass}) {
    read_file(*store, type);
  }
  return 0;
}

// Any bytes, cut into blocks by two-byte lengths, are a dump that is verified or refused. The
// checksums are made right first, so that the fields behind them are reached.
#include "datasets/io/checksum.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "utilities/data-copy/dump_reader.hpp"

namespace {

using namespace coldsite;  // NOLINT(google-build-using-namespace)

class ListReader : public io::BlockReader {
 public:
  explicit ListReader(const std::vector<Bytes>& blocks) : blocks_(&blocks) {}
  Result<std::optional<ByteView>> read_block() override {
    return next_ < blocks_->size() ? std::optional<ByteView>((*blocks_)[next_++]) : std::nullopt;
  }

 private:
  const std::vector<Bytes>* blocks_;
  std::size_t next_ = 0;
};

std::vector<Bytes> cut(ByteView input) {
  std::vector<Bytes> blocks;
  while (input.size() > 2) {
    const std::size_t length = std::min<std::size_t>(load_be16(input, 0), input.size() - 2);
    blocks.emplace_back(input.begin() + 2, input.begin() + 2 + static_cast<std::ptrdiff_t>(length));
    input = input.subspan(2 + length);
    Bytes& block = blocks.back();
    if (block.size() >= copy::kBlockTrailerBytes) {
      const std::size_t end = block.size() - copy::kBlockTrailerBytes;
      store_be(block, end, 8, io::checksum(ByteView(block).first(end)));
    }
  }
  return blocks;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<Bytes> blocks = cut(ByteView(data, size));
  (void)copy::verify_dump([&]() -> Result<std::unique_ptr<io::BlockReader>> {
    return std::unique_ptr<io::BlockReader>(std::make_unique<ListReader>(blocks));
  });
  return 0;
}

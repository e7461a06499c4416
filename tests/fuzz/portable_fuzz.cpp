// Any records, cut by two-byte lengths, are a portable data set that is read or refused, and so is
// the definition in it. The first byte asks for a right checksum at the end.
#include "datasets/io/checksum.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "utilities/idcams/import_definition.hpp"

namespace {

using namespace coldsite;  // NOLINT(google-build-using-namespace)

class ListReader : public access::RecordReader {
 public:
  explicit ListReader(const std::vector<Bytes>& records) : records_(&records) {}
  Result<std::optional<ByteView>> read_record() override {
    return next_ < records_->size() ? std::optional<ByteView>((*records_)[next_++]) : std::nullopt;
  }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  const std::vector<Bytes>* records_;
  std::size_t next_ = 0;
  access::DataControlBlock dcb_;
};

std::vector<Bytes> cut(ByteView input) {
  std::vector<Bytes> records;
  while (input.size() > 2) {
    const std::size_t length = std::min<std::size_t>(load_be16(input, 0), input.size() - 2);
    const ByteView record = input.subspan(2, length);
    records.emplace_back(record.begin(), record.end());
    input = input.subspan(2 + length);
  }
  return records;
}

/// The checksum that the last record, taken for a trailer, should have.
void put_right(std::vector<Bytes>& records) {
  constexpr std::size_t kTrailerBytes = 20, kChecksumAt = 12;
  if (records.empty() || records.back().size() != kTrailerBytes) {
    return;
  }
  io::Checksum checksum;
  for (std::size_t i = 0; i + 1 < records.size(); ++i) {
    Bytes length(4);
    store_be(length, 0, 4, records[i].size());
    checksum.add(length);
    checksum.add(records[i]);
  }
  store_be(records.back(), kChecksumAt, 8, checksum.value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  std::vector<Bytes> records = cut(ByteView(data, size).subspan(1));
  if (data[0] != 0) {
    put_right(records);
  }
  auto reader = idcams::PortableReader::begin(std::make_unique<ListReader>(records), "PORT");
  if (!reader) {
    return 0;
  }
  const auto definition = idcams::make_import_definition(reader->header(), {});
  if (definition) {
    (void)definition->place();
    (void)idcams::check_fits(*definition, {});
  }
  while (true) {
    const auto next = reader->next();
    if (!next || !*next) {
      return 0;
    }
  }
}

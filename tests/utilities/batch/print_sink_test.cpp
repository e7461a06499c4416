#include "utilities/batch/print_sink.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace coldsite::batch {
namespace {

class KeepingWriter : public access::RecordWriter {
 public:
  KeepingWriter(const access::DataControlBlock& dcb, std::vector<std::string>& records)
      : dcb_(dcb), records_(records) {}
  Result<void> write_record(ByteView record) override {
    records_.push_back(text::default_code_page().to_utf8(record));
    return {};
  }
  Result<void> close() override { return {}; }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  access::DataControlBlock dcb_;
  std::vector<std::string>& records_;
};

std::unique_ptr<PrintSink> make_sink(std::string_view format, std::uint32_t record_bytes,
                                     std::vector<std::string>& records) {
  access::DataControlBlock dcb;
  dcb.record_format = *dasd::parse_record_format(format);
  dcb.record_bytes = record_bytes;
  return make_record_sink(std::make_unique<KeepingWriter>(dcb, records), text::default_code_page());
}

TEST(RecordSink, PutsTheControlCharacterInFrontOfAFixedRecord) {
  std::vector<std::string> records;
  const auto sink = make_sink("FBA", 6, records);
  ASSERT_TRUE(sink->print("TITLE", Carriage::kNewPage).ok());
  ASSERT_TRUE(sink->print("A").ok());
  EXPECT_EQ(records, (std::vector<std::string>{"1TITLE", " A    "}));
}

TEST(RecordSink, FoldsLongLinesWholeCharactersAtATime) {
  std::vector<std::string> records;
  const auto sink = make_sink("VB", 7, records);
  ASSERT_TRUE(sink->print("ABC\xC3\xA4\xC3\xA4G").ok());
  EXPECT_EQ(records, (std::vector<std::string>{"ABC", "\xC3\xA4\xC3\xA4G"}));
}

TEST(StreamSink, PageBreakIsAnEmptyLineBetweenPages) {
  std::ostringstream stream;
  const auto sink = make_stream_sink(stream);
  ASSERT_TRUE(sink->print("ONE", Carriage::kNewPage).ok());
  ASSERT_TRUE(sink->print("TWO", Carriage::kNewPage).ok());
  EXPECT_EQ(stream.str(), "ONE\n\nTWO\n");
}

TEST(StreamSink, TellsThatTheStreamIsBroken) {
  std::ostringstream stream;
  stream.setstate(std::ios::badbit);
  EXPECT_FALSE(make_stream_sink(stream)->print("X").ok());
}

}  // namespace
}  // namespace coldsite::batch

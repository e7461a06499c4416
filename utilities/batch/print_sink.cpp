#include "utilities/batch/print_sink.hpp"

#include <algorithm>
#include <ostream>

#include "datasets/messages/csp.hpp"
#include "utilities/batch/json.hpp"

namespace coldsite::batch {
namespace {

class StreamSink : public PrintSink {
 public:
  explicit StreamSink(std::ostream& stream) : stream_(stream) {}

  Result<void> print(std::string_view line, Carriage carriage) override {
    if (carriage != Carriage::kNextLine && has_printed_) {
      stream_ << '\n';
    }
    has_printed_ = true;
    stream_ << line << '\n';
    return check();
  }

  Result<void> close() override {
    stream_.flush();
    return check();
  }

 private:
  Result<void> check() {
    if (!stream_) {
      return failure<msg::CSP0002T>("the output stream is closed or full");
    }
    return {};
  }
  std::ostream& stream_;
  bool has_printed_ = false;
};

/// The longest prefix of `line` of at most `characters` characters, whole UTF-8 sequences.
std::size_t prefix_bytes(std::string_view line, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < line.size() && count < characters; ++count) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80) {
      ++at;
    }
  }
  return at;
}

class RecordSink : public PrintSink {
 public:
  RecordSink(std::unique_ptr<access::RecordWriter> writer, const text::CodePage& code_page)
      : writer_(std::move(writer)), code_page_(code_page) {
    const access::DataControlBlock& dcb = writer_->attributes();
    has_control_ = (dcb.record_format.bits & dasd::RecordFormat::kAsa) != 0;
    is_fixed_ = dcb.record_format.is_fixed();
    record_bytes_ = dcb.record_bytes;
    std::size_t width = 32760;
    if (record_bytes_ != 0) {
      const std::size_t overhead =
          (dcb.record_format.is_variable() ? 4U : 0U) + (has_control_ ? 1U : 0U);
      width = record_bytes_ > overhead ? record_bytes_ - overhead : 1;
    }
    width_ = width;
  }

  Result<void> print(std::string_view line, Carriage carriage) override {
    do {
      const std::size_t piece = prefix_bytes(line, width_);
      CS_TRY(write(line.substr(0, piece), carriage));
      line.remove_prefix(piece);
      carriage = Carriage::kNextLine;
    } while (!line.empty());
    return {};
  }

  Result<void> close() override { return writer_->close(); }

 private:
  Result<void> write(std::string_view text, Carriage carriage) {
    Bytes record;
    if (has_control_) {
      CS_ASSIGN(record, code_page_.from_utf8(std::string(1, static_cast<char>(carriage))));
    }
    CS_ASSIGN(const Bytes body, code_page_.from_utf8(text, text::Unmappable::kSubstitute));
    record.insert(record.end(), body.begin(), body.end());
    if (is_fixed_) {
      constexpr std::uint8_t kBlank = 0x40;
      record.resize(std::max<std::size_t>(record_bytes_, record.size()), kBlank);
    }
    return writer_->write_record(record);
  }

  std::unique_ptr<access::RecordWriter> writer_;
  const text::CodePage& code_page_;
  bool has_control_ = false;
  bool is_fixed_ = false;
  std::uint32_t record_bytes_ = 0;
  std::size_t width_ = 0;
};

class MemorySink : public PrintSink {
 public:
  explicit MemorySink(std::vector<std::string>& lines) : lines_(lines) {}
  Result<void> print(std::string_view line, Carriage /*carriage*/) override {
    lines_.emplace_back(line);
    return {};
  }
  Result<void> close() override { return {}; }

 private:
  std::vector<std::string>& lines_;
};

class JsonSink : public PrintSink {
 public:
  explicit JsonSink(std::ostream& stream) : stream_(stream) { stream_ << "{\"sysprint\":["; }

  Result<void> print(std::string_view line, Carriage /*carriage*/) override {
    stream_ << (has_printed_ ? ",\n" : "\n") << json_string(line);
    has_printed_ = true;
    return check();
  }
  Result<void> close() override {
    stream_ << "]";
    return check();
  }

 private:
  Result<void> check() {
    if (!stream_) {
      return failure<msg::CSP0002T>("the output stream is closed or full");
    }
    return {};
  }
  std::ostream& stream_;
  bool has_printed_ = false;
};

}  // namespace

std::unique_ptr<PrintSink> make_stream_sink(std::ostream& stream) {
  return std::make_unique<StreamSink>(stream);
}

std::unique_ptr<PrintSink> make_record_sink(std::unique_ptr<access::RecordWriter> writer,
                                            const text::CodePage& code_page) {
  return std::make_unique<RecordSink>(std::move(writer), code_page);
}

std::unique_ptr<PrintSink> make_memory_sink(std::vector<std::string>& lines) {
  return std::make_unique<MemorySink>(lines);
}

std::unique_ptr<PrintSink> make_json_sink(std::ostream& stream) {
  return std::make_unique<JsonSink>(stream);
}

access::DataControlBlock default_print_attributes() {
  access::DataControlBlock dcb;
  dcb.record_format.bits =
      dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked | dasd::RecordFormat::kAsa;
  dcb.record_bytes = 121;
  return dcb;
}

access::DataControlBlock text_print_attributes() {
  access::DataControlBlock dcb;
  dcb.record_format.bits = dasd::RecordFormat::kVariable | dasd::RecordFormat::kBlocked;
  dcb.record_bytes = 32'756;
  return dcb;
}

}  // namespace coldsite::batch

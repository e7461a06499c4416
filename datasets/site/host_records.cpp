#include "datasets/site/host_records.hpp"

#include <algorithm>
#include <cstring>

#include "datasets/messages/cse.hpp"

namespace coldsite::site {
namespace {

constexpr std::size_t kBufferBytes = 1 << 18;
constexpr std::uint32_t kDefaultRecordBytes = 80;
constexpr std::uint8_t kBlank = 0x40;

/// The longest line, in bytes: four UTF-8 bytes for each of the most characters a record can have.
constexpr std::size_t kLineBytesMax = 4 * 32'760;

/// Bytes a record may have: LRECL, less the record descriptor word of variable formats.
std::size_t record_bytes_max(const access::DataControlBlock& dcb) {
  const std::size_t overhead = dcb.record_format.is_variable() ? 4 : 0;
  const std::size_t limit = dcb.record_bytes == 0 || dcb.record_format.is_undefined()
                                ? access::kBlockBytesMax
                                : dcb.record_bytes;
  return limit > overhead ? limit - overhead : 0;
}

/// A line of UTF-8 as a record.
Result<Bytes> line_to_record(std::string_view line, std::size_t number, const std::string& name,
                             const access::DataControlBlock& dcb, const text::CodePage& code_page) {
  auto record = code_page.from_utf8(line);
  if (!record) {
    return record.failure().while_doing("reading line " + std::to_string(number) + " of", name);
  }
  if (record->size() > record_bytes_max(dcb)) {
    return failure<msg::CSE0035E>(number, name, record->size(), dcb.record_bytes);
  }
  if (dcb.record_format.is_fixed()) {
    record->resize(dcb.record_bytes, kBlank);
  }
  return record;
}

class TextReader : public access::RecordReader {
 public:
  TextReader(ByteSource source, std::string name, const access::DataControlBlock& dcb,
             const text::CodePage& code_page)
      : source_(std::move(source)), name_(std::move(name)), dcb_(dcb), code_page_(code_page) {}

  Result<std::optional<ByteView>> read_record() override {
    CS_ASSIGN(const std::optional<std::string_view> line, next_line());
    if (!line) {
      return std::optional<ByteView>();
    }
    CS_ASSIGN(record_, line_to_record(*line, ++number_, name_, dcb_, code_page_));
    return std::optional<ByteView>(record_);
  }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  Result<std::optional<std::string_view>> next_line() {
    while (true) {
      const std::string_view rest = std::string_view(buffer_).substr(start_);
      const std::size_t end = rest.find('\n');
      if (end != std::string_view::npos || (at_end_ && !rest.empty())) {
        std::string_view line = rest.substr(0, end);
        start_ += std::min(line.size() + 1, rest.size());
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        return std::optional(line);
      }
      if (at_end_) {
        return std::optional<std::string_view>();
      }
      if (rest.size() > kLineBytesMax) {
        return failure<msg::CSE0035E>(number_ + 1, name_, rest.size(), dcb_.record_bytes);
      }
      CS_TRY(fill());
    }
  }

  Result<void> fill() {
    buffer_.erase(0, start_);
    start_ = 0;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kBufferBytes);
    CS_ASSIGN(
        const std::size_t count,
        source_(ByteSpan(reinterpret_cast<std::uint8_t*>(buffer_.data()) + before, kBufferBytes)));
    buffer_.resize(before + count);
    at_end_ = count == 0;
    return {};
  }

  ByteSource source_;
  std::string name_;
  access::DataControlBlock dcb_;
  const text::CodePage& code_page_;
  std::string buffer_;
  std::size_t start_ = 0;
  bool at_end_ = false;
  std::size_t number_ = 0;
  Bytes record_;
};

class InstreamReader : public access::RecordReader {
 public:
  InstreamReader(std::vector<std::string> lines, std::string name,
                 const access::DataControlBlock& dcb, const text::CodePage& code_page)
      : lines_(std::move(lines)), name_(std::move(name)), dcb_(dcb), code_page_(code_page) {}

  Result<std::optional<ByteView>> read_record() override {
    if (next_ == lines_.size()) {
      return std::optional<ByteView>();
    }
    const std::string& line = lines_[next_++];
    CS_ASSIGN(record_, line_to_record(line, next_, name_, dcb_, code_page_));
    return std::optional<ByteView>(record_);
  }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  std::vector<std::string> lines_;
  std::string name_;
  access::DataControlBlock dcb_;
  const text::CodePage& code_page_;
  std::size_t next_ = 0;
  Bytes record_;
};

/// The record without the blanks at its end, which go eight at a time.
ByteView without_trailing_blanks(ByteView record) {
  constexpr std::uint64_t kEightBlanks = 0x4040404040404040;
  std::size_t length = record.size();
  while (length >= 8 && load_be64(record, length - 8) == kEightBlanks) {
    length -= 8;
  }
  while (length != 0 && record[length - 1] == kBlank) {
    --length;
  }
  return record.first(length);
}

/// Each record is translated straight to its place in a large buffer.
class TextWriter : public access::RecordWriter {
 public:
  TextWriter(std::unique_ptr<ByteSink> sink, const access::DataControlBlock& dcb,
             const text::CodePage& code_page)
      : sink_(std::move(sink)), dcb_(dcb), code_page_(code_page), buffer_(kBufferBytes) {}

  Result<void> write_record(ByteView record) override { return put(record); }

  Result<void> write_records(std::span<const ByteView> records) override {
    for (const ByteView record : records) {
      CS_TRY(put(record));
    }
    return {};
  }

  Result<void> close() override {
    CS_TRY(flush());
    return sink_->close();
  }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  Result<void> put(ByteView record) {
    if (dcb_.record_format.is_fixed()) {
      record = without_trailing_blanks(record);
    }
    const std::size_t line_bytes_max = text::kUtf8BytesMax * record.size() + 1;
    if (line_bytes_max > buffer_.size() - filled_) {
      CS_TRY(flush());
      buffer_.resize(std::max(buffer_.size(), line_bytes_max));
    }
    filled_ += code_page_.put_utf8(record, ByteSpan(buffer_).subspan(filled_));
    buffer_[filled_++] = '\n';
    return {};
  }

  Result<void> flush() {
    CS_TRY(sink_->write(ByteView(buffer_).first(filled_)));
    filled_ = 0;
    return {};
  }

  std::unique_ptr<ByteSink> sink_;
  access::DataControlBlock dcb_;
  const text::CodePage& code_page_;
  Bytes buffer_;
  std::size_t filled_ = 0;
};

class BinaryReader : public io::BlockReader {
 public:
  BinaryReader(ByteSource source, std::string name, const access::DataControlBlock& dcb)
      : source_(std::move(source)), name_(std::move(name)), dcb_(dcb) {}

  Result<std::optional<ByteView>> read_block() override {
    return dcb_.record_format.is_variable() ? read_variable() : read_fixed();
  }

 private:
  Result<std::optional<ByteView>> read_fixed() {
    block_.resize(std::max(dcb_.block_bytes, 1U));
    CS_ASSIGN(const std::size_t count, read_fully(block_));
    if (dcb_.record_format.is_fixed() && dcb_.record_bytes != 0 && count % dcb_.record_bytes != 0) {
      return failure<msg::CSE0036E>(name_, count % dcb_.record_bytes);
    }
    block_.resize(count);
    return count == 0 ? std::optional<ByteView>() : std::optional<ByteView>(block_);
  }

  Result<std::optional<ByteView>> read_variable() {
    constexpr std::size_t kWordBytes = 4;
    block_.resize(kWordBytes);
    CS_ASSIGN(const std::size_t count, read_fully(block_));
    if (count == 0) {
      return std::optional<ByteView>();
    }
    const std::size_t length = count == kWordBytes ? load_be16(block_, 0) : 0;
    if (length < kWordBytes) {
      return failure<msg::CSE0036E>(name_, count);
    }
    block_.resize(length);
    CS_ASSIGN(const std::size_t rest, read_fully(ByteSpan(block_).subspan(kWordBytes)));
    if (rest != length - kWordBytes) {
      return failure<msg::CSE0036E>(name_, kWordBytes + rest);
    }
    return std::optional<ByteView>(block_);
  }

  Result<std::size_t> read_fully(ByteSpan out) {
    std::size_t done = 0;
    while (done < out.size()) {
      if (taken_ == filled_) {
        buffer_.resize(kBufferBytes);
        taken_ = 0;
        CS_ASSIGN(filled_, source_(buffer_));
        if (filled_ == 0) {
          break;
        }
      }
      const std::size_t count = std::min(out.size() - done, filled_ - taken_);
      std::memcpy(out.data() + done, buffer_.data() + taken_, count);
      taken_ += count;
      done += count;
    }
    return done;
  }

  ByteSource source_;
  std::string name_;
  access::DataControlBlock dcb_;
  Bytes block_;
  Bytes buffer_;
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
};

class BinaryWriter : public io::BlockWriter {
 public:
  explicit BinaryWriter(std::unique_ptr<ByteSink> sink) : sink_(std::move(sink)) {}
  Result<void> write_block(ByteView block) override { return sink_->write(block); }
  Result<void> close() override { return sink_->close(); }

 private:
  std::unique_ptr<ByteSink> sink_;
};

}  // namespace

access::DataControlBlock host_attributes(const access::DataControlBlock& said) {
  access::DataControlBlock dcb = said;
  dcb.organization = dasd::Organization::kSequential;
  if (dcb.record_format.bits == 0) {
    dcb.record_format.bits = dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked;
  }
  if (dcb.record_bytes == 0 && dcb.record_format.is_fixed()) {
    dcb.record_bytes = kDefaultRecordBytes;
  }
  if (dcb.record_bytes == 0 && dcb.record_format.is_variable()) {
    dcb.record_bytes = access::kBlockBytesMax - 4;
  }
  if (dcb.block_bytes == 0) {
    dcb.block_bytes = dcb.record_format.is_undefined()
                          ? access::kBlockBytesMax
                          : access::determine_block_bytes(dcb, nullptr);
  }
  return dcb;
}

std::unique_ptr<access::RecordReader> make_text_reader(ByteSource source, std::string name,
                                                       const access::DataControlBlock& dcb,
                                                       const text::CodePage& code_page) {
  return std::make_unique<TextReader>(std::move(source), std::move(name), dcb, code_page);
}

std::unique_ptr<access::RecordWriter> make_text_writer(std::unique_ptr<ByteSink> sink,
                                                       const access::DataControlBlock& dcb,
                                                       const text::CodePage& code_page) {
  return std::make_unique<TextWriter>(std::move(sink), dcb, code_page);
}

std::unique_ptr<access::RecordReader> make_instream_reader(std::vector<std::string> lines,
                                                           std::string name,
                                                           const access::DataControlBlock& dcb,
                                                           const text::CodePage& code_page) {
  return std::make_unique<InstreamReader>(std::move(lines), std::move(name), dcb, code_page);
}

std::unique_ptr<io::BlockReader> make_binary_reader(ByteSource source, std::string name,
                                                    const access::DataControlBlock& dcb) {
  return std::make_unique<BinaryReader>(std::move(source), std::move(name), dcb);
}

std::unique_ptr<io::BlockWriter> make_binary_writer(std::unique_ptr<ByteSink> sink) {
  return std::make_unique<BinaryWriter>(std::move(sink));
}

}  // namespace coldsite::site

#include "utilities/idcams/portable_data_set.hpp"

#include <algorithm>

#include "datasets/messages/csn.hpp"
#include "datasets/text/code_page.hpp"
#include "datasets/text/stck.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::size_t kTagBytes = 4, kNumberBytes = 8, kNameBytes = 44, kMagicBytes = 16;
constexpr std::size_t kHeaderBytes = kTagBytes + kMagicBytes + 8 + kNameBytes + 1;
constexpr std::size_t kTrailerBytes = kTagBytes + 8 + 8;
constexpr std::size_t kCardsMax = 4096, kCardBytesMax = 80;
constexpr std::string_view kMagic = "COLDSITE EXPORT2";
constexpr std::uint8_t kTemporary = 0x80, kInhibits = 0x40, kAlternateIndex = 0x20;

void append_text(Bytes& bytes, std::string_view text, std::size_t length) {
  const Bytes label = text::label_from_utf8(text, length);
  bytes.insert(bytes.end(), label.begin(), label.end());
}

std::string trimmed_text(ByteView bytes) {
  std::string text = text::label_to_utf8(bytes);
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

bool has_tag(ByteView record, std::string_view tag) {
  return record.size() >= kTagBytes && text::label_to_utf8(record.first(kTagBytes)) == tag;
}

bool is_trailer(ByteView record) {
  return record.size() == kTrailerBytes && has_tag(record, "TRL1");
}

void add_record(io::Checksum& checksum, ByteView record) {
  Bytes length(4);
  store_be(length, 0, 4, record.size());
  checksum.add(length);
  checksum.add(record);
}

Result<Bytes> encode_header(const PortableHeader& header) {
  Bytes record;
  append_text(record, "HDR1", kTagBytes);
  append_text(record, kMagic, kMagicBytes);
  CS_ASSIGN(const std::uint64_t stck, text::to_stck(header.written));
  record.resize(record.size() + 8);
  store_be(record, kTagBytes + kMagicBytes, 8, stck);
  append_text(record, header.name, kNameBytes);
  record.push_back(static_cast<std::uint8_t>((header.is_temporary ? kTemporary : 0) |
                                             (header.inhibits_target ? kInhibits : 0) |
                                             (header.is_alternate_index ? kAlternateIndex : 0)));
  return record;
}

}  // namespace

Result<PortableWriter> PortableWriter::begin(std::unique_ptr<access::RecordWriter> writer,
                                             const PortableHeader& header) {
  PortableWriter portable(std::move(writer));
  CS_ASSIGN(const Bytes record, encode_header(header));
  CS_TRY(portable.write(record));
  for (const std::string& card : header.cards) {
    Bytes statement;
    append_text(statement, "STMT", kTagBytes);
    append_text(statement, card, card.size());
    CS_TRY(portable.write(statement));
  }
  return portable;
}

Result<void> PortableWriter::write(ByteView record) {
  add_record(checksum_, record);
  return writer_->write_record(record);
}

Result<void> PortableWriter::put(std::uint64_t number, ByteView record) {
  record_.clear();
  append_text(record_, "DATA", kTagBytes);
  record_.resize(kTagBytes + kNumberBytes);
  store_be(record_, kTagBytes, kNumberBytes, number);
  record_.insert(record_.end(), record.begin(), record.end());
  ++count_;
  return write(record_);
}

Result<void> PortableWriter::close() {
  Bytes trailer;
  append_text(trailer, "TRL1", kTagBytes);
  trailer.resize(kTrailerBytes);
  store_be(trailer, kTagBytes, 8, count_);
  store_be(trailer, kTagBytes + 8, 8, checksum_.value());
  CS_TRY(writer_->write_record(trailer));
  return writer_->close();
}

Failure PortableReader::damaged(std::string_view what) const {
  return failure<msg::CSN0018S>(name_, what);
}

Result<PortableReader> PortableReader::begin(std::unique_ptr<access::RecordReader> reader,
                                             std::string name) {
  PortableReader portable(std::move(reader), std::move(name));
  CS_TRY(portable.read_header());
  return portable;
}

/// What is read counts, but for the trailer itself.
Result<std::optional<ByteView>> PortableReader::read() {
  CS_ASSIGN(const std::optional<ByteView> record, reader_->read_record());
  if (record && !is_trailer(*record)) {
    add_record(checksum_, *record);
  }
  return record;
}

Result<void> PortableReader::read_header() {
  CS_ASSIGN(const std::optional<ByteView> record, read());
  if (!record || record->size() != kHeaderBytes || !has_tag(*record, "HDR1") ||
      text::label_to_utf8(record->subspan(kTagBytes, kMagicBytes)) != kMagic) {
    return damaged("it does not begin with the header of EXPORT");
  }
  const std::size_t name_at = kTagBytes + kMagicBytes + 8;
  header_.written = text::from_stck(load_be64(*record, kTagBytes + kMagicBytes));
  header_.name = trimmed_text(record->subspan(name_at, kNameBytes));
  const std::uint8_t flags = record->back();
  header_.is_temporary = (flags & kTemporary) != 0;
  header_.inhibits_target = (flags & kInhibits) != 0;
  header_.is_alternate_index = (flags & kAlternateIndex) != 0;
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> next, this->read());
    if (!next) {
      return damaged("it ends behind its definition");
    }
    if (!has_tag(*next, "STMT")) {
      first_.assign(next->begin(), next->end());
      has_first_ = true;
      return {};
    }
    if (header_.cards.size() == kCardsMax || next->size() > kTagBytes + kCardBytesMax) {
      return damaged("its definition does not end");
    }
    header_.cards.push_back(trimmed_text(next->subspan(kTagBytes)));
  }
}

Result<std::optional<PortableReader::Data>> PortableReader::next() {
  ByteView record = first_;
  if (!std::exchange(has_first_, false)) {
    CS_ASSIGN(const std::optional<ByteView> following, read());
    if (!following) {
      return damaged("it ends without its trailer");
    }
    record = *following;
  }
  if (is_trailer(record)) {
    if (load_be64(record, kTagBytes) != count_ ||
        load_be64(record, kTagBytes + 8) != checksum_.value()) {
      return damaged("its records are not those that were exported");
    }
    CS_ASSIGN(const auto behind, reader_->read_record());
    return behind ? damaged("it goes on behind its trailer")
                  : Result<std::optional<Data>>(std::nullopt);
  }
  if (!has_tag(record, "DATA") || record.size() < kTagBytes + kNumberBytes) {
    return damaged("record " + std::to_string(count_ + 1) + " is not one of EXPORT");
  }
  ++count_;
  return std::optional(
      Data{load_be64(record, kTagBytes), record.subspan(kTagBytes + kNumberBytes)});
}

}  // namespace coldsite::idcams

// Columns, from 1 (all text is EBCDIC):
//
// | VOL1              | HDR1 EOF1 EOV1                                                         |
// |-------------------|------------------------------------------------------------------------|
// | 1-4 VOL1          | 1-4 id; 5-21 data set id; 22-27 VOLSER of the first volume             |
// | 5-10 VOLSER       | 28-31 volume sequence; 32-35 file sequence                             |
// | 11 security 0     | 36-39 generation; 40-41 version                                        |
// | 42-51 owner       | 42-47 created; 48-53 expires: c yy ddd, c blank 19, 0 20               |
// |                   | 54 security; 55-60 block count, low six; 61-73 system code             |
// |                   | 77-80 block count, high four                                           |
//
// HDR2 EOF2 EOV2: 1-4 id; 5 record format F V U; 6-10 block size (00000 when it is in 71-80); 11-15
// record length; 16 density; 17 volume switch; 18-34 job/step; 37 control characters A M; 39 block
// attribute B S R (both); 71-80 block size above 32,760.
#include "datasets/tape/labels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/cst.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::tape {
namespace {

constexpr std::size_t kLabelBytes = 80;
constexpr std::size_t kDataSetIdLength = 17;
constexpr std::uint32_t kSmallBlockBytesMax = 32760;

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string_view prefix_of(LabelKind kind) {
  switch (kind) {
    case LabelKind::kHeader:
      return "HDR";
    case LabelKind::kEndOfFile:
      return "EOF";
    case LabelKind::kEndOfVolume:
      return "EOV";
  }
  return "HDR";
}

/// A label as text, its fields named by columns from 1.
class LabelText {
 public:
  explicit LabelText(ByteView block) : text_(text::label_to_utf8(block)) {
    text_.resize(kLabelBytes, ' ');
    std::replace(text_.begin(), text_.end(), '\0', ' ');
  }

  std::string field(std::size_t first, std::size_t last) const {
    return text_.substr(first - 1, last - first + 1);
  }

  Result<std::uint64_t> number(std::string_view name, std::size_t first, std::size_t last) const {
    const std::string digits = field(first, last);
    std::uint64_t value = 0;
    for (const char c : digits) {
      if (c != ' ' && (c < '0' || c > '9')) {
        return failure<msg::CST0011E>(name, field(1, 4), digits, "a number");
      }
      value = c == ' ' ? value : value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
  }

  Result<dasd::LabelDate> date(std::string_view name, std::size_t first) const {
    CS_ASSIGN(const std::uint64_t year, number(name, first + 1, first + 2));
    CS_ASSIGN(const std::uint64_t day, number(name, first + 3, first + 5));
    const char century = field(first, first)[0];
    if (day > 366 || (century != ' ' && (century < '0' || century > '9'))) {
      return failure<msg::CST0011E>(name, field(1, 4), field(first, first + 5), "a date cyyddd");
    }
    if (day == 0) {
      return dasd::LabelDate{};
    }
    const int base = century == ' ' ? 1900 : 2000 + 100 * (century - '0');
    return dasd::LabelDate{base + static_cast<int>(year), static_cast<int>(day)};
  }

 private:
  std::string text_;
};

/// Builds a label column by column.
class LabelMaker {
 public:
  LabelMaker& put(std::size_t first, std::size_t length, std::string_view value) {
    const std::string_view shown = value.substr(0, length);
    std::ranges::copy(shown, text_.begin() + static_cast<std::ptrdiff_t>(first - 1));
    return *this;
  }
  LabelMaker& put_number(std::size_t first, std::size_t length, std::uint64_t value) {
    const std::string digits = fmt::format("{:0{}}", value, length);
    return put(first, length, std::string_view(digits).substr(digits.size() - length));
  }
  LabelMaker& put_date(std::size_t first, dasd::LabelDate date) {
    if (date.year == 0) {
      return put(first, 6, " 00000");
    }
    const char century = date.year < 2000 ? ' ' : static_cast<char>('0' + (date.year - 2000) / 100);
    return put(first, 6, fmt::format("{}{:02}{:03}", century, date.year % 100, date.day_of_year));
  }
  Bytes bytes() const { return text::label_from_utf8(text_, kLabelBytes); }

 private:
  std::string text_ = std::string(kLabelBytes, ' ');
};

std::string_view block_attribute(dasd::RecordFormat format) {
  const bool is_marked = (format.bits & dasd::RecordFormat::kSpannedOrStandard) != 0;
  if (format.is_blocked()) {
    return is_marked ? "R" : "B";
  }
  return is_marked ? "S" : " ";
}

Result<dasd::RecordFormat> parse_format(const LabelText& label) {
  dasd::RecordFormat format;
  switch (label.field(5, 5)[0]) {
    case 'F':
      format.bits = dasd::RecordFormat::kFixed;
      break;
    case 'V':
    case 'D':
      format.bits = dasd::RecordFormat::kVariable;
      break;
    case 'U':
      format.bits = dasd::RecordFormat::kUndefined;
      break;
    case ' ':
    case '0':
      break;
    default:
      return failure<msg::CST0011E>("record format", label.field(1, 4), label.field(5, 5),
                                    "F, V or U");
  }
  const char attribute = label.field(39, 39)[0];
  const char control = label.field(37, 37)[0];
  format.bits |= attribute == 'B' || attribute == 'R' ? dasd::RecordFormat::kBlocked : 0;
  format.bits |= attribute == 'S' || attribute == 'R' ? dasd::RecordFormat::kSpannedOrStandard : 0;
  format.bits |= control == 'A' ? dasd::RecordFormat::kAsa : 0;
  format.bits |= control == 'M' ? dasd::RecordFormat::kMachine : 0;
  return format;
}

Result<void> parse_second(ByteView block, TapeFileLabel& label) {
  const LabelText text(block);
  CS_ASSIGN(label.record_format, parse_format(text));
  CS_ASSIGN(const std::uint64_t small, text.number("block size", 6, 10));
  CS_ASSIGN(const std::uint64_t large, text.number("large block length", 71, 80));
  CS_ASSIGN(const std::uint64_t record, text.number("record length", 11, 15));
  label.block_bytes = static_cast<std::uint32_t>(small != 0 ? small : large);
  label.record_bytes = static_cast<std::uint32_t>(record);
  label.job_step = trimmed(text.field(18, 34));
  label.has_second = true;
  return {};
}

}  // namespace

std::string label_identifier(ByteView block) {
  if (block.size() != kLabelBytes) {
    return {};
  }
  const std::string id = text::label_to_utf8(block.first(4));
  static constexpr std::string_view kKnown[] = {"VOL", "HDR", "EOF", "EOV", "UHL", "UTL"};
  const bool is_known = std::any_of(std::begin(kKnown), std::end(kKnown),
                                    [&](std::string_view known) { return id.starts_with(known); });
  return is_known && id.size() == 4 && id[3] >= '1' && id[3] <= '9' ? id : std::string();
}

std::string label_data_set_id(std::string_view data_set_name) {
  const std::size_t cut =
      data_set_name.size() > kDataSetIdLength ? data_set_name.size() - kDataSetIdLength : 0;
  return std::string(data_set_name.substr(cut));
}

bool is_expired(dasd::LabelDate expires, dasd::LabelDate today) {
  if (expires.year == 0) {
    return true;
  }
  const bool is_never = expires.year == 1999 && expires.day_of_year >= 365;
  return !is_never && expires <= today;
}

Result<TapeVolumeLabel> parse_volume_label(ByteView block) {
  if (label_identifier(block) != "VOL1") {
    return failure<msg::CST0010E>(
        "VOL1", text::label_to_utf8(block.first(std::min<std::size_t>(block.size(), 10))));
  }
  const LabelText text(block);
  return TapeVolumeLabel{trimmed(text.field(5, 10)), trimmed(text.field(42, 51))};
}

Bytes make_volume_label(const TapeVolumeLabel& label) {
  return LabelMaker()
      .put(1, 4, "VOL1")
      .put(5, 6, label.volser)
      .put(11, 1, "0")
      .put(42, 10, label.owner)
      .bytes();
}

Result<TapeFileLabel> parse_file_label(ByteView first, ByteView second) {
  const std::string id = label_identifier(first);
  TapeFileLabel label;
  if (id == "HDR1") {
    label.kind = LabelKind::kHeader;
  } else if (id == "EOF1") {
    label.kind = LabelKind::kEndOfFile;
  } else if (id == "EOV1") {
    label.kind = LabelKind::kEndOfVolume;
  } else {
    return failure<msg::CST0010E>(
        "HDR1", text::label_to_utf8(first.first(std::min<std::size_t>(first.size(), 4))));
  }
  const LabelText text(first);
  label.data_set_id = trimmed(text.field(5, 21));
  label.set_volser = trimmed(text.field(22, 27));
  CS_ASSIGN(const std::uint64_t volume, text.number("volume sequence", 28, 31));
  CS_ASSIGN(const std::uint64_t file, text.number("data set sequence", 32, 35));
  CS_ASSIGN(const std::uint64_t generation, text.number("generation", 36, 39));
  CS_ASSIGN(const std::uint64_t version, text.number("version", 40, 41));
  CS_ASSIGN(label.created, text.date("creation date", 42));
  CS_ASSIGN(label.expires, text.date("expiration date", 48));
  CS_ASSIGN(const std::uint64_t count_low, text.number("block count", 55, 60));
  CS_ASSIGN(const std::uint64_t count_high, text.number("block count", 77, 80));
  label.volume_sequence = static_cast<std::uint32_t>(volume);
  label.file_sequence = static_cast<std::uint32_t>(file);
  label.generation = static_cast<std::uint32_t>(generation);
  label.version = static_cast<std::uint32_t>(version);
  label.block_count = count_high * 1'000'000 + count_low;
  label.system_code = trimmed(text.field(61, 73));
  label.has_second = false;
  if (!second.empty()) {
    const std::string expected = std::string(prefix_of(label.kind)) + '2';
    if (label_identifier(second) != expected) {
      return failure<msg::CST0010E>(
          expected, text::label_to_utf8(second.first(std::min<std::size_t>(second.size(), 4))));
    }
    CS_TRY(parse_second(second, label));
  }
  return label;
}

Bytes make_first_label(const TapeFileLabel& label) {
  return LabelMaker()
      .put(1, 3, prefix_of(label.kind))
      .put(4, 1, "1")
      .put(5, 17, label.data_set_id)
      .put(22, 6, label.set_volser)
      .put_number(28, 4, label.volume_sequence)
      .put_number(32, 4, label.file_sequence)
      .put(36, 6,
           label.generation == 0
               ? ""
               : fmt::format("{:04}{:02}", label.generation % 10000, label.version % 100))
      .put_date(42, label.created)
      .put_date(48, label.expires)
      .put(54, 1, "0")
      .put_number(55, 6, label.block_count % 1'000'000)
      .put(61, 13, label.system_code)
      .put_number(77, 4, label.block_count / 1'000'000)
      .bytes();
}

Bytes make_second_label(const TapeFileLabel& label) {
  const dasd::RecordFormat format = label.record_format;
  const bool is_large = label.block_bytes > kSmallBlockBytesMax;
  LabelMaker maker;
  maker.put(1, 3, prefix_of(label.kind))
      .put(4, 1, "2")
      .put(5, 1,
           format.is_fixed()      ? "F"
           : format.is_variable() ? "V"
                                  : "U")
      .put_number(6, 5, is_large ? 0 : label.block_bytes)
      .put_number(11, 5, std::min<std::uint32_t>(label.record_bytes, 99999))
      .put(16, 1, "4")
      .put(17, 1, label.volume_sequence > 1 ? "1" : "0")
      .put(18, 17, label.job_step)
      .put(37, 1,
           (format.bits & dasd::RecordFormat::kAsa) != 0       ? "A"
           : (format.bits & dasd::RecordFormat::kMachine) != 0 ? "M"
                                                               : " ")
      .put(39, 1, block_attribute(format));
  if (is_large) {
    maker.put_number(71, 10, label.block_bytes);
  }
  return maker.bytes();
}

}  // namespace coldsite::tape

// Fields, literals and conversions.
#include "utilities/iebgener/record_edit.hpp"

#include <algorithm>

#include "datasets/messages/csu.hpp"
#include "datasets/text/decimal.hpp"

namespace coldsite::iebgener {
namespace {

constexpr std::uint8_t kBlank = 0x40;

/// A character of the H set (FORTRAN) as a BCD machine punched it, in EBCDIC: # @ & % < stood for
/// = ' + ( ).
std::uint8_t from_h_set(std::uint8_t byte) {
  switch (byte) {
    case 0x7B:
      return 0x7E;
    case 0x7C:
      return 0x7D;
    case 0x50:
      return 0x4E;
    case 0x6C:
      return 0x4D;
    case 0x4C:
      return 0x5D;
    default:
      return byte;
  }
}

Result<Bytes> convert(Conversion conversion, ByteView bytes) {
  switch (conversion) {
    case Conversion::kNone:
      break;
    case Conversion::kPackedToZoned:
      return text::packed_to_zoned(bytes);
    case Conversion::kZonedToPacked:
      return text::zoned_to_packed(bytes);
    case Conversion::kBcdToEbcdic: {
      Bytes result(bytes.begin(), bytes.end());
      std::ranges::transform(result, result.begin(), from_h_set);
      return result;
    }
  }
  return Bytes(bytes.begin(), bytes.end());
}

std::string_view name_of(Conversion conversion) {
  return conversion == Conversion::kPackedToZoned ? "PZ" : "ZP";
}

Result<Bytes> literal_bytes(const Literal& literal, const text::CodePage& code_page) {
  if (literal.is_hexadecimal) {
    return Bytes(literal.text.begin(), literal.text.end());
  }
  return code_page.from_utf8(literal.text);
}

/// The bytes of `record` from `offset`, blanks where it is too short.
Bytes part_of(ByteView record, std::size_t offset, std::size_t length) {
  Bytes part(length, kBlank);
  if (offset < record.size()) {
    const std::size_t there = std::min(length, record.size() - offset);
    std::ranges::copy(record.subspan(offset, there), part.begin());
  }
  return part;
}

}  // namespace

Result<RecordEdit> RecordEdit::make(const RecordStatement& statement, const EditLimits& limits,
                                    const text::CodePage& code_page) {
  RecordEdit edit;
  edit.output_bytes_ = limits.is_output_fixed ? limits.output_bytes_max : 0;
  for (const FieldOperand& operand : statement.fields) {
    Field field{operand, {}};
    const std::size_t input_end = operand.input_location - 1 + operand.length_bytes;
    const std::size_t output_end = operand.output_location - 1 + operand.output_bytes();
    if (operand.literal) {
      CS_ASSIGN(field.literal, literal_bytes(*operand.literal, code_page));
    } else if (limits.input_bytes != 0 && input_end > limits.input_bytes) {
      return failure<msg::CSU0003S>(input_end, "input", limits.input_bytes).at(operand.position);
    }
    if (output_end > limits.output_bytes_max) {
      return failure<msg::CSU0003S>(output_end, "output", limits.output_bytes_max)
          .at(operand.position);
    }
    edit.output_bytes_ = std::max(edit.output_bytes_, output_end);
    edit.fields_.push_back(std::move(field));
  }
  if (statement.ident) {
    edit.has_ident_ = true;
    CS_ASSIGN(edit.ident_, literal_bytes(statement.ident->name, code_page));
    edit.ident_.resize(statement.ident->length_bytes, kBlank);
    edit.ident_offset_ = statement.ident->input_location - 1;
  }
  return edit;
}

bool RecordEdit::is_last(ByteView record) const {
  return has_ident_ && ident_offset_ + ident_.size() <= record.size() &&
         std::ranges::equal(record.subspan(ident_offset_, ident_.size()), ident_);
}

Result<ByteView> RecordEdit::edit(ByteView record, std::uint64_t record_number) {
  output_.assign(output_bytes_, kBlank);
  for (const Field& field : fields_) {
    CS_TRY(put(field, record, record_number));
  }
  return ByteView(output_);
}

Result<void> RecordEdit::put(const Field& field, ByteView record, std::uint64_t record_number) {
  const FieldOperand& operand = field.operand;
  const auto at = output_.begin() + static_cast<std::ptrdiff_t>(operand.output_location - 1);
  if (operand.literal) {
    std::ranges::copy(field.literal, at);
    return {};
  }
  const std::size_t offset = operand.input_location - 1;
  const Bytes part = part_of(record, offset, operand.length_bytes);
  const auto converted = convert(operand.conversion, part);
  if (!converted) {
    return failure<msg::CSU0002S>(record_number, name_of(operand.conversion), offset + 1,
                                  offset + operand.length_bytes, converted.failure().text())
        .at(operand.position);
  }
  std::ranges::copy(*converted, at);
  return {};
}

}  // namespace coldsite::iebgener

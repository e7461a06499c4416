#include "utilities/iebupdte/sequence_number.hpp"

#include <algorithm>
#include <string>

#include "datasets/text/code_page.hpp"

namespace coldsite::iebupdte {
namespace {

constexpr std::uint8_t kZeroDigit = 0xF0;

Bytes filled_up(ByteView sequence, std::size_t bytes) {
  Bytes filled(bytes > sequence.size() ? bytes - sequence.size() : 0, kZeroDigit);
  filled.insert(filled.end(), sequence.begin(), sequence.end());
  return filled;
}

}  // namespace

ByteView sequence_of(ByteView record, const SequenceField& field) {
  const std::size_t first = std::min<std::size_t>(field.column - 1, record.size());
  return record.subspan(first, std::min<std::size_t>(field.bytes, record.size() - first));
}

bool is_blank(ByteView field) {
  return std::ranges::all_of(field, [](std::uint8_t byte) { return byte == text::kEbcdicBlank; });
}

Bytes to_sequence(std::string_view text, const SequenceField& field) {
  Bytes sequence;
  for (const char c : text) {  // letters, digits and national characters are as in all pages
    sequence.push_back(text::default_code_page().from_ascii_table()[static_cast<std::uint8_t>(c)]);
  }
  sequence = filled_up(sequence, field.bytes);
  return {sequence.end() - static_cast<std::ptrdiff_t>(field.bytes), sequence.end()};
}

Bytes to_sequence(std::uint64_t number, const SequenceField& field) {
  return to_sequence(std::to_string(number), field);
}

bool fits_field(std::uint64_t number, const SequenceField& field) {
  return std::to_string(number).size() <= field.bytes;
}

void put_sequence(Bytes& record, const SequenceField& field, ByteView sequence) {
  if (field.end_column() <= record.size()) {
    std::ranges::copy(sequence, record.begin() + static_cast<std::ptrdiff_t>(field.column - 1));
  }
}

int compare_sequences(ByteView first, ByteView second) {
  const std::size_t bytes = std::max(first.size(), second.size());
  const Bytes a = filled_up(first, bytes);
  const Bytes b = filled_up(second, bytes);
  if (a == b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

}  // namespace coldsite::iebupdte

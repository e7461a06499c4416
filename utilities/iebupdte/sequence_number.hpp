// Sequence numbers in card images: read, compared, written. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "control-cards/iebupdte/iebupdte_statement.hpp"
#include "datasets/bytes.hpp"

namespace coldsite::iebupdte {

/// The field of a record; shorter where the record ends in it.
[[nodiscard]] ByteView sequence_of(ByteView record, const SequenceField& field);
[[nodiscard]] bool is_blank(ByteView field);

/// A number of a statement as the field holds it: right, with zeros in front, in EBCDIC. What is
/// longer than the field loses its front.
[[nodiscard]] Bytes to_sequence(std::string_view text, const SequenceField& field);
[[nodiscard]] Bytes to_sequence(std::uint64_t number, const SequenceField& field);
/// Whether the field has room for the digits.
[[nodiscard]] bool fits_field(std::uint64_t number, const SequenceField& field);

/// Puts a number into the record's field.
void put_sequence(Bytes& record, const SequenceField& field, ByteView sequence);

/// EBCDIC order; the shorter is filled up with zeros in front.
[[nodiscard]] int compare_sequences(ByteView first, ByteView second);

}  // namespace coldsite::iebupdte

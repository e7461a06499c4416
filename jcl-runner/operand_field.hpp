// The operand field over its cards: where it ends, and where it goes on.
//   - it ends at the first blank outside apostrophes; a comma there continues it on the next card,
//     in columns 4-16; comment cards may stand between
//   - an open apostrophe runs to column 71 and goes on in column 16
// source: z/OS MVS JCL Reference, "Continuing the parameter field".
#pragma once

#include <cstddef>
#include <vector>

#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

struct OperandField {
  JclText text;
  std::size_t next_card = 0;  ///< the first card behind the statement
  std::vector<Failure> errors;
};

/// The field that starts at `offset` of card `card_index` (at the card's end: an empty field).
[[nodiscard]] OperandField read_operand_field(const SourceHandle& source, std::size_t card_index,
                                              std::size_t offset, bool has_conditions = false);

/// The text of an IF statement: everything to the word THEN, over as many cards as it takes.
[[nodiscard]] OperandField read_if_field(const SourceHandle& source, std::size_t card_index,
                                         std::size_t offset);

}  // namespace coldsite::jcl

// Statements gathered into one request, and what GENERATE promised of them. No grammar here.
#pragma once

#include <vector>

#include "control-cards/iebgener/iebgener_statement.hpp"

namespace coldsite::iebgener {

enum class OperationKind { kGenerate, kLabels, kMember, kRecord };

/// One statement as the grammar saw it.
struct Operation {
  OperationKind kind = OperationKind::kGenerate;
  SourcePosition position;
  GenerateRequest limits;          ///< kGenerate
  std::vector<cards::Word> names;  ///< kMember
  RecordStatement record;          ///< kRecord
};

/// Bytes that a literal has in the data set's code page: one for each character.
[[nodiscard]] std::size_t count_characters(const Literal& literal);

/// errors: CSS0401E GENERATE is not first, CSS0402E coded twice, CSS0403E more than GENERATE said,
/// CSS0404E literal too long, CSS0405E IDENT length is not its name's, CSS0406E odd number of
/// hexadecimal digits.
[[nodiscard]] cards::Parsed<GenerateRequest> gather_request(
    const std::vector<Operation>& operations);

}  // namespace coldsite::iebgener

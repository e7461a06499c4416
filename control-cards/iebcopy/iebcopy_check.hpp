// Statements gathered into copy steps: which SELECT belongs to which COPY. No grammar here.
#pragma once

#include <vector>

#include "control-cards/iebcopy/iebcopy_statement.hpp"

namespace coldsite::iebcopy {

enum class OperationKind { kCopy, kCopymod, kInput, kSelect, kExclude };

/// One statement as the grammar saw it: the part of a step that it says.
struct Operation {
  OperationKind kind = OperationKind::kCopy;
  CopyStep part;
};

/// errors: CSS0501E SELECT or EXCLUDE without COPY, CSS0502E both in one step, CSS0503E a step
/// without input, CSS0504E INDD without COPY, CSS0505E MINBLK above MAXBLK.
[[nodiscard]] cards::Parsed<CopyStep> gather_steps(const std::vector<Operation>& operations);

}  // namespace coldsite::iebcopy

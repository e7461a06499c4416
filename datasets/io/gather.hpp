// Bytes that stand in pieces, joined: the way of everything that has no gathering write of its own.
#pragma once

#include <span>

#include "datasets/bytes.hpp"

namespace coldsite::io {

/// The pieces, one behind another.
[[nodiscard]] Bytes join_pieces(std::span<const ByteView> pieces);

}  // namespace coldsite::io

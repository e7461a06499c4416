// Messages of component CSV: volumes. The texts are in csv.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csv.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

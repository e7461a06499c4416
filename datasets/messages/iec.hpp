// Messages of component IEC: open close end of volume. The texts are in iec.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/iec.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

// Messages of component CSK: dump format. The texts are in csk.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csk.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

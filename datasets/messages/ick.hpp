// Messages of component ICK: ICKDSF. The texts are in ick.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/ick.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

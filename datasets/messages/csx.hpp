// Messages of component CSX: general. The texts are in csx.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csx.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

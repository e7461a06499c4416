// Messages of component IEE: operator commands. The texts are in iee.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/iee.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

// Messages of component CSS: syntax. The texts are in css.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/css.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

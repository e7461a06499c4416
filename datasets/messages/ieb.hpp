// Messages of component IEB: IEBGENER, IEBCOPY and IEBUPDTE. The texts are in ieb.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/ieb.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

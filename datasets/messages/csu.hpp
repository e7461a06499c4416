// Messages of component CSU: copy utilities. The texts are in csu.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csu.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

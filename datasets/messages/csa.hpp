// Messages of component CSA: access methods. The texts are in csa.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csa.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

// Messages of component CSI: input output. The texts are in csi.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csi.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

// Messages of component CSM: VSAM. The texts are in csm.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csm.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

// Messages of component IDC: Access Method Services. The texts are in idc.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/idc.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

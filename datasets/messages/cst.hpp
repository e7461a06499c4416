// Messages of component CST: tape. The texts are in cst.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/cst.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

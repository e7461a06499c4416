// Messages of component CSG: drills. The texts are in csg.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csg.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

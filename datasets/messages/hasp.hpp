// Messages of component HASP: JES2. The texts are in hasp.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/hasp.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

// Messages of component CSE: site. The texts are in cse.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/cse.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

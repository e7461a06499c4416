// Messages of component CSP: program frame. The texts are in csp.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csp.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

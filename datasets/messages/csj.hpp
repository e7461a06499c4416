// Messages of component CSJ: job runner. The texts are in csj.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csj.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

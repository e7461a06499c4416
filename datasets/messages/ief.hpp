// Messages of component IEF: job management. The texts are in ief.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/ief.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

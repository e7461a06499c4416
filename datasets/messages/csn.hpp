// Messages of component CSN: IDCAMS, where no public message fits. The texts are in csn.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csn.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

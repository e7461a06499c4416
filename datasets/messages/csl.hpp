// Messages of component CSL: catalogs. The texts are in csl.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/csl.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

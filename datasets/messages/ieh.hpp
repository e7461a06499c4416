// Messages of component IEH: IEHLIST and IEHPROGM. The texts are in ieh.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/ieh.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

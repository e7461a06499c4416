// Messages of component ADR: DFSMSdss. The texts are in adr.def.
#pragma once

#include "datasets/message.hpp"

namespace coldsite::msg {
#define CS_MESSAGE(id, ...) inline constexpr Message id{#id, __VA_ARGS__};
#include "datasets/messages/adr.def"
#undef CS_MESSAGE
}  // namespace coldsite::msg

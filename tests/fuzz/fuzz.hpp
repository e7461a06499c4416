// What every fuzz target includes: the entry that libFuzzer and replay_main.cpp call. A target
// returns 0 for any input; a crash, a failed CS_CHECK or a sanitizer report is the finding.
#pragma once

#include <cstddef>
#include <cstdint>

#include "datasets/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

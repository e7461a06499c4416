// How a step ends when the host gives it no more storage: by a signal that nothing else uses, so
// that the runner can tell S878 from other ends.
#pragma once

#include <csignal>

namespace coldsite::io {

/// Unused by Linux since its beginnings; a process ends by it when nothing else is said.
inline constexpr int kOutOfStorageSignal = SIGSTKFLT;

[[noreturn]] void end_out_of_storage();

}  // namespace coldsite::io

// Files behind the standard streams of a program that is being started: what stands between fork
// and exec, where only system calls are safe.
#pragma once

#include <array>
#include <optional>

namespace coldsite::io {

enum class StandardStream { kInput = 0, kOutput = 1, kError = 2 };

/// Opens `path` (input: for reading; otherwise for writing at its end, made when it is not there)
/// as the stream. False with errno set. Safe between fork and exec.
[[nodiscard]] bool redirect_standard_stream(const char* path, StandardStream stream) noexcept;

/// A pipe whose ends close when a program is started: {read, write}. Nothing with errno set.
[[nodiscard]] std::optional<std::array<int, 2>> make_closing_pipe() noexcept;

}  // namespace coldsite::io

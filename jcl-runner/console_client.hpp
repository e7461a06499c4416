// The consoles of a site as an operator reaches them: every jclrun that runs there is asked.
// threads: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::jcl {

/// <site>/run/console.
[[nodiscard]] std::string console_directory(const std::string& site_directory);

using ConsoleFields = std::vector<std::string>;

/// Asks every console and returns the rows of all of them, without END. What a killed jclrun left
/// behind is removed. errors: the directory cannot be read.
[[nodiscard]] Result<std::vector<ConsoleFields>> ask_consoles(io::FileStore& store,
                                                              const std::string& site_directory,
                                                              const ConsoleFields& question);

/// Asks one console after the other until one has what is meant; its answer, or {"NONE"}.
[[nodiscard]] Result<ConsoleFields> tell_consoles(io::FileStore& store,
                                                  const std::string& site_directory,
                                                  const ConsoleFields& command);

}  // namespace coldsite::jcl

// The operator's commands: what 'jclrun command', COMMAND statements and JCL commands give.
//   C CANCEL  D DISPLAY  F MODIFY  FORCE  P STOP  R REPLY  S START  V VARY, and of JES2 $C $D $DA;
// every other command of z/OS or JES2 is refused by name.
// source: z/OS MVS System Commands; JES2 Commands.
// threads: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::jcl {

/// Where a command is carried out.
struct CommandSurroundings {
  io::FileStore* store = nullptr;
  io::Clock* clock = nullptr;
  std::string site_directory;                      ///< a whole path
  std::string suite_directory;                     ///< where jclrun is, for START
  std::vector<std::string> variables;              ///< "NAME=value", for START
  std::vector<std::string> procedure_directories;  ///< --proclib, for START
};

/// What the operator is answered with.
struct CommandAnswer {
  std::vector<std::string> lines;
  int condition_code = 0;  ///< 8: the command was not carried out
};

/// What an operator types. A lower-case command is folded, but not between apostrophes.
[[nodiscard]] CommandAnswer carry_out_command(std::string_view command,
                                              const CommandSurroundings& surroundings);

/// Whether the word can stand as the operation of a JCL command statement ("// F NAME,TEXT").
/// source: z/OS MVS JCL Reference, "JCL command statement".
[[nodiscard]] bool is_jcl_command(std::string_view verb);

}  // namespace coldsite::jcl

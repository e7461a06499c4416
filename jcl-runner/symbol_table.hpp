// The symbols of a job: what has a value where, and the substitution of &NAME in a statement.
//   value in effect: EXEC, then PROC default, then -D of the command line, then SET, then system
//   &NAME &NAME. &NAME(1:3)   the period and, for system symbols, the substring belong to it
//   &&                        never a symbol: the name of a temporary data set, or one ampersand
// source: z/OS MVS JCL Reference, "System symbols and JCL symbols".
// threads: one job, one thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

using SymbolValues = std::map<std::string, std::string, std::less<>>;

class SymbolTable {
 public:
  struct Symbol {
    std::string value;
    bool is_system = false;    ///< may have a substring
    bool is_exported = false;  ///< may be used in in-stream data
  };

  void define_system(std::string name, std::string value);
  /// -D: stands above every SET, below PROC and EXEC.
  void define_on_command_line(std::string name, std::string value);
  /// SET: lasts to the end of the job; inside a procedure it also changes that procedure's value.
  void set(const std::string& name, const std::string& value);
  /// EXPORT SYMLIST: symbols that get a value from here on may be used in in-stream data.
  void export_symbol(const std::string& name);  ///< "*": all of them

  /// A procedure begins: its defaults with what EXEC says on top.
  void enter_procedure(const SymbolValues& values);
  void leave_procedure();

  [[nodiscard]] std::optional<Symbol> find(std::string_view name) const;

 private:
  using Scope = std::map<std::string, Symbol, std::less<>>;
  [[nodiscard]] bool is_in_export_list(const std::string& name) const;

  Scope system_, command_line_, set_;
  std::vector<Scope> procedures_;  ///< innermost last
  std::set<std::string> export_list_;
};

/// One to eight characters, A-Z 0-9 # @ $, the first no digit.
[[nodiscard]] bool is_symbol_name(std::string_view name);

struct UndefinedSymbol {
  std::string name;
  std::size_t offset;  ///< of the ampersand in the new text
  bool is_quoted;      ///< between apostrophes, where it is text
};

struct Substitution {
  JclText text;
  bool has_changed = false;
  std::set<std::string> used;
  std::vector<UndefinedSymbol> undefined;
  std::vector<Failure> errors;  ///< CSJ0053E bad substring
};

/// `text` with every symbol that has a value replaced by it.
[[nodiscard]] Substitution substitute(const JclText& text, const SymbolTable& symbols);

/// Which symbols in-stream data may use (SYMBOLS=).
enum class DataSymbols { kJclOnly, kSystemToo };

/// One record of in-stream data; what follows a symbol keeps its column where blanks allow it.
[[nodiscard]] std::string substitute_in_data(const std::string& record, DataSymbols which,
                                             const SymbolTable& symbols);

}  // namespace coldsite::jcl

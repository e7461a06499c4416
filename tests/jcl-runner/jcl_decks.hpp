// Job streams for tests, written as literal cards.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/jcl_statement.hpp"
#include "jcl-runner/job_expansion.hpp"
#include "jcl-runner/system_symbols.hpp"

namespace coldsite::jcl {

struct DeckReading {
  std::vector<JclStatement> statements;
  std::vector<Failure> errors, warnings;
};

inline DeckReading read_deck(std::string_view cards) {
  DeckReading reading;
  reading.statements = read_statements(make_source("JOBS", cards));
  for (const JclStatement& statement : reading.statements) {
    reading.errors.insert(reading.errors.end(), statement.errors.begin(), statement.errors.end());
    reading.warnings.insert(reading.warnings.end(), statement.warnings.begin(),
                            statement.warnings.end());
  }
  return reading;
}

/// The operand field of a statement, on line 1.
inline JclText text_of(std::string_view text) {
  JclText result;
  result.append(make_source("JOBS", text), 0, 1, text);
  return result;
}

/// Members by name, "LIB/MEMBER" for those of a library of JCLLIB.
class MemoryLibrary : public ProcedureLibrary {
 public:
  std::map<std::string, std::string> members;

  Result<std::optional<LibraryMember>> find_member(
      const std::string& member, const std::vector<std::string>& private_libraries) override {
    for (const std::string& library : private_libraries) {
      if (const auto found = members.find(library + "/" + member); found != members.end()) {
        return std::optional(LibraryMember{make_source(member, found->second), library, false});
      }
    }
    const auto found = members.find(member);
    return found == members.end() ? std::optional<LibraryMember>()
                                  : std::optional(LibraryMember{make_source(member, found->second),
                                                                "SYS1.PROCLIB", true});
  }
};

/// 2026-11-21 10:02:03 UTC, user TESTER on system SYSA.
inline SymbolTable test_symbols() {
  SymbolTable symbols;
  const io::CalendarTime time{2026, 11, 21, 10, 2, 3, 0, 325};
  define_system_symbols({"TESTER", "SYSA", "PLEX1", io::from_calendar(time), 60}, symbols);
  return symbols;
}

inline std::vector<ExpandedJob> expand_deck(std::string_view cards,
                                            ProcedureLibrary* library = nullptr,
                                            bool is_syntax_only = false) {
  return expand_jobs(read_statements(make_source("JOBS", cards)),
                     {test_symbols(), library, is_syntax_only});
}

inline std::vector<JclJob> build_deck(std::string_view cards, ProcedureLibrary* library = nullptr,
                                      const BuildOptions& options = {}) {
  return build_jobs(expand_deck(cards, library, options.is_syntax_only), options);
}

/// "IEFC630I(2,13)": the message and where it points.
inline std::string shown(const Failure& failure) {
  std::string text(failure.message().id);
  if (failure.position()) {
    text += "(" + std::to_string(failure.position()->line) + "," +
            std::to_string(failure.position()->column) + ")";
  }
  return text;
}

inline std::vector<std::string> shown(const std::vector<Failure>& failures) {
  std::vector<std::string> texts;
  for (const Failure& failure : failures) {
    texts.push_back(shown(failure));
  }
  return texts;
}

/// "NAME OPERANDS" of the EXEC and DD statements that are left after the expansion.
inline std::vector<std::string> flat(const ExpandedJob& job) {
  std::vector<std::string> lines;
  for (const JclStatement& statement : job.statements) {
    const bool is_shown = (statement.kind == StatementKind::kExec && !statement.is_call) ||
                          statement.kind == StatementKind::kDd;
    if (is_shown) {
      const std::string& name = statement.ddname.empty() ? statement.name.text() : statement.ddname;
      lines.push_back(name + " " + statement.operand_text.text());
    }
  }
  return lines;
}

inline std::vector<std::string> errors_of(const ExpandedJob& job) {
  std::vector<std::string> all;
  for (const JclStatement& statement : job.statements) {
    for (const std::string& error : shown(statement.errors)) {
      all.push_back(error);
    }
  }
  return all;
}

}  // namespace coldsite::jcl

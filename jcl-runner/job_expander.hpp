// The expansion of one job; used by job_expansion.cpp only.
//   A level is the job itself, or a procedure that is being put in. On each level statements come
//   in order; an EXEC of a procedure waits until its DD statements have been read.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jcl-runner/job_expansion.hpp"
#include "jcl-runner/procedure_call.hpp"

namespace coldsite::jcl {

class JobExpander {
 public:
  JobExpander(StreamKind kind, const ExpansionRequest& request);
  ExpandedJob run(std::vector<JclStatement> statements);

 private:
  /// A procedure, or the statements that stand for one.
  struct Body {
    std::vector<JclStatement> statements;
    ListingMark mark = ListingMark::kLibrary;
    std::string library;  ///< empty: in-stream
    bool is_system = false;
  };
  using BodyHandle = std::shared_ptr<const Body>;

  /// EXEC of a procedure whose DD statements are being read.
  struct PendingCall {
    ProcedureExec exec;
    std::size_t exec_index = 0;  ///< in job_.statements
    BodyHandle body;             ///< nullptr: not found
    DdOverrides overrides;
    SymbolTable symbols;              ///< as they were at the EXEC statement
    std::set<std::string> set_since;  ///< by SET statements among the DD statements
  };

  struct Level {
    std::size_t call = 0;
    ListingMark mark = ListingMark::kJob;
    ExpansionChain chain;
    std::size_t procedure_depth = 0, include_depth = 0;
    std::optional<PendingCall> pending;
    // A procedure's level only:
    DdOverrides* overrides = nullptr;
    const ProcedureExec* exec = nullptr;
    std::size_t step_count = 0;
    std::string step;
    bool is_step_call = false;  ///< the step calls a procedure: overrides do not reach through it
    DdOverride* dd_override = nullptr;  ///< of the DD that is being read
    std::size_t dd_part = 0;
    std::set<std::string>* used_symbols = nullptr;
    std::set<std::string>* set_symbols = nullptr;
  };

  void expand_all(std::vector<JclStatement> statements, Level& level);
  void take(JclStatement statement, Level& level);
  void take_simple(JclStatement statement, Level& level);
  void take_job(JclStatement statement, Level& level);
  void take_set(JclStatement statement, Level& level);
  void take_export(JclStatement statement, Level& level);
  void take_jcllib(JclStatement statement, Level& level);
  void take_include(JclStatement statement, Level& level);
  void take_exec(JclStatement statement, Level& level);
  void take_dd(JclStatement statement, Level& level);
  void take_override(JclStatement statement, Level& level);
  std::size_t take_definition(std::vector<JclStatement>& statements, std::size_t index,
                              Level& level);

  // Calls.
  void start_call(JclStatement statement, Level& level);
  void finish_call(Level& level);
  void put_in(PendingCall& call, Level& level, bool is_member_alone = false);
  void check_symbols(const PendingCall& call, const SymbolValues& defaults,
                     const std::set<std::string>& used);
  BodyHandle find_body(const std::string& name, JclStatement& statement);
  std::optional<LibraryMember> find_member(const std::string& name, JclStatement& statement);
  /// Whether one more procedure or INCLUDE member may be put in. errors (in the statement):
  /// CSJ0060E, once.
  bool may_put_in(JclStatement& statement);
  void add_unplaced(DdOverrides& overrides, Level& level);

  // DDs of a procedure.
  void override_dd(JclStatement statement, DdOverride& with, std::size_t part, Level& level);
  void finish_dd(Level& level);
  void finish_step(Level& level);

  // One statement.
  void substitute_symbols(JclStatement& statement, Level& level);
  void judge_undefined(JclStatement& statement, const Substitution& substitution);
  void substitute_data(JclStatement& statement);
  void emit(JclStatement statement, Level& level, bool is_overridden = false);
  void list(JclStatement& statement, ListingMark mark, bool is_overridden, bool is_substituted);

  ExpandedJob job_;
  ExpansionRequest request_;
  SymbolTable symbols_;
  std::map<std::string, BodyHandle, std::less<>> in_stream_, cataloged_;
  std::vector<std::string> libraries_;  ///< JCLLIB ORDER
  std::size_t put_in_count_ = 0;        ///< procedures and INCLUDE members
  bool has_jcllib_ = false, has_exec_ = false;
  bool are_symbols_open_ = false;  ///< a symbol without a value may have one elsewhere
};

}  // namespace coldsite::jcl

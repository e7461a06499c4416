// EXEC and DD: procedures put in, overrides merged.
#include <algorithm>
#include <iterator>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/job_expander.hpp"

namespace coldsite::jcl {
namespace {

using Kind = StatementKind;

constexpr std::size_t kNestingMax = 15;

ExpansionChain longer(const ExpansionChain& chain, std::string activity) {
  return std::make_shared<const ExpansionStep>(ExpansionStep{std::move(activity), chain});
}

/// The statement with an operand field of another origin.
void set_operands(JclStatement& statement, JclText text) {
  statement.operand_text = std::move(text);
  parse_again(statement);
}

}  // namespace

void JobExpander::take_exec(JclStatement statement, Level& level) {
  finish_call(level);
  finish_step(level);
  has_exec_ = true;
  substitute_symbols(statement, level);
  ++level.step_count;
  level.step = statement.name.text();
  level.is_step_call = false;
  if (statement.is_broken) {
    emit(std::move(statement), level);
    return;
  }
  if (calls_procedure(statement)) {
    start_call(std::move(statement), level);
    return;
  }
  if (level.exec != nullptr && !level.exec->overrides.empty()) {
    set_operands(statement, merge_exec({statement.operand_text, statement.operands}, level.step,
                                       level.step_count == 1, level.exec->overrides));
  }
  emit(std::move(statement), level);
}

void JobExpander::start_call(JclStatement statement, Level& level) {
  statement.is_call = true;
  level.is_step_call = true;
  PendingCall call;
  call.exec = read_procedure_exec(statement);
  const bool is_too_deep = level.procedure_depth >= kNestingMax;
  if (is_too_deep) {
    statement.errors.push_back(failure<msg::CSJ0059E>(kNestingMax).at(statement.position()));
  } else if (may_put_in(statement)) {
    call.body = find_body(call.exec.procedure, statement);
  }
  if (level.exec != nullptr) {
    // What the call around says for all steps, it says for those of this procedure too.
    for (const ExecOverride& item : level.exec->overrides) {
      const bool is_coded = std::ranges::any_of(call.exec.overrides, [&](const ExecOverride& own) {
        return own.keyword == item.keyword && own.step.empty();
      });
      const bool is_for_it = item.step.empty() ? item.keyword != "PARM" || level.step_count == 1
                                               : item.step == level.step;
      if (!is_coded && is_for_it) {
        call.exec.overrides.push_back({item.keyword, {}, item.value});
      }
    }
  }
  call.exec_index = job_.statements.size();
  call.symbols = symbols_;
  emit(std::move(statement), level);
  level.pending = std::move(call);
}

JobExpander::BodyHandle JobExpander::find_body(const std::string& name, JclStatement& statement) {
  if (const auto found = in_stream_.find(name); found != in_stream_.end()) {
    return found->second;
  }
  if (const auto found = cataloged_.find(name); found != cataloged_.end()) {
    return found->second;
  }
  const SourcePosition at = statement.position();
  if (!is_symbol_name(name)) {
    statement.errors.push_back(failure<msg::CSJ0022E>("PROC", "a procedure name").at(at));
    return nullptr;
  }
  const std::optional<LibraryMember> member = find_member(name, statement);
  if (!member) {
    if (request_.is_syntax_only) {
      statement.warnings.push_back(failure<msg::CSJ0062I>("Procedure", name).at(at));
    } else {
      statement.errors.push_back(failure<msg::IEFC612I>(name).at(at));
    }
    return nullptr;
  }
  auto body = std::make_shared<Body>();
  body->statements = read_statements(member->source, MemberKind::kLibrary);
  body->library = member->library;
  body->is_system = member->is_system;
  cataloged_.emplace(name, body);
  return body;
}

void JobExpander::finish_call(Level& level) {
  if (!level.pending) {
    return;
  }
  PendingCall call = *std::exchange(level.pending, std::nullopt);
  if (call.body == nullptr) {
    add_unplaced(call.overrides, level);
    return;
  }
  const JclStatement& exec = job_.statements[call.exec_index];
  const SourcePosition at = exec.position();
  const ExpansionChain chain = level.chain;
  level.chain = longer(chain, "expanding procedure '" + call.exec.procedure + "' called in " +
                                  at.source + "(" + std::to_string(at.line) + ")");
  job_.listing.add_message(
      call.body->library.empty()
          ? failure<msg::IEFC001I>(call.exec.procedure, "INSTREAM PROCEDURE DEFINITION")
          : failure<msg::IEFC001I>(call.exec.procedure,
                                   (call.body->is_system ? "SYSTEM LIBRARY " : "PRIVATE LIBRARY ") +
                                       call.body->library),
      call.body->mark);
  put_in(call, level);
  level.chain = chain;
}

void JobExpander::put_in(PendingCall& call, Level& level, bool is_member_alone) {
  std::set<std::string> used, set_inside;
  Level inner;
  inner.call = job_.calls.size();
  inner.mark = call.body->mark;
  inner.chain = level.chain;
  inner.procedure_depth = level.procedure_depth + 1;
  inner.include_depth = level.include_depth;
  inner.overrides = &call.overrides;
  inner.exec = &call.exec;
  inner.used_symbols = &used;
  inner.set_symbols = &set_inside;
  job_.calls.push_back(
      {job_.statements[call.exec_index].name.text(), call.exec.procedure, level.call});
  SymbolTable outside = std::exchange(symbols_, std::move(call.symbols));
  std::vector<JclStatement> body = call.body->statements;
  SymbolValues values = call.exec.symbols;
  SymbolValues defaults;
  const auto first = std::ranges::find_if(body, [](const JclStatement& statement) {
    return statement.kind != Kind::kComment && statement.kind != Kind::kDelimiter;
  });
  if (first != body.end() && first->kind == Kind::kProc) {
    first->call = inner.call;
    first->chain = inner.chain;
    parse_again(*first);  // symbols in a default are those of the statements that use it
    defaults = read_symbol_values(*first);
    if (is_member_alone) {
      std::erase_if(defaults, [](const auto& item) { return item.second.empty(); });
    }
    values.insert(defaults.begin(), defaults.end());
    list(*first, inner.mark, false, false);
    job_.statements.push_back(*first);
    body.erase(body.begin(), first + 1);
  }
  const auto end = std::ranges::find(body, Kind::kPend, &JclStatement::kind);
  if (end != body.end()) {
    body.erase(end, body.end());
  }
  symbols_.enter_procedure(values);
  expand_all(std::move(body), inner);
  finish_call(inner);
  finish_step(inner);
  symbols_.leave_procedure();
  check_symbols(call, defaults, used);
  for (DdOverride* left : call.overrides.unused()) {
    for (JclStatement& part : left->parts) {
      part.errors.push_back(failure<msg::IEFC611I>(left->step).at(part.position()));
    }
  }
  add_unplaced(call.overrides, level);
  if (level.used_symbols != nullptr) {
    level.used_symbols->insert(used.begin(), used.end());
  }
  for (const std::string& name : set_inside) {
    const auto symbol = symbols_.find(name);
    if (symbol && !call.set_since.contains(name)) {
      outside.set(name, symbol->value);
    }
    if (level.set_symbols != nullptr) {
      level.set_symbols->insert(name);
    }
  }
  symbols_ = std::move(outside);
}

void JobExpander::check_symbols(const PendingCall& call, const SymbolValues& defaults,
                                const std::set<std::string>& used) {
  if (are_symbols_open_) {
    return;
  }
  for (const auto& [name, at] : call.exec.symbol_places) {
    if (!defaults.contains(name) && !used.contains(name)) {
      job_.statements[call.exec_index].errors.push_back(failure<msg::IEFC657I>(name).at(at));
    }
  }
}

/// DD statements that found no procedure: listed, and looked at as far as that goes without one.
void JobExpander::add_unplaced(DdOverrides& overrides, Level& level) {
  for (DdOverride* item : overrides.unused()) {
    item->is_used = true;
    for (JclStatement& part : item->parts) {
      part.is_unplaced = true;
      emit(std::move(part), level);
    }
  }
}

void JobExpander::take_dd(JclStatement statement, Level& level) {
  if (level.pending) {
    take_override(std::move(statement), level);
    return;
  }
  substitute_symbols(statement, level);
  substitute_data(statement);
  if (level.overrides == nullptr) {
    emit(std::move(statement), level);
    return;
  }
  if (!statement.name.empty()) {
    finish_dd(level);
    level.dd_override =
        level.step_count == 0
            ? nullptr
            : level.overrides->take(level.step, level.step_count == 1, statement.name.text());
    level.dd_part = 0;
  } else {
    ++level.dd_part;
  }
  if (level.dd_override == nullptr || level.dd_part >= level.dd_override->parts.size()) {
    emit(std::move(statement), level);
    return;
  }
  override_dd(std::move(statement), *level.dd_override, level.dd_part, level);
}

/// A DD behind a call may use the symbols of the procedure, where the job has none of the name.
void JobExpander::take_override(JclStatement statement, Level& level) {
  PendingCall& call = *level.pending;
  SymbolValues values = call.exec.symbols;
  if (call.body != nullptr) {
    const auto proc = std::ranges::find(call.body->statements, Kind::kProc, &JclStatement::kind);
    if (proc != call.body->statements.end()) {
      JclStatement definition = *proc;
      parse_again(definition);
      const SymbolValues defaults = read_symbol_values(definition);
      values.insert(defaults.begin(), defaults.end());
    }
  }
  std::erase_if(values, [&](const auto& item) { return symbols_.find(item.first).has_value(); });
  const bool was_open = are_symbols_open_;
  are_symbols_open_ = was_open || call.body == nullptr;
  symbols_.enter_procedure(values);
  substitute_symbols(statement, level);
  substitute_data(statement);
  symbols_.leave_procedure();
  are_symbols_open_ = was_open;
  call.overrides.add(std::move(statement));
}

/// Lists the overriding DD and the DD of the procedure, and goes on with what they are together.
void JobExpander::override_dd(JclStatement statement, DdOverride& with, std::size_t part,
                              Level& level) {
  JclStatement& above = with.parts[part];
  if (statement.is_broken || above.is_broken) {
    list(above, ListingMark::kJob, false, false);
    std::ranges::move(above.errors, std::back_inserter(statement.errors));
    emit(std::move(statement), level, true);
    return;
  }
  const ListingMark outer =
      job_.calls[level.call].caller == 0 ? ListingMark::kJob : ListingMark::kLibrary;
  list(above, outer, false, above.is_substituted);
  DdMerge merge =
      merge_dd({statement.operand_text, statement.operands}, {above.operand_text, above.operands});
  list(statement, level.mark, true, statement.is_substituted);
  if (merge.takes_data) {
    statement.data = std::move(above.data);
    statement.has_data = true;
  } else if (!merge.keeps_data) {
    statement.data.clear();
    statement.has_data = false;
  }
  std::ranges::move(above.errors, std::back_inserter(statement.errors));
  std::ranges::move(above.warnings, std::back_inserter(statement.warnings));
  statement.has_open_symbols |= above.has_open_symbols;
  set_operands(statement, std::move(merge.text));
  job_.statements.push_back(std::move(statement));
}

/// Members that the override adds to a concatenation.
void JobExpander::finish_dd(Level& level) {
  if (level.dd_override != nullptr) {
    std::vector<JclStatement>& parts = level.dd_override->parts;
    const ListingMark mark = std::exchange(level.mark, ListingMark::kJob);
    for (std::size_t i = level.dd_part + 1; i < parts.size(); ++i) {
      emit(std::move(parts[i]), level);
    }
    level.mark = mark;
  }
  level.dd_override = nullptr;
  level.dd_part = 0;
}

/// DDs that the procedure's step does not have.
void JobExpander::finish_step(Level& level) {
  finish_dd(level);
  if (level.overrides == nullptr || level.step_count == 0 || level.is_step_call) {
    return;
  }
  const ListingMark mark = std::exchange(level.mark, ListingMark::kJob);
  for (DdOverride* item : level.overrides->take_added(level.step, level.step_count == 1)) {
    for (std::size_t i = 0; i < item->parts.size(); ++i) {
      JclStatement part = std::move(item->parts[i]);
      part.call = level.call;
      if (i == 0) {
        part.ddname = item->ddname;
      }
      emit(std::move(part), level);
    }
  }
  level.mark = mark;
}

}  // namespace coldsite::jcl

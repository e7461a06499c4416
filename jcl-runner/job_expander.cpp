#include "jcl-runner/job_expander.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"

namespace coldsite::jcl {
namespace {

using Kind = StatementKind;

constexpr std::size_t kNestingMax = 15;
constexpr std::size_t kLibrariesMax = 15;
constexpr std::size_t kPutInMax = 300;

bool is_member_name(std::string_view name) {
  return is_symbol_name(name);
}

ExpansionChain longer(const ExpansionChain& chain, std::string activity) {
  return std::make_shared<const ExpansionStep>(ExpansionStep{std::move(activity), chain});
}

std::string place(const SourcePosition& position) {
  return position.source + "(" + std::to_string(position.line) + ")";
}

/// The texts of KEYWORD=text or KEYWORD=(text,...).
std::vector<std::string> texts_of(const Operand& operand) {
  std::vector<std::string> texts;
  for (const Operand& item : operand.as_list()) {
    if (item.keyword.empty() && item.value.form == OperandValue::Form::kText) {
      texts.push_back(item.value.text);
    }
  }
  return texts;
}

/// A blank that a symbol brought ends the operands, as one on the card does.
void end_at_blank(JclText& text) {
  bool inside = false;
  for (std::size_t at = 0; at < text.text().size(); ++at) {
    inside ^= text.text()[at] == '\'';
    if (!inside && text.text()[at] == ' ') {
      JclText kept;
      kept.append_slice(text, 0, at);
      text = std::move(kept);
      return;
    }
  }
}

}  // namespace

JobExpander::JobExpander(StreamKind kind, const ExpansionRequest& request)
    : request_(request), symbols_(request.symbols) {
  job_.kind = kind;
  are_symbols_open_ = request.is_syntax_only && kind != StreamKind::kJob;
}

ExpandedJob JobExpander::run(std::vector<JclStatement> statements) {
  Level level;
  expand_all(std::move(statements), level);
  finish_call(level);
  return std::move(job_);
}

void JobExpander::expand_all(std::vector<JclStatement> statements, Level& level) {
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (put_in_count_ > kPutInMax && level.procedure_depth + level.include_depth > 0) {
      return;  // what uses itself over and over has been told
    }
    if (statements[i].kind == Kind::kProc) {
      i = take_definition(statements, i, level);
    } else {
      take(std::move(statements[i]), level);
    }
  }
}

void JobExpander::take(JclStatement statement, Level& level) {
  statement.call = level.call;
  statement.chain = level.chain;
  switch (statement.kind) {
    case Kind::kComment:
    case Kind::kDelimiter:
    case Kind::kNull:
    case Kind::kJesControl:
    case Kind::kUnknown:
    case Kind::kEndcntl:
      emit(std::move(statement), level);
      return;
    case Kind::kJob:
      take_job(std::move(statement), level);
      return;
    case Kind::kExec:
      take_exec(std::move(statement), level);
      return;
    case Kind::kDd:
      take_dd(std::move(statement), level);
      return;
    case Kind::kSet:
      take_set(std::move(statement), level);
      return;
    case Kind::kExport:
      take_export(std::move(statement), level);
      return;
    case Kind::kJcllib:
      take_jcllib(std::move(statement), level);
      return;
    case Kind::kInclude:
      take_include(std::move(statement), level);
      return;
    case Kind::kPend:
    case Kind::kProc:
      statement.errors.push_back(failure<msg::CSJ0057E>().at(statement.position()));
      emit(std::move(statement), level);
      return;
    case Kind::kIf:
    case Kind::kElse:
    case Kind::kEndif:
    case Kind::kOutput:
    case Kind::kCommand:
    case Kind::kCntl:
    case Kind::kSchedule:
    case Kind::kNotify:
    case Kind::kXmit:
    case Kind::kJobGroup:
      take_simple(std::move(statement), level);
      return;
  }
}

void JobExpander::take_simple(JclStatement statement, Level& level) {
  if (statement.kind == Kind::kIf || statement.kind == Kind::kElse ||
      statement.kind == Kind::kEndif) {
    finish_call(level);
    finish_step(level);
  }
  substitute_symbols(statement, level);
  emit(std::move(statement), level);
}

void JobExpander::take_job(JclStatement statement, Level& level) {
  if (level.procedure_depth + level.include_depth > 0) {
    statement.errors.push_back(
        failure<msg::CSJ0058E>(statement.operation.text()).at(statement.position()));
    statement.kind = Kind::kComment;
  }
  substitute_symbols(statement, level);
  const Operand* user = find_keyword(statement.operands, "USER");
  if (user != nullptr && user->value.form == OperandValue::Form::kText) {
    symbols_.define_system("SYSUID", user->value.text);
  }
  emit(std::move(statement), level);
}

void JobExpander::take_set(JclStatement statement, Level& level) {
  substitute_symbols(statement, level);
  for (const auto& [name, value] : read_symbol_values(statement)) {
    symbols_.set(name, value);
    if (level.pending) {
      level.pending->set_since.insert(name);
    }
    if (level.set_symbols != nullptr) {
      level.set_symbols->insert(name);
    }
  }
  emit(std::move(statement), level);
}

void JobExpander::take_export(JclStatement statement, Level& level) {
  substitute_symbols(statement, level);
  const Operand* list = find_keyword(statement.operands, "SYMLIST");
  if (list == nullptr && !statement.is_broken) {
    statement.errors.push_back(failure<msg::CSJ0022E>("EXPORT", "SYMLIST=* or SYMLIST=(symbol,...)")
                                   .at(statement.position()));
  } else if (list != nullptr) {
    for (const std::string& name : texts_of(*list)) {
      symbols_.export_symbol(name);
    }
  }
  emit(std::move(statement), level);
}

void JobExpander::take_jcllib(JclStatement statement, Level& level) {
  substitute_symbols(statement, level);
  const Operand* order = find_keyword(statement.operands, "ORDER");
  if (has_jcllib_ || has_exec_ || level.call != 0) {
    statement.errors.push_back(failure<msg::IEFC019I>().at(statement.position()));
  } else if (order == nullptr && !statement.is_broken) {
    statement.errors.push_back(
        failure<msg::CSJ0022E>("JCLLIB", "ORDER=(library,...)").at(statement.position()));
  } else if (order != nullptr) {
    libraries_ = texts_of(*order);
    if (libraries_.size() > kLibrariesMax) {
      statement.errors.push_back(failure<msg::CSJ0022E>("ORDER", "at most 15 libraries")
                                     .at(statement.operand_text.position(order->value.offset)));
    }
  }
  has_jcllib_ = true;
  emit(std::move(statement), level);
}

bool JobExpander::may_put_in(JclStatement& statement) {
  if (++put_in_count_ == kPutInMax + 1) {
    statement.errors.push_back(failure<msg::CSJ0060E>(kPutInMax).at(statement.position()));
  }
  return put_in_count_ <= kPutInMax;
}

std::optional<LibraryMember> JobExpander::find_member(const std::string& name,
                                                      JclStatement& statement) {
  if (request_.library == nullptr) {
    return std::nullopt;
  }
  auto found = request_.library->find_member(name, libraries_);
  if (!found) {
    statement.errors.push_back(found.failure().at(statement.position()));
    return std::nullopt;
  }
  return *std::move(found);
}

void JobExpander::take_include(JclStatement statement, Level& level) {
  substitute_symbols(statement, level);
  const Operand* member = find_keyword(statement.operands, "MEMBER");
  const std::string name = member == nullptr ? std::string() : member->value.text;
  const SourcePosition at = statement.position();
  if (statement.is_broken || statement.has_open_symbols) {
    emit(std::move(statement), level);
    return;
  }
  if (!is_member_name(name)) {
    statement.errors.push_back(failure<msg::CSJ0022E>("INCLUDE", "MEMBER=name").at(at));
    emit(std::move(statement), level);
    return;
  }
  const std::optional<LibraryMember> found = find_member(name, statement);
  const bool is_too_deep = level.include_depth >= kNestingMax;
  const bool is_put_in = found && !is_too_deep && may_put_in(statement);
  if (is_too_deep) {
    statement.errors.push_back(failure<msg::CSJ0059E>(kNestingMax).at(at));
  } else if (!found && request_.is_syntax_only) {
    are_symbols_open_ = true;  // the member may set symbols
    statement.warnings.push_back(failure<msg::CSJ0062I>("INCLUDE member", name).at(at));
  } else if (!found) {
    statement.errors.push_back(failure<msg::CSJ0052E>(name).at(at));
  }
  emit(std::move(statement), level);
  if (!is_put_in) {
    return;
  }
  const ListingMark mark = level.mark;
  const ExpansionChain chain = level.chain;
  level.mark = ListingMark::kLibrary;
  level.chain = longer(chain, "expanding INCLUDE member '" + name + "' named in " + place(at));
  job_.listing.add_message(found->is_system
                               ? failure<msg::IEFC002I>(name, "SYSTEM", found->library)
                               : failure<msg::IEFC002I>(name, "PRIVATE", found->library),
                           level.mark);
  ++level.include_depth;
  expand_all(read_statements(found->source, MemberKind::kLibrary), level);
  --level.include_depth;
  level.mark = mark;
  level.chain = chain;
}

/// PROC to PEND: kept for the EXEC that names it. Returns the index of its last statement.
std::size_t JobExpander::take_definition(std::vector<JclStatement>& statements, std::size_t index,
                                         Level& level) {
  JclStatement& proc = statements[index];
  proc.call = level.call;
  proc.chain = level.chain;
  auto body = std::make_shared<Body>();
  body->mark = ListingMark::kInStream;
  const std::string name = proc.name.text();
  const bool is_library_member = job_.kind == StreamKind::kFragment && level.call == 0;
  if (level.procedure_depth > 0) {
    proc.errors.push_back(failure<msg::CSJ0058E>("PROC").at(proc.position()));
  } else if (!is_library_member && !is_member_name(name)) {
    proc.errors.push_back(failure<msg::CSJ0056E>().at(proc.position()));
  }
  finish_call(level);
  std::size_t end = index + 1;
  while (end < statements.size() && statements[end].kind != Kind::kPend &&
         statements[end].kind != Kind::kJob) {
    ++end;
  }
  const bool has_pend = end < statements.size() && statements[end].kind == Kind::kPend;
  if (!has_pend && !is_library_member) {
    proc.errors.push_back(failure<msg::CSJ0055E>(name).at(proc.position()));
  }
  body->statements.assign(statements.begin() + static_cast<std::ptrdiff_t>(index),
                          statements.begin() + static_cast<std::ptrdiff_t>(end));
  const std::size_t last = has_pend ? end : end - 1;
  for (std::size_t i = index; i <= last; ++i) {
    // What is wrong in it is said here, once; it is read again for each call.
    JclStatement definition = statements[i];
    definition.call = level.call;
    definition.chain = level.chain;
    definition.kind = i == index || i == end ? definition.kind : Kind::kComment;
    job_.listing.add(statements[i], level.mark);
    job_.statements.push_back(std::move(definition));
  }
  for (JclStatement& statement : body->statements) {
    statement.errors.clear();
    statement.warnings.clear();
  }
  if (is_library_member && request_.is_syntax_only) {
    PendingCall call;
    call.exec.procedure = name;
    call.body = body;
    call.symbols = symbols_;
    call.exec_index = job_.statements.size() - 1;
    put_in(call, level, true);
  }
  in_stream_.insert_or_assign(name, std::move(body));
  return last;
}

void JobExpander::substitute_symbols(JclStatement& statement, Level& level) {
  if (statement.is_parsed && statement.operand_text.text().find('&') == std::string::npos) {
    return;
  }
  Substitution done = substitute(statement.operand_text, symbols_);
  if (level.used_symbols != nullptr) {
    level.used_symbols->insert(done.used.begin(), done.used.end());
  }
  std::ranges::move(done.errors, std::back_inserter(statement.errors));
  statement.is_substituted = done.has_changed;
  statement.operand_text = std::move(done.text);
  if (done.has_changed && statement.kind != Kind::kIf && statement.kind != Kind::kCommand) {
    end_at_blank(statement.operand_text);
  }
  judge_undefined(statement, done);
  parse_again(statement);
}

/// A symbol without a value: a temporary data set where it is a data set name, text between
/// apostrophes, and a mistake anywhere else.
void JobExpander::judge_undefined(JclStatement& statement, const Substitution& done) {
  std::size_t added = 0;
  for (const UndefinedSymbol& symbol : done.undefined) {
    if (symbol.is_quoted || statement.kind == Kind::kIf || statement.kind == Kind::kCommand) {
      continue;
    }
    const std::size_t offset = symbol.offset + added;
    if (offset >= statement.operand_text.text().size()) {
      continue;  // in what a blank made a comment
    }
    const std::string_view before =
        std::string_view(statement.operand_text.text()).substr(0, offset);
    if (are_symbols_open_) {
      statement.has_open_symbols = true;
    } else if (statement.kind == Kind::kDd &&
               (before.ends_with("DSN=") || before.ends_with("DSNAME="))) {
      statement.operand_text = statement.operand_text.replaced(offset, 0, "&");
      ++added;
    } else {
      const std::size_t equals = before.rfind('=');
      const std::size_t begin =
          equals == std::string_view::npos ? 0 : before.find_last_of(",(=", equals - 1) + 1;
      const std::string field = equals == std::string_view::npos
                                    ? statement.operation.text()
                                    : std::string(before.substr(begin, equals - begin));
      statement.errors.push_back(
          failure<msg::IEFC627I>(field).at(statement.operand_text.position(offset)));
      statement.is_broken = true;
    }
  }
}

void JobExpander::substitute_data(JclStatement& statement) {
  const Operand* symbols = find_keyword(statement.operands, "SYMBOLS");
  if (symbols == nullptr || !statement.has_data) {
    return;
  }
  const std::vector<std::string> words = texts_of(*symbols);
  const std::string which = words.empty() ? std::string() : words[0];
  if (which != "JCLONLY" && which != "EXECSYS" && which != "CNVTSYS") {
    statement.errors.push_back(
        failure<msg::CSJ0022E>("SYMBOLS", "JCLONLY, EXECSYS or CNVTSYS, and perhaps a DD name")
            .at(statement.operand_text.position(symbols->value.offset)));
    return;
  }
  for (cards::Card& card : statement.data) {
    card.text = substitute_in_data(
        card.text, which == "JCLONLY" ? DataSymbols::kJclOnly : DataSymbols::kSystemToo, symbols_);
  }
}

void JobExpander::list(JclStatement& statement, ListingMark mark, bool is_overridden,
                       bool is_substituted) {
  job_.listing.add(statement, mark, is_overridden);
  if (is_substituted) {
    job_.listing.add_message(failure<msg::IEFC653I>(statement.operand_text.text()), mark);
  }
}

void JobExpander::emit(JclStatement statement, Level& level, bool is_overridden) {
  list(statement, level.mark, is_overridden, statement.is_substituted);
  job_.statements.push_back(std::move(statement));
}

}  // namespace coldsite::jcl

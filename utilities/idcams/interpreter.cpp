#include "utilities/idcams/interpreter.hpp"

#include <algorithm>

#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

bool is_modal(const Command& command) {
  return std::holds_alternative<SetCommand>(command) ||
         std::holds_alternative<ParmCommand>(command) ||
         std::holds_alternative<CancelCommand>(command);
}

}  // namespace

void Interpreter::run(const std::vector<Statement>& statements) {
  run_clause(statements);
  if (!is_ended_) {
    echo_to(deck_->cards.size());
  }
}

void Interpreter::run_clause(const std::vector<Statement>& statements) {
  for (const Statement& statement : statements) {
    if (is_ended_) {
      return;
    }
    run_statement(statement);
  }
}

void Interpreter::run_statement(const Statement& statement) {
  echo_to(statement.end_card);
  if (const auto* condition = std::get_if<IfCommand>(&statement.command)) {
    run_modal(*condition, statement.else_card_end);
  } else if (const auto* set = std::get_if<SetCommand>(&statement.command)) {
    run_modal(*set);
  } else if (std::holds_alternative<CancelCommand>(statement.command)) {
    is_ended_ = true;
  } else if (!is_modal(statement.command)) {
    run_functional(statement);
  }
}

bool Interpreter::holds(const IfCommand& command) const {
  const auto value =
      static_cast<std::uint32_t>(command.variable == ConditionVariable::kLastcc ? lastcc_ : maxcc_);
  switch (command.comparison) {
    case Comparison::kEqual:
      return value == command.value;
    case Comparison::kNotEqual:
      return value != command.value;
    case Comparison::kGreater:
      return value > command.value;
    case Comparison::kLess:
      return value < command.value;
    case Comparison::kGreaterOrEqual:
      return value >= command.value;
    case Comparison::kLessOrEqual:
      return value <= command.value;
  }
  return false;
}

void Interpreter::run_modal(const IfCommand& command, std::size_t else_card_end) {
  const bool is_true = holds(command);
  if (is_true) {
    run_clause(command.then_clause);
  } else {
    skip_clause(command.then_clause);
  }
  if (is_ended_) {
    return;
  }
  echo_to(else_card_end);
  if (is_true) {
    skip_clause(command.else_clause);
  } else {
    run_clause(command.else_clause);
  }
}

/// A lower MAXCC takes LASTCC down with it; a higher LASTCC takes MAXCC up.
void Interpreter::run_modal(const SetCommand& command) {
  const int value = static_cast<int>(std::min(command.value, 16U));
  if (command.variable == ConditionVariable::kMaxcc) {
    maxcc_ = value;
    lastcc_ = std::min(lastcc_, value);
  } else {
    lastcc_ = value;
    maxcc_ = std::max(maxcc_, value);
  }
  is_ended_ = value >= kTerminating;
}

void Interpreter::run_functional(const Statement& statement) {
  session_->begin_command();
  ++command_count_;
  for (const Failure& warning : statement.warnings) {
    session_->say_at(warning.message().condition_code, warning);
  }
  if (const auto* bad = std::get_if<BadCommand>(&statement.command)) {
    refuse(*bad);
    return;
  }
  run_command_(*session_, statement.command);
  lastcc_ = session_->code();
  maxcc_ = std::max(maxcc_, lastcc_);
  if (lastcc_ >= kSevere) {
    session_->say_at<msg::IDC3003I>(lastcc_, lastcc_);
  } else {
    session_->say<msg::IDC0001I>(lastcc_);
  }
  is_ended_ = lastcc_ >= kTerminating;
}

void Interpreter::refuse(const BadCommand& command) {
  for (const Failure& failure : command.failures) {
    session_->say_at(command.condition_code, failure);
  }
  lastcc_ = command.condition_code;
  maxcc_ = std::max(maxcc_, lastcc_);
  if (lastcc_ >= kTerminating) {
    session_->say<msg::IDC3207I>();
    is_ended_ = true;
  } else {
    session_->say<msg::IDC3202I>();
  }
}

void Interpreter::echo_to(std::size_t end_card) {
  PageWriter& lines = session_->lines();
  for (; echoed_ < end_card; ++echoed_) {
    lines.print(deck_->cards[echoed_].text);
  }
}

/// The commands of a clause that is not taken are listed too, and what is wrong with them.
void Interpreter::skip_clause(const std::vector<Statement>& statements) {
  for (const Statement& statement : statements) {
    if (is_ended_) {
      return;
    }
    echo_to(statement.end_card);
    session_->begin_command();
    if (const auto* condition = std::get_if<IfCommand>(&statement.command)) {
      skip_clause(condition->then_clause);
      echo_to(statement.else_card_end);
      skip_clause(condition->else_clause);
    } else if (const auto* bad = std::get_if<BadCommand>(&statement.command)) {
      skip_bad(*bad);
    } else if (!is_modal(statement.command)) {
      session_->say<msg::IDC0204I>();
    }
  }
}

void Interpreter::skip_bad(const BadCommand& command) {
  if (command.condition_code >= kTerminating) {
    refuse(command);
    return;
  }
  for (const Failure& failure : command.failures) {
    session_->say_at(kInformation, failure);
  }
  session_->say<msg::IDC3216I>();
}

}  // namespace coldsite::idcams

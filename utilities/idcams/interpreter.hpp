// Runs the statements of a deck: condition codes LASTCC and MAXCC, IF, SET, CANCEL, and the echo of
// the cards. What a command does stands behind it, so that this can be tested without any.
#pragma once

#include <functional>
#include <vector>

#include "control-cards/idcams/idcams_statement.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// Carries a functional command out; what it has to say and its condition code go to the session.
using CommandRunner = std::function<void(Session& session, const Command& command)>;

class Interpreter {
 public:
  Interpreter(Session& session, const cards::CardDeck& deck, CommandRunner run_command)
      : session_(&session), deck_(&deck), run_command_(std::move(run_command)) {}

  void run(const std::vector<Statement>& statements);

  [[nodiscard]] int maxcc() const { return maxcc_; }
  [[nodiscard]] std::size_t command_count() const { return command_count_; }

 private:
  void run_clause(const std::vector<Statement>& statements);
  void run_statement(const Statement& statement);
  void run_modal(const IfCommand& command, std::size_t else_card_end);
  void run_modal(const SetCommand& command);
  void run_functional(const Statement& statement);
  [[nodiscard]] bool holds(const IfCommand& command) const;
  void echo_to(std::size_t end_card);
  void skip_clause(const std::vector<Statement>& statements);
  void skip_bad(const BadCommand& command);
  void refuse(const BadCommand& command);

  Session* session_;
  const cards::CardDeck* deck_;
  CommandRunner run_command_;
  std::size_t echoed_ = 0;  ///< cards so far
  std::size_t command_count_ = 0;
  int lastcc_ = 0, maxcc_ = 0;
  bool is_ended_ = false;  ///< CANCEL, or a condition code of 16
};

}  // namespace coldsite::idcams

#include "control-cards/iebupdte/iebupdte_check.hpp"

#include <fmt/format.h>

#include "datasets/messages/css.hpp"

namespace coldsite::iebupdte {
namespace {

void refuse(cards::StatementState& state, std::initializer_list<std::string_view> keywords,
            std::string_view operation) {
  for (const std::string_view keyword : keywords) {
    if (state.has(keyword)) {
      state.add(failure<msg::CSS0801E>(keyword, operation).at(state.command_position()));
    }
  }
}

std::string right_justified(const std::string& number) {
  return fmt::format("{:0>8}", number);
}

}  // namespace

void check_function(const FunctionStatement& statement, cards::StatementState& state) {
  switch (statement.function) {
    case Function::kAdd:
      refuse(state, {"COLUMN", "UPDATE", "MEMBER"}, "ADD");
      break;
    case Function::kReplace:
      refuse(state, {"COLUMN", "UPDATE"}, "REPL");
      break;
    case Function::kReproduce:
      refuse(state, {"COLUMN", "UPDATE"}, "REPRO");
      break;
    case Function::kChange:
      break;
  }
  state.exclude("UPDATE", "NEW");
  state.exclude("UPDATE", "MEMBER");
  for (const std::string_view keyword : {"LEVEL", "SOURCE", "SSI"}) {
    state.exclude("UPDATE", keyword);
  }
}

void check_detail(const DetailStatement& statement, cards::StatementState& state) {
  if (statement.is_delete) {
    state.require({"SEQ1"}, "DELETE");
    state.require({"SEQ2"}, "DELETE");
    if (statement.is_all) {
      state.add(failure<msg::CSS0801E>("SEQ1=ALL", "DELETE").at(statement.position));
    }
  } else {
    state.require({"NEW1"}, "NUMBER");
    state.require({"INCR"}, "NUMBER");
    state.exclude("SEQ2", "INSERT");
    if (statement.is_all) {
      state.exclude("SEQ1", "SEQ2");
      state.exclude("SEQ1", "INSERT");
    }
    if (statement.inserts || statement.last) {
      state.require({"SEQ1"}, "NUMBER");
    }
    if (statement.first && !statement.inserts) {
      state.require({"SEQ2"}, "NUMBER");
    }
  }
  if (statement.first && statement.last &&
      right_justified(statement.last->text) < right_justified(statement.first->text)) {
    state.add(failure<msg::CSS0803E>(statement.last->text, statement.first->text)
                  .at(statement.last->position));
  }
}

}  // namespace coldsite::iebupdte

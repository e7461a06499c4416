#include "jcl-runner/started_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "datasets/messages/iee.hpp"
#include "jcl-runner/symbol_table.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kLastColumn = 71;
constexpr std::string_view kForm = "S PROCEDURE.IDENTIFIER,JOBNAME=NAME,SYMBOL=VALUE";

Failure not_understood() {
  return failure<msg::IEE535I>("START", kForm);
}

/// At the commas outside apostrophes and parentheses.
std::vector<std::string> split_operands(std::string_view text) {
  std::vector<std::string> parts(1);
  bool is_quoted = false;
  int depth = 0;
  for (const char c : text) {
    is_quoted ^= c == '\'';
    depth += is_quoted ? 0 : (c == '(' ? 1 : 0) - (c == ')' ? 1 : 0);
    if (c == ',' && !is_quoted && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool is_name(std::string_view text) {
  return is_symbol_name(text);  // the same characters
}

/// Keywords of START that have no meaning here: they are no symbols of the procedure.
bool is_other_keyword(std::string_view keyword) {
  constexpr std::array<std::string_view, 5> kOthers = {"JOBACCT", "SUB", "REUSASID", "TIMEOUT",
                                                       "UNIT"};
  return std::ranges::find(kOthers, keyword) != kOthers.end();
}

}  // namespace

Result<StartRequest> parse_start(std::string_view operands) {
  const std::vector<std::string> parts = split_operands(operands);
  StartRequest request;
  const std::size_t dot = parts[0].find('.');
  request.procedure = parts[0].substr(0, dot);
  request.identifier = dot == std::string::npos ? "" : parts[0].substr(dot + 1);
  if (!is_name(request.procedure) || (dot != std::string::npos && !is_name(request.identifier))) {
    return not_understood();
  }
  request.job_name = request.procedure;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t equals = parts[i].find('=');
    const std::string keyword = parts[i].substr(0, equals);
    if (equals == std::string::npos || !is_name(keyword) || is_other_keyword(keyword)) {
      return not_understood();
    }
    if (keyword != "JOBNAME") {
      request.symbols.push_back(parts[i]);
      continue;
    }
    request.job_name = parts[i].substr(equals + 1);
    if (!is_name(request.job_name)) {
      return not_understood();
    }
  }
  return request;
}

std::string start_job_text(const StartRequest& request) {
  std::string text = fmt::format("//{} JOB ,'STARTED TASK',MSGLEVEL=(1,1)\n", request.job_name);
  std::string card =
      fmt::format("//{} EXEC {}", request.identifier.empty() ? "STARTING" : request.identifier,
                  request.procedure);
  for (const std::string& symbol : request.symbols) {
    card += ',';
    if (card.size() + symbol.size() + 1 > kLastColumn) {
      text += card + "\n";
      card = "//             ";
    }
    card += symbol;
  }
  return text + card + "\n";
}

}  // namespace coldsite::jcl

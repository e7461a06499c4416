// DDs outside a job stream: the --dd option and the file of bindings that the runner hands over.
#include <algorithm>

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/dd/dd_operands.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::dd {
namespace {

using site::DdBinding;
using site::DdRequest;

bool is_ddname(std::string_view text) {
  return text.size() <= 8 && text.find_first_of(".-") == std::string_view::npos &&
         cards::is_data_set_name(text);
}

cards::Statement statement_of(const cards::Card& card, std::string_view source,
                              std::size_t offset) {
  const cards::CardDeck deck{std::string(source), {card}};
  cards::Statement statement;
  statement.append(deck, 0, offset + 1, std::string_view(card.text).substr(offset));
  return statement;
}

Failure bad_ddname(std::string_view name, const cards::Card& card, std::string_view source) {
  return failure<msg::CSS0106E>(name).at({std::string(source), card.number, 1, card.text});
}

/// Whether the value of an option is a file of the host, not operands.
bool is_host_path(std::string_view value) {
  return value.starts_with('.') || value.starts_with('/') || value == "-" ||
         value.find('=') == std::string_view::npos;
}

}  // namespace

Result<DdRequest> parse_dd_option(std::string_view option) {
  const cards::Card card{std::string(option), 1};
  const std::string source = "--dd";
  const std::size_t equals = option.find('=');
  const std::string name = cards::fold_case(option.substr(0, equals));
  if (equals == std::string_view::npos || equals + 1 == option.size()) {
    return failure<msg::CSS0010E>("NAME=operands or NAME=path", "'" + std::string(option) + "'")
        .at({source, 1, 1, card.text});
  }
  if (!is_ddname(name)) {
    return bad_ddname(name, card, source);
  }
  const std::string_view value = option.substr(equals + 1);
  const std::string word = cards::fold_case(value);
  if (is_host_path(value) && word != "DUMMY" && word != "*" && word != "DATA") {
    DdRequest request;
    request.ddname = name;
    request.position = {source, 1, equals + 2, card.text};
    request.host_path = value;
    return request;
  }
  CS_ASSIGN(DdRequest request, parse_dd_operands(name, statement_of(card, source, equals + 1)));
  if (request.instream) {
    return failure<msg::CSS0110E>().at(request.position);
  }
  if (!request.data_set_name.empty() && !request.is_status_coded) {
    request.status = site::Status::kShare;
    request.is_status_coded = true;
  }
  return request;
}

Result<std::vector<DdBinding>> parse_dd_bindings(std::string_view text, std::string_view source) {
  std::vector<DdBinding> bindings;
  for (const cards::Card& card : cards::CardDeck::from_text(source, text).cards) {
    const SourcePosition line{std::string(source), card.number, 1, card.text};
    if (card.text.starts_with('<')) {
      if (bindings.empty() || !bindings.back().parts.back().instream) {
        return failure<msg::CSS0107E>().at(line);
      }
      bindings.back().parts.back().instream->push_back(card.text.substr(1));
      continue;
    }
    if (card.text.find_first_not_of(' ') == std::string::npos) {
      continue;
    }
    const std::size_t blank = std::min(card.text.find(' '), card.text.size());
    const std::string name = cards::fold_case(card.text.substr(0, blank));
    if (!name.empty()) {
      if (!is_ddname(name)) {
        return bad_ddname(name, card, source);
      }
      bindings.push_back({name, {}});
    }
    if (bindings.empty()) {
      return failure<msg::CSS0111E>().at(line);
    }
    const std::size_t operands = std::min(blank + 1, card.text.size());
    CS_ASSIGN(DdRequest request,
              parse_dd_operands(bindings.back().ddname, statement_of(card, source, operands)));
    bindings.back().parts.push_back(std::move(request));
  }
  return bindings;
}

}  // namespace coldsite::dd

// What every grammar's actions share: the statement, the operand being parsed, the errors found.
// Used by the .cpp of a language; knows nothing of PEGTL.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"
#include "datasets/result.hpp"

namespace coldsite::cards {

class StatementState {
 public:
  explicit StatementState(const Statement& statement) : statement_(statement) {}

  /// The grammar has seen the keyword `canonical` at `offset`. error: CSS0012E coded before.
  void begin_operand(std::string_view canonical, std::size_t offset);
  [[nodiscard]] const std::string& operand() const { return operand_; }
  [[nodiscard]] const SourcePosition& operand_position() const { return operand_position_; }

  [[nodiscard]] SourcePosition position(std::size_t offset) const {
    return statement_.position(offset);
  }
  [[nodiscard]] Word word(std::string_view text, std::size_t offset) const {
    return {std::string(text), position(offset)};
  }
  /// The number that the digits of `text` say. error: CSS0015E, and then `least`.
  std::uint32_t number(std::string_view text, std::size_t offset, std::uint32_t least,
                       std::uint32_t most, int base = 10);

  template <const Message& M, class... Inserts>
  void fail(std::size_t offset, const Inserts&... inserts) {
    add(failure<M>(inserts...).at(position(offset)));
  }
  void add(Failure failure) { errors_.push_back(std::move(failure)); }
  /// error: CSS0010E with what stands at `offset` instead.
  void fail_expected(std::string_view expected, std::size_t offset);

  [[nodiscard]] const std::vector<Failure>& errors() const { return errors_; }
  [[nodiscard]] const Statement& statement() const { return statement_; }

 private:
  const Statement& statement_;
  std::set<std::string, std::less<>> seen_;
  std::string operand_;
  SourcePosition operand_position_;
  std::vector<Failure> errors_;
};

/// The inside of 'text' with '' as one apostrophe; `quoted` has its apostrophes.
[[nodiscard]] std::string unquote(std::string_view quoted);

/// Qualifiers of 1 to 8 characters, 44 in all; a temporary name's "&&" is not part of it.
[[nodiscard]] bool is_data_set_name(std::string_view text);

/// Ends the list of errors after kErrorsMax with CSS0009E.
void limit_errors(std::vector<Failure>& errors, std::string_view source);

}  // namespace coldsite::cards

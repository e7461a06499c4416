// What every grammar's actions share: the statement, the operand being parsed, the errors found.
// Used by the .cpp of a language; knows nothing of PEGTL.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
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
  /// The place of the statement's first keyword: its command or operation.
  [[nodiscard]] SourcePosition command_position() const { return position(command_offset_); }

  /// Whether the keyword was coded.
  [[nodiscard]] bool has(std::string_view canonical) const { return seen_.contains(canonical); }
  /// error: CSS0013E when none of them was coded.
  void require(std::initializer_list<std::string_view> any_of, std::string_view statement);
  /// error: CSS0014E, at the later one, when both were coded.
  void exclude(std::string_view first, std::string_view second);

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
  std::map<std::string, std::size_t, std::less<>> seen_;
  std::size_t command_offset_ = 0;
  std::vector<Failure> errors_;
};

/// The inside of 'text' with '' as one apostrophe; `quoted` has its apostrophes.
[[nodiscard]] std::string unquote(std::string_view quoted);

/// Qualifiers of 1 to 8 characters, 44 in all; a temporary name's "&&" is not part of it.
[[nodiscard]] bool is_data_set_name(std::string_view text);

/// Ends the list of errors after kErrorsMax with CSS0009E.
void limit_errors(std::vector<Failure>& errors, std::string_view source);

}  // namespace coldsite::cards

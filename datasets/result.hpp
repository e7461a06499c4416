// Result<T>: a value, or the Failure that says why there is none. What can happen to a correct
// program travels this way; leaf functions say what happened, the top level of a utility reports
// it, once.
//
//   Result<Label> read_label(Volume& volume);
//   CS_ASSIGN(const Label label, read_label(volume));   // returns the failure from this function
//   CS_TRY(write_label(volume, label));
//   return failure<msg::CSV0020E>(path, cylinder);      // inserts are counted at compile time
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "datasets/check.hpp"
#include "datasets/message.hpp"

namespace coldsite {

/// A place in the user's input. `line` and `column` count from 1; 0 means not known.
struct SourcePosition {
  std::string source;  ///< ddname or file
  std::size_t line = 0;
  std::size_t column = 0;
  std::string card;  ///< the card's text, for the caret; may be empty
};

/// What went wrong: one message with its inserts, where in the input, and what was being done.
/// threads: immutable once made; copies share the state.
class Failure {
 public:
  Failure(const Message& message, std::vector<std::string> inserts);

  [[nodiscard]] const Message& message() const { return *state_->message; }
  [[nodiscard]] bool is(const Message& message) const { return state_->message->id == message.id; }
  /// The text with its inserts, without the id.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] const std::vector<std::string>& inserts() const { return state_->inserts; }
  [[nodiscard]] const std::optional<SourcePosition>& position() const { return state_->position; }
  /// What was being done, outermost first: "restoring volume 'PRD001'".
  [[nodiscard]] const std::vector<std::string>& context() const { return state_->context; }

  /// The same failure, seen from one level further up.
  [[nodiscard]] Failure while_doing(std::string_view activity, std::string_view object = {}) const;
  [[nodiscard]] Failure at(SourcePosition position) const;

 private:
  struct State {
    const Message* message;
    std::vector<std::string> inserts;
    std::optional<SourcePosition> position;
    std::vector<std::string> context;
  };
  std::shared_ptr<const State> state_;
};

/// "CSV0020E text (while doing 'x')": one line for logs and tests.
[[nodiscard]] std::string to_string(const Failure& failure);

[[nodiscard]] inline std::string to_insert(std::string_view value) {
  return std::string(value);
}
template <class Number>
requires std::is_arithmetic_v<Number>
[[nodiscard]] std::string to_insert(Number value) {
  return std::to_string(value);
}

/// Makes the failure for message `M`; the number of inserts is checked when compiling.
template <const Message& M, class... Inserts>
[[nodiscard]] Failure failure(const Inserts&... inserts) {
  static_assert(insert_count(M.text) == sizeof...(Inserts), "wrong number of inserts");
  return Failure(M, {to_insert(inserts)...});
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Failure failure) : value_(std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return value_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return checked(); }
  [[nodiscard]] const T& value() const& { return const_cast<Result*>(this)->checked(); }
  [[nodiscard]] T&& value() && { return std::move(checked()); }
  T& operator*() & { return checked(); }
  const T& operator*() const& { return const_cast<Result*>(this)->checked(); }
  T&& operator*() && { return std::move(checked()); }
  T* operator->() { return &checked(); }
  const T* operator->() const { return &const_cast<Result*>(this)->checked(); }

  [[nodiscard]] const Failure& failure() const {
    CS_CHECK(!ok());
    return *std::get_if<1>(&value_);
  }

 private:
  T& checked() {
    CS_CHECK(ok());
    return *std::get_if<0>(&value_);
  }
  std::variant<T, Failure> value_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Failure failure) : failure_(std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !failure_; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Failure& failure() const {
    CS_CHECK(failure_.has_value());
    return *failure_;
  }

 private:
  std::optional<Failure> failure_;
};

}  // namespace coldsite

#define CS_CONCAT_INNER(a, b) a##b
#define CS_CONCAT(a, b) CS_CONCAT_INNER(a, b)
#define CS_ASSIGN_IMPL(name, declaration, expression) \
  auto name = (expression);                           \
  if (!name) {                                        \
    return name.failure();                            \
  }                                                   \
  declaration = *std::move(name)

/// Declares `declaration` from the value of `expression`, or returns its failure.
#define CS_ASSIGN(declaration, ...) \
  CS_ASSIGN_IMPL(CS_CONCAT(cs_result_, __LINE__), declaration, (__VA_ARGS__))

/// Returns the failure of `expression`, if it has one. A named Result is not copied, a temporary
/// one lives until the end of the statement.
#define CS_TRY(...)                                                  \
  do {                                                               \
    if (const auto& cs_try_result = (__VA_ARGS__); !cs_try_result) { \
      return cs_try_result.failure();                                \
    }                                                                \
  } while (false)

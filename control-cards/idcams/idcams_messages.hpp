// What each commit point of the IDCAMS grammar expects, in the words of the message.
#pragma once

#include "control-cards/idcams/idcams_grammar.hpp"

namespace coldsite::idcams::grammar {

/// THEN has a vendor message of its own; the parser of IF looks for this text.
inline constexpr const char* kExpectedThen = "THEN";

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<verb> = "a command";
template <>
inline constexpr const char* errors::message<parameters> = "nothing else";
template <>
inline constexpr const char* errors::message<end_of_command> =
    "a keyword, a value or a parenthesis";
template <>
inline constexpr const char* errors::message<password_value> = "a password";
template <>
inline constexpr const char* errors::message<variable> = "LASTCC or MAXCC";
template <>
inline constexpr const char* errors::message<comparison> = "=, <, >, <=, >=, ^= or EQ, LT, GT ...";
template <>
inline constexpr const char* errors::message<condition_code> = "a number";
template <>
inline constexpr const char* errors::message<then> = kExpectedThen;
template <>
inline constexpr const char* errors::message<assignment_sign> = "'='";
template <>
inline constexpr const char* errors::message<c::separators> = "nothing else";

}  // namespace coldsite::idcams::grammar

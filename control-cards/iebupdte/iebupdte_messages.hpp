// What each commit point of the IEBUPDTE grammar expects, in the words of the message.
#pragma once

#include "control-cards/iebupdte/iebupdte_grammar.hpp"

namespace coldsite::iebupdte::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<prefix> =
    "./, a label of up to 8 characters or none, and a blank";
template <>
inline constexpr const char* errors::message<operation> =
    "ADD, CHANGE, REPL, REPRO, NUMBER, DELETE, ALIAS or ENDUP";
template <>
inline constexpr const char* errors::message<function_operand> =
    "NAME=, LIST=, SEQFLD=, NEW=, MEMBER=, COLUMN=, UPDATE=, LEVEL=, SOURCE= or SSI=";
template <>
inline constexpr const char* errors::message<number_operand> =
    "SEQ1=, SEQ2=, NEW1=, INCR= or INSERT=";
template <>
inline constexpr const char* errors::message<delete_operand> = "SEQ1= or SEQ2=";
template <>
inline constexpr const char* errors::message<alias_operand> = "NAME=";
template <>
inline constexpr const char* errors::message<end_of_operands> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<name_value> = "a member name";
template <>
inline constexpr const char* errors::message<member_value> = "a member name";
template <>
inline constexpr const char* errors::message<list_value> = "ALL";
template <>
inline constexpr const char* errors::message<field_value> =
    "three digits, column and length, or two such in parentheses";
template <>
inline constexpr const char* errors::message<old_field> = "three digits, column and length";
template <>
inline constexpr const char* errors::message<new_field> = "three digits, column and length";
template <>
inline constexpr const char* errors::message<new_value> = "PO or PS";
template <>
inline constexpr const char* errors::message<column_value> = "a column";
template <>
inline constexpr const char* errors::message<update_value> = "INPLACE";
template <>
inline constexpr const char* errors::message<level_value> = "two hexadecimal digits";
template <>
inline constexpr const char* errors::message<source_value> = "0 or 1";
template <>
inline constexpr const char* errors::message<status_value> = "eight hexadecimal digits";
template <>
inline constexpr const char* errors::message<first_value> =
    "ALL or a sequence number of 1 to 8 characters";
template <>
inline constexpr const char* errors::message<last_number> =
    "a sequence number of 1 to 8 characters";
template <>
inline constexpr const char* errors::message<new_number> = "a number";
template <>
inline constexpr const char* errors::message<increment> = "a number";
template <>
inline constexpr const char* errors::message<insert_value> = "YES";

}  // namespace coldsite::iebupdte::grammar

// What each commit point of the IEBCOPY grammar expects, in the words of the message.
#pragma once

#include "control-cards/iebcopy/iebcopy_grammar.hpp"

namespace coldsite::iebcopy::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<operation> = "COPY, COPYMOD, SELECT, EXCLUDE or INDD=";
template <>
inline constexpr const char* errors::message<copy_operand> =
    "an operand of COPY: OUTDD=, INDD= or LIST=";
template <>
inline constexpr const char* errors::message<copymod_operand> =
    "an operand of COPYMOD: OUTDD=, INDD=, MAXBLK=, MINBLK= or LIST=";
template <>
inline constexpr const char* errors::message<select_member> = "MEMBER=";
template <>
inline constexpr const char* errors::message<exclude_member> = "MEMBER=";
template <>
inline constexpr const char* errors::message<end_of_operands> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<output_ddname> = "a DD name";
template <>
inline constexpr const char* errors::message<input_ddname> = "a DD name";
template <>
inline constexpr const char* errors::message<input_replace> = "R";
template <>
inline constexpr const char* errors::message<input_item> = "a DD name or '('";
template <>
inline constexpr const char* errors::message<inputs> = "a DD name or '('";
template <>
inline constexpr const char* errors::message<list_yes_or_no> = "YES or NO";
template <>
inline constexpr const char* errors::message<maximum_block> = "a block size, n or nK";
template <>
inline constexpr const char* errors::message<minimum_block> = "a block size, n or nK";
template <>
inline constexpr const char* errors::message<member_name> = "a member name";
template <>
inline constexpr const char* errors::message<new_name_place> = "a new member name or ','";
template <>
inline constexpr const char* errors::message<member_replace> = "R";
template <>
inline constexpr const char* errors::message<member_item> = "a member name or '('";
template <>
inline constexpr const char* errors::message<selected> = "a member name or '('";
template <>
inline constexpr const char* errors::message<excluded_name> = "a member name";
template <>
inline constexpr const char* errors::message<excluded> = "a member name or '('";

}  // namespace coldsite::iebcopy::grammar

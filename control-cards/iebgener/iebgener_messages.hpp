// What each commit point of the IEBGENER grammar expects, in the words of the message.
#pragma once

#include "control-cards/iebgener/iebgener_grammar.hpp"

namespace coldsite::iebgener::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<operation> = "GENERATE, LABELS, MEMBER or RECORD";
template <>
inline constexpr const char* errors::message<generate_operand> =
    "an operand of GENERATE: MAXNAME=, MAXFLDS=, MAXGPS= or MAXLITS=";
template <>
inline constexpr const char* errors::message<labels_operand> = "DATA=";
template <>
inline constexpr const char* errors::message<member_operand> = "NAME=";
template <>
inline constexpr const char* errors::message<record_operand> =
    "an operand of RECORD: IDENT= or FIELD=";
template <>
inline constexpr const char* errors::message<end_of_operands> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<names_max> = "a number of names";
template <>
inline constexpr const char* errors::message<fields_max> = "a number of FIELD operands";
template <>
inline constexpr const char* errors::message<groups_max> = "a number of IDENT operands";
template <>
inline constexpr const char* errors::message<literals_max> = "a number of literal characters";
template <>
inline constexpr const char* errors::message<dbcs_value> = "NO";
template <>
inline constexpr const char* errors::message<labels_value> = "NO";
template <>
inline constexpr const char* errors::message<member_name> = "a member name";
template <>
inline constexpr const char* errors::message<member_names> = "a member name or '('";
template <>
inline constexpr const char* errors::message<ident_length> = "the length of the name";
template <>
inline constexpr const char* errors::message<ident_name> = "the name, in apostrophes";
template <>
inline constexpr const char* errors::message<ident_location> = "the position in the input record";
template <>
inline constexpr const char* errors::message<length_place> = "a length or ','";
template <>
inline constexpr const char* errors::message<input_place> =
    "a position in the input record, a literal or ','";
template <>
inline constexpr const char* errors::message<conversion_place> = "PZ, ZP, HE or ','";
template <>
inline constexpr const char* errors::message<output_place> = "a position in the output record";

}  // namespace coldsite::iebgener::grammar

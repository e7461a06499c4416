// What each commit point of the ADRDSSU grammar expects, in the words of the message.
#pragma once

#include "control-cards/adrdssu/adrdssu_grammar.hpp"

namespace coldsite::adrdssu::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<command> =
    "a command: COPY, DUMP, RESTORE, PRINT, COPYDUMP, SERIAL or PARALLEL";
template <>
inline constexpr const char* errors::message<end_of_copy> = "an operand of COPY";
template <>
inline constexpr const char* errors::message<end_of_dump> = "an operand of DUMP";
template <>
inline constexpr const char* errors::message<end_of_restore> = "an operand of RESTORE";
template <>
inline constexpr const char* errors::message<end_of_print> = "an operand of PRINT";
template <>
inline constexpr const char* errors::message<end_of_copydump> = "an operand of COPYDUMP";
template <>
inline constexpr const char* errors::message<end_of_scheduling> = "the end of the command";
template <>
inline constexpr const char* errors::message<input_ddnames> = "a DD name";
template <>
inline constexpr const char* errors::message<output_ddnames> = "a DD name";
template <>
inline constexpr const char* errors::message<volumes> = "a volume serial or '('";
template <>
inline constexpr const char* errors::message<volume_and_unit> = "a volume serial";
template <>
inline constexpr const char* errors::message<dynamic_unit> = "a unit name";
template <>
inline constexpr const char* errors::message<two_tracks> =
    "the cylinder and head of the first and the last track";
template <>
inline constexpr const char* errors::message<one_or_two_tracks> = "a cylinder and a head number";
template <>
inline constexpr const char* errors::message<print_data_set_name> = "a data set name";
template <>
inline constexpr const char* errors::message<range_number> = "a cylinder or head number";
template <>
inline constexpr const char* errors::message<out_cylinder> = "a cylinder number";
template <>
inline constexpr const char* errors::message<out_head> = "a head number";
template <>
inline constexpr const char* errors::message<all_data_value> = "* or a data set name";
template <>
inline constexpr const char* errors::message<optimize_level> = "1, 2, 3 or 4";
template <>
inline constexpr const char* errors::message<tolerated_list> = "IOERROR or ENQFAILURE";
template <>
inline constexpr const char* errors::message<wait_seconds> = "a number of seconds";
template <>
inline constexpr const char* errors::message<wait_retries> = "a number of retries";
template <>
inline constexpr const char* errors::message<fast_value> = "REQUIRED, PREFERRED or NONE";
template <>
inline constexpr const char* errors::message<zcompress_value> = "REQUIRED, PREFERRED or NONE";
template <>
inline constexpr const char* errors::message<c::separators> = "a value";

}  // namespace coldsite::adrdssu::grammar

// What each commit point of the IEHLIST grammar expects, in the words of the message.
#pragma once

#include "control-cards/iehlist/iehlist_grammar.hpp"

namespace coldsite::iehlist::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<operation> = "LISTVTOC or LISTPDS";
template <>
inline constexpr const char* errors::message<listvtoc_operand> =
    "an operand of LISTVTOC: FORMAT, DUMP, DATE=, VOL= or DSNAME=";
template <>
inline constexpr const char* errors::message<listpds_operand> =
    "an operand of LISTPDS: DSNAME=, VOL=, FORMAT or DUMP";
template <>
inline constexpr const char* errors::message<end_of_listvtoc> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<end_of_listpds> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<device> = "a device type and '='";
template <>
inline constexpr const char* errors::message<serials> = "a volume serial of 1 to 6 characters";
template <>
inline constexpr const char* errors::message<serial> = "a volume serial of 1 to 6 characters";
template <>
inline constexpr const char* errors::message<listed_names> = "a data set name or '('";
template <>
inline constexpr const char* errors::message<listed_name> = "a data set name";
template <>
inline constexpr const char* errors::message<date_value> = "a date, dddyy or dddyyyy";

}  // namespace coldsite::iehlist::grammar

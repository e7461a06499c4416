// What each commit point of the IEHPROGM grammar expects, in the words of the message.
#pragma once

#include "control-cards/iehprogm/iehprogm_grammar.hpp"

namespace coldsite::iehprogm::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<operation> =
    "SCRATCH, RENAME, CATLG, UNCATLG, BLDG or DLTX";
template <>
inline constexpr const char* errors::message<scratch_operand> =
    "an operand of SCRATCH: VTOC, DSNAME=, VOL=, PURGE, MEMBER= or SYS";
template <>
inline constexpr const char* errors::message<rename_operand> =
    "an operand of RENAME: DSNAME=, VOL=, NEWNAME= or MEMBER=";
template <>
inline constexpr const char* errors::message<catlg_operand> =
    "an operand of CATLG: DSNAME= or VOL=";
template <>
inline constexpr const char* errors::message<uncatlg_operand> = "DSNAME=";
template <>
inline constexpr const char* errors::message<bldg_operand> =
    "an operand of BLDG: INDEX=, ENTRIES=, EMPTY or DELETE";
template <>
inline constexpr const char* errors::message<dltx_operand> = "INDEX=";
template <>
inline constexpr const char* errors::message<end_of_operands> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<device> = "a device type and '='";
template <>
inline constexpr const char* errors::message<serial> = "a volume serial of 1 to 6 characters";
template <>
inline constexpr const char* errors::message<serials> = "a volume serial or '('";
template <>
inline constexpr const char* errors::message<data_set> = "a data set name";
template <>
inline constexpr const char* errors::message<index_name> = "the name of a generation data group";
template <>
inline constexpr const char* errors::message<new_name_value> = "a name";
template <>
inline constexpr const char* errors::message<member_value> = "a member name";
template <>
inline constexpr const char* errors::message<entries_value> = "a number of generations";

}  // namespace coldsite::iehprogm::grammar

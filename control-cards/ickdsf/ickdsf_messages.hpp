// What each commit point of the ICKDSF grammar expects, in the words of the message.
#pragma once

#include "control-cards/ickdsf/ickdsf_grammar.hpp"

namespace coldsite::ickdsf::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = c::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<command> =
    "a command: INIT, REFORMAT, INSPECT or BUILDIX";
template <>
inline constexpr const char* errors::message<end_of_init> = "an operand of INIT";
template <>
inline constexpr const char* errors::message<end_of_reformat> = "an operand of REFORMAT";
template <>
inline constexpr const char* errors::message<end_of_inspect> = "an operand of INSPECT";
template <>
inline constexpr const char* errors::message<end_of_build_index> = "an operand of BUILDIX";
template <>
inline constexpr const char* errors::message<unit_address> =
    "a device address of 3 or 4 hexadecimal digits";
template <>
inline constexpr const char* errors::message<ddname> = "a DD name";
template <>
inline constexpr const char* errors::message<verify_value> = "a volume serial or *NONE*";
template <>
inline constexpr const char* errors::message<new_volser> = "a volume serial of 1 to 6 characters";
template <>
inline constexpr const char* errors::message<new_owner> = "an owner of 1 to 14 characters";
template <>
inline constexpr const char* errors::message<area_cylinder> = "a cylinder number";
template <>
inline constexpr const char* errors::message<area_head> = "a head number";
template <>
inline constexpr const char* errors::message<area_tracks> = "a number of tracks";
template <>
inline constexpr const char* errors::message<device_type_name> = "a device type";
template <>
inline constexpr const char* errors::message<track_value> = "a cylinder and a head number";
template <>
inline constexpr const char* errors::message<track_pair> = "a cylinder and a head number";
template <>
inline constexpr const char* errors::message<track_head> = "a head number";
template <>
inline constexpr const char* errors::message<first_cylinder> = "the first cylinder's number";
template <>
inline constexpr const char* errors::message<last_cylinder> = "the last cylinder's number";
template <>
inline constexpr const char* errors::message<c::separators> = "a value";

}  // namespace coldsite::ickdsf::grammar

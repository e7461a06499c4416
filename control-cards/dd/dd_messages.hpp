// What each commit point of the DD grammar expects, in the words of the message.
#pragma once

#include "control-cards/dd/dd_grammar.hpp"

namespace coldsite::dd::grammar {

struct errors {
  template <class Rule>
  static constexpr bool raise_on_failure = false;
  template <class Rule>
  static constexpr const char* message = cards::grammar::kExpected<Rule>;
};

template <>
inline constexpr const char* errors::message<first_operand> =
    "DUMMY, *, DATA, or a DD keyword and '='";
template <>
inline constexpr const char* errors::message<keyword_operand> = "a DD keyword and '='";
template <>
inline constexpr const char* errors::message<end_of_operands> = "',' or the end of the operands";
template <>
inline constexpr const char* errors::message<dsn_value> = "a data set name";
template <>
inline constexpr const char* errors::message<dsn_in_parens> = "a member name or a generation";
template <>
inline constexpr const char* errors::message<disp_value> = "NEW, OLD, SHR, MOD or '('";
template <>
inline constexpr const char* errors::message<status_place> = "NEW, OLD, SHR, MOD or ','";
template <>
inline constexpr const char* errors::message<normal_place> =
    "DELETE, KEEP, PASS, CATLG, UNCATLG or ','";
template <>
inline constexpr const char* errors::message<last<abnormal>> = "DELETE, KEEP, CATLG or UNCATLG";
template <>
inline constexpr const char* errors::message<unit_value> =
    "a device type, a device address, a group name or '('";
template <>
inline constexpr const char* errors::message<unit_name_place> = "a unit name or ','";
template <>
inline constexpr const char* errors::message<unit_count_place> = "a unit count, P or ','";
template <>
inline constexpr const char* errors::message<last<unit_end>> = "DEFER";
template <>
inline constexpr const char* errors::message<separate_value> = "a DD name or '('";
template <>
inline constexpr const char* errors::message<volume_value> = "SER=, REF= or '('";
template <>
inline constexpr const char* errors::message<serials_or_none> = "a volume serial or '('";
template <>
inline constexpr const char* errors::message<pegtl::list_must<volume_item, comma>> =
    "a volume serial";
template <>
inline constexpr const char* errors::message<volume_item> = "a volume serial";
template <>
inline constexpr const char* errors::message<private_place> = "PRIVATE, SER= or ','";
template <>
inline constexpr const char* errors::message<retain_place> = "RETAIN, SER= or ','";
template <>
inline constexpr const char* errors::message<sequence_place> =
    "a volume sequence number, SER= or ','";
template <>
inline constexpr const char* errors::message<count_place> = "a volume count, SER= or ','";
template <>
inline constexpr const char* errors::message<last<volume_end>> = "SER=";
template <>
inline constexpr const char* errors::message<space_request> = "TRK, CYL, ABSTR or a block length";
template <>
inline constexpr const char* errors::message<space_quantity> = "a primary quantity or '('";
template <>
inline constexpr const char* errors::message<primary> = "a primary quantity";
template <>
inline constexpr const char* errors::message<secondary_place> = "a secondary quantity or ','";
template <>
inline constexpr const char* errors::message<last<directory>> = "a number of directory blocks";
template <>
inline constexpr const char* errors::message<absolute_list> = "'(' and the address of a track";
template <>
inline constexpr const char* errors::message<absolute_address> = "the address of a track";
template <>
inline constexpr const char* errors::message<release_place> = "RLSE or ','";
template <>
inline constexpr const char* errors::message<contiguous_place> = "CONTIG or ','";
template <>
inline constexpr const char* errors::message<last<round>> = "ROUND";
template <>
inline constexpr const char* errors::message<average_record> = "U, K or M";
template <>
inline constexpr const char* errors::message<dcb_value> = "a DCB subparameter or '('";
template <>
inline constexpr const char* errors::message<dcb_item> = "a DCB subparameter";
template <>
inline constexpr const char* errors::message<pegtl::list_must<dcb_item, comma>> =
    "a DCB subparameter";
template <>
inline constexpr const char* errors::message<record_format> = "a record format";
template <>
inline constexpr const char* errors::message<record_length_value> = "a record length";
template <>
inline constexpr const char* errors::message<block_size> = "a block size";
template <>
inline constexpr const char* errors::message<organization> = "PS, PO or DA";
template <>
inline constexpr const char* errors::message<key_length> = "a key length";
template <>
inline constexpr const char* errors::message<dcb_no_model> = "a DCB subparameter";
template <>
inline constexpr const char* errors::message<like_name> = "a data set name";
template <>
inline constexpr const char* errors::message<volume_model> = "a data set name";
template <>
inline constexpr const char* errors::message<label_value> =
    "a file sequence number, EXPDT=, RETPD= or '('";
template <>
inline constexpr const char* errors::message<label_sequence_place> =
    "a file sequence number or ','";
template <>
inline constexpr const char* errors::message<label_type_place> = "SL, NL, BLP or ','";
template <>
inline constexpr const char* errors::message<label_password_place> = "PASSWORD, NOPWREAD or ','";
template <>
inline constexpr const char* errors::message<label_direction_place> = "IN, OUT or ','";
template <>
inline constexpr const char* errors::message<last<retention>> = "EXPDT= or RETPD=";
template <>
inline constexpr const char* errors::message<date> = "a date, yyddd or yyyy/ddd";
template <>
inline constexpr const char* errors::message<days> = "a number of days";
template <>
inline constexpr const char* errors::message<sysout_value> = "an output class or '('";
template <>
inline constexpr const char* errors::message<sysout_class_place> = "an output class or ','";
template <>
inline constexpr const char* errors::message<sysout_writer_place> = "a writer name or ','";
template <>
inline constexpr const char* errors::message<sysout_form_place> = "a form name";
template <>
inline constexpr const char* errors::message<path_value> = "a path in apostrophes";
template <>
inline constexpr const char* errors::message<file_data> = "TEXT or BINARY";
template <>
inline constexpr const char* errors::message<delimiter> = "two characters";
// These match nothing too, so they cannot fail; a commit point has a text all the same.
template <>
inline constexpr const char* errors::message<space_options> = "RLSE, CONTIG or ROUND";
template <>
inline constexpr const char* errors::message<ignored_value> = "a value";
template <>
inline constexpr const char* errors::message<separate_names> = "DD names";

}  // namespace coldsite::dd::grammar

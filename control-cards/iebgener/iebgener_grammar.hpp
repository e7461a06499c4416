// The grammar of IEBGENER statements: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::iebgener::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::keyword;
using c::token;
using c::word;

// GENERATE [MAXNAME=n][,MAXFLDS=n][,MAXGPS=n][,MAXLITS=n][,DBCS=NO]
struct names_max : c::number {};
struct fields_max : c::number {};
struct groups_max : c::number {};
struct literals_max : c::number {};
struct maxname : pegtl::if_must<keyword<"MAXNAME">, c::equals, names_max> {};
struct maxflds : pegtl::if_must<keyword<"MAXFLDS">, c::equals, fields_max> {};
struct maxgps : pegtl::if_must<keyword<"MAXGPS">, c::equals, groups_max> {};
struct maxlits : pegtl::if_must<keyword<"MAXLITS">, c::equals, literals_max> {};
struct dbcs_yes : word<"YES"> {};
struct dbcs_value : choice<dbcs_yes, word<"NO">> {};
struct dbcs : pegtl::if_must<keyword<"DBCS">, c::equals, dbcs_value> {};
struct generate_operand : choice<maxname, maxflds, maxgps, maxlits, dbcs> {};

// LABELS DATA=NO
struct labels_no : word<"NO"> {};
struct labels_other : choice<word<"YES">, word<"ALL">, word<"ONLY">, word<"INPUT">> {};
struct labels_value : choice<labels_no, labels_other> {};
struct labels_operand : pegtl::if_must<keyword<"DATA">, c::equals, labels_value> {};

// MEMBER NAME=name | (name[,alias]...)
struct member_name : c::name {};
struct member_names : c::one_or_list<member_name> {};
struct member_operand : pegtl::if_must<keyword<"NAME">, c::equals, member_names> {};

// 'text' | X'hexadecimal'
struct text_literal : c::quoted {};
struct hexadecimal_literal
    : token<pegtl::string<'X', '\''>, pegtl::star<pegtl::xdigit>, pegtl::one<'\''>> {};
struct literal : choice<text_literal, hexadecimal_literal> {};

// IDENT=(length,'name',input-location)
struct ident_length : c::number {};
struct ident_name : literal {};
struct ident_location : c::number {};
struct ident : pegtl::if_must<keyword<"IDENT">, c::equals, c::open_paren, ident_length, c::comma,
                              ident_name, c::comma, ident_location, c::close_paren> {};

// FIELD=([length],[input-location|'literal'],[conversion],[output-location])
struct omitted : pegtl::at<pegtl::one<',', ')'>> {};
struct field_length : c::number {};
struct field_location : c::number {};
struct field_literal : literal {};
struct packed_to_zoned : word<"PZ"> {};
struct zoned_to_packed : word<"ZP"> {};
struct bcd_to_ebcdic : word<"HE"> {};
struct double_byte : choice<word<"CG">, word<"CV">, word<"GV">, word<"VC">, word<"VG">> {};
struct field_output : c::number {};
struct length_place : choice<field_length, omitted> {};
struct input_place : choice<field_literal, field_location, omitted> {};
struct conversion_place
    : choice<packed_to_zoned, zoned_to_packed, bcd_to_ebcdic, double_byte, omitted> {};
struct output_place : choice<field_output, omitted> {};
/// FIELD may be coded many times: a plain word, so that it is not found coded twice.
struct field_word : word<"FIELD"> {};
struct field
    : pegtl::if_must<field_word, c::equals, c::open_paren, length_place,
                     pegtl::opt_must<c::comma, input_place,
                                     pegtl::opt_must<c::comma, conversion_place,
                                                     pegtl::opt_must<c::comma, output_place>>>,
                     c::close_paren> {};
struct record_labels_word : word<"LABELS"> {};
struct record_labels : pegtl::seq<record_labels_word, c::equals, pegtl::plus<pegtl::digit>> {};
struct record_operand : choice<ident, field, record_labels> {};

struct end_of_operands : pegtl::eof {};
struct generate
    : pegtl::if_must<keyword<"GENERATE">, c::utility_operands<generate_operand>, end_of_operands> {
};
struct labels
    : pegtl::if_must<keyword<"LABELS">, c::utility_operands<labels_operand>, end_of_operands> {};
struct member
    : pegtl::if_must<keyword<"MEMBER">, c::utility_operands<member_operand>, end_of_operands> {};
struct record
    : pegtl::if_must<keyword<"RECORD">, c::utility_operands<record_operand>, end_of_operands> {};
struct refused_operation_word : word<"EXITS"> {};
struct refused_operation : pegtl::seq<refused_operation_word, c::skipped_rest> {};
struct operation : choice<generate, labels, member, record, refused_operation> {};
struct statement : pegtl::must<c::label_and_blanks, operation> {};

}  // namespace coldsite::iebgener::grammar

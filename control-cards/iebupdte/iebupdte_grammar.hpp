// The grammar of IEBUPDTE statements: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::iebupdte::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::keyword;
using c::token;
using c::word;

// NAME=member
struct name_value : c::name {};
struct name : pegtl::if_must<keyword<"NAME">, c::equals, name_value> {};
// MEMBER=member
struct member_value : c::name {};
struct member : pegtl::if_must<keyword<"MEMBER">, c::equals, member_value> {};
// LIST=ALL
struct list_value : choice<word<"ALL">> {};
struct list : pegtl::if_must<keyword<"LIST">, c::equals, list_value> {};
// SEQFLD=ddl | (ddl,ddl)
struct field_digits : token<pegtl::rep<3, pegtl::digit>, pegtl::not_at<c::name_character>> {};
struct one_field : field_digits {};
struct old_field : field_digits {};
struct new_field : field_digits {};
struct two_fields : pegtl::if_must<c::open_paren, old_field, c::comma, new_field, c::close_paren> {
};
struct field_value : choice<two_fields, one_field> {};
struct seqfld : pegtl::if_must<keyword<"SEQFLD">, c::equals, field_value> {};
// NEW=PO | PS
struct new_partitioned : word<"PO"> {};
struct new_sequential : word<"PS"> {};
struct new_value : choice<new_partitioned, new_sequential> {};
struct new_organization : pegtl::if_must<keyword<"NEW">, c::equals, new_value> {};
// COLUMN=nn
struct column_value : c::number {};
struct column : pegtl::if_must<keyword<"COLUMN">, c::equals, column_value> {};
// UPDATE=INPLACE
struct update_value : choice<word<"INPLACE">> {};
struct update : pegtl::if_must<keyword<"UPDATE">, c::equals, update_value> {};
// LEVEL=hh
struct level_value : token<pegtl::rep_min_max<1, 2, pegtl::xdigit>> {};
struct level : pegtl::if_must<keyword<"LEVEL">, c::equals, level_value> {};
// SOURCE=0 | 1
struct source_ibm : word<"0"> {};
struct source_user : word<"1"> {};
struct source_value : choice<source_ibm, source_user> {};
struct source : pegtl::if_must<keyword<"SOURCE">, c::equals, source_value> {};
// SSI=hhhhhhhh
struct status_value : token<pegtl::rep<8, pegtl::xdigit>, pegtl::not_at<c::name_character>> {};
struct status : pegtl::if_must<keyword<"SSI">, c::equals, status_value> {};
// INHDR=routine ... TOTAL=(routine,size)
struct refused_exit_word
    : choice<word<"INHDR">, word<"INTLR">, word<"OUTHDR">, word<"OUTTLR">, word<"TOTAL">> {};
struct refused_exit : pegtl::seq<refused_exit_word, c::skipped_rest> {};

struct function_operand : choice<name, list, seqfld, new_organization, member, column, update,
                                 level, source, status, refused_exit> {};

// SEQ1=number | ALL, SEQ2=number, NEW1=number, INCR=number, INSERT=YES
struct sequence_number : token<pegtl::rep_min_max<1, 8, c::name_character>> {};
struct first_all : word<"ALL"> {};
struct first_number : sequence_number {};
struct first_value : choice<first_all, first_number> {};
struct seq1 : pegtl::if_must<keyword<"SEQ1">, c::equals, first_value> {};
struct last_number : sequence_number {};
struct seq2 : pegtl::if_must<keyword<"SEQ2">, c::equals, last_number> {};
struct new_number : c::number {};
struct new1 : pegtl::if_must<keyword<"NEW1">, c::equals, new_number> {};
struct increment : c::number {};
struct incr : pegtl::if_must<keyword<"INCR">, c::equals, increment> {};
struct insert_value : choice<word<"YES">> {};
struct insert : pegtl::if_must<keyword<"INSERT">, c::equals, insert_value> {};
struct number_operand : choice<seq1, seq2, new1, incr, insert> {};
struct delete_operand : choice<seq1, seq2> {};
struct alias_operand : choice<name> {};

struct end_of_operands : pegtl::eof {};
template <class Word, class Operand>
struct operation_of : pegtl::if_must<Word, c::utility_operands<Operand>, end_of_operands> {};
struct add : operation_of<keyword<"ADD">, function_operand> {};
struct change : operation_of<keyword<"CHANGE">, function_operand> {};
struct repl : operation_of<keyword<"REPL">, function_operand> {};
struct repro : operation_of<keyword<"REPRO">, function_operand> {};
struct number : operation_of<keyword<"NUMBER">, number_operand> {};
struct delete_ : operation_of<keyword<"DELETE">, delete_operand> {};
struct alias : operation_of<keyword<"ALIAS">, alias_operand> {};
struct endup : pegtl::if_must<keyword<"ENDUP">, c::skipped_rest> {};
struct refused_operation_word : word<"LABEL"> {};
struct refused_operation : pegtl::seq<refused_operation_word, c::skipped_rest> {};
struct operation
    : choice<add, change, repl, repro, number, delete_, alias, endup, refused_operation> {};
struct prefix : pegtl::seq<pegtl::string<'.', '/'>, c::label_and_blanks> {};
struct statement : pegtl::must<prefix, operation> {};

}  // namespace coldsite::iebupdte::grammar

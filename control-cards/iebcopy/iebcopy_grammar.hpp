// The grammar of IEBCOPY statements: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::iebcopy::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::keyword;
using c::token;
using c::word;

// OUTDD=ddname  INDD=ddname | (ddname | (ddname,R) ...)
struct output_ddname : c::name {};
struct outdd : pegtl::if_must<keyword<"OUTDD", "O">, c::equals, output_ddname> {};
struct input_ddname : c::name {};
struct input_replace : word<"R"> {};
struct input_pair : pegtl::if_must<c::open_paren, input_ddname,
                                   pegtl::opt_must<c::comma, input_replace>, c::close_paren> {};
struct input_item : choice<input_pair, input_ddname> {};
struct inputs : c::one_or_list<input_item> {};
struct indd : pegtl::if_must<keyword<"INDD", "I">, c::equals, inputs> {};

// LIST=YES|NO  MAXBLK=n|nK  MINBLK=n|nK
struct list_value : choice<word<"YES">, word<"NO">> {};
struct list_yes_or_no : list_value {};
struct list : pegtl::if_must<keyword<"LIST", "L">, c::equals, list_yes_or_no> {};
struct block_value : token<pegtl::plus<pegtl::digit>, pegtl::opt<pegtl::one<'K'>>,
                           pegtl::not_at<c::name_character>> {};
struct maximum_block : block_value {};
struct minimum_block : block_value {};
struct maxblk : pegtl::if_must<keyword<"MAXBLK">, c::equals, maximum_block> {};
struct minblk : pegtl::if_must<keyword<"MINBLK">, c::equals, minimum_block> {};

// MEMBER=name | (name | (name[,newname][,R]) ...)
struct member_name : c::name {};
struct new_name : c::name {};
struct member_replace : word<"R"> {};
struct omitted : pegtl::at<c::comma> {};
struct new_name_place : choice<new_name, omitted> {};
struct member_triple
    : pegtl::if_must<
          c::open_paren, member_name,
          pegtl::opt_must<c::comma, new_name_place, pegtl::opt_must<c::comma, member_replace>>,
          c::close_paren> {};
struct member_item : choice<member_triple, member_name> {};
struct selected : c::one_or_list<member_item> {};
struct select_member : pegtl::if_must<keyword<"MEMBER", "M">, c::equals, selected> {};
struct excluded_name : c::name {};
struct excluded : c::one_or_list<excluded_name> {};
struct exclude_member : pegtl::if_must<keyword<"MEMBER", "M">, c::equals, excluded> {};

struct copy_operand : choice<outdd, indd, list> {};
struct copymod_operand : choice<outdd, indd, list, maxblk, minblk> {};
struct end_of_operands : pegtl::eof {};
struct copy
    : pegtl::if_must<keyword<"COPY", "C">, c::utility_operands<copy_operand>, end_of_operands> {};
struct copymod : pegtl::if_must<keyword<"COPYMOD", "CM">, c::utility_operands<copymod_operand>,
                                end_of_operands> {};
struct select
    : pegtl::if_must<keyword<"SELECT", "S">, c::utility_operands<select_member>, end_of_operands> {
};
struct exclude : pegtl::if_must<keyword<"EXCLUDE", "E">, c::utility_operands<exclude_member>,
                                end_of_operands> {};
struct further_input : pegtl::if_must<pegtl::seq<indd>, end_of_operands> {};
struct refused_operation_word
    : choice<word<"COPYGRP", "COPYGROUP", "CG">, word<"ALTERMOD", "A">, word<"INDEX">> {};
struct refused_operation : pegtl::seq<refused_operation_word, c::skipped_rest> {};
struct operation : choice<copy, copymod, select, exclude, further_input, refused_operation> {};
struct statement : pegtl::must<c::label_and_blanks, operation> {};

}  // namespace coldsite::iebcopy::grammar

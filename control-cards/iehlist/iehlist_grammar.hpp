// The grammar of IEHLIST statements: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::iehlist::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::keyword;
using c::token;
using c::word;

// VOL=device=serial | VOL=device=(serial)
struct device : token<pegtl::plus<c::volser_character>, pegtl::at<c::equals>> {};
struct serial : c::volser {};
struct serials : c::one_or_list<serial> {};
struct volume : pegtl::if_must<keyword<"VOL">, c::equals, device, c::equals, serials> {};

// DSNAME=name | (name[,name]...)
struct listed_name : c::data_set_name {};
struct listed_names : c::one_or_list<listed_name> {};
struct dsname : pegtl::if_must<keyword<"DSNAME", "DSN">, c::equals, listed_names> {};

// DATE=dddyy | dddyyyy
struct date_value : token<pegtl::plus<pegtl::digit>, pegtl::not_at<c::name_character>> {};
struct date : pegtl::if_must<keyword<"DATE">, c::equals, date_value> {};

struct form : choice<keyword<"FORMAT">, keyword<"DUMP">> {};
struct index_word : word<"INDEXDSN"> {};
struct index : pegtl::seq<index_word, c::equals, pegtl::star<pegtl::not_one<','>>> {};
struct listvtoc_operand : choice<form, date, volume, dsname, index> {};
struct listpds_operand : choice<form, volume, dsname> {};

struct end_of_listvtoc : pegtl::eof {};
struct end_of_listpds : pegtl::eof {};
struct listvtoc
    : pegtl::if_must<keyword<"LISTVTOC">, c::utility_operands<listvtoc_operand>, end_of_listvtoc> {
};
struct listpds
    : pegtl::if_must<keyword<"LISTPDS">, c::utility_operands<listpds_operand>, end_of_listpds> {};
struct refused_operation_word : word<"LISTCTLG"> {};
struct refused_operation : pegtl::seq<refused_operation_word, c::skipped_rest> {};
struct operation : choice<listvtoc, listpds, refused_operation> {};
struct statement : pegtl::must<c::label_and_blanks, operation> {};

}  // namespace coldsite::iehlist::grammar

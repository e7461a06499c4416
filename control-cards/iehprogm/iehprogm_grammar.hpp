// The grammar of IEHPROGM statements: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::iehprogm::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::keyword;
using c::token;
using c::word;

// VOL=device=serial | (serial[,seqno],...)
struct device : token<pegtl::plus<c::volser_character>, pegtl::at<c::equals>> {};
struct serial : c::volser {};
struct serials : c::one_or_list<serial> {};
struct volume : pegtl::if_must<keyword<"VOL">, c::equals, device, c::equals, serials> {};

// DSNAME=name
struct data_set : c::data_set_name {};
struct dsname : pegtl::if_must<keyword<"DSNAME">, c::equals, data_set> {};
// INDEX=name
struct index_name : c::data_set_name {};
struct index : pegtl::if_must<keyword<"INDEX">, c::equals, index_name> {};
// NEWNAME=name
struct new_name_value : c::data_set_name {};
struct newname : pegtl::if_must<keyword<"NEWNAME">, c::equals, new_name_value> {};
// MEMBER=name
struct member_value : c::name {};
struct member : pegtl::if_must<keyword<"MEMBER">, c::equals, member_value> {};
// ENTRIES=n
struct entries_value : c::number {};
struct entries : pegtl::if_must<keyword<"ENTRIES">, c::equals, entries_value> {};
// CVOL=device=serial
struct cvol_word : word<"CVOL"> {};
struct cvol : pegtl::seq<cvol_word, c::equals, pegtl::star<pegtl::not_one<','>>> {};

struct scratch_operand
    : choice<keyword<"VTOC">, dsname, volume, keyword<"PURGE">, member, keyword<"SYS">> {};
struct rename_operand : choice<dsname, volume, newname, member> {};
struct catlg_operand : choice<dsname, volume, cvol> {};
struct uncatlg_operand : choice<dsname, cvol> {};
struct bldg_operand : choice<index, entries, keyword<"EMPTY">, keyword<"DELETE">, cvol> {};
struct dltx_operand : choice<index, cvol> {};

struct end_of_operands : pegtl::eof {};
template <class Word, class Operand>
struct operation_of : pegtl::if_must<Word, c::utility_operands<Operand>, end_of_operands> {};
struct scratch : operation_of<keyword<"SCRATCH">, scratch_operand> {};
struct rename : operation_of<keyword<"RENAME">, rename_operand> {};
struct catlg : operation_of<keyword<"CATLG">, catlg_operand> {};
struct uncatlg : operation_of<keyword<"UNCATLG">, uncatlg_operand> {};
struct bldg : operation_of<keyword<"BLDG">, bldg_operand> {};
struct dltx : operation_of<keyword<"DLTX">, dltx_operand> {};
struct index_operation_word
    : choice<word<"BLDX">, word<"BLDA">, word<"DLTA">, word<"CONNECT">, word<"RELEASE">> {};
struct index_operation : pegtl::seq<index_operation_word, c::skipped_rest> {};
struct password_operation_word
    : choice<word<"ADD">, word<"REPLACE">, word<"DELETEP">, word<"LIST">> {};
struct password_operation : pegtl::seq<password_operation_word, c::skipped_rest> {};
struct operation
    : choice<scratch, rename, catlg, uncatlg, bldg, dltx, index_operation, password_operation> {};
struct statement : pegtl::must<c::label_and_blanks, operation> {};

}  // namespace coldsite::iehprogm::grammar

// The grammar of ADRDSSU commands: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::adrdssu::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::in_parens;
using c::keyword;
using c::token;
using c::word;

// INDDNAME(dd[,dd]...)  OUTDDNAME(dd[,dd]...)
struct input_ddname : c::name {};
struct output_ddname : c::name {};
struct input_ddnames : pegtl::list<input_ddname, c::separator> {};
struct output_ddnames : pegtl::list<output_ddname, c::separator> {};
struct indd : in_parens<keyword<"INDDNAME", "INDD", "IDD">, input_ddnames> {};
struct outdd : in_parens<keyword<"OUTDDNAME", "OUTDD", "ODD">, output_ddnames> {};

// INDYNAM(volser | (volser[,unit]) ...)  OUTDYNAM(...)
struct dynamic_volser : c::volser {};
struct dynamic_unit : token<pegtl::rep_min_max<1, 8, c::volser_character>> {};
struct volume_and_unit
    : pegtl::seq<dynamic_volser, pegtl::opt<c::separator, pegtl::not_at<pegtl::one<')'>>,
                                            pegtl::must<dynamic_unit>>> {};
struct volume_in_parens
    : pegtl::if_must<pegtl::one<'('>, c::separators, volume_and_unit, c::close> {};
struct volumes : choice<pegtl::list<volume_in_parens, c::separators>, volume_and_unit> {};
struct indynam : in_parens<keyword<"INDYNAM", "INDY", "IDY">, volumes> {};
struct outdynam : in_parens<keyword<"OUTDYNAM", "OUTDY", "ODY">, volumes> {};

// FULL | TRACKS(c1,h1,c2,h2)
struct range_number : c::any_number {};
struct range_last : pegtl::seq<c::separator, pegtl::not_at<pegtl::one<')'>>,
                               pegtl::must<range_number, c::next_value, range_number>> {};
struct one_or_two_tracks
    : pegtl::seq<range_number, pegtl::must<c::next_value, range_number>, pegtl::opt<range_last>> {};
struct two_tracks
    : pegtl::seq<range_number, pegtl::must<c::next_value, range_number, c::next_value, range_number,
                                           c::next_value, range_number>> {};
struct tracks : in_parens<keyword<"TRACKS", "TRK">, two_tracks> {};
struct print_tracks : in_parens<keyword<"TRACKS", "TRK">, one_or_two_tracks> {};
struct out_cylinder : c::any_number {};
struct out_head : c::any_number {};
struct outtracks : in_parens<keyword<"OUTTRACKS", "OTRK">, out_cylinder, c::next_value, out_head> {
};
struct what : choice<keyword<"FULL">, tracks> {};

// DATASET(name) of PRINT
struct print_data_set_name
    : token<c::letter, pegtl::star<pegtl::sor<c::name_character, pegtl::one<'.', '-'>>>> {};
struct print_data_set : in_parens<keyword<"DATASET", "DS">, print_data_set_name> {};

// ALLDATA(*|name,...)  OPTIMIZE(1-4)  TOLERATE(IOERROR,ENQFAILURE)  WAIT(seconds,retries)
struct all_data_star : pegtl::one<'*'> {};
struct all_data_name
    : token<c::letter, pegtl::star<pegtl::sor<c::name_character, pegtl::one<'.', '-'>>>> {};
struct all_data_value : choice<all_data_star, pegtl::list<all_data_name, c::separator>> {};
struct alldata : in_parens<keyword<"ALLDATA", "ALLD">, all_data_value> {};
struct optimize_level : c::number {};
struct optimize : in_parens<keyword<"OPTIMIZE", "OPT">, optimize_level> {};
struct tolerate_io : word<"IOERROR", "IOERR", "IOER"> {};
struct tolerate_enqueue : word<"ENQFAILURE", "ENQF"> {};
struct tolerated : choice<tolerate_io, tolerate_enqueue> {};
struct tolerated_list : pegtl::list<tolerated, c::separator> {};
struct tolerate : in_parens<keyword<"TOLERATE", "TOL">, tolerated_list> {};
struct wait_seconds : c::number {};
struct wait_retries : c::number {};
struct wait : in_parens<keyword<"WAIT">, wait_seconds, c::next_value, wait_retries> {};

// FASTREPLICATION(REQUIRED|PREFERRED|NONE)
struct fast_required : word<"REQUIRED", "REQ"> {};
struct fast_preferred : word<"PREFERRED", "PREF"> {};
struct fast_none : word<"NONE"> {};
struct fast_value : choice<fast_required, fast_preferred, fast_none> {};
struct fast_replication : in_parens<keyword<"FASTREPLICATION", "FASTREP">, fast_value> {};

// COMPRESS | HWCOMPRESS | ZCOMPRESS[(REQUIRED|PREFERRED)]
struct zcompress_value : choice<word<"REQUIRED", "REQ">, word<"PREFERRED", "PREF">, word<"NONE">> {
};
struct compress : choice<keyword<"COMPRESS">, keyword<"HWCOMPRESS">,
                         pegtl::seq<keyword<"ZCOMPRESS">,
                                    pegtl::opt<c::open, pegtl::must<zcompress_value, c::close>>>> {
};

// Words that ask for what is not there, each told by name.
struct dataset_word : word<"DATASET", "DS"> {};
struct copy_on_write_word : word<"FCNOCOPY", "FCWITHDRAW", "FCTOPPRCPRIMARY", "FCTOPPRCP"> {};
struct encryption_word : word<"ENCRYPT", "HWENCRYPT", "RSA", "KEYPASSWORD", "KEYPW", "DECRYPT"> {};
struct refused_word
    : choice<word<"CONCURRENT", "CC">, word<"RESET">, word<"LOGINDDNAME", "LOGINDD", "LIDD">,
             word<"LOGINDYNAM", "LIDY">, word<"SHARE">, word<"SPHERE">, word<"CATALOG">,
             word<"RECATALOG">, word<"RENAME">, word<"RENAMEU", "RENAMEUNCONDITIONAL", "RENUNC">,
             word<"REPLACE">, word<"REPLACEU", "REPLACEUNCONDITIONAL", "REPUNC">, word<"DELETE">,
             word<"INCLUDE">, word<"EXCLUDE">, word<"BY">, word<"STORGRP">, word<"READIOPACING">,
             word<"TGTGDS">, word<"TGTALLOC">, word<"CHECKVTOC">, word<"CLOUD">, word<"CONTAINER">,
             word<"DEBUG">, word<"UNINITIALIZED">, word<"BYPASSACS">, word<"NULLSTORCLAS">,
             word<"STORCLAS">, word<"MGMTCLAS">> {};
struct refused : pegtl::seq<choice<dataset_word, copy_on_write_word, encryption_word, refused_word>,
                            c::skipped_value> {};
struct common : choice<what, alldata, optimize, tolerate, wait, keyword<"ADMINISTRATOR", "ADMIN">,
                       keyword<"ALLEXCP", "ALLX">, keyword<"CANCELERROR", "CANERR">,
                       keyword<"PURGE", "PUR">> {};

// Commands
struct copy_operand
    : choice<common, indd, indynam, outdd, outdynam, outtracks, fast_replication,
             keyword<"COPYVOLID", "CPYV">, keyword<"DUMPCONDITIONING", "DUMPCOND">, refused> {};
struct dump_operand : choice<common, indd, indynam, outdd, compress, refused> {};
struct restore_operand
    : choice<common, indd, outdd, outdynam, outtracks, keyword<"COPYVOLID", "CPYV">,
             keyword<"NOCOPYVOLID", "NCPYV">, keyword<"NOVERIFY">, refused> {};
struct print_operand
    : choice<print_tracks, print_data_set, keyword<"VTOC">, keyword<"ALLDATA", "ALLD">, indd,
             indynam, outdd, tolerate, keyword<"ADMINISTRATOR", "ADMIN">, refused> {};
struct copydump_operand : choice<indd, outdd, refused> {};
struct end_of_copy : pegtl::eof {};
struct end_of_dump : pegtl::eof {};
struct end_of_restore : pegtl::eof {};
struct end_of_print : pegtl::eof {};
struct end_of_copydump : pegtl::eof {};
struct end_of_scheduling : pegtl::eof {};
struct copy : pegtl::if_must<keyword<"COPY">, c::operand_list<copy_operand>, end_of_copy> {};
struct dump : pegtl::if_must<keyword<"DUMP">, c::operand_list<dump_operand>, end_of_dump> {};
struct restore
    : pegtl::if_must<keyword<"RESTORE", "REST">, c::operand_list<restore_operand>, end_of_restore> {
};
struct print : pegtl::if_must<keyword<"PRINT">, c::operand_list<print_operand>, end_of_print> {};
struct copydump
    : pegtl::if_must<keyword<"COPYDUMP">, c::operand_list<copydump_operand>, end_of_copydump> {};
struct scheduling : pegtl::if_must<choice<keyword<"SERIAL">, keyword<"PARALLEL">>, c::separators,
                                   end_of_scheduling> {};
struct conditional_word : choice<word<"IF">, word<"THEN">, word<"ELSE">, word<"DO">, word<"END">,
                                 word<"EOJ">, word<"SET">> {};
struct refused_command_word : choice<word<"BUILDSA">, word<"CGCREATED">, word<"COMPRESS">,
                                     word<"CONSOLIDATE">, word<"CONVERTV">, word<"DEFRAG">,
                                     word<"RELEASE">, word<"SPACEREL">, word<"WTO">, word<"WTOR">> {
};
struct refused_command
    : pegtl::seq<choice<conditional_word, refused_command_word>, c::skipped_rest> {};
struct command : choice<copy, dump, restore, print, copydump, scheduling, refused_command> {};
struct statement : pegtl::seq<c::blanks, pegtl::must<command>> {};

}  // namespace coldsite::adrdssu::grammar

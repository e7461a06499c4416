// The grammar of ICKDSF commands: rules only.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::ickdsf::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::in_parens;
using c::keyword;
using c::token;
using c::word;

// UNITADDRESS(address) | DDNAME(ddname)
struct unit_address
    : token<pegtl::rep_min_max<3, 4, pegtl::xdigit>, pegtl::not_at<c::name_character>> {};
struct ddname : c::name {};
struct unit : in_parens<keyword<"UNITADDRESS", "UNIT">, unit_address> {};
struct ddname_operand : in_parens<keyword<"DDNAME", "DNAME">, ddname> {};
struct device : choice<unit, ddname_operand> {};

// VERIFY(serial[,owner]) | VERIFY(*NONE*) | NOVERIFY
struct owner_text : token<pegtl::plus<pegtl::not_one<' ', ',', '(', ')', '\''>>> {};
struct owner_quoted : c::quoted {};
struct owner_value : choice<owner_quoted, owner_text> {};
struct verify_none : pegtl::string<'*', 'N', 'O', 'N', 'E', '*'> {};
struct verify_volser : c::volser {};
struct verify_owner : owner_value {};
struct verify_value : choice<verify_none, verify_volser> {};
struct verify : in_parens<keyword<"VERIFY", "VFY">, verify_value,
                          pegtl::opt<c::separator, pegtl::not_at<pegtl::one<')'>>, verify_owner>> {
};
struct no_verify : word<"NOVERIFY", "NVFY"> {};
struct volume_check : choice<verify, no_verify> {};

// VOLID(serial)  OWNERID(owner)  PURGE | NOPURGE
struct new_volser : c::volser {};
struct new_owner : owner_value {};
struct volid : in_parens<keyword<"VOLID", "VOL">, new_volser> {};
struct ownerid : in_parens<keyword<"OWNERID", "OWNER">, new_owner> {};
struct purge : choice<keyword<"PURGE", "PRG">, keyword<"NOPURGE", "NPRG">> {};

// VTOC(cylinder,head,tracks)  INDEX(cylinder,head,tracks)
struct area_cylinder : c::any_number {};
struct area_head : c::any_number {};
struct area_tracks : c::any_number {};
struct vtoc : in_parens<keyword<"VTOC">, area_cylinder, c::next_value, area_head, c::next_value,
                        area_tracks> {};
struct index : in_parens<keyword<"INDEX", "IX">, area_cylinder, c::next_value, area_head,
                         c::next_value, area_tracks> {};
struct device_type_name : token<pegtl::plus<pegtl::sor<c::name_character, pegtl::one<'-'>>>> {};
struct device_type : in_parens<keyword<"DEVICETYPE", "DEVTYPE", "DEVTYP">, device_type_name> {};

// Words that ask for what cannot be done on an image.
template <class Word>
struct refused_operand : pegtl::seq<Word, c::skipped_value> {};
struct init_refused_word
    : choice<word<"SYSNAME">, word<"VALIDATE", "VAL">, word<"CHECK", "CK">, word<"MAP">,
             word<"CYLINDERS", "CYLS">, word<"RECLAIM", "RCLM">, word<"TRACKS">, word<"MIMIC">,
             word<"LABELS">, word<"IPLDD">, word<"BOOTSTRAP">, word<"DATA">, word<"CONTINUE">,
             word<"VERIFYOFFLINE", "VFYOFF">, word<"NOVERIFYOFFLINE", "NVFYOFF">, word<"REFVTOC">,
             word<"EXTVTOC">, word<"EXTINDEX">, word<"NEWVTOC">, word<"RAMAC">, word<"VTOC">,
             word<"INDEX", "IX">> {};
struct init_operand
    : choice<device, volume_check, volid, ownerid, purge, vtoc, index, device_type,
             keyword<"STORAGEGROUP", "STGR">, keyword<"NOVALIDATE", "NVAL">,
             keyword<"NOCHECK", "NCK">, keyword<"NOMAP">, refused_operand<init_refused_word>> {};
struct reformat_refused_word : init_refused_word {};
struct reformat_operand
    : choice<device, volume_check, volid, ownerid, purge, refused_operand<reformat_refused_word>> {
};

// ALLTRACKS | TRACKS((cylinder,head)...) | CYLRANGE(first,last)
struct track_cylinder : c::any_number {};
struct track_head : c::any_number {};
struct track_pair : pegtl::seq<track_cylinder, pegtl::must<c::next_value, track_head>> {};
struct track_in_parens : pegtl::if_must<pegtl::one<'('>, c::separators, track_pair, c::close> {};
struct track_value : choice<pegtl::list<track_in_parens, c::separators>, track_pair> {};
struct tracks : in_parens<keyword<"TRACKS", "TRKS">, track_value> {};
struct first_cylinder : c::any_number {};
struct last_cylinder : c::any_number {};
struct cylinder_range
    : in_parens<keyword<"CYLRANGE">, first_cylinder, c::next_value, last_cylinder> {};
struct inspect_refused_word : choice<word<"SYSNAME">, word<"ASSIGN", "ASN">, word<"CHECK", "CK">,
                                     word<"NOPRESERVE", "NPRES">, word<"SKIP">, word<"PRIMARY">,
                                     word<"MAP">, word<"FROMFILE">, word<"TOLERATE">> {};
struct inspect_operand
    : choice<device, volume_check, tracks, cylinder_range, keyword<"ALLTRACKS", "ALLT">,
             keyword<"NOASSIGN", "NASN">, keyword<"NOCHECK", "NCK">, keyword<"PRESERVE", "PRES">,
             keyword<"NOSKIP">, keyword<"NOMAP">, refused_operand<inspect_refused_word>> {};

// BUILDIX OSVTOC [PURGE | NOPURGE]
struct index_refused_word : choice<word<"IXVTOC", "IX">, word<"SYSNAME">> {};
struct build_index_operand
    : choice<device, purge, keyword<"OSVTOC", "OS">, refused_operand<index_refused_word>> {};

// Commands
struct end_of_init : pegtl::eof {};
struct end_of_reformat : pegtl::eof {};
struct end_of_inspect : pegtl::eof {};
struct end_of_build_index : pegtl::eof {};
struct init : pegtl::if_must<keyword<"INIT">, c::operand_list<init_operand>, end_of_init> {};
struct reformat : pegtl::if_must<keyword<"REFORMAT", "REF">, c::operand_list<reformat_operand>,
                                 end_of_reformat> {};
struct inspect
    : pegtl::if_must<keyword<"INSPECT", "INSP">, c::operand_list<inspect_operand>, end_of_inspect> {
};
struct build_index
    : pegtl::if_must<keyword<"BUILDIX">, c::operand_list<build_index_operand>, end_of_build_index> {
};
struct refused_command_word
    : choice<word<"ANALYZE">, word<"AIXVOL">, word<"CONTROL">, word<"CPVOLUME">, word<"FLASHCPY">,
             word<"INSTALL">, word<"IODELAY">, word<"MAPALT">, word<"PPRCOPY">, word<"REVAL">,
             word<"TRKFMT">, word<"IF">, word<"ELSE">, word<"DO">, word<"END">, word<"SET">> {};
struct refused_command : pegtl::seq<refused_command_word, c::skipped_rest> {};
struct command : choice<init, reformat, inspect, build_index, refused_command> {};
struct statement : pegtl::seq<c::blanks, pegtl::must<command>> {};

}  // namespace coldsite::ickdsf::grammar

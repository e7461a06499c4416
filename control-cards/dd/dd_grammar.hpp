// The grammar of DD operands: rules only, in the order of the JCL Reference.
// source: z/OS MVS JCL Reference, "DD statement".
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::dd::grammar {

namespace pegtl = tao::pegtl;
using cards::grammar::choice;
using cards::grammar::close_paren;
using cards::grammar::comma;
using cards::grammar::equals;
using cards::grammar::keyword;
using cards::grammar::name_character;
using cards::grammar::open_paren;
using cards::grammar::token;
using cards::grammar::volser_character;
using cards::grammar::word;

struct end_of_operand : pegtl::at<pegtl::sor<pegtl::one<','>, pegtl::one<' '>, pegtl::eof>> {};
/// KEYWORD= with nothing behind it takes the keyword back, as an override does.
struct nullified : end_of_operand {};
template <class Word, class... Value>
struct operand
    : pegtl::seq<pegtl::if_must<Word, equals>, pegtl::sor<nullified, pegtl::must<Value...>>> {};

struct quoted : cards::grammar::quoted {};
struct unquoted : pegtl::plus<pegtl::not_one<',', '\'', '(', ')', ' ', '='>> {};

// DSNAME=name | name(member) | &&name | 'name' | NULLFILE
struct dsn_back_reference
    : pegtl::seq<pegtl::string<'*', '.'>, pegtl::star<pegtl::not_one<',', ' '>>> {};
struct dsn_quoted : quoted {};
struct dsn_symbol : token<pegtl::one<'&'>, pegtl::not_at<pegtl::one<'&'>>,
                          pegtl::star<pegtl::not_one<',', ' '>>> {};
struct dsn_name : token<pegtl::opt<pegtl::string<'&', '&'>>, cards::grammar::letter,
                        pegtl::star<pegtl::sor<name_character, pegtl::one<'-', '.'>>>> {};
struct dsn_generation : token<pegtl::opt<pegtl::one<'+', '-'>>, pegtl::plus<pegtl::digit>> {};
struct dsn_member : cards::grammar::name {};
struct dsn_in_parens : choice<dsn_generation, dsn_member> {};
struct dsn_value
    : choice<dsn_back_reference, dsn_symbol, dsn_quoted,
             pegtl::seq<dsn_name, pegtl::opt_must<open_paren, dsn_in_parens, close_paren>>> {};
struct dsn : operand<keyword<"DSN", "DSNAME">, dsn_value> {};

// DISP=status | ([status][,normal][,abnormal])
struct status_new : word<"NEW"> {};
struct status_old : word<"OLD"> {};
struct status_share : word<"SHR"> {};
struct status_modify : word<"MOD"> {};
struct status : choice<status_new, status_old, status_share, status_modify> {};
struct disposition_word
    : choice<word<"DELETE">, word<"KEEP">, word<"CATLG">, word<"UNCATLG">, word<"PASS">> {};
struct abnormal_word : choice<word<"DELETE">, word<"KEEP">, word<"CATLG">, word<"UNCATLG">> {};
struct normal : disposition_word {};
/// PASS is no abnormal disposition; it is coded all the same, and counts as none.
struct abnormal_pass : word<"PASS"> {};
struct abnormal : choice<abnormal_word, abnormal_pass> {};
struct omitted : pegtl::at<pegtl::one<',', ')'>> {};
/// The last place of a list: a comma may stand before nothing, as in DISP=(NEW,CATLG,).
template <class Value>
struct last : choice<Value, omitted> {};
struct status_place : choice<status, omitted> {};
struct normal_place : choice<normal, omitted> {};
struct disp_list
    : pegtl::if_must<open_paren, status_place,
                     pegtl::opt_must<comma, normal_place, pegtl::opt_must<comma, last<abnormal>>>,
                     close_paren> {};
struct disp_value : choice<disp_list, status> {};
struct disp : operand<keyword<"DISP">, disp_value> {};

// UNIT=name | ([name][,count|P][,DEFER]) | AFF=ddname
struct unit_name
    : token<pegtl::opt<pegtl::one<'/'>>, pegtl::plus<pegtl::sor<name_character, pegtl::one<'-'>>>> {
};
struct unit_count : token<pegtl::plus<pegtl::digit>> {};
struct unit_parallel : word<"P"> {};
/// SEP=(ddname,...): of older systems.
struct separate_names : pegtl::star<pegtl::not_one<')', '(', ' '>> {};
struct separate_list : pegtl::if_must<open_paren, separate_names, close_paren> {};
struct separate_value : choice<separate_list, cards::grammar::name> {};
struct unit_separate : pegtl::if_must<pegtl::string<'S', 'E', 'P', '='>, separate_value> {};
struct unit_defer : word<"DEFER"> {};
struct unit_affinity : pegtl::if_must<pegtl::string<'A', 'F', 'F', '='>, cards::grammar::name> {};
struct unit_name_place : choice<unit_name, omitted> {};
struct unit_count_place : choice<unit_count, unit_parallel, unit_separate, omitted> {};
struct unit_end : choice<unit_defer, unit_separate> {};
struct unit_list
    : pegtl::if_must<
          open_paren, unit_name_place,
          pegtl::opt_must<comma, unit_count_place, pegtl::opt_must<comma, last<unit_end>>>,
          close_paren> {};
struct unit_value : choice<unit_affinity, unit_list, unit_name> {};
struct unit : operand<keyword<"UNIT">, unit_value> {};

// VOLUME=SER=serial | SER=(serial,...) | ([PRIVATE][,RETAIN][,sequence][,count][,SER=...])
struct volume_serial : token<pegtl::rep_min_max<1, 6, volser_character>> {};
struct volume_quoted : quoted {};
struct volume_item : choice<volume_serial, volume_quoted> {};
struct serials
    : choice<pegtl::if_must<open_paren, pegtl::list_must<volume_item, comma>, close_paren>,
             volume_item> {};
/// SER= with nothing behind it takes the serials back.
struct no_serials : pegtl::at<pegtl::sor<pegtl::one<',', ')', ' '>, pegtl::eof>> {};
struct serials_or_none : choice<no_serials, serials> {};
struct serial_operand : pegtl::if_must<pegtl::string<'S', 'E', 'R', '='>, serials_or_none> {};
struct volume_model_name : choice<quoted, cards::grammar::data_set_name> {};
/// The rest of a reference is read over, so that the message is the one about the reference.
struct volume_back_reference
    : pegtl::seq<pegtl::string<'*', '.'>, pegtl::star<pegtl::not_one<',', ')', ' '>>> {};
struct volume_model : choice<volume_back_reference, volume_model_name> {};
struct volume_reference : pegtl::if_must<pegtl::string<'R', 'E', 'F', '='>, volume_model> {};
struct volume_private : word<"PRIVATE"> {};
struct volume_retain : word<"RETAIN"> {};
struct volume_sequence : token<pegtl::plus<pegtl::digit>> {};
struct volume_count : token<pegtl::plus<pegtl::digit>> {};
struct private_place : choice<volume_private, volume_reference, serial_operand, omitted> {};
struct retain_place : choice<volume_retain, volume_reference, serial_operand, omitted> {};
struct sequence_place : choice<volume_sequence, volume_reference, serial_operand, omitted> {};
struct count_place : choice<volume_count, volume_reference, serial_operand, omitted> {};
struct volume_end : choice<volume_reference, serial_operand> {};
struct volume_list
    : pegtl::if_must<
          open_paren, private_place,
          pegtl::opt_must<
              comma, retain_place,
              pegtl::opt_must<
                  comma, sequence_place,
                  pegtl::opt_must<comma, count_place, pegtl::opt_must<comma, last<volume_end>>>>>,
          close_paren> {};
struct volume_value : choice<serial_operand, volume_reference, volume_list, volume_private> {};
struct volume : operand<keyword<"VOL", "VOLUME">, volume_value> {};

// SPACE=(TRK|CYL|length,(primary[,secondary][,directory])[,RLSE][,CONTIG][,ROUND])
// SPACE=(ABSTR,(primary,address[,directory]))
struct space_tracks : word<"TRK"> {};
struct space_cylinders : word<"CYL"> {};
struct space_absolute : word<"ABSTR"> {};
struct space_block_length : token<pegtl::plus<pegtl::digit>> {};
struct primary : token<pegtl::plus<pegtl::digit>> {};
struct secondary : token<pegtl::plus<pegtl::digit>> {};
struct directory : token<pegtl::plus<pegtl::digit>> {};
struct absolute_address : token<pegtl::plus<pegtl::digit>> {};
struct secondary_place : choice<secondary, omitted> {};
struct space_unit : choice<space_tracks, space_cylinders, space_block_length> {};
struct space_amounts
    : pegtl::if_must<
          open_paren, primary,
          pegtl::opt_must<comma, secondary_place, pegtl::opt_must<comma, last<directory>>>,
          close_paren> {};
struct space_quantity : choice<space_amounts, primary> {};
struct release : word<"RLSE"> {};
struct contiguous : word<"CONTIG"> {};
struct largest_extents : choice<word<"MXIG">, word<"ALX">> {};
struct round : word<"ROUND"> {};
struct release_place : choice<release, omitted> {};
struct contiguous_place : choice<contiguous, largest_extents, omitted> {};
struct space_options
    : pegtl::opt_must<
          comma, release_place,
          pegtl::opt_must<comma, contiguous_place, pegtl::opt_must<comma, last<round>>>> {};
struct absolute_list : pegtl::if_must<open_paren, primary, comma, absolute_address,
                                      pegtl::opt_must<comma, last<directory>>, close_paren> {};
struct absolute_space : pegtl::if_must<space_absolute, comma, absolute_list> {};
struct relative_space : pegtl::if_must<space_unit, comma, space_quantity, space_options> {};
struct space_request : choice<absolute_space, relative_space> {};
struct space : operand<keyword<"SPACE">, open_paren, space_request, close_paren> {};

// AVGREC=U|K|M
struct average_record_word : choice<word<"U">, word<"K">, word<"M">> {};
struct average_record : average_record_word {};
struct avgrec : operand<keyword<"AVGREC">, average_record> {};

// RECFM, LRECL, BLKSIZE, DSORG, KEYLEN: in DCB=(...) or on their own
struct record_format : token<pegtl::plus<pegtl::range<'A', 'Z'>>> {};
struct record_length : token<pegtl::plus<pegtl::digit>> {};
struct record_length_x : word<"X"> {};
struct record_length_value : choice<record_length, record_length_x> {};
struct block_size : token<pegtl::plus<pegtl::digit>> {};
struct organization : token<pegtl::plus<pegtl::range<'A', 'Z'>>> {};
struct key_length : token<pegtl::plus<pegtl::digit>> {};
struct recfm : operand<keyword<"RECFM">, record_format> {};
struct lrecl : operand<keyword<"LRECL">, record_length_value> {};
struct blksize : operand<keyword<"BLKSIZE">, block_size> {};
struct dsorg : operand<keyword<"DSORG">, organization> {};
struct keylen : operand<keyword<"KEYLEN">, key_length> {};
struct dcb_attribute : choice<recfm, lrecl, blksize, dsorg, keylen> {};
/// Known, and nothing here depends on them: kept for a warning.
struct dcb_ignored_word
    : choice<word<"OPTCD">, word<"DEN">, word<"TRTCH">, word<"EROPT">, word<"RKP">, word<"NCP">,
             word<"BUFNO">, word<"BUFL">, word<"BUFOFF">, word<"BUFIN">, word<"BUFOUT">,
             word<"BUFMAX">, word<"BUFSIZE">, word<"BFALN">, word<"BFTEK">, word<"CYLOFL">,
             word<"NTM">, word<"LIMCT">, word<"DIAGNS">, word<"FUNC">, word<"MODE">, word<"STACK">,
             word<"PRTSP">, word<"INTVL">, word<"IPLTXID">, word<"PCI">, word<"THRESH">,
             word<"GNCP">, word<"RESERVE">> {};
struct ignored_value;
struct dcb_ignored : pegtl::if_must<dcb_ignored_word, equals, ignored_value> {};
struct dcb_back_reference
    : pegtl::seq<pegtl::string<'*', '.'>, pegtl::star<pegtl::not_one<',', ')', ' '>>> {};
struct dcb_model : token<cards::grammar::data_set_name, pegtl::not_at<pegtl::one<'='>>> {};
struct dcb_item : choice<dcb_attribute, dcb_ignored, dcb_back_reference, dcb_model> {};
/// (,BLKSIZE=80): the place of the model is empty.
struct dcb_no_model : pegtl::opt<comma> {};
struct dcb_list
    : pegtl::if_must<open_paren, dcb_no_model, pegtl::list_must<dcb_item, comma>, close_paren> {};
struct dcb_value : choice<dcb_list, dcb_item> {};
struct dcb : operand<keyword<"DCB">, dcb_value> {};

// LIKE=name
struct like_name : choice<quoted, cards::grammar::data_set_name> {};
struct like : operand<keyword<"LIKE">, like_name> {};

// LABEL=sequence | ([sequence][,type][,PASSWORD|NOPWREAD][,IN|OUT][,EXPDT=date|RETPD=days])
struct date
    : token<pegtl::plus<pegtl::digit>, pegtl::opt<pegtl::one<'/'>, pegtl::plus<pegtl::digit>>> {};
struct days : token<pegtl::plus<pegtl::digit>> {};
struct expdt : operand<keyword<"EXPDT">, date> {};
struct retpd : operand<keyword<"RETPD">, days> {};
struct retention : choice<expdt, retpd> {};
struct label_sequence : token<pegtl::plus<pegtl::digit>> {};
struct label_standard : word<"SL"> {};
struct label_none : word<"NL"> {};
struct label_bypass : word<"BLP"> {};
struct label_refused : choice<word<"SUL">, word<"AL">, word<"AUL">, word<"NSL">, word<"LTM">> {};
struct label_password : choice<word<"PASSWORD">, word<"NOPWREAD">> {};
struct label_direction : choice<word<"IN">, word<"OUT">> {};
struct label_sequence_place : choice<label_sequence, retention, omitted> {};
struct label_type_place
    : choice<label_standard, label_none, label_bypass, label_refused, retention, omitted> {};
struct label_password_place : choice<label_password, retention, omitted> {};
struct label_direction_place : choice<label_direction, retention, omitted> {};
struct label_list
    : pegtl::if_must<open_paren, label_sequence_place,
                     pegtl::opt_must<
                         comma, label_type_place,
                         pegtl::opt_must<comma, label_password_place,
                                         pegtl::opt_must<comma, label_direction_place,
                                                         pegtl::opt_must<comma, last<retention>>>>>,
                     close_paren> {};
struct label_value : choice<label_list, retention, label_sequence> {};
struct label : operand<keyword<"LABEL">, label_value> {};

// SYSOUT=class | ([class][,writer][,form])
struct sysout_class
    : token<pegtl::sor<name_character, pegtl::one<'*'>>, pegtl::not_at<name_character>> {};
struct sysout_writer : cards::grammar::name {};
struct sysout_form
    : token<pegtl::rep_min_max<1, 8, name_character>, pegtl::not_at<name_character>> {};
struct sysout_class_place : choice<sysout_class, omitted> {};
struct sysout_writer_place : choice<sysout_writer, omitted> {};
struct sysout_form_place : choice<sysout_form, omitted> {};
struct sysout_list
    : pegtl::if_must<
          open_paren, sysout_class_place,
          pegtl::opt_must<comma, sysout_writer_place, pegtl::opt_must<comma, sysout_form_place>>,
          close_paren> {};
struct sysout_value : choice<sysout_list, sysout_class> {};
/// SYSOUT= is never nullified: a DD of nothing else would be none.
struct sysout : pegtl::if_must<keyword<"SYSOUT">, equals, sysout_value> {};

// PATH='path'  FILEDATA=TEXT|BINARY
struct path_quoted : quoted {};
struct path_unquoted : unquoted {};
struct path_value : choice<path_quoted, path_unquoted> {};
struct path : operand<keyword<"PATH">, path_value> {};
struct text_data : word<"TEXT"> {};
struct binary_data : word<"BINARY"> {};
struct file_data : choice<text_data, binary_data> {};
struct filedata : operand<keyword<"FILEDATA">, file_data> {};

// DLM=xx | 'xx'
struct delimiter_quoted : quoted {};
struct delimiter_unquoted : token<pegtl::rep<2, pegtl::not_one<',', ' ', '\'', '&'>>> {};
struct delimiter : choice<delimiter_quoted, delimiter_unquoted> {};
struct dlm : pegtl::if_must<keyword<"DLM">, equals, delimiter> {};

// DSNTYPE=LARGE|BASIC; the other types are ignored below.
struct dsntype_large : word<"LARGE"> {};
struct dsntype_basic : word<"BASIC"> {};
struct dsntype : pegtl::seq<pegtl::string<'D', 'S', 'N', 'T', 'Y', 'P', 'E', '='>,
                            pegtl::sor<dsntype_large, dsntype_basic>> {};

// Keywords that are good JCL and change nothing here: collected for the caller.
struct ignored_item : choice<quoted, pegtl::plus<pegtl::not_one<',', '\'', '(', ')', ' '>>> {};
template <class... Inner>
struct ignored_nest
    : pegtl::if_must<open_paren, pegtl::star<pegtl::sor<ignored_item, comma, Inner...>>,
                     close_paren> {};
/// JCL nests two levels of parentheses; one more is taken here, so that a message names the
/// keyword.
struct ignored_list : ignored_nest<ignored_nest<ignored_nest<>>> {};
struct ignored_value : pegtl::star<pegtl::sor<ignored_item, ignored_list>> {};
struct ignored_word
    : choice<word<"ACCODE">, word<"AFF">, word<"AMP">, word<"BUFNO">, word<"BURST">, word<"CHARS">,
             word<"CHKPT">, word<"CNTL">, word<"COPIES">, word<"DATACLAS">, word<"DEST">,
             word<"DSID">, word<"DSNTYPE">, word<"EATTR">, word<"FCB">, word<"FLASH">, word<"FREE">,
             word<"FREEVOL">, word<"HOLD">, word<"KEYOFF">, word<"MGMTCLAS">, word<"MODIFY">,
             word<"OUTLIM">, word<"OUTPUT">, word<"PATHDISP">, word<"PATHMODE">, word<"PATHOPTS">,
             word<"PROTECT">, word<"RECORG">, word<"ROACCESS">, word<"SECMODEL">, word<"SEGMENT">,
             word<"SEP">, word<"SPIN">, word<"STORCLAS">, word<"SYMBOLS">, word<"TERM">,
             word<"UCS">> {};
struct ignored : pegtl::if_must<ignored_word, equals, ignored_value> {};
// Keywords without which the DD would mean something else: refused.
struct refused_word
    : choice<word<"CCSID">, word<"DDNAME">, word<"DSKEYLBL">, word<"GDGORDER">, word<"KEYENCD1">,
             word<"KEYENCD2">, word<"KEYLABL1">, word<"KEYLABL2">, word<"LGSTREAM">,
             word<"MAXGENS">, word<"QNAME">, word<"REFDD">, word<"RLS">, word<"SUBSYS">> {};
struct refused : pegtl::if_must<refused_word, equals, ignored_value> {};

// operands: [DUMMY | * | DATA][,keyword=value]...
struct positional_dummy : word<"DUMMY"> {};
struct positional_data : word<"DATA"> {};
struct positional_star : token<pegtl::one<'*'>, end_of_operand> {};
struct positional : choice<positional_dummy, positional_data, positional_star> {};
struct keyword_operand
    : choice<dsn, disp, unit, volume, space, avgrec, dcb, recfm, lrecl, blksize, dsorg, keylen,
             like, label, expdt, retpd, sysout, path, filedata, dlm, dsntype, ignored, refused> {};
struct first_operand : choice<positional, keyword_operand> {};
struct end_of_operands : pegtl::eof {};
struct empty_operands : pegtl::eof {};
struct operands
    : pegtl::seq<cards::grammar::blanks,
                 pegtl::sor<empty_operands,
                            pegtl::seq<pegtl::must<first_operand>,
                                       pegtl::star_must<comma, keyword_operand>,
                                       cards::grammar::blanks, pegtl::must<end_of_operands>>>> {};

}  // namespace coldsite::dd::grammar

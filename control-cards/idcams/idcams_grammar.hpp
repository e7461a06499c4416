// The grammar of IDCAMS commands: rules only. A functional command is a verb and a row of words,
// constants and parentheses, whose meaning the tables of idcams_syntax.hpp give; the modal commands
// IF and SET have rules of their own.
#pragma once

#include "control-cards/cards/cards_grammar.hpp"

namespace coldsite::idcams::grammar {

namespace pegtl = tao::pegtl;
namespace c = cards::grammar;
using c::choice;
using c::token;
using c::word;

// Constants: text without delimiters, 'text with '' for an apostrophe', X'hexadecimal', B'binary'
struct delimiter : pegtl::one<' ', ',', '(', ')', '\'', '/', ';'> {};
struct behind_constant : pegtl::sor<pegtl::eof, pegtl::one<' ', ',', '(', ')', '/'>> {};
struct plain
    : token<pegtl::plus<pegtl::not_at<delimiter>, pegtl::any>, pegtl::at<behind_constant>> {};
struct text : token<c::quoted, pegtl::at<behind_constant>> {};
struct hexadecimal : token<pegtl::one<'X'>, c::quoted, pegtl::at<behind_constant>> {};
struct binary : token<pegtl::one<'B'>, c::quoted, pegtl::at<behind_constant>> {};
struct constant : choice<hexadecimal, binary, text, plain> {};

// constant[/password]
struct password_value
    : choice<token<c::quoted, pegtl::at<behind_constant>>,
             token<pegtl::plus<pegtl::not_at<delimiter>, pegtl::any>, pegtl::at<behind_constant>>> {
};
struct password : pegtl::if_must<pegtl::one<'/'>, password_value> {};
struct item : pegtl::seq<constant, pegtl::opt<password>> {};

// verb [item | '(' | ')' | ',' | blank]...
struct open : pegtl::one<'('> {};
struct close : pegtl::one<')'> {};
struct comma : pegtl::one<','> {};
struct end_of_command : pegtl::eof {};
struct verb_text : token<pegtl::plus<c::name_character>> {};
struct verb : verb_text {};
struct parameters : pegtl::star<choice<pegtl::one<' '>, comma, open, close, item>> {};
struct command : pegtl::seq<c::separators, pegtl::must<verb, parameters, end_of_command>> {};

// IF LASTCC|MAXCC comparison number THEN
struct lastcc : word<"LASTCC"> {};
struct maxcc : word<"MAXCC"> {};
struct variable : choice<lastcc, maxcc> {};
struct equal : choice<word<"EQ">, pegtl::one<'='>> {};
struct not_equal : choice<word<"NE">, pegtl::string<'^', '='>, pegtl::string<'\xC2', '\xAC', '='>> {
};
struct greater_or_equal : choice<word<"GE">, pegtl::string<'>', '='>> {};
struct less_or_equal : choice<word<"LE">, pegtl::string<'<', '='>> {};
struct greater : choice<word<"GT">, pegtl::one<'>'>> {};
struct less : choice<word<"LT">, pegtl::one<'<'>> {};
struct comparison : choice<equal, not_equal, greater_or_equal, less_or_equal, greater, less> {};
struct condition_code : c::number {};
struct then : word<"THEN"> {};
struct condition : pegtl::seq<c::separators, word<"IF">,
                              pegtl::must<c::blanks, variable, c::blanks, comparison, c::blanks,
                                          condition_code, c::blanks, then>> {};

// SET LASTCC|MAXCC = number
struct assignment_sign : choice<word<"EQ">, pegtl::one<'='>> {};
struct assignment
    : pegtl::seq<c::separators, word<"SET">,
                 pegtl::must<c::blanks, variable, c::blanks, assignment_sign, c::blanks,
                             condition_code, c::separators, end_of_command>> {};

}  // namespace coldsite::idcams::grammar

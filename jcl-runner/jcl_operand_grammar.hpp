// The grammar of operand fields.
//   operands ::= operand ["," operand]...
//   operand  ::= [keyword "="] [value]
//   value    ::= "(" operands ")" | text | keyword "=" value
//   text     ::= (characters | 'quoted') (characters | 'quoted' | "(" subscript ")")...
// source: z/OS MVS JCL Reference, "Syntax notation", "Parameter field".
#pragma once

#include <tao/pegtl.hpp>

namespace coldsite::jcl::grammar {

using namespace tao::pegtl;  // NOLINT(google-build-using-namespace)

struct operands;
struct value;

// 'it''s': a doubled apostrophe is one
struct closing_apostrophe : one<'\''> {};
struct quoted_text : star<sor<two<'\''>, not_one<'\''>>> {};
struct quoted : if_must<one<'\''>, quoted_text, closing_apostrophe> {};

// everything that is not punctuation
struct plain : plus<not_one<',', '(', ')', '\'', '=', ' '>> {};

// (MEMBER), (+1): belongs to the text before it
struct closing_subscript : one<')'> {};
struct subscript_text : star<sor<quoted, plain, one<',', '='>>> {};
struct subscript : if_must<one<'('>, subscript_text, closing_subscript> {};

struct text : seq<sor<quoted, plain>, star<sor<quoted, plain, subscript>>> {};

// (A,B=C,(D,E))
struct opening : one<'('> {};
struct closing : one<')'> {};
struct list : if_must<opening, operands, closing> {};

// KEYWORD= or KEYWORD.PROCSTEP=
struct keyword_character
    : sor<ranges<'A', 'Z', 'a', 'z', '0', '9'>, one<'#', '@', '$', '.', '&', '*'>> {};
struct keyword_name : plus<keyword_character> {};
struct keyword : seq<keyword_name, one<'='>> {};
// VOL=SER=X: a second keyword inside a value
struct inner_keyword : seq<keyword_name, one<'='>> {};
struct inner_operand : seq<inner_keyword, opt<value>> {};

struct value : sor<list, inner_operand, text> {};
struct operand : seq<opt<keyword>, opt<value>> {};
struct operands : seq<operand, star<one<','>, operand>> {};

struct end_of_operands : eof {};
struct operand_field : must<operands, end_of_operands> {};

}  // namespace coldsite::jcl::grammar

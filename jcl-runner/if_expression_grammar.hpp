// The words of IF expressions; their order is if_expression.cpp's business.
//   word      name[.name[.name]], a number, 'text'
//   operator  < <= > >= = <> ¬ ¬= ¬< ¬> & | ( )   (^ is taken for ¬)
// source: z/OS MVS JCL Reference, "Relational-expression operators".
#pragma once

#include <tao/pegtl.hpp>

namespace coldsite::jcl::if_grammar {

using namespace tao::pegtl;  // NOLINT(google-build-using-namespace)

struct name_character : sor<ranges<'A', 'Z', 'a', 'z', '0', '9'>, one<'#', '@', '$', '_'>> {};
struct not_sign : sor<utf8::one<0xAC>, one<'^'>> {};

struct word : seq<opt<one<'&'>>, plus<name_character>, star<plus<one<'.'>>, plus<name_character>>,
                  star<one<'.'>>> {};
struct quoted : seq<one<'\''>, star<not_one<'\''>>, one<'\''>> {};
struct less_or_equal : sor<string<'<', '='>, seq<not_sign, one<'>'>>> {};
struct greater_or_equal : sor<string<'>', '='>, seq<not_sign, one<'<'>>> {};
struct not_equal : sor<string<'<', '>'>, seq<not_sign, one<'='>>> {};
struct less : one<'<'> {};
struct greater : one<'>'> {};
struct equal : one<'='> {};
struct negation : sor<not_sign> {};
struct conjunction : one<'&'> {};
struct disjunction : one<'|'> {};
struct opening : one<'('> {};
struct closing : one<')'> {};

struct token : sor<word, quoted, less_or_equal, greater_or_equal, not_equal, less, greater, equal,
                   negation, conjunction, disjunction, opening, closing> {};
struct tokens : seq<star<one<' '>>, star<token, star<one<' '>>>> {};

}  // namespace coldsite::jcl::if_grammar

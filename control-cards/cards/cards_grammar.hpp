// The words that every card language is made of, and how a statement is run through a grammar.
// Only for the grammars and their .cpp files: it includes PEGTL.
//
// Grammars work on folded text (upper case outside apostrophes). Rules that match a whole word
// look ahead first, so that an error is placed at the word's first character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "control-cards/cards/statement_state.hpp"
#include "datasets/check.hpp"

namespace coldsite::cards::grammar {

namespace pegtl = tao::pegtl;

/// A keyword's letters as a template argument.
struct Spelling {
  static constexpr std::size_t kLettersMax = 24;
  char letters[kLettersMax] = {};
  std::size_t size = 0;

  template <std::size_t N>
  consteval Spelling(const char (&text)[N]) : size(N - 1) {  // NOLINT(google-explicit-constructor)
    static_assert(N <= kLettersMax);
    for (std::size_t i = 0; i + 1 < N; ++i) {
      letters[i] = text[i];
    }
  }
  [[nodiscard]] constexpr std::string_view view() const { return {letters, size}; }
};

/// A-Z 0-9 and the national characters.
constexpr bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#' || c == '@' || c == '$';
}

/// A keyword under any of its spellings; "COPY" does not match "COPY#1".
template <Spelling Canonical, Spelling... Aliases>
struct word {
  using rule_t = word;
  using subs_t = pegtl::empty_list;
  static constexpr std::string_view kName = std::string_view(Canonical.letters, Canonical.size);

  template <class Input>
  [[nodiscard]] static bool match(Input& in) {
    return match_one(in, Canonical.view()) || (match_one(in, Aliases.view()) || ...);
  }

 private:
  template <class Input>
  static bool match_one(Input& in, std::string_view text) {
    const std::string_view rest(in.current(), in.size());
    if (!rest.starts_with(text) ||
        (rest.size() > text.size() && is_name_character(rest[text.size()]))) {
      return false;
    }
    in.bump_in_this_line(text.size());
    return true;
  }
};

/// A word that names an operand or a command: its action notes it, and finds it coded twice. Words
/// that are values are plain word<>.
template <Spelling Canonical, Spelling... Aliases>
struct keyword : word<Canonical, Aliases...> {};

/// Alternatives; a failure leaves the input where it was.
template <class... Rules>
struct choice : pegtl::sor<Rules..., pegtl::failure> {};

/// A token: matches as a whole or not at all.
template <class... Rules>
struct token : pegtl::seq<pegtl::at<Rules...>, Rules...> {};

struct letter : pegtl::ranges<'A', 'Z', '#', '#', '@', '@', '$'> {};
struct name_character : pegtl::ranges<'A', 'Z', '0', '9', '#', '#', '@', '@', '$'> {};
struct comma : pegtl::one<','> {};
struct open_paren : pegtl::one<'('> {};
struct close_paren : pegtl::one<')'> {};
struct equals : pegtl::one<'='> {};
struct blanks : pegtl::star<pegtl::one<' '>> {};
struct end_of_statement : pegtl::eof {};

/// 1 to 8 characters, the first not a digit: ddname, member, qualifier.
struct name : token<letter, pegtl::rep_opt<7, name_character>, pegtl::not_at<name_character>> {};
/// 1 to 6 characters.
struct volser_character : pegtl::sor<name_character, pegtl::one<'-'>> {};
struct volser : token<pegtl::rep_min_max<1, 6, volser_character>> {};
/// Digits; their value is checked by the action.
struct number : token<pegtl::plus<pegtl::digit>, pegtl::not_at<name_character>> {};
/// 'text', with '' for an apostrophe inside.
struct quoted : token<pegtl::one<'\''>,
                      pegtl::star<pegtl::sor<pegtl::string<'\'', '\''>, pegtl::not_one<'\''>>>,
                      pegtl::one<'\''>, pegtl::not_at<pegtl::one<'\''>>> {};
/// A.B.C: up to 44 characters, which the action checks.
struct data_set_name : token<letter, pegtl::star<pegtl::sor<name_character, pegtl::one<'-'>>>,
                             pegtl::star<pegtl::one<'.'>, letter,
                                         pegtl::star<pegtl::sor<name_character, pegtl::one<'-'>>>>,
                             pegtl::not_at<pegtl::sor<name_character, pegtl::one<'.', '-'>>>> {};

/// A number of the command languages: decimal, or X'hexadecimal'.
struct hexadecimal : token<pegtl::string<'X', '\''>, pegtl::plus<pegtl::xdigit>, pegtl::one<'\''>> {
};
struct any_number : choice<hexadecimal, number> {};

/// Something in parentheses that is read over: what a refused word brings with it.
struct skipped_text : choice<quoted, pegtl::plus<pegtl::not_one<'\'', '(', ')'>>> {};
template <class... Inner>
struct skipped_nest : pegtl::seq<pegtl::one<'('>, pegtl::star<pegtl::sor<skipped_text, Inner...>>,
                                 pegtl::one<')'>> {};
struct skipped_parens : skipped_nest<skipped_nest<skipped_nest<skipped_nest<>>>> {};
struct skipped_value : pegtl::opt<blanks, skipped_parens> {};
struct skipped_rest : pegtl::star<pegtl::any> {};

// IDCAMS, ADRDSSU, ICKDSF: blanks and commas separate alike.
struct separator : pegtl::plus<pegtl::one<' ', ','>> {};
struct separators : pegtl::star<pegtl::one<' ', ','>> {};
struct next_value : separator {};
struct open : pegtl::seq<blanks, pegtl::one<'('>, separators> {};
struct close : pegtl::seq<separators, pegtl::one<')'>> {};
/// KEYWORD(values)
template <class Word, class... Values>
struct in_parens : pegtl::if_must<Word, open, Values..., close> {};
template <class Operand>
struct operand_list : pegtl::seq<pegtl::star<separator, Operand>, separators> {};

// Utility statements: [name] OPERATION operands.
struct label_and_blanks : pegtl::seq<pegtl::opt<name>, pegtl::plus<pegtl::one<' '>>> {};
template <class Operand>
struct utility_operands : pegtl::opt<pegtl::plus<pegtl::one<' '>>, pegtl::not_at<pegtl::eof>,
                                     pegtl::must<Operand>, pegtl::star_must<comma, Operand>> {};
/// One value, or several in parentheses.
template <class Value>
struct one_or_list
    : choice<pegtl::if_must<open_paren, Value, pegtl::star_must<comma, Value>, close_paren>,
             Value> {};

/// The offset in the statement of what an action got.
template <class ActionInput>
[[nodiscard]] std::size_t offset_of(const ActionInput& in) {
  return in.iterator().byte;
}

/// Notes each keyword, for duplicates and messages. A language's actions derive from it.
template <class Rule>
struct keyword_action : pegtl::nothing<Rule> {};

template <Spelling Canonical, Spelling... Aliases>
struct keyword_action<keyword<Canonical, Aliases...>> {
  template <class ActionInput, class State>
  static void apply(const ActionInput& in, State& state) {
    state.begin_operand(keyword<Canonical, Aliases...>::kName, offset_of(in));
  }
};

/// The expectations that all languages tell in the same words.
template <class Rule>
inline constexpr const char* kExpected = nullptr;
template <>
inline constexpr const char* kExpected<comma> = "','";
template <>
inline constexpr const char* kExpected<open_paren> = "'('";
template <>
inline constexpr const char* kExpected<close_paren> = "')'";
template <>
inline constexpr const char* kExpected<equals> = "'='";
template <>
inline constexpr const char* kExpected<name> = "a name of 1 to 8 characters";
template <>
inline constexpr const char* kExpected<volser> = "a volume serial of 1 to 6 characters";
template <>
inline constexpr const char* kExpected<number> = "a number";
template <>
inline constexpr const char* kExpected<quoted> = "text in apostrophes";
template <>
inline constexpr const char* kExpected<data_set_name> = "a data set name";
template <>
inline constexpr const char* kExpected<any_number> = "a number, decimal or X'hexadecimal'";
template <>
inline constexpr const char* kExpected<next_value> = "',' and a further value";
template <>
inline constexpr const char* kExpected<open> = "'('";
template <>
inline constexpr const char* kExpected<close> = "')'";
template <>
inline constexpr const char* kExpected<label_and_blanks> =
    "a name of 1 to 8 characters in column 1, or a blank";
template <>
inline constexpr const char* kExpected<end_of_statement> = "the end of the statement";
// Optional rules match nothing as well, so they never fail; a commit point wants a text all the
// same.
template <class... Rules>
inline constexpr const char* kExpected<pegtl::opt_must<Rules...>> = "nothing else";
template <class... Rules>
inline constexpr const char* kExpected<pegtl::opt<Rules...>> = "nothing else";
template <class... Rules>
inline constexpr const char* kExpected<pegtl::star<Rules...>> = "nothing else";
template <class Operand>
inline constexpr const char* kExpected<operand_list<Operand>> = "nothing else";
template <class Operand>
inline constexpr const char* kExpected<utility_operands<Operand>> = "nothing else";
template <class... Rules>
inline constexpr const char* kExpected<pegtl::star_must<Rules...>> = "nothing else";
template <>
inline constexpr const char* kExpected<blanks> = "nothing else";
template <>
inline constexpr const char* kExpected<skipped_rest> = "nothing else";
template <>
inline constexpr const char* kExpected<skipped_value> = "nothing else";

/// Runs `text`, the statement's text or its folded form, through the grammar `Rule`. What the
/// grammar refuses becomes one CSS0010E in the state.
template <class Rule, template <class...> class Action, class Errors, class State>
void run_grammar(const std::string& text, State& state) {
  pegtl::memory_input<> in(text, std::string());
  try {
    const bool matched =
        pegtl::parse<Rule, Action, pegtl::must_if<Errors>::template control>(in, state);
    CS_CHECK(matched);  // a grammar commits with must, it does not fail silently
  } catch (const pegtl::parse_error& error) {
    state.fail_expected(error.message(), error.positions().front().byte);
  }
}

}  // namespace coldsite::cards::grammar

template <class Name, coldsite::cards::grammar::Spelling Canonical,
          coldsite::cards::grammar::Spelling... Aliases>
struct tao::pegtl::analyze_traits<Name, coldsite::cards::grammar::word<Canonical, Aliases...>>
    : tao::pegtl::analyze_any_traits<> {};

// IEBUPDTE statements as plain data, and the reader that finds them among the data.
//
//   ./[label] {ADD|CHANGE|REPL|REPRO} [NAME=member][,LIST=ALL][,SEQFLD={ddl|(ddl,ddl)}]
//             [,NEW={PO|PS}][,MEMBER=member][,COLUMN=nn][,UPDATE=INPLACE]
//             [,LEVEL=hh][,SOURCE={0|1}][,SSI=hhhhhhhh]
//   ./[label] NUMBER [SEQ1={number|ALL}][,SEQ2=number][,NEW1=number][,INCR=number][,INSERT=YES]
//   ./[label] DELETE SEQ1=number[,SEQ2=number]
//   ./[label] ALIAS  NAME=member
//   ./[label] ENDUP
//
// A card with ./ in columns 1 and 2 is a statement, any other is data. A statement goes on when its
// operands end in a comma, or reach column 71 with anything in column 72; the next card begins with
// ./ and a blank, its text where it likes. What stands in column 72 behind a comment continues
// nothing: distributed decks have member statistics there.
// Refused by name: LABEL and the exits INHDR, INTLR, OUTHDR, OUTTLR and TOTAL (user labels and
// routines).
// source: z/OS DFSMSdfp Utilities, IEBUPDTE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"

namespace coldsite::iebupdte {

enum class Function { kAdd, kChange, kReplace, kReproduce };
enum class NewOrganization { kPartitioned, kSequential };

/// SEQFLD=ddl: where a record has its sequence number. units: columns from 1.
struct SequenceField {
  std::uint32_t column = 73;
  std::uint32_t bytes = 8;
  [[nodiscard]] std::uint32_t end_column() const { return column + bytes - 1; }
};

struct FunctionStatement {
  SourcePosition position;
  Function function = Function::kAdd;
  std::optional<cards::Word> name, member;
  bool lists_all = false;
  SequenceField old_field, new_field;  ///< of records of the old master; of the cards
  std::optional<NewOrganization> organization;
  std::uint32_t column = 1;  ///< CHANGE: what replaces begins here
  bool is_in_place = false;
  std::optional<std::uint8_t> level;
  std::optional<bool> is_user_source;
  std::optional<std::uint32_t> system_status;  ///< SSI
};

/// NUMBER or DELETE.
struct DetailStatement {
  SourcePosition position;
  bool is_delete = false;
  bool is_all = false;                     ///< SEQ1=ALL
  std::optional<cards::Word> first, last;  ///< SEQ1, SEQ2
  std::optional<std::uint32_t> number, increment;
  bool inserts = false;
};

struct AliasStatement {
  SourcePosition position;
  cards::Word name;
};
struct EndStatement {
  SourcePosition position;
};

using IebupdteStatement =
    std::variant<FunctionStatement, DetailStatement, AliasStatement, EndStatement>;

/// One statement, given the cards it stands on.
/// errors: CSS00nnE of every language, CSS08nnE, each with card and column.
[[nodiscard]] cards::Parsed<IebupdteStatement> parse_iebupdte_statement(
    const cards::CardDeck& cards);

/// The statements of a deck, the data cards between them passed over; nothing behind ENDUP.
[[nodiscard]] cards::Parsed<IebupdteStatement> parse_iebupdte(const cards::CardDeck& deck);

}  // namespace coldsite::iebupdte

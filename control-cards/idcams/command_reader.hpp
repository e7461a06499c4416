// Records to commands: margins, continuation, comments and the semicolon of Access Method Services,
// whose rules differ from those of the other languages with "-" and "+":
//
//   margins        columns 2 to 72, or those of MARGINS; what stands outside is not read
//   continuation   "-" or "+" as the last character of a record, in a comment too; "-" keeps the
//                  leading blanks of the next record, "+" drops them, and comments before its text
//   comment        /* ... */; one that is open at the end of a record ends with it, unless the
//                  record is continued
//   semicolon      ends a command; the rest of its record and of its continuations is not read
//   null command   a record without text that continues nothing; passed over here, but an ELSE
//                  behind it has lost its IF
//
// Two things are told that z/OS would pass over silently: text left of the margin, and a word that
// crosses the right one.
// source: DFSMS Access Method Services Commands, "How to continue commands and parameters".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_columns.hpp"
#include "control-cards/cards/card_deck.hpp"
#include "control-cards/idcams/idcams_statement.hpp"

namespace coldsite::idcams {

/// The text of one command, folded to upper case outside apostrophes.
struct CommandText {
  cards::Statement text;
  std::size_t first_card = 0;  ///< index of the first record behind the command before
  std::size_t end_card = 0;    ///< behind its last record
  std::vector<Failure> errors;
  std::vector<Failure> warnings;
  bool is_after_null = false;   ///< a null command stands before it
  bool ends_too_early = false;  ///< the last record goes on, but there is no further one
};

class CommandReader {
 public:
  CommandReader(const cards::CardDeck& deck, Margins margins) : deck_(deck), margins_(margins) {}

  /// The next command that has text, or errors; nothing at the end of the deck.
  [[nodiscard]] std::optional<CommandText> next();
  void set_margins(Margins margins) { margins_ = margins; }
  /// Goes on with the record at `card`, which has been read before.
  void go_back(std::size_t card) { index_ = card; }

 private:
  /// What one record leaves behind for the next.
  struct Progress {
    bool in_comment = false;
    bool quoted = false;
    bool drop_blanks = false;  ///< the record before ended in "+"
    bool ended = false;        ///< by a semicolon
    SourcePosition quote;
  };

  class RecordTaker;

  [[nodiscard]] CommandText read_command();
  /// Reads one record; true when it is continued.
  bool read_record(CommandText& command, Progress& progress);
  void check_margins(const cards::CardColumns& columns, std::size_t last, CommandText& command,
                     const Progress& progress) const;
  void take_columns(const cards::CardColumns& columns, std::size_t last, CommandText& command,
                    Progress& progress) const;
  void take_character(const cards::CardColumns& columns, std::size_t column, RecordTaker& taker,
                      CommandText& command, Progress& progress) const;
  /// Tells of text behind a semicolon.
  void note_rest(const cards::CardColumns& columns, std::size_t first, std::size_t last,
                 CommandText& command) const;
  [[nodiscard]] SourcePosition place(std::size_t column) const;

  const cards::CardDeck& deck_;
  Margins margins_;
  std::size_t index_ = 0;
};

}  // namespace coldsite::idcams

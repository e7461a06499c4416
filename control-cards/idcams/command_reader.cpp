#include "control-cards/idcams/command_reader.hpp"

#include <algorithm>
#include <string>

#include "datasets/messages/css.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {

/// Pieces of one record that go to the command's text; a comment between them is one blank.
class CommandReader::RecordTaker {
 public:
  RecordTaker(const cards::CardDeck& deck, std::size_t card, cards::Statement& text)
      : deck_(deck), card_(card), text_(text) {}

  void take(std::size_t column, std::string_view character) {
    if (piece_.empty()) {
      first_column_ = column;
    }
    piece_ += character;
  }
  void flush() {
    if (!piece_.empty()) {
      text_.append(deck_, card_, first_column_, piece_);
      piece_.clear();
    }
  }

 private:
  const cards::CardDeck& deck_;
  std::size_t card_;
  cards::Statement& text_;
  std::size_t first_column_ = 0;
  std::string piece_;
};

namespace {

bool has_text(const CommandText& command) {
  return command.text.text().find_first_not_of(" ,") != std::string::npos;
}

}  // namespace

SourcePosition CommandReader::place(std::size_t column) const {
  const cards::Card& card = deck_.cards[index_];
  return {deck_.source, card.number, column, card.text};
}

std::optional<CommandText> CommandReader::next() {
  const std::size_t first = index_;
  bool is_after_null = false;
  while (index_ < deck_.cards.size()) {
    CommandText command = read_command();
    command.first_card = first;
    command.is_after_null = is_after_null;
    if (has_text(command) || !command.errors.empty()) {
      return command;
    }
    is_after_null = true;
  }
  return std::nullopt;
}

CommandText CommandReader::read_command() {
  CommandText command;
  Progress progress;
  bool goes_on = true;
  while (goes_on && index_ < deck_.cards.size()) {
    goes_on = read_record(command, progress);
    ++index_;
  }
  command.end_card = index_;
  command.ends_too_early = goes_on && has_text(command);
  if (progress.quoted && command.errors.empty()) {
    command.errors.push_back(failure<msg::CSS0007E>().at(progress.quote));
  }
  return command;
}

bool CommandReader::read_record(CommandText& command, Progress& progress) {
  cards::CardColumns columns;
  if (!columns.cut(deck_.cards[index_].text)) {
    command.errors.push_back(failure<msg::CSS0003E>().at(place(columns.characters.size() + 1)));
    return false;
  }
  std::size_t last = std::min<std::size_t>(margins_.right, columns.characters.size());
  while (last >= margins_.left && columns.is_blank(last)) {
    --last;
  }
  if (last < margins_.left) {
    check_margins(columns, last, command, progress);
    return false;
  }
  const std::string_view mark = columns.at(last);
  const bool goes_on = mark == "-" || mark == "+";
  check_margins(columns, last, command, progress);
  take_columns(columns, goes_on ? last - 1 : last, command, progress);
  progress.drop_blanks = mark == "+";
  if (!goes_on) {
    progress.in_comment = false;
  }
  return goes_on;
}

void CommandReader::check_margins(const cards::CardColumns& columns, std::size_t last,
                                  CommandText& command, const Progress& progress) const {
  if (progress.in_comment || progress.ended) {
    return;
  }
  for (std::size_t column = 1; column < margins_.left; ++column) {
    if (!columns.is_blank(column)) {
      command.errors.push_back(failure<msg::CSS0005E>().at(place(column)));
      return;
    }
  }
  const std::string_view next = columns.at(margins_.right + 1);
  const bool is_sequence_number = next >= "0" && next <= "9";
  const bool is_comment_end = last > 1 && columns.starts_with(last - 1, "*/");
  if (last == margins_.right && !columns.is_blank(last + 1) && !is_sequence_number &&
      !is_comment_end) {
    command.errors.push_back(failure<msg::CSS0008E>().at(place(last + 1)));
  }
}

void CommandReader::take_columns(const cards::CardColumns& columns, std::size_t last,
                                 CommandText& command, Progress& progress) const {
  RecordTaker taker(deck_, index_, command.text);
  bool skips = progress.drop_blanks && !progress.quoted;
  for (std::size_t column = margins_.left; column <= last && !progress.ended; ++column) {
    const bool is_open = !progress.in_comment && !progress.quoted;
    if (progress.in_comment) {
      if (column < last && columns.starts_with(column, "*/")) {
        progress.in_comment = false;
        ++column;
      }
    } else if (is_open && column < last && columns.starts_with(column, "/*")) {
      progress.in_comment = true;
      if (!skips) {
        taker.take(column, " ");
      }
      taker.flush();
      ++column;
    } else if (is_open && columns.at(column) == ";") {
      progress.ended = true;
      note_rest(columns, column + 1, last, command);
    } else if (!skips || !columns.is_blank(column)) {
      skips = false;
      take_character(columns, column, taker, command, progress);
    }
  }
  taker.flush();
}

void CommandReader::take_character(const cards::CardColumns& columns, std::size_t column,
                                   RecordTaker& taker, CommandText& command,
                                   Progress& progress) const {
  const std::string_view character = columns.at(column);
  if (character == "'") {
    progress.quoted = !progress.quoted;
    progress.quote = place(column);
  } else if (character == ";") {
    command.warnings.push_back(failure<msg::IDC0222I>().at(place(column)));
  }
  if (progress.quoted) {
    taker.take(column, character);
  } else {
    taker.take(column, columns.is_blank(column) ? " " : cards::fold_case(character));
  }
}

void CommandReader::note_rest(const cards::CardColumns& columns, std::size_t first,
                              std::size_t last, CommandText& command) const {
  while (first <= last && columns.is_blank(first)) {
    ++first;
  }
  if (first <= last && !columns.starts_with(first, "/*")) {
    command.warnings.push_back(failure<msg::CSS0702I>().at(place(first)));
  }
}

}  // namespace coldsite::idcams

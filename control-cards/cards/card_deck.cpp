#include "control-cards/cards/card_deck.hpp"

#include <algorithm>
#include <iterator>

namespace coldsite::cards {
namespace {

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

}  // namespace

CardDeck CardDeck::from_text(std::string_view source, std::string_view text) {
  CardDeck deck{std::string(source), {}};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    deck.cards.push_back({std::string(line), deck.cards.size() + 1});
  }
  return deck;
}

void Statement::append(const CardDeck& deck, std::size_t card_index, std::size_t first_column,
                       std::string_view piece) {
  const Card& card = deck.cards.at(card_index);
  source_ = deck.source;
  segments_.push_back({text_.size(), card.number, first_column, card.text});
  text_.append(piece);
}

SourcePosition Statement::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto behind = std::ranges::upper_bound(segments_, offset, {}, &Segment::offset);
  if (behind == segments_.begin()) {
    return {source_, 0, 0, {}};
  }
  const auto found = std::prev(behind);
  const auto piece = std::string_view(text_).substr(found->offset, offset - found->offset);
  return {source_, found->card_number, found->first_column + count_characters(piece), found->card};
}

std::string fold_case(std::string_view text) {
  std::string folded(text);
  bool quoted = false;
  for (char& c : folded) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    }
  }
  return folded;
}

std::vector<std::string> describe(const Failure& failure) {
  std::string line(failure.message().id);
  const auto& position = failure.position();
  if (position && position->line != 0) {
    line += " " + position->source + "(" + std::to_string(position->line);
    if (position->column != 0) {
      line += "," + std::to_string(position->column);
    }
    line += "):";
  }
  line += " " + failure.text();
  std::vector<std::string> lines = {line};
  if (position && position->line != 0 && position->column != 0) {
    lines.push_back(position->card);
    // A tab of the card stays one in the caret line, so that the caret stands below its column.
    std::string caret;
    for (const char c : position->card) {
      if (starts_character(c) && caret.size() + 1 < position->column) {
        caret += c == '\t' ? '\t' : ' ';
      }
    }
    caret.resize(position->column - 1, ' ');
    lines.push_back(caret + "^");
  }
  return lines;
}

}  // namespace coldsite::cards

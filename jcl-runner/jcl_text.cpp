#include "jcl-runner/jcl_text.hpp"

#include <algorithm>

#include "jcl-runner/jcl_record.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kTabColumns = 8;

bool starts_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// The bytes of the UTF-8 sequence that a byte begins; 0: it begins none.
std::size_t sequence_bytes(unsigned char lead) {
  if (lead < 0x80U) {
    return 1;
  }
  return lead >= 0xC2U && lead < 0xE0U   ? 2
         : lead >= 0xE0U && lead < 0xF0U ? 3
         : lead >= 0xF0U && lead < 0xF5U ? 4
                                         : 0;
}

bool is_utf8(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t size = sequence_bytes(static_cast<unsigned char>(line[at]));
    if (size == 0 || at + size > line.size() ||
        !std::all_of(line.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                     line.begin() + static_cast<std::ptrdiff_t>(at + size),
                     [](char byte) { return !starts_character(byte); })) {
      return false;
    }
    at += size;
  }
  return true;
}

/// Nothing to convert: what nearly every card is.
bool is_plain(std::string_view line) {
  return std::ranges::all_of(
      line, [](char byte) { return static_cast<unsigned char>(byte) < 0x80U && byte != '\t'; });
}

std::string from_latin_1(std::string_view line) {
  std::string text;
  for (const char byte : line) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x80U) {
      text += byte;
    } else {
      text += static_cast<char>(0xC0U | (code >> 6U));
      text += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }
  return text;
}

std::string expand_tabs(std::string_view line) {
  std::string expanded;
  std::size_t column = 0;
  for (const char byte : line) {
    if (byte == '\t') {
      const std::size_t blanks = kTabColumns - column % kTabColumns;
      expanded.append(blanks, ' ');
      column += blanks;
      continue;
    }
    expanded += byte;
    column += starts_character(byte) ? 1U : 0U;
  }
  return expanded;
}

std::string card_text(std::string_view line) {
  if (is_plain(line)) {
    return std::string(line);
  }
  return expand_tabs(is_utf8(line) ? std::string(line) : from_latin_1(line));
}

}  // namespace

SourceHandle make_source(std::string_view name, std::string_view text, std::size_t first_line) {
  auto deck = std::make_shared<cards::CardDeck>();
  deck->source = name;
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  text.remove_prefix(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  while (text.ends_with('\x1A')) {
    text.remove_suffix(1);
  }
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    deck->cards.push_back({card_text(line), deck->cards.size() + first_line});
  }
  return deck;
}

std::size_t offset_of_column(std::string_view card, std::size_t column) {
  if (card.size() < column) {
    return card.size();
  }
  std::size_t seen = 0;
  for (std::size_t offset = 0; offset < card.size(); ++offset) {
    if (starts_character(card[offset]) && ++seen == column) {
      return offset;
    }
  }
  return card.size();
}

std::size_t column_of_offset(std::string_view card, std::size_t offset) {
  const auto counted = card.substr(0, std::min(offset, card.size()));
  return static_cast<std::size_t>(std::ranges::count_if(counted, starts_character)) + 1;
}

SourcePosition position_in(const SourceHandle& source, std::size_t card_index, std::size_t column) {
  const cards::Card& card = source->cards[card_index];
  return {source->source, card.number, column, masked_card(card.text)};
}

void JclText::append(const SourceHandle& source, std::size_t card_index, std::size_t column,
                     std::string_view text) {
  pieces_.push_back({text_.size(), source, card_index, column});
  text_ += text;
}

std::size_t JclText::piece_at(std::size_t offset) const {
  const auto behind = std::ranges::upper_bound(pieces_, offset, {}, &Piece::offset);
  return behind == pieces_.begin() ? 0 : static_cast<std::size_t>(behind - pieces_.begin()) - 1;
}

std::size_t JclText::piece_end(std::size_t index) const {
  return index + 1 < pieces_.size() ? pieces_[index + 1].offset : text_.size();
}

SourcePosition JclText::position(std::size_t offset) const {
  if (pieces_.empty()) {
    return {};
  }
  offset = std::min(offset, text_.size());
  const Piece& piece = pieces_[piece_at(offset)];
  const std::string_view inside =
      std::string_view(text_).substr(piece.offset, offset - piece.offset);
  return position_in(piece.source, piece.card_index,
                     piece.column + column_of_offset(inside, inside.size()) - 1);
}

void JclText::append_slice(const JclText& from, std::size_t begin, std::size_t end) {
  for (std::size_t i = 0; i < from.pieces_.size(); ++i) {
    const Piece& piece = from.pieces_[i];
    const std::size_t first = std::max(begin, piece.offset);
    const std::size_t last = std::min(end, from.piece_end(i));
    if (first >= last) {
      continue;
    }
    const std::string_view before =
        std::string_view(from.text_).substr(piece.offset, first - piece.offset);
    append(piece.source, piece.card_index,
           piece.column + column_of_offset(before, before.size()) - 1,
           std::string_view(from.text_).substr(first, last - first));
  }
}

void JclText::append_at(const JclText& from, std::size_t offset, std::string_view text) {
  CS_CHECK(!from.pieces_.empty());
  if (text.empty()) {
    return;
  }
  const Piece& piece = from.pieces_[from.piece_at(offset)];
  append(piece.source, piece.card_index, from.position(offset).column, text);
}

JclText JclText::replaced(std::size_t offset, std::size_t length,
                          std::string_view replacement) const {
  CS_CHECK(!pieces_.empty() && offset + length <= text_.size());
  JclText changed;
  changed.append_slice(*this, 0, offset);
  changed.append_at(*this, offset, replacement);
  changed.append_slice(*this, offset + length, text_.size());
  return changed;
}

cards::Statement JclText::to_statement() const {
  cards::Statement statement;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    statement.append(*piece.source, piece.card_index, piece.column,
                     std::string_view(text_).substr(piece.offset, piece_end(i) - piece.offset));
  }
  return statement;
}

}  // namespace coldsite::jcl

#include "jcl-runner/operand_field.hpp"

#include <algorithm>
#include <optional>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/jcl_record.hpp"

namespace coldsite::jcl {
namespace {

enum class PieceEnd { kComplete, kComma, kApostrophe };

class FieldReader {
 public:
  FieldReader(const SourceHandle& source, std::size_t card_index, bool has_conditions)
      : source_(source), card_(card_index), has_conditions_(has_conditions) {}

  OperandField read(std::size_t offset) {
    PieceEnd end = read_piece(offset);
    while (end != PieceEnd::kComplete) {
      const auto resume = find_continuation(end);
      if (!resume) {
        break;
      }
      end = read_piece(*resume);
    }
    skip_continued_comment();
    field_.next_card = card_ + 1;
    return std::move(field_);
  }

 private:
  [[nodiscard]] std::string_view card_text(std::size_t index) const {
    return source_->cards[index].text;
  }

  /// Takes the operand characters of the card from `offset` on, in upper case outside apostrophes.
  PieceEnd read_piece(std::size_t offset) {
    const std::string_view visible = text_columns(card_text(card_));
    std::string piece;
    std::size_t at = offset;
    for (; at < visible.size() && (inside_ || depth_ > 0 || visible[at] != ' '); ++at) {
      const char c = visible[at];
      if (has_conditions_ && !inside_) {
        depth_ += c == '(' ? 1 : c == ')' && depth_ > 0 ? -1 : 0;
      }
      inside_ ^= c == '\'';
      piece += !inside_ && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const std::size_t column = column_of_offset(card_text(card_), offset);
    if (inside_) {
      // Editors drop trailing blanks; the text still runs to column 71.
      const std::size_t end_column = column_of_offset(visible, visible.size());
      piece.append(kLastTextColumn + 1 - std::min(end_column, kLastTextColumn + 1), ' ');
    }
    has_comment_ = !is_blank(visible.substr(std::min(at, visible.size())));
    if (!piece.empty()) {
      field_.text.append(source_, card_, column, piece);
    }
    if (inside_) {
      return PieceEnd::kApostrophe;
    }
    return piece.ends_with(',') ? PieceEnd::kComma : PieceEnd::kComplete;
  }

  void fail(const Failure& failure, const SourcePosition& at) {
    field_.errors.push_back(failure.at(at));
  }

  /// Steps to the card that continues the field; returns the offset where the text goes on.
  std::optional<std::size_t> find_continuation(PieceEnd end) {
    std::size_t next = card_ + 1;
    while (next < source_->cards.size() &&
           classify_record(card_text(next)) == RecordKind::kComment) {
      ++next;
    }
    const SourcePosition here = field_.text.position(field_.text.text().size());
    if (next >= source_->cards.size() ||
        classify_record(card_text(next)) != RecordKind::kStatement || card_text(next)[2] != ' ') {
      fail(end == PieceEnd::kApostrophe ? failure<msg::IEFC629I>() : failure<msg::IEFC621I>(),
           here);
      return std::nullopt;
    }
    card_ = next;
    const std::string_view card = card_text(card_);
    const std::size_t first = card.find_first_not_of(' ', 2);
    if (end == PieceEnd::kApostrophe) {
      if (first < kResumeColumnMax - 1) {
        fail(failure<msg::CSJ0003E>(), position_in(source_, card_, first + 1));
        return first;
      }
      return std::min(kResumeColumnMax - 1, card.size());
    }
    if (first > kResumeColumnMax - 1) {
      fail(failure<msg::CSJ0002E>(first + 1), position_in(source_, card_, first + 1));
    }
    return first;
  }

  /// Column 72 continues a comment when the operands are complete: the next cards are comment too.
  void skip_continued_comment() {
    while (has_comment_ && has_continuation_mark(card_text(card_)) &&
           card_ + 1 < source_->cards.size() &&
           classify_record(card_text(card_ + 1)) == RecordKind::kStatement &&
           card_text(card_ + 1)[2] == ' ') {
      ++card_;
    }
  }

  SourceHandle source_;
  std::size_t card_;
  OperandField field_;
  bool inside_ = false;
  bool has_comment_ = false;
  bool has_conditions_;  ///< blanks between parentheses belong to the field
  int depth_ = 0;
};

bool has_then(std::string_view text) {
  const std::size_t at = text.find("THEN");
  return at != std::string_view::npos && (at == 0 || text[at - 1] == ' ' || text[at - 1] == ')') &&
         (at + 4 == text.size() || text[at + 4] == ' ');
}

}  // namespace

OperandField read_operand_field(const SourceHandle& source, std::size_t card_index,
                                std::size_t offset, bool has_conditions) {
  return FieldReader(source, card_index, has_conditions).read(offset);
}

OperandField read_if_field(const SourceHandle& source, std::size_t card_index, std::size_t offset) {
  OperandField field;
  while (true) {
    const std::string_view card = source->cards[card_index].text;
    const std::string_view visible = text_columns(card);
    if (!field.text.empty()) {
      field.text.append(source, card_index, 1, " ");  // a word never goes over two cards
    }
    if (offset < visible.size()) {
      field.text.append(source, card_index, column_of_offset(card, offset), visible.substr(offset));
    }
    field.next_card = ++card_index;
    if (has_then(visible) || card_index >= source->cards.size()) {
      return field;
    }
    const std::string_view next = source->cards[card_index].text;
    if (classify_record(next) != RecordKind::kStatement || next[2] != ' ') {
      return field;
    }
    offset = next.find_first_not_of(' ', 2);
  }
}

}  // namespace coldsite::jcl

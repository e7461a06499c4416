// The two continuation rules. A card is first cut into characters, so that columns are right for
// text outside ASCII too.
#include <algorithm>
#include <optional>

#include "control-cards/cards/card_columns.hpp"
#include "control-cards/cards/card_deck.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::cards {
namespace {

constexpr std::size_t kCardColumns = 80;
constexpr std::size_t kResumeColumn = 16;

/// What both rules share: the deck, the statement under construction, and the findings.
class Reader {
 public:
  explicit Reader(const CardDeck& deck) : deck_(deck) {}
  virtual ~Reader() = default;

  Parsed<Statement> read() {
    for (index_ = 0; index_ < deck_.cards.size(); ++index_) {
      if (const auto columns = cut(deck_.cards[index_].text)) {
        read_card(*columns);
      } else {
        drop_statement();
      }
    }
    end_of_deck();
    return std::move(result_);
  }

 protected:
  virtual void read_card(const CardColumns& columns) = 0;
  virtual void end_of_deck() = 0;

  template <const Message& M, class... Inserts>
  void fail_at(std::size_t column, const Inserts&... inserts) {
    result_.errors.push_back(failure<M>(inserts...).at(place(column)));
  }

  [[nodiscard]] SourcePosition place(std::size_t column) const {
    const Card& card = deck_.cards[std::min(index_, deck_.cards.size() - 1)];
    return {deck_.source, card.number, column, card.text};
  }

  /// Joins columns first..last of the current card, upper case outside apostrophes.
  void take(const CardColumns& columns, std::size_t first, std::size_t last) {
    std::string piece;
    for (std::size_t column = first; column <= last; ++column) {
      const std::string_view character = columns.at(column);
      if (character == "'") {
        quoted_ = !quoted_;
        quote_ = place(column);
      }
      piece += quoted_ ? std::string(character) : character == "\t" ? " " : fold_case(character);
    }
    statement_.append(deck_, index_, first, piece);
    open_ = true;
  }

  void take_blank(std::size_t column) { statement_.append(deck_, index_, column, " "); }

  void add_error(Failure failure) { result_.errors.push_back(std::move(failure)); }

  void end_statement() {
    if (quoted_) {
      result_.errors.push_back(failure<msg::CSS0007E>().at(quote_));
    } else if (statement_.text().find_first_not_of(' ') != std::string::npos) {
      result_.statements.push_back(std::move(statement_));
    }
    drop_statement();
  }

  void drop_statement() {
    statement_ = {};
    open_ = false;
    quoted_ = false;
  }

  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] bool is_quoted() const { return quoted_; }

 private:
  std::optional<CardColumns> cut(std::string_view text) {
    CardColumns columns;
    if (!columns.cut(text)) {
      fail_at<msg::CSS0003E>(columns.characters.size() + 1);
      return std::nullopt;
    }
    for (std::size_t column = kCardColumns + 1; column <= columns.characters.size(); ++column) {
      if (!columns.is_blank(column)) {
        fail_at<msg::CSS0004E>(column);
        return std::nullopt;
      }
    }
    return columns;
  }

  const CardDeck& deck_;
  std::size_t index_ = 0;
  Statement statement_;
  bool open_ = false;
  bool quoted_ = false;
  SourcePosition quote_;
  Parsed<Statement> result_;
};

class HyphenReader : public Reader {
 public:
  using Reader::Reader;

 private:
  static constexpr std::size_t kLastColumn = 72;

  /// A run of columns outside comments.
  struct Run {
    std::size_t first, last;
  };

  void read_card(const CardColumns& columns) override {
    if (!in_comment_ && !is_quoted() && columns.at(1) == "*") {
      return;
    }
    const bool began_in_comment = in_comment_;
    std::vector<Run> runs = cut_comments(columns);
    if (runs.empty() && (began_in_comment || saw_comment_)) {
      return;
    }
    if (runs.empty()) {
      end_statement();
      return;
    }
    if (!columns.is_blank(1) && runs.front().first == 1) {
      fail_at<msg::CSS0005E>(1);
      drop_statement();
      return;
    }
    if (runs.back().last == kLastColumn && crosses_margin(columns)) {
      fail_at<msg::CSS0008E>(kLastColumn + 1);
      drop_statement();
      return;
    }
    const std::string_view mark = columns.at(runs.back().last);
    const bool goes_on = mark == "-" || mark == "+";
    take_runs(columns, std::move(runs), goes_on);
    joins_ = mark == "+";
    if (!goes_on) {
      end_statement();
    }
  }

  /// A word that goes on in the sequence columns would be cut without notice; a sequence number is
  /// digits.
  static bool crosses_margin(const CardColumns& columns) {
    const std::string_view next = columns.at(kLastColumn + 1);
    return !columns.is_blank(kLastColumn + 1) && (next < "0" || next > "9");
  }

  void take_runs(const CardColumns& columns, std::vector<Run> runs, bool goes_on) {
    if (goes_on) {
      mark_place_ = place(runs.back().last);
      --runs.back().last;
    }
    if (is_open() && joins_) {
      while (runs.front().first <= runs.front().last && columns.is_blank(runs.front().first)) {
        ++runs.front().first;
      }
    }
    for (const Run& run : runs) {
      if (run.first <= run.last) {
        take(columns, run.first, run.last);
      }
      if (&run != &runs.back()) {
        take_blank(run.last + 1);  // a comment separates
      }
    }
  }

  /// The runs of a card that are not comment, without trailing blanks; none for a blank card.
  std::vector<Run> cut_comments(const CardColumns& columns) {
    std::vector<Run> runs;
    std::size_t first = 1;
    bool quoted = is_quoted();
    saw_comment_ = in_comment_;
    for (std::size_t column = 1; column <= kLastColumn; ++column) {
      if (in_comment_) {
        if (column < kLastColumn && columns.starts_with(column, "*/")) {
          in_comment_ = false;
          first = column + 2;
          ++column;
        }
      } else if (columns.at(column) == "'") {
        quoted = !quoted;
      } else if (!quoted && column < kLastColumn && columns.starts_with(column, "/*")) {
        runs.push_back({first, column - 1});
        in_comment_ = saw_comment_ = true;
        comment_ = place(column);
        ++column;
      }
    }
    if (!in_comment_) {
      runs.push_back({first, kLastColumn});
    }
    return trim(columns, std::move(runs));
  }

  static std::vector<Run> trim(const CardColumns& columns, std::vector<Run> runs) {
    while (!runs.empty()) {
      Run& run = runs.back();
      while (run.last >= run.first && columns.is_blank(run.last)) {
        --run.last;
      }
      if (run.last >= run.first) {
        break;
      }
      runs.pop_back();
    }
    return runs;
  }

  void end_of_deck() override {
    if (in_comment_) {
      add_error(failure<msg::CSS0002E>().at(comment_));
    } else if (is_open()) {
      add_error(failure<msg::CSS0001E>().at(mark_place_));
    }
  }

  bool in_comment_ = false;
  bool saw_comment_ = false;
  bool joins_ = false;
  SourcePosition comment_, mark_place_;
};

class CommaReader : public Reader {
 public:
  using Reader::Reader;

 private:
  static constexpr std::size_t kLastColumn = 71;
  static constexpr std::size_t kMarkColumn = 72;

  void read_card(const CardColumns& columns) override {
    const bool is_comment = comment_goes_on_;
    comment_goes_on_ = false;
    if (is_comment || columns.at(1) == "*") {
      comment_goes_on_ = is_comment && !columns.is_blank(kMarkColumn);
      return;
    }
    if (is_open() && !columns.is_blank(1)) {
      add_error(failure<msg::CSS0006E>().at(place(1)));
      drop_statement();
    }
    if (is_open()) {
      read_continuation(columns);
    } else if (const std::size_t first = skip_blanks(columns, 1); first <= kLastColumn) {
      read_operands(columns, 1, find_operands(columns));
    }
  }

  void read_continuation(const CardColumns& columns) {
    const std::size_t first = is_quoted() ? kResumeColumn : skip_blanks(columns, 1);
    if (first > kLastColumn || skip_blanks(columns, 1) < first) {
      const std::size_t found = skip_blanks(columns, 1);
      add_error(failure<msg::CSS0006E>().at(place(found > kLastColumn ? 1 : found)));
      drop_statement();
      return;
    }
    read_operands(columns, first, first);
  }

  /// Takes the card from `first`; its operand field begins at `operands`.
  void read_operands(const CardColumns& columns, std::size_t first, std::size_t operands) {
    bool quoted = is_quoted();
    std::size_t end = operands;
    while (end <= kLastColumn && (quoted || !columns.is_blank(end))) {
      quoted = quoted != (columns.at(end) == "'");
      ++end;
    }
    const bool is_marked = !columns.is_blank(kMarkColumn);
    if (quoted && !is_marked) {
      while (end > operands && columns.is_blank(end - 1)) {
        --end;
      }
    }
    take(columns, first, std::min(end, kLastColumn + 1) - 1);
    mark_place_ = place(is_marked ? kMarkColumn : end - 1);
    const bool ends_in_comma = !quoted && end > operands && columns.at(end - 1) == ",";
    const bool has_comment = skip_blanks(columns, end) <= kLastColumn;
    if (ends_in_comma || (is_marked && !has_comment)) {
      return;
    }
    comment_goes_on_ = is_marked;
    end_statement();
  }

  /// Behind name and operation; a lone "INDD=..." is its own operand field.
  static std::size_t find_operands(const CardColumns& columns) {
    const std::size_t name_end = skip_text(columns, 1);
    const std::size_t operation = skip_blanks(columns, name_end);
    if (operation > kLastColumn) {
      return name_end;
    }
    const std::size_t column = skip_text(columns, operation);
    for (std::size_t at = operation; at < column; ++at) {
      if (columns.at(at) == "=") {
        return operation;
      }
    }
    const std::size_t operands = skip_blanks(columns, column);
    return operands > kLastColumn ? column : operands;
  }

  static std::size_t skip_blanks(const CardColumns& columns, std::size_t column) {
    while (column <= kLastColumn && columns.is_blank(column)) {
      ++column;
    }
    return column;
  }
  static std::size_t skip_text(const CardColumns& columns, std::size_t column) {
    while (column <= kLastColumn && !columns.is_blank(column)) {
      ++column;
    }
    return column;
  }

  void end_of_deck() override {
    if (is_open()) {
      add_error(failure<msg::CSS0001E>().at(mark_place_));
    }
  }

  bool comment_goes_on_ = false;
  SourcePosition mark_place_;
};

}  // namespace

Parsed<Statement> read_statements(const CardDeck& deck, ContinuationRule rule) {
  switch (rule) {
    case ContinuationRule::kTrailingHyphenOrPlus:
      return HyphenReader(deck).read();
    case ContinuationRule::kCommaOrColumn72:
      return CommaReader(deck).read();
  }
  return {};
}

}  // namespace coldsite::cards

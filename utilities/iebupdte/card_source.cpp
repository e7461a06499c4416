#include "utilities/iebupdte/card_source.hpp"

#include <utility>

namespace coldsite::iebupdte {
namespace {

constexpr std::uint8_t kPeriod = 0x4B, kSlash = 0x61;  // in every EBCDIC page
constexpr const char* kSource = "SYSIN";

bool is_control_card(ByteView record) {
  return record.size() > 1 && record[0] == kPeriod && record[1] == kSlash;
}

}  // namespace

Result<CardSource> CardSource::open(batch::StepContext& context) {
  CardSource source;
  CS_ASSIGN(source.reader_, context.open_reader(kSource));
  source.code_page_ = &context.code_page();
  source.statements_.emplace(kSource);
  return source;
}

Result<const Item*> CardSource::peek() {
  if (!ahead_) {
    CS_ASSIGN(ahead_, read_item());
  }
  return &*ahead_;
}

Result<Item> CardSource::take() {
  CS_TRY(peek());
  Item item = *std::move(ahead_);
  ahead_.reset();
  return item;
}

Result<Item> CardSource::read_item() {
  while (!at_end_) {
    CS_ASSIGN(const std::optional<ByteView> record, reader_->read_record());
    if (!record) {
      break;
    }
    ++number_;
    if (!is_control_card(*record) && !statements_->is_open()) {
      Item item;
      item.position = {kSource, number_, 0, {}};
      item.data.emplace(record->begin(), record->end());
      return item;
    }
    std::string text = code_page_->to_utf8(*record);
    text.erase(text.find_last_not_of(' ') + 1);
    if (statements_->take({std::move(text), number_}) == StatementReader::Card::kStatement) {
      return make_statement();
    }
  }
  at_end_ = true;
  return statements_->is_open() ? make_statement() : Item();
}

Item CardSource::make_statement() {
  const cards::CardDeck deck = statements_->take_cards();
  Item item;
  item.position = {kSource, deck.cards.front().number, 1, deck.cards.front().text};
  for (const cards::Card& card : deck.cards) {
    item.cards.push_back(card.text);
  }
  cards::Parsed<IebupdteStatement> parsed = parse_iebupdte_statement(deck);
  item.errors = std::move(parsed.errors);
  if (!parsed.statements.empty()) {
    item.statement = std::move(parsed.statements.front());
    at_end_ = at_end_ || std::holds_alternative<EndStatement>(*item.statement);
  }
  return item;
}

}  // namespace coldsite::iebupdte

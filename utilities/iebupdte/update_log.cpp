#include "utilities/iebupdte/update_log.hpp"

#include <fmt/format.h>

namespace coldsite::iebupdte {
namespace {

constexpr std::size_t kNewMasterColumn = 40;

std::string_view text_of(Became became) {
  switch (became) {
    case Became::kSame:
    case Became::kNew:
      return "";
    case Became::kReplaced:
      return "REPLACED RECORD";
    case Became::kInserted:
      return "INSERTED RECORD";
    case Became::kDeleted:
      return "DELETED RECORD";
    case Became::kRenumbered:
      return "RENUMBERED RECORD";
  }
  return "";
}

}  // namespace

void UpdateLog::begin() {
  report_->new_page(
      fmt::format("{:<{}}{:<60}{}", "SYSIN", kNewMasterColumn, "NEW MASTER", "IEBUPDTE LOG PAGE"));
}

void UpdateLog::statement(const Item& item) {
  for (const std::string& card : item.cards) {
    report_->print(card, &card == &item.cards.front() ? batch::Carriage::kSkipLine
                                                      : batch::Carriage::kNextLine);
  }
}

void UpdateLog::record(ByteView record, Became became) {
  const bool is_change = became != Became::kSame && became != Became::kNew;
  if (!lists_all_ && !is_change) {
    return;
  }
  std::string line =
      fmt::format("{:<{}}{}", text_of(became), kNewMasterColumn, code_page_->to_utf8(record));
  report_->print(line.erase(line.find_last_not_of(' ') + 1));
}

}  // namespace coldsite::iebupdte

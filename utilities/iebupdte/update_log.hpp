// What SYSPRINT shows: statements on the left, records of the new master on the right, each with
// what became of it.
#pragma once

#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/text/code_page.hpp"
#include "utilities/batch/report.hpp"
#include "utilities/iebupdte/card_source.hpp"

namespace coldsite::iebupdte {

enum class Became { kSame, kNew, kReplaced, kInserted, kDeleted, kRenumbered };

class UpdateLog {
 public:
  UpdateLog(batch::Report& report, const text::CodePage& code_page)
      : report_(&report), code_page_(&code_page) {}

  void begin();
  void statement(const Item& item);
  /// Shown when LIST=ALL was coded, or when the record is not as it was.
  void record(ByteView record, Became became);
  void list_all(bool lists_all) { lists_all_ = lists_all; }
  [[nodiscard]] batch::Report& report() { return *report_; }

 private:
  batch::Report* report_;
  const text::CodePage* code_page_;
  bool lists_all_ = false;
};

}  // namespace coldsite::iebupdte

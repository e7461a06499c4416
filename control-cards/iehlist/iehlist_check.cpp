#include "control-cards/iehlist/iehlist_check.hpp"

#include <charconv>

#include "datasets/messages/css.hpp"

namespace coldsite::iehlist {
namespace {

void check_common(const std::vector<cards::Word>& names, cards::StatementState& state) {
  constexpr std::size_t kNamesMax = 10;
  state.exclude("FORMAT", "DUMP");
  if (names.size() > kNamesMax) {
    state.add(failure<msg::CSS0301E>(names.size()).at(names[kNamesMax].position));
  }
}

}  // namespace

void check_listvtoc(const ListVtoc& statement, cards::StatementState& state) {
  check_common(statement.data_sets, state);
}

void check_listpds(const ListPds& statement, cards::StatementState& state) {
  state.require({"DSNAME"}, "LISTPDS");
  check_common(statement.data_sets, state);
}

std::optional<dasd::LabelDate> to_date(std::string_view digits) {
  constexpr int kDaysMax = 366, kWindow = 50, kCentury = 100;
  if (digits.size() != 5 && digits.size() != 7) {
    return std::nullopt;
  }
  int day = 0;
  int year = 0;
  std::from_chars(digits.data(), digits.data() + 3, day);
  std::from_chars(digits.data() + 3, digits.data() + digits.size(), year);
  if (day < 1 || day > kDaysMax) {
    return std::nullopt;
  }
  if (digits.size() == 5) {
    year += year >= kWindow ? 19 * kCentury : 20 * kCentury;
  }
  return dasd::LabelDate{year, day};
}

}  // namespace coldsite::iehlist

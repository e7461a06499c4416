#include "control-cards/dd/record_format.hpp"

namespace coldsite::dd {

using dasd::RecordFormat;

std::optional<RecordFormat> to_record_format(std::string_view text) {
  RecordFormat format;
  const auto take = [&](char letter, std::uint8_t bit) {
    if (text.starts_with(letter)) {
      format.bits = static_cast<std::uint8_t>(format.bits | bit);
      text.remove_prefix(1);
    }
  };
  take('F', RecordFormat::kFixed);
  if (format.bits == 0) {
    take('V', RecordFormat::kVariable);
  }
  if (format.bits == 0) {
    take('U', RecordFormat::kUndefined);
  }
  if (format.bits == 0) {
    return std::nullopt;
  }
  if (!format.is_undefined()) {
    take('B', RecordFormat::kBlocked);
    take('S', RecordFormat::kSpannedOrStandard);
  }
  const std::size_t left = text.size();
  take('A', RecordFormat::kAsa);
  if (text.size() == left) {
    take('M', RecordFormat::kMachine);
  }
  return text.empty() ? std::optional(format) : std::nullopt;
}

std::string format_record_format(RecordFormat format) {
  std::string text = format.is_undefined() ? "U" : format.is_fixed() ? "F" : "V";
  const auto put = [&](std::uint8_t bit, char letter) {
    if ((format.bits & bit) != 0) {
      text += letter;
    }
  };
  put(RecordFormat::kBlocked, 'B');
  put(RecordFormat::kSpannedOrStandard, 'S');
  put(RecordFormat::kAsa, 'A');
  put(RecordFormat::kMachine, 'M');
  return text;
}

}  // namespace coldsite::dd

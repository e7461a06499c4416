// Any text as one operand field: a tree whose places lie inside each other and in the text, and
// whose operands mean the same when they are parsed alone; or an error with a place.
#include <string_view>

#include "datasets/check.hpp"
#include "jcl-runner/jcl_operand.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace coldsite::jcl {
namespace {

JclText text_of(std::string_view text) {
  JclText field;
  field.append(make_source("OPERANDS", "//X"), 0, 1, text);
  return field;
}

bool is_same(const Operand& a, const Operand& b) {
  if (a.keyword != b.keyword || a.value.form != b.value.form || a.value.text != b.value.text ||
      a.value.is_quoted != b.value.is_quoted || a.value.items.size() != b.value.items.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.value.items.size(); ++i) {
    if (!is_same(a.value.items[i], b.value.items[i])) {
      return false;
    }
  }
  return true;
}

void check_places(const std::vector<Operand>& operands, std::size_t begin, std::size_t end) {
  for (const Operand& operand : operands) {
    CS_CHECK(begin <= operand.offset && operand.offset <= operand.value.offset);
    CS_CHECK(operand.value.offset <= operand.value.end && operand.value.end <= end);
    CS_CHECK(operand.value.items.empty() || operand.value.form == OperandValue::Form::kList);
    check_places(operand.value.items, operand.value.offset, operand.value.end);
    begin = operand.value.end;
  }
}

}  // namespace
}  // namespace coldsite::jcl

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;
  using namespace coldsite::jcl;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto operands = parse_operands(text_of(text));
  if (!operands) {
    CS_CHECK(operands.failure().position().has_value());
    return 0;
  }
  check_places(*operands, 0, size);
  for (const Operand& operand : *operands) {
    const std::string_view alone = text.substr(operand.offset, operand.value.end - operand.offset);
    const auto again = parse_operands(text_of(alone));
    CS_CHECK(again.ok());
    CS_CHECK(alone.empty() || (again->size() == 1 && is_same(operand, again->front())));
  }
  return 0;
}

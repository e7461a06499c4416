// Any text as IEBCOPY control statements.
#include "control-cards/iebcopy/iebcopy_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::iebcopy::parse_iebcopy, data, size);
}

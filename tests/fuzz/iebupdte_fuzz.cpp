// Any text as an IEBUPDTE stream.
#include "control-cards/iebupdte/iebupdte_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::iebupdte::parse_iebupdte, data, size);
}

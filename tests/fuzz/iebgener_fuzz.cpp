// Any text as IEBGENER control statements.
#include "control-cards/iebgener/iebgener_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::iebgener::parse_iebgener, data, size);
}

// Any text as ADRDSSU control statements.
#include "control-cards/adrdssu/adrdssu_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::adrdssu::parse_adrdssu, data, size);
}

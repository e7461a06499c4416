// Any text as IEHLIST control statements.
#include "control-cards/iehlist/iehlist_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::iehlist::parse_iehlist, data, size);
}

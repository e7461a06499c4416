// Any text as IEHPROGM control statements.
#include "control-cards/iehprogm/iehprogm_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::iehprogm::parse_iehprogm, data, size);
}

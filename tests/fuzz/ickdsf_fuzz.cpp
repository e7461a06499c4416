// Any text as ICKDSF control statements.
#include "control-cards/ickdsf/ickdsf_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return coldsite::fuzz::run_deck(coldsite::ickdsf::parse_ickdsf, data, size);
}

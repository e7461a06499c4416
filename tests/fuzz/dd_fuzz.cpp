// Any text as --dd options and as a file of bindings; what is accepted is written and read back.
#include "control-cards/dd/dd_operands.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;  // NOLINT(google-build-using-namespace)
  const std::string_view text = fuzz::text_of(data, size);
  for (const cards::Card& card : cards::CardDeck::from_text("--dd", text).cards) {
    if (const auto request = dd::parse_dd_option(card.text); !request) {
      fuzz::check_failures({request.failure()});
    }
  }
  const auto bindings = dd::parse_dd_bindings(text, "dds");
  if (!bindings) {
    fuzz::check_failures({bindings.failure()});
    return 0;
  }
  const std::string written = dd::format_dd_bindings(*bindings);
  const auto again = dd::parse_dd_bindings(written, "dds");
  CS_CHECK(again.ok() && dd::format_dd_bindings(*again) == written);
  return 0;
}

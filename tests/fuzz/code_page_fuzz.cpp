// Any bytes go through a code page to UTF-8 and back unchanged; any text is converted or refused
// with its place, and what was converted comes back as it was.
#include <algorithm>
#include <string_view>

#include "datasets/text/code_page.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;  // NOLINT(google-build-using-namespace)
  if (size == 0) {
    return 0;
  }
  constexpr std::string_view kPages[] = {"037", "273", "500", "1047", "1140"};
  const text::CodePage& page = **text::find_code_page(kPages[data[0] % 5]);
  const ByteView input(data + 1, size - 1);

  const auto back = page.from_utf8(page.to_utf8(input));
  CS_CHECK(back.ok() && std::ranges::equal(*back, input));

  const std::string_view utf8(reinterpret_cast<const char*>(input.data()), input.size());
  if (const auto ebcdic = page.from_utf8(utf8)) {
    CS_CHECK(page.to_utf8(*ebcdic) == utf8);
  }
  const auto substituted = page.from_utf8(utf8, text::Unmappable::kSubstitute);
  CS_CHECK(!substituted || substituted->size() <= utf8.size());
  CS_CHECK(text::label_from_utf8(utf8, 44).size() == 44);
  return 0;
}

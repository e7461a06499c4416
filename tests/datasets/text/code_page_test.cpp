#include "datasets/text/code_page.hpp"

#include <gtest/gtest.h>
#include <iconv.h>

#include "datasets/io/random.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::text {
namespace {

constexpr std::array<const char*, 5> kNumbers = {"037", "273", "500", "1047", "1140"};

const CodePage& page_of(std::string_view name) {
  const auto page = find_code_page(name);
  CS_CHECK(page.ok());
  return **page;
}

std::string by_iconv(const char* number, std::uint8_t byte) {
  const iconv_t converter = iconv_open("UTF-8", (std::string("IBM") + number).c_str());
  CS_CHECK(converter != reinterpret_cast<iconv_t>(-1));
  char in = static_cast<char>(byte);
  std::array<char, 8> out = {};
  char* from = &in;
  char* to = out.data();
  std::size_t from_left = 1;
  std::size_t to_left = out.size();
  EXPECT_EQ(iconv(converter, &from, &from_left, &to, &to_left), 0u);
  iconv_close(converter);
  return std::string(out.data(), to);
}

Bytes every_byte() {
  Bytes all(256);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = static_cast<std::uint8_t>(i);
  }
  return all;
}

TEST(CodePage, AgreesWithIconvOnEveryByte) {
  for (const char* number : kNumbers) {
    for (const std::uint8_t byte : every_byte()) {
      EXPECT_EQ(page_of(number).to_utf8(Bytes{byte}), by_iconv(number, byte))
          << number << " X'" << std::hex << int{byte} << "'";
    }
  }
}

TEST(CodePage, GivesBackEveryByte) {
  for (const char* number : kNumbers) {
    const auto back = page_of(number).from_utf8(page_of(number).to_utf8(every_byte()));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, every_byte()) << number;
  }
}

TEST(CodePage, ConvertsTextOfAnyLengthTheSameAsByteByByte) {
  io::Random random(5);
  const CodePage& page = default_code_page();
  for (std::size_t length = 0; length < 1100; length += 37) {
    Bytes ebcdic(length);
    random.fill(ebcdic);
    std::string expected;
    for (std::size_t i = 0; i < length; ++i) {
      ebcdic[i] = i % 400 < 300 ? 0xC1 : ebcdic[i];  // chunks of ASCII only, and others
      expected += page.to_utf8(Bytes{ebcdic[i]});
    }
    EXPECT_EQ(page.to_utf8(ebcdic), expected);
    const auto back = page.from_utf8(expected);
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, ebcdic);
  }
}

TEST(CodePage, AppendsToWhatIsThere) {
  std::string text = "x";
  default_code_page().append_utf8(Bytes{0xC1, 0xAD, 0xBD}, text);
  EXPECT_EQ(text, "xA[]");
}

TEST(CodePage, FindsOneCharacterBeyondAsciiAtAnyPlace) {
  constexpr std::uint8_t kEuro = 0x9F;
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      Bytes ebcdic(length, 0xC1);
      ebcdic[place] = kEuro;
      Bytes utf8(kUtf8BytesMax * length);
      utf8.resize(page_of("IBM-1140").put_utf8(ebcdic, utf8));
      const std::string expected =
          std::string(place, 'A') + "\u20AC" + std::string(length - place - 1, 'A');
      EXPECT_EQ(std::string(utf8.begin(), utf8.end()), expected);
    }
  }
}

TEST(CodePage, HasTheEuroSignIn1140Only) {
  const auto euro = page_of("IBM-1140").from_utf8("\u20AC");
  ASSERT_TRUE(euro);
  EXPECT_EQ(*euro, Bytes{0x9F});
  const auto none = page_of("IBM-037").from_utf8("ab\u20AC");
  ASSERT_FALSE(none);
  EXPECT_EQ(to_string(none.failure()),
            "CSI0030E Character U+20AC at byte 3 is not in code page 'IBM-037'");
}

TEST(CodePage, SubstitutesWhenAsked) {
  const auto ebcdic = page_of("IBM-037").from_utf8("a\u20AC\U0001F600b", Unmappable::kSubstitute);
  ASSERT_TRUE(ebcdic);
  EXPECT_EQ(*ebcdic, (Bytes{0x81, 0x3F, 0x3F, 0x82}));
}

TEST(CodePage, RefusesWhatIsNotUtf8) {
  for (const std::string_view wrong :
       {"ab\x80", "ab\xC3", "ab\xC0\xAF", "ab\xE0\x80\x80", "ab\xED\xA0\x80", "ab\xF4\x90\x80\x80",
        "ab\xF0\x80\x80\x80", "ab\xFF", "ab\xC3\x28"}) {
    for (const Unmappable unmappable : {Unmappable::kFail, Unmappable::kSubstitute}) {
      const auto ebcdic = default_code_page().from_utf8(wrong, unmappable);
      ASSERT_FALSE(ebcdic);
      EXPECT_EQ(to_string(ebcdic.failure()), "CSI0031E Text is not valid UTF-8 at byte 3");
    }
  }
}

TEST(CodePage, IsFoundByAnyOfItsNames) {
  for (const char* name : {"IBM-037", "ibm037", "cp37", "CP037", "037", "37"}) {
    const auto page = find_code_page(name);
    ASSERT_TRUE(page) << name;
    EXPECT_EQ((*page)->name(), "IBM-037");
  }
  const auto unknown = find_code_page("IBM-930");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_string(unknown.failure()),
            "CSI0032E Code page 'IBM-930' is not known; known are IBM-037 IBM-273 IBM-500 IBM-1047 "
            "IBM-1140");
}

TEST(Label, IsPaddedOrCutAndNeverFails) {
  EXPECT_EQ(label_from_utf8("AB$", 6), (Bytes{0xC1, 0xC2, 0x5B, 0x40, 0x40, 0x40}));
  EXPECT_EQ(label_from_utf8("ABCDEFGH", 6), (Bytes{0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6}));
  EXPECT_EQ(label_from_utf8("\u20AC\xFF", 3), (Bytes{0x3F, 0x3F, 0x40}));
  EXPECT_EQ(label_to_utf8(Bytes{0xE5, 0xD6, 0xD3, 0xF1, 0x40}), "VOL1 ");
}

}  // namespace
}  // namespace coldsite::text

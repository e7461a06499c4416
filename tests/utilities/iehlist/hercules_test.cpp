// Hercules' tools as judges: the same data sets, tracks and members on a real image file.
#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>

#include "datasets/io/real_store.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"
#include "tests/utilities/iehlist/iehlist_fixture.hpp"

namespace coldsite::iehlist {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  return {std::istream_iterator<std::string>(stream), {}};
}

class IehlistAndHercules : public ::testing::Test {
 protected:
  IehlistAndHercules()
      : store_(io::make_real_store()), volume_(make_volume(*store_, directory_ / "v.ckd")) {}

  testing::TemporaryDirectory directory_;
  std::unique_ptr<io::FileStore> store_;
  std::unique_ptr<dasd::Volume> volume_;
};

TEST_F(IehlistAndHercules, DasdlsSeesTheSameDataSetsAndTracks) {
  make_data_set(*volume_, "PROD.A", {.primary = 5, .secondary = 3});
  make_library(*volume_, "PROD.LIB");
  for (int i = 0; i < 40; ++i) {
    make_data_set(*volume_, "WORK.N" + std::to_string(100 + i),
                  {.primary = static_cast<std::uint32_t>(1 + i % 4)});
  }
  ASSERT_TRUE(volume_->sync());
  std::map<std::string, std::string> theirs;
  std::istringstream lines(
      testing::run_shell("dasdls -info '" + (directory_ / "v.ckd") + "' 2>/dev/null").output);
  for (std::string line; std::getline(lines, line);) {
    const auto words = words_of(line);
    // name, date, organization, record format, record, block and key length, tracks ...
    if (words.size() > 7 && (words[0].starts_with("PROD.") || words[0].starts_with("WORK."))) {
      theirs[words[0]] = words[7];
    }
  }
  std::map<std::string, std::string> ours;
  for (const std::string& line : list(*volume_, vtoc_statement(ListingForm::kEdited)).lines) {
    const auto words = words_of(line);
    if (words.size() > 5 && (words[0].starts_with("PROD.") || words[0].starts_with("WORK."))) {
      ours[words[0]] = words[5];
    }
  }
  EXPECT_EQ(ours.size(), 42U);
  EXPECT_EQ(ours, theirs);
}

TEST_F(IehlistAndHercules, DasdcatSeesTheSameMembers) {
  make_library(*volume_, "PROD.LIB");
  for (int i = 0; i < 60; ++i) {
    add_member(*volume_, "PROD.LIB", {.name = "M" + std::to_string(1000 + i * 37 % 60)}, Bytes(80));
  }
  ASSERT_TRUE(volume_->sync());
  std::vector<std::string> theirs = words_of(
      testing::run_shell("dasdcat -i '" + (directory_ / "v.ckd") + "' 'PROD.LIB/?' 2>/dev/null")
          .output);
  for (std::string& name : theirs) {
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  }
  std::vector<std::string> ours;
  for (const std::string& line :
       list(*volume_, pds_statement(ListingForm::kEdited, {"PROD.LIB"})).lines) {
    const auto words = words_of(line);
    if (words.size() == 2 && words[0].size() == 5) {
      ours.push_back(words[0]);
    }
  }
  EXPECT_EQ(ours.size(), 60U);
  EXPECT_EQ(ours, theirs);
}

}  // namespace
}  // namespace coldsite::iehlist

// Hercules' DASD tools beside a directory of images: what the tests against them share. Their
// return codes say nothing; their output and files do.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "datasets/dasd/track.hpp"
#include "datasets/io/real_store.hpp"
#include "tests/datasets/dasd/dasd_fixture.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::dasd {

class DasdHerculesTest : public DasdTest {
 protected:
  void SetUp() override {
    if (!testing::are_installed("dasdls dasdinit dasdload ckd2cckd cckd2ckd")) {
      GTEST_SKIP() << "Hercules' DASD tools are not installed";
    }
    store_ = io::make_real_store();
  }

  std::string at(const std::string& name) const { return directory_ / name; }

  std::string run(const std::string& command) const {
    return testing::run_shell(command + " 2>&1", directory_.path()).output;
  }

  Bytes content(const std::string& name) { return io::read_file(*store_, at(name)).value(); }

  static Bytes all_slots(Volume& volume) {
    Bytes slots(std::size_t{volume.tracks()} * volume.geometry().slot_bytes);
    const auto read = volume.read_slots({0, volume.tracks()}, slots);
    EXPECT_TRUE(read) << to_string(read.failure());
    return slots;
  }

  /// Fills some tracks with blocks of changing length and content.
  static void fill(Volume& volume, std::uint32_t first, std::uint32_t count) {
    for (std::uint32_t track = first; track < first + count; ++track) {
      TrackBuilder builder(volume.geometry().track_address(track), volume.geometry());
      for (std::uint32_t bytes = 100 + track; builder.fits(4, bytes); bytes += 371) {
        Bytes data(bytes);
        for (std::size_t i = 0; i < data.size(); ++i) {
          data[i] = static_cast<std::uint8_t>(i * track >> 3);
        }
        ASSERT_TRUE(builder.add(Bytes(4, 0xC1), data));
      }
      ASSERT_TRUE(volume.write_slots({track, 1}, builder.finish()));
    }
  }

  /// "name organization recfm ... tracks extents" of each line of `dasdls -info`.
  static std::vector<std::string> listed(const std::string& output) {
    std::vector<std::string> lines;
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);) {
      std::istringstream fields(line);
      std::vector<std::string> words;
      for (std::string word; fields >> word;) {
        words.push_back(word);
      }
      if (words.size() >= 10 && words[0].find("HHC") == std::string::npos && words[1].size() <= 5) {
        lines.push_back(words[0] + " " + words[2] + " " + words[3] + " " + words[4] + " " +
                        words[5] + " " + words[7] + " " + words[9]);
      }
    }
    std::ranges::sort(lines);
    return lines;
  }

  coldsite::testing::TemporaryDirectory directory_;
};

}  // namespace coldsite::dasd

// A site of its own for a test that runs the program jclrun, with shell scripts as programs.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/places.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::jcl {

class JclrunSite : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(place_ / "site");
    write("site/site.conf", "name = TEST\nprograms = bin\n[dasd]\ndevice = 0a80 3390 10\n");
    std::filesystem::create_directory_symlink(source_directory() + "/tests/jobs/programs",
                                              place_ / "site/bin");
  }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(place_ / name) << text;
  }
  std::string read(const std::string& name) {
    std::ifstream file(place_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// Runs jclrun in the test's directory; leaves what it said in output_. Returns the exit code,
  /// 128 + signal when it was killed.
  int run(const std::string& arguments, const std::string& environment = {}) {
    const std::string command = "cd '" + place_.path() + "' && env " + environment +
                                " timeout 60 " + program_directory() + "/jclrun " + arguments +
                                " > output 2>&1";
    const int status = std::system(command.c_str());
    output_ = read("output");
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  int submit(const std::string& jcl, const std::string& options = {},
             const std::string& environment = {}) {
    write("job.jcl", jcl);
    return run("submit --site site " + options + " job.jcl", environment);
  }

  coldsite::testing::TemporaryDirectory place_;
  std::string output_;
};

}  // namespace coldsite::jcl

// Runs a batch program in this process on files in memory, and keeps what it printed.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "datasets/io/memory_store.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::testing {

class ProgramTest : public ::testing::Test {
 protected:
  /// Writes a host file into the store.
  void put_file(const std::string& path, std::string_view text) {
    ASSERT_TRUE(store_->make_directories(io::directory_of(path)));
    auto file = store_->open(path, io::OpenMode::kCreateOrReplace);
    ASSERT_TRUE(file) << to_string(file.failure());
    ASSERT_TRUE((*file)->write_at(0, Bytes(text.begin(), text.end())));
  }

  /// Runs the program with `cards` as SYSIN; the listing is in output().
  int run(const batch::ProgramDescription& description, const batch::Program& program,
          const std::string& cards, const std::vector<std::string>& arguments) {
    std::istringstream input(cards);
    std::ostringstream output, errors;
    batch::StepEnvironment environment;
    environment.store = store_.get();
    environment.clock = clock_.get();
    environment.input = &input;
    environment.output = &output;
    environment.errors = &errors;
    environment.terminal = terminal_;
    const auto no_variables = [](const char*) { return std::optional<std::string>(); };
    const int code = batch::run_program(description, arguments, no_variables, environment, program);
    output_ = output.str() + errors.str();
    return code;
  }

  [[nodiscard]] const std::string& output() const { return output_; }

  std::istream* terminal_ = nullptr;  ///< what an operator types
  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
  std::unique_ptr<io::Clock> clock_ = io::make_stepped_clock({1'795'000'000'000'000}, 1'000'000);

 private:
  std::string output_;
};

}  // namespace coldsite::testing

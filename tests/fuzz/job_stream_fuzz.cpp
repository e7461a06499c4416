// Any text as a job stream: every job is good, or has errors that all point into the text.
#include <string_view>

#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/jcl_statement.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const jcl::SourceHandle source = jcl::make_source("JOBS", text);
  for (const jcl::JclJob& job : jcl::build_jobs(jcl::read_statements(source))) {
    for (const Failure& error : job.errors) {
      CS_CHECK(error.position() && error.position()->line >= 1 &&
               error.position()->line <= source->cards.size());
    }
  }
  return 0;
}

// Any text as a job stream, and as the procedure library of itself: every job is good, or has
// errors that all point into the text.
#include <string_view>

#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/job_expansion.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using namespace coldsite;  // NOLINT(google-build-using-namespace)

class SelfLibrary : public jcl::ProcedureLibrary {
 public:
  explicit SelfLibrary(jcl::SourceHandle source) : source_(std::move(source)) {}
  Result<std::optional<jcl::LibraryMember>> find_member(
      const std::string& member, const std::vector<std::string>& /*private_libraries*/) override {
    constexpr int kFindsMax = 40;  // a text that includes itself often is no finding
    if (member.starts_with('X') || ++finds_ > kFindsMax) {
      return std::optional<jcl::LibraryMember>();
    }
    return std::optional(jcl::LibraryMember{source_, "SELF", true});
  }

 private:
  jcl::SourceHandle source_;
  int finds_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const jcl::SourceHandle source = jcl::make_source("JOBS", text);
  for (const bool is_syntax_only : {false, true}) {
    SelfLibrary library(source);
    jcl::SymbolTable symbols;
    symbols.define_system("SYSUID", "USER");
    const auto jobs = jcl::build_jobs(
        jcl::expand_jobs(jcl::read_statements(source), {symbols, &library, is_syntax_only}),
        {is_syntax_only, !is_syntax_only});
    for (const jcl::JclJob& job : jobs) {
      for (const Failure& error : job.errors) {
        CS_CHECK(error.position() && error.position()->line >= 1 &&
                 error.position()->line <= source->cards.size());
      }
      for (const jcl::JclStep& step : job.steps) {
        CS_CHECK(!step.key.empty() && step.call < job.calls.size());
      }
    }
  }
  return 0;
}

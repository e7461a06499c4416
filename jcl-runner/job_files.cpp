#include "jcl-runner/job_files.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "datasets/io/host_stream.hpp"
#include "jcl-runner/site_procedure_library.hpp"
#include "jcl-runner/system_symbols.hpp"

namespace coldsite::jcl {
namespace {

Result<std::string> read_standard_input() {
  const auto input = io::make_standard_input();
  std::string text;
  std::array<std::uint8_t, 65536> buffer{};
  while (true) {
    CS_ASSIGN(const std::size_t size, input->read(buffer));
    if (size == 0) {
      return text;
    }
    text.append(reinterpret_cast<const char*>(buffer.data()), size);
  }
}

Result<std::string> read_content(io::FileStore& store, const std::string& path) {
  if (path == "-") {
    return read_standard_input();
  }
  CS_ASSIGN(const Bytes content, io::read_file(store, path));
  return std::string(content.begin(), content.end());
}

}  // namespace

Result<JobFileReader> JobFileReader::open(io::FileStore& store, JobFileOptions options) {
  JobFileReader reader;
  reader.store_ = &store;
  reader.options_ = std::move(options);
  const JobFileOptions& wanted = reader.options_;
  CS_ASSIGN(reader.clock_, io::make_clock_from_environment());
  SystemFacts facts{wanted.user, "LOCAL", "LOCAL", reader.clock_->now(), 0};
  if (!wanted.site_directory.empty()) {
    CS_ASSIGN(reader.site_, site::Site::open(store, wanted.site_directory));
    const site::SiteConfiguration& configuration = reader.site_->configuration();
    facts.system_name = configuration.name.empty() ? facts.system_name : configuration.name;
    facts.sysplex = configuration.sysplex.empty() ? facts.sysplex : configuration.sysplex;
    facts.offset_minutes = configuration.time_zone_minutes;
    reader.library_ = std::make_unique<SiteProcedureLibrary>(*reader.site_, *reader.clock_,
                                                             wanted.procedure_directories);
  } else if (!wanted.procedure_directories.empty()) {
    reader.library_ = std::make_unique<DirectoryLibrary>(store, wanted.procedure_directories);
  }
  define_system_symbols(facts, reader.symbols_);
  for (const auto& [name, value] : wanted.symbols) {
    reader.symbols_.define_on_command_line(name, value);
  }
  return reader;
}

std::vector<JclJob> JobFileReader::read_text(std::string_view name, std::string_view text) {
  ExpansionRequest request;
  request.symbols = symbols_;
  request.library = library_.get();
  request.is_syntax_only = options_.build.is_syntax_only;
  return build_jobs(expand_jobs(read_statements(make_source(name, text)), request), options_.build);
}

Result<std::vector<JclJob>> JobFileReader::read_one(const std::string& path) {
  CS_ASSIGN(const std::string text, read_content(*store_, path));
  return read_text(io::name_of(path), text);
}

Result<std::vector<JclJob>> JobFileReader::read(const std::vector<std::string>& paths) {
  std::vector<JclJob> jobs;
  for (const std::string& path : paths) {
    CS_ASSIGN(std::vector<JclJob> more, read_one(path));
    std::ranges::move(more, std::back_inserter(jobs));
  }
  return jobs;
}

}  // namespace coldsite::jcl

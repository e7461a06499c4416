#include "jcl-runner/job_files.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "datasets/io/host_stream.hpp"

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

Result<std::string> read_text(io::FileStore& store, const std::string& path) {
  if (path == "-") {
    return read_standard_input();
  }
  CS_ASSIGN(const Bytes content, io::read_file(store, path));
  return std::string(content.begin(), content.end());
}

}  // namespace

Result<std::vector<JclJob>> read_job_files(io::FileStore& store,
                                           const std::vector<std::string>& paths) {
  std::vector<JclJob> jobs;
  for (const std::string& path : paths) {
    CS_ASSIGN(const std::string text, read_text(store, path));
    std::ranges::move(build_jobs(read_statements(make_source(io::name_of(path), text))),
                      std::back_inserter(jobs));
  }
  return jobs;
}

}  // namespace coldsite::jcl

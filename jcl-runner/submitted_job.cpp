#include "jcl-runner/submitted_job.hpp"

#include <charconv>
#include <string_view>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/job_files.hpp"
#include "jcl-runner/keyed_lines.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kCardsFile = "JESJCLIN";
constexpr std::string_view kReadingFile = ".reading";
constexpr std::uint64_t kReadingBytesMax = 16 << 20;

std::string reading_text(const SubmittedJob& submitted) {
  std::string text;
  const auto line = [&](std::string_view key, std::string_view value) {
    text += keyed_line(key, value);
  };
  line("source", submitted.source_name);
  line("line", std::to_string(submitted.first_line));
  line("user", submitted.user);
  line("time", std::to_string(submitted.read_at_us));
  line("strict", submitted.is_strict ? "yes" : "no");
  for (const std::string& directory : submitted.procedure_directories) {
    line("proclib", directory);
  }
  for (const auto& [name, value] : submitted.symbols) {
    line("symbol", name + "=" + value);
  }
  line("bytes", std::to_string(submitted.cards.size()));
  return text;
}

template <class Number>
bool take_number(std::string_view text, Number& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
}

bool take_line(std::string_view key, const std::string& value, SubmittedJob& submitted,
               bool& is_whole) {
  if (is_whole) {
    return false;  // something behind the last line
  }
  if (key == "bytes") {
    is_whole = value == std::to_string(submitted.cards.size());
    return is_whole;
  }
  if (key == "source") {
    submitted.source_name = value;
  } else if (key == "line") {
    return take_number(value, submitted.first_line);
  } else if (key == "user") {
    submitted.user = value;
  } else if (key == "time") {
    return take_number(value, submitted.read_at_us);
  } else if (key == "strict") {
    submitted.is_strict = value == "yes";
    return value == "yes" || value == "no";
  } else if (key == "proclib") {
    submitted.procedure_directories.push_back(value);
  } else if (key == "symbol") {
    const std::size_t equals = value.find('=');
    if (equals == std::string::npos) {
      return false;
    }
    submitted.symbols.emplace_back(value.substr(0, equals), value.substr(equals + 1));
  } else {
    return false;
  }
  return true;
}

Result<std::string> read_text(io::FileStore& store, const SpoolJob& job, std::string_view file) {
  const auto content = io::read_file(store, job.file(file), kReadingBytesMax);
  if (!content) {
    return failure<msg::CSJ0132E>(job.job_id, content.failure().text());
  }
  return std::string(content->begin(), content->end());
}

Result<void> write_text(io::FileStore& store, const std::string& path, const std::string& text) {
  return io::replace_file(
      store, path, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace

Result<void> write_submitted(io::FileStore& store, const SpoolJob& job,
                             const SubmittedJob& submitted) {
  CS_TRY(write_text(store, job.file(kCardsFile), submitted.cards));
  return write_text(store, job.file(kReadingFile), reading_text(submitted));
}

Result<SubmittedJob> read_submitted(io::FileStore& store, const SpoolJob& job) {
  SubmittedJob submitted;
  CS_ASSIGN(submitted.cards, read_text(store, job, kCardsFile));
  CS_ASSIGN(const std::string reading, read_text(store, job, kReadingFile));
  const auto lines = parse_keyed_lines(reading);
  if (!lines) {
    return failure<msg::CSJ0132E>(job.job_id, "a line without a value in .reading");
  }
  bool is_whole = false;
  for (const auto& [key, value] : *lines) {
    if (!take_line(key, value, submitted, is_whole)) {
      return failure<msg::CSJ0132E>(job.job_id, "'" + key + " " + value + "' in .reading");
    }
  }
  if (!is_whole) {
    return failure<msg::CSJ0132E>(job.job_id, ".reading has no end");
  }
  return submitted;
}

Result<JclJob> read_job_again(io::FileStore& store, const std::string& site_directory,
                              const SpoolJob& job) {
  CS_ASSIGN(const SubmittedJob submitted, read_submitted(store, job));
  JobFileOptions options;
  options.site_directory = site_directory;
  options.user = submitted.user;
  options.procedure_directories = submitted.procedure_directories;
  options.symbols = submitted.symbols;
  options.build.is_strict = submitted.is_strict;
  options.read_at = io::Timestamp{submitted.read_at_us};
  CS_ASSIGN(JobFileReader reader, JobFileReader::open(store, options));
  std::vector<JclJob> jobs =
      reader.read_text(submitted.source_name, submitted.cards, submitted.first_line);
  if (jobs.size() != 1) {
    return failure<msg::CSJ0132E>(job.job_id, std::to_string(jobs.size()) + " jobs in JESJCLIN");
  }
  return std::move(jobs.front());
}

}  // namespace coldsite::jcl

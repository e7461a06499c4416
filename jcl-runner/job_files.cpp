#include "jcl-runner/job_files.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "datasets/io/host_stream.hpp"
#include "jcl-runner/jcl_record.hpp"
#include "jcl-runner/job_network.hpp"
#include "jcl-runner/site_procedure_library.hpp"
#include "jcl-runner/submitted_job.hpp"
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

bool is_exec_card(std::string_view card) {
  if (!card.starts_with("//") || card.starts_with("//*")) {
    return false;
  }
  card.remove_prefix(std::min(card.find(' '), card.size()));
  card.remove_prefix(std::min(card.find_first_not_of(' '), card.size()));
  return cards::fold_case(card.substr(0, card.find(' '))) == "EXEC";
}

}  // namespace

Result<JobFileReader> JobFileReader::open(io::FileStore& store, JobFileOptions options) {
  JobFileReader reader;
  reader.store_ = &store;
  reader.options_ = std::move(options);
  const JobFileOptions& wanted = reader.options_;
  CS_ASSIGN(reader.clock_, io::make_clock_from_environment());
  reader.read_at_ = wanted.read_at.value_or(reader.clock_->now());
  SystemFacts facts{wanted.user, "LOCAL", "LOCAL", reader.read_at_, 0};
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

std::vector<JclJob> JobFileReader::read_text(std::string_view name, std::string_view text,
                                             std::size_t first_line) {
  ExpansionRequest request;
  request.symbols = symbols_;
  request.library = library_.get();
  request.is_syntax_only = options_.build.is_syntax_only;
  const SourceHandle source = make_source(name, text, first_line);
  std::vector<JclStatement> statements = read_statements(source);
  std::ranges::move(take_job_groups(statements), std::back_inserter(groups_));
  std::vector<JclJob> jobs =
      build_jobs(expand_jobs(std::move(statements), request), options_.build);
  keep_cards(*source, jobs);
  return jobs;
}

/// A job has the cards from its first statement (the first job: from the beginning) to the next
/// job's.
void JobFileReader::keep_cards(const cards::CardDeck& deck, std::vector<JclJob>& jobs) const {
  SubmittedJob common;
  common.source_name = deck.source;
  common.user = options_.user;
  common.read_at_us = read_at_.us;
  common.is_strict = options_.build.is_strict;
  common.symbols = options_.symbols;
  for (const std::string& directory : options_.procedure_directories) {
    const bool is_whole = directory.starts_with('/') || options_.working_directory.empty();
    common.procedure_directories.push_back(
        is_whole ? directory : io::join_path(options_.working_directory, directory));
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto submitted = std::make_shared<SubmittedJob>(common);
    submitted->first_line = deck.cards[begin].number;
    const std::size_t end =
        i + 1 < jobs.size() ? jobs[i + 1].position.line - deck.cards[0].number : deck.cards.size();
    bool is_before_steps = true;  // in-stream data is not ours to change
    for (; begin < end; ++begin) {
      const std::string& card = deck.cards[begin].text;
      is_before_steps = is_before_steps && !is_exec_card(card);
      submitted->cards += (is_before_steps ? masked_card(card) : card) + "\n";
    }
    jobs[i].submitted = std::move(submitted);
  }
}

Result<std::vector<JclJob>> JobFileReader::read_one(const std::string& path) {
  CS_ASSIGN(const std::string text, read_content(*store_, path));
  groups_.clear();
  std::vector<JclJob> jobs = read_text(io::name_of(path), text);
  check_groups(groups_, jobs);
  return jobs;
}

Result<std::vector<JclJob>> JobFileReader::read(const std::vector<std::string>& paths) {
  std::vector<JclJob> jobs;
  groups_.clear();
  for (const std::string& path : paths) {
    CS_ASSIGN(const std::string text, read_content(*store_, path));
    std::vector<JclJob> more = read_text(io::name_of(path), text);
    std::ranges::move(more, std::back_inserter(jobs));
  }
  check_groups(groups_, jobs);
  return jobs;
}

}  // namespace coldsite::jcl

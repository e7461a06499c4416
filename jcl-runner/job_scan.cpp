#include "jcl-runner/job_scan.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/control_languages.hpp"
#include "jcl-runner/dd_conflicts.hpp"
#include "jcl-runner/program_search.hpp"

namespace coldsite::jcl {
namespace {

void add(JclJob& job, const Failure& finding, const ExpansionChain& chain) {
  const bool is_error = finding.message().condition_code >= kError;
  (is_error ? job.errors : job.notes).push_back(explained(finding, chain));
}

}  // namespace

JobScan::JobScan(site::Site* site, io::Clock& clock, std::string suite_directory)
    : site_(site), suite_directory_(std::move(suite_directory)) {
  if (site == nullptr) {
    return;
  }
  flow_.emplace(*site, clock);
  for (const std::string& directory : site->configuration().program_directories) {
    program_directories_.push_back(
        directory.starts_with('/') ? directory : io::join_path(site->directory(), directory));
  }
}

void JobScan::check_program(const JclStep& step, JclJob& job) const {
  if (site_ == nullptr || step.program.empty() ||
      find_program(site_->store(), step.program, suite_directory_, program_directories_)) {
    return;
  }
  add(job, failure<msg::CSJ0304E>(step.program).at(step.position), step.chain);
}

/// SYSIN in the stream, all members of its concatenation as one deck; a member that is elsewhere
/// leaves the whole unchecked.
void JobScan::check_control_deck(const JclStep& step, JclJob& job) {
  const auto sysin = std::ranges::find(step.dds, "SYSIN", &JclDd::ddname);
  if (sysin == step.dds.end()) {
    return;
  }
  cards::CardDeck deck;
  for (const JclDdPart& part : sysin->parts) {
    if (!part.request.instream) {
      return;
    }
    cards::CardDeck more = part.control_deck();
    deck.source = deck.source.empty() ? more.source : deck.source;
    deck.cards.insert(deck.cards.end(), more.cards.begin(), more.cards.end());
  }
  const auto found = check_control_statements(step.program, step.parm, deck);
  if (!found) {
    return;
  }
  for (const std::vector<Failure>* findings : {&found->warnings, &found->errors}) {
    for (const Failure& finding : *findings) {
      add(job,
          finding.while_doing("checking the statements for " + step.program + " in step", step.key),
          sysin->parts.front().chain);
    }
  }
}

std::vector<StepReach> JobScan::scan(JclJob& job) {
  std::vector<StepReach> reaches = find_reaches(job);
  for (std::size_t i = 0; i < job.steps.size(); ++i) {
    const JclStep& step = job.steps[i];
    if (reaches[i].reach == Reach::kNever) {
      add(job, failure<msg::CSJ0306W>(step.key, reaches[i].reason).at(reaches[i].position),
          step.chain);
    } else {
      check_program(step, job);
    }
    check_control_deck(step, job);
    for (const JclDd& dd : step.dds) {
      for (const JclDdPart& part : dd.parts) {
        for (const Failure& conflict : find_conflicts(part.request)) {
          add(job, conflict, part.chain);
        }
      }
    }
    if (flow_) {
      for (const Failure& finding : flow_->check_step(step, reaches[i].reach)) {
        add(job, finding, nullptr);
      }
    }
  }
  if (flow_) {
    flow_->end_job();
  }
  return reaches;
}

}  // namespace coldsite::jcl

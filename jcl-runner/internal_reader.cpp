#include "jcl-runner/internal_reader.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/job_network.hpp"

namespace coldsite::jcl {
namespace {

/// Whether the record is this control record: its word, then nothing or a blank.
bool is_control(std::string_view record, std::string_view word) {
  return record.starts_with(word) && (record.size() == word.size() || record[word.size()] == ' ' ||
                                      record[word.size()] == '\r');
}

class Reader {
 public:
  Reader(const InternalReaderText& written, const ReadJobs& read_jobs)
      : written_(written), read_jobs_(read_jobs) {}

  InternalReaderJobs read() {
    std::string_view rest = written_.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      take_record(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    finish(written_.is_complete ? Last::kRuns : Last::kIsDeleted);
    check_groups(result_.groups, result_.jobs);
    return std::move(result_);
  }

 private:
  enum class Last { kRuns, kIsScanned, kIsDeleted };

  void take_record(std::string_view record) {
    if (is_control(record, "/*EOF")) {
      finish(Last::kRuns);
    } else if (is_control(record, "/*DEL") || is_control(record, "/*PURGE")) {
      finish(Last::kIsDeleted);
    } else if (is_control(record, "/*SCAN")) {
      finish(Last::kIsScanned);
    } else {
      text_.append(record).append("\n");
    }
  }

  void finish(Last last) {
    const std::string text = std::exchange(text_, {});
    if (text.empty()) {
      return;
    }
    auto read = read_jobs_(written_.job_id + "." + written_.job_name, text);
    if (!read) {
      result_.notes.push_back(read.failure());
      return;
    }
    std::vector<JclJob>& jobs = read->jobs;
    // What has no JOB statement in front of it is nobody's.
    const auto skipped =
        std::erase_if(jobs, [](const JclJob& job) { return job.kind != StreamKind::kJob; });
    if (skipped > 0 || (jobs.empty() && read->groups.empty())) {
      result_.notes.push_back(failure<msg::CSJ0146W>(written_.job_id, written_.job_name));
    }
    if (!jobs.empty() && last == Last::kIsDeleted) {
      result_.notes.push_back(failure<msg::CSJ0147I>(jobs.back().name, written_.job_id));
      jobs.pop_back();
    } else if (!jobs.empty() && last == Last::kIsScanned) {
      jobs.back().parameters.type_of_run = TypeOfRun::kScan;
    }
    std::ranges::move(jobs, std::back_inserter(result_.jobs));
    std::ranges::move(read->groups, std::back_inserter(result_.groups));
  }

  const InternalReaderText& written_;
  const ReadJobs& read_jobs_;
  std::string text_;
  InternalReaderJobs result_;
};

}  // namespace

InternalReaderJobs read_internal_reader(const InternalReaderText& written,
                                        const ReadJobs& read_jobs) {
  return Reader(written, read_jobs).read();
}

}  // namespace coldsite::jcl

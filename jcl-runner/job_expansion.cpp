#include "jcl-runner/job_expansion.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/job_expander.hpp"

namespace coldsite::jcl {
namespace {

using Kind = StatementKind;

bool has_meaning(const JclStatement& statement) {
  return statement.kind != Kind::kComment && statement.kind != Kind::kDelimiter &&
         statement.kind != Kind::kJesControl && statement.kind != Kind::kNull;
}

/// What stands between two JOB statements, without what follows a null statement.
struct Stream {
  std::vector<JclStatement> statements;
  std::uint64_t card_count = 0;
};

std::vector<Stream> split(std::vector<JclStatement> statements) {
  std::vector<Stream> streams;
  bool is_behind_null = false;
  std::vector<JclStatement> leading;  // comments and JES2 statements before the first statement
  for (JclStatement& statement : statements) {
    if (statement.kind == Kind::kJob) {
      streams.emplace_back();
      is_behind_null = false;
    } else if (is_behind_null) {
      continue;
    } else if (streams.empty()) {
      if (!has_meaning(statement)) {
        leading.push_back(std::move(statement));
        continue;
      }
      streams.emplace_back();
    }
    is_behind_null = statement.kind == Kind::kNull;
    Stream& stream = streams.back();
    std::ranges::move(leading, std::back_inserter(stream.statements));
    leading.clear();
    stream.card_count += statement.card_count + statement.data.size();
    stream.statements.push_back(std::move(statement));
  }
  return streams;
}

StreamKind kind_of(const Stream& stream) {
  bool is_inside_procedure = false;
  bool has_step = false;
  for (const JclStatement& statement : stream.statements) {
    if (statement.kind == Kind::kJob) {
      return StreamKind::kJob;
    }
    is_inside_procedure =
        statement.kind == Kind::kProc || (is_inside_procedure && statement.kind != Kind::kPend);
    has_step |= statement.kind == Kind::kExec && !is_inside_procedure;
  }
  return has_step ? StreamKind::kNameless : StreamKind::kFragment;
}

ExpandedJob expand(Stream&& stream, const ExpansionRequest& request) {
  const StreamKind kind = kind_of(stream);
  SourcePosition position;
  for (const JclStatement& statement : stream.statements) {
    if (has_meaning(statement)) {
      position = statement.position();
      break;
    }
  }
  ExpandedJob job = JobExpander(kind, request).run(std::move(stream.statements));
  job.position = position;
  job.card_count = stream.card_count;
  return job;
}

}  // namespace

std::vector<ExpandedJob> expand_jobs(std::vector<JclStatement> statements,
                                     const ExpansionRequest& request) {
  std::vector<ExpandedJob> jobs;
  for (Stream& stream : split(std::move(statements))) {
    jobs.push_back(expand(std::move(stream), request));
  }
  return jobs;
}

}  // namespace coldsite::jcl

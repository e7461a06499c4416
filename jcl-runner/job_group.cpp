#include "jcl-runner/job_group.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/keyword_rules.hpp"

namespace coldsite::jcl {
namespace {

/// KEYWORD=text of a statement whose conditions may hold blanks and ampersands.
struct GroupOperand {
  std::string keyword;
  std::string value;  ///< as coded
  std::size_t offset = 0, value_offset = 0;
};

/// Cuts at the commas outside parentheses and apostrophes.
std::vector<GroupOperand> split_operands(const std::string& text) {
  std::vector<GroupOperand> operands;
  std::size_t begin = 0;
  int depth = 0;
  bool inside = false;
  for (std::size_t at = 0; at <= text.size() && !text.empty(); ++at) {
    const char c = at == text.size() ? ',' : text[at];
    inside ^= c == '\'' && at < text.size();
    depth += inside ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c != ',' || (at < text.size() && (inside || depth > 0))) {
      continue;
    }
    const std::string whole = text.substr(begin, at - begin);
    GroupOperand operand;
    operand.offset = begin;
    const std::size_t equals = whole.find('=');
    const bool has_keyword = equals != std::string::npos && !whole.starts_with('(');
    operand.keyword = has_keyword ? whole.substr(0, equals) : "";
    operand.value = has_keyword ? whole.substr(equals + 1) : whole;
    operand.value_offset = has_keyword ? begin + equals + 1 : begin;
    operands.push_back(std::move(operand));
    begin = at + 1;
  }
  return operands;
}

/// "A", "(A,B)": the names.
std::vector<std::string> names_in(std::string_view value) {
  if (value.starts_with('(') && value.ends_with(')')) {
    value = value.substr(1, value.size() - 2);
  }
  std::vector<std::string> names;
  while (true) {
    const std::size_t comma = value.find(',');
    names.emplace_back(value.substr(0, comma));
    if (comma == std::string_view::npos) {
      return names;
    }
    value.remove_prefix(comma + 1);
  }
}

class GroupReader {
 public:
  void take(const JclStatement& statement) {
    statement_ = &statement;
    if (statement.kind != StatementKind::kJobGroup) {
      if (statement.kind != StatementKind::kComment) {
        misplaced("is not part of a job group");
      }
      return;
    }
    group_.errors.insert(group_.errors.end(), statement.errors.begin(), statement.errors.end());
    const std::string& operation = statement.operation.text();
    if (operation == "JOBGROUP") {
      open();
    } else if (!is_open_) {
      misplaced("stands outside JOBGROUP and ENDGROUP");
    } else if (operation == "GJOB" || operation == "SJOB") {
      add_job(operation == "SJOB");
    } else if (operation == "JOBSET") {
      open_set();
    } else if (operation == "ENDSET") {
      close_set();
    } else if (operation == "AFTER" || operation == "BEFORE") {
      add_dependencies(operation == "AFTER");
    } else if (operation == "CONCURRENT") {
      add_concurrent();
    }
  }

  JobGroup finish() {
    for (const auto& [name, members] : sets_) {
      if (members.empty()) {
        fail(failure<msg::CSJ0170E>("JOBSET", "'" + name + "' has no SJOB"));
      }
    }
    resolve();
    const std::vector<std::string> cycle = find_cycle(group_);
    if (!cycle.empty()) {
      std::string text;
      for (const std::string& name : cycle) {
        text += name + " - ";
      }
      group_.errors.push_back(
          failure<msg::CSJ0172E>(group_.name, text + cycle.front()).at(group_.position));
    }
    return std::move(group_);
  }

 private:
  struct Relation {
    std::vector<std::string> subjects;  ///< the jobs of the GJOB or JOBSET it belongs to
    std::vector<std::string> names;
    std::vector<SourcePosition> positions;
    bool is_after = true, is_concurrent = false;
    GroupDependency model;
  };

  [[nodiscard]] SourcePosition here() const { return statement_->operation.position(0); }
  [[nodiscard]] SourcePosition at(std::size_t offset) const {
    return statement_->operand_text.position(offset);
  }
  void fail(const Failure& failure) { group_.errors.push_back(failure.at(here())); }
  void fail(const Failure& failure, std::size_t offset) {
    group_.errors.push_back(failure.at(at(offset)));
  }
  void misplaced(std::string_view why) {
    fail(failure<msg::CSJ0170E>(statement_->operation.text(), why));
  }
  void wrong_value(const GroupOperand& operand, std::string_view wanted) {
    fail(failure<msg::CSJ0022E>(operand.keyword, wanted), operand.value_offset);
  }

  void open() {
    if (is_open_) {
      misplaced("stands inside another job group");
      return;
    }
    is_open_ = true;
    group_.name = statement_->name.text();
    group_.position = statement_->position();
    use_name(group_.name);
    for (const GroupOperand& operand : split_operands(statement_->operand_text.text())) {
      if (!operand.keyword.empty() && accept("JOBGROUP", operand)) {
        take_group_operand(operand);
      }
    }
  }

  /// What the table of keywords says.
  bool accept(std::string_view statement_name, const GroupOperand& operand) {
    const KeywordRule* rule = find_rule(statement_name, operand.keyword);
    if (rule == nullptr) {
      fail(failure<msg::IEFC630I>(operand.keyword), operand.offset);
    } else if (rule->treatment == Treatment::kRefused) {
      fail(failure<msg::CSJ0020E>(rule->keyword, statement_name, rule->note), operand.offset);
    } else if (rule->treatment == Treatment::kIgnored) {
      group_.notes.push_back(
          failure<msg::CSJ0021I>(rule->keyword, statement_name, rule->note).at(at(operand.offset)));
    }
    return rule != nullptr && rule->treatment == Treatment::kHonoured;
  }

  void take_group_operand(const GroupOperand& operand) {
    if (operand.keyword == "OWNER") {
      group_.owner = operand.value;
    } else if (operand.keyword == "HOLD") {
      group_.is_held = operand.value == "YES";
      if (operand.value != "YES" && operand.value != "NO") {
        wrong_value(operand, "YES or NO");
      }
    } else if (operand.keyword == "TYPE") {
      group_.is_scanned = operand.value == "SCAN";
      if (!group_.is_scanned) {
        wrong_value(operand, "SCAN");
      }
    } else if (operand.keyword == "ERROR") {
      group_.error = condition(operand);
    } else if (operand.keyword == "ONERROR") {
      const std::map<std::string_view, GroupErrorAction> kActions = {
          {"STOP", GroupErrorAction::kStop},
          {"SUSPEND", GroupErrorAction::kSuspend},
          {"FLUSH", GroupErrorAction::kFlush}};
      const auto found = kActions.find(operand.value);
      if (found == kActions.end()) {
        wrong_value(operand, "STOP, SUSPEND or FLUSH");
      } else {
        group_.on_error = found->second;
      }
    }
  }

  /// (RC=0), (RUN AND !ABEND): as in IF, without THEN.
  std::optional<IfNode> condition(const GroupOperand& operand) {
    JclText text;
    const JclText& coded = statement_->operand_text;
    for (std::size_t i = 0; i < operand.value.size(); ++i) {
      const std::size_t offset = operand.value_offset + i;
      if (operand.value[i] == '!') {
        text.append_at(coded, offset, "NOT ");
      } else {
        text.append_slice(coded, offset, offset + 1);
      }
    }
    text.append_at(coded, operand.value_offset + operand.value.size() - 1, " THEN");
    auto parsed = parse_if(text);
    if (!parsed) {
      group_.errors.push_back(parsed.failure());
      return std::nullopt;
    }
    return *std::move(parsed);
  }

  /// Jobs, sets and the group itself share their names.
  bool use_name(const std::string& name) {
    if (name.empty()) {
      fail(failure<msg::IEFC662I>(name));
      return false;
    }
    if (!names_.insert(name).second) {
      fail(failure<msg::CSJ0173E>(name));
      return false;
    }
    return true;
  }

  bool flush_type(std::string_view statement_name) {
    bool flushes_with_any = false;
    for (const GroupOperand& operand : split_operands(statement_->operand_text.text())) {
      if (!accept(statement_name, operand)) {
        continue;
      }
      flushes_with_any = operand.value == "ANYFLUSH";
      if (!flushes_with_any && operand.value != "ALLFLUSH") {
        wrong_value(operand, "ALLFLUSH or ANYFLUSH");
      }
    }
    return flushes_with_any;
  }

  void add_job(bool is_of_set) {
    if (is_of_set != !set_.empty()) {
      misplaced(is_of_set ? "stands outside a JOBSET" : "stands inside a JOBSET");
    }
    const std::string& name = statement_->name.text();
    if (!use_name(name)) {
      return;
    }
    const bool flushes = is_of_set ? set_flushes_with_any_ : flush_type("GJOB");
    group_.jobs.push_back({name, flushes, statement_->position()});
    if (is_of_set) {
      sets_[set_].push_back(name);
    } else {
      subject_ = name;
    }
  }

  void open_set() {
    if (!set_.empty()) {
      misplaced("stands inside another JOBSET");
    }
    set_ = statement_->name.text();
    subject_ = set_;
    if (use_name(set_)) {
      sets_[set_];
    }
    set_flushes_with_any_ = flush_type("JOBSET");
  }

  void close_set() {
    if (set_.empty()) {
      misplaced("has no JOBSET");
    }
    set_.clear();
  }

  void add_dependencies(bool is_after) {
    Relation relation = start_relation();
    relation.is_after = is_after;
    const std::string name(is_after ? "AFTER" : "BEFORE");
    for (const GroupOperand& operand : split_operands(statement_->operand_text.text())) {
      if (!accept(name, operand)) {
        continue;
      }
      if (operand.keyword == "NAME") {
        take_names(operand, relation);
      } else if (operand.keyword == "WHEN") {
        relation.model.when = condition(operand);
      } else {
        GroupAction& action =
            operand.keyword == "ACTION" ? relation.model.action : relation.model.otherwise;
        take_action(operand, action);
      }
    }
    keep(std::move(relation));
  }

  void take_action(const GroupOperand& operand, GroupAction& action) {
    if (operand.value == "SATISFY") {
      action = GroupAction::kSatisfy;
    } else if (operand.value == "FLUSH") {
      action = GroupAction::kFlush;
    } else if (operand.value == "FAIL") {
      action = GroupAction::kFail;
    } else {
      wrong_value(operand, "SATISFY, FLUSH or FAIL");
    }
  }

  void add_concurrent() {
    Relation relation = start_relation();
    relation.is_concurrent = true;
    for (const GroupOperand& operand : split_operands(statement_->operand_text.text())) {
      if (accept("CONCURRENT", operand)) {
        take_names(operand, relation);
      }
    }
    keep(std::move(relation));
  }

  Relation start_relation() {
    Relation relation;
    if (subject_.empty()) {
      misplaced("has no GJOB or JOBSET before it");
    }
    relation.subjects.push_back(subject_);
    return relation;
  }

  void take_names(const GroupOperand& operand, Relation& relation) {
    relation.names = names_in(operand.value);
    relation.positions.assign(relation.names.size(), at(operand.value_offset));
  }

  void keep(Relation relation) {
    if (relation.names.empty()) {
      fail(failure<msg::CSJ0022E>("NAME", "a job, or several between parentheses"));
    }
    relations_.push_back(std::move(relation));
  }

  [[nodiscard]] std::vector<std::string> jobs_of(const std::string& name) const {
    const auto set = sets_.find(name);
    if (set != sets_.end()) {
      return set->second;
    }
    return group_.find_job(name) != nullptr ? std::vector{name} : std::vector<std::string>{};
  }

  /// Names may stand before the statement that defines them.
  void resolve() {
    for (const Relation& relation : relations_) {
      const std::vector<std::string> subjects = jobs_of(relation.subjects.front());
      std::vector<std::string> together = subjects;
      for (std::size_t i = 0; i < relation.names.size(); ++i) {
        const std::vector<std::string> others = jobs_of(relation.names[i]);
        if (others.empty()) {
          group_.errors.push_back(
              failure<msg::CSJ0171E>(relation.names[i], group_.name).at(relation.positions[i]));
        }
        if (relation.is_concurrent) {
          together.insert(together.end(), others.begin(), others.end());
          continue;
        }
        for (const std::string& subject : subjects) {
          for (const std::string& other : others) {
            GroupDependency made = relation.model;
            made.parent = relation.is_after ? other : subject;
            made.dependent = relation.is_after ? subject : other;
            group_.dependencies.push_back(std::move(made));
          }
        }
      }
      if (relation.is_concurrent) {
        group_.concurrent.push_back(std::move(together));
      }
    }
  }

  const JclStatement* statement_ = nullptr;
  JobGroup group_;
  bool is_open_ = false;
  std::string set_, subject_;  ///< the open JOBSET; what AFTER and BEFORE are about
  bool set_flushes_with_any_ = false;
  std::map<std::string, std::vector<std::string>> sets_;
  std::set<std::string> names_;
  std::vector<Relation> relations_;
};

}  // namespace

const GroupJob* JobGroup::find_job(std::string_view job_name) const {
  const auto found = std::ranges::find(jobs, job_name, &GroupJob::name);
  return found == jobs.end() ? nullptr : &*found;
}

std::vector<JobGroup> take_job_groups(std::vector<JclStatement>& statements) {
  std::vector<JobGroup> groups;
  std::vector<JclStatement> others;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].kind != StatementKind::kJobGroup) {
      others.push_back(std::move(statements[i]));
      continue;
    }
    GroupReader reader;
    const bool is_group = statements[i].operation.text() == "JOBGROUP";
    bool is_closed = !is_group;
    reader.take(statements[i]);
    while (is_group && !is_closed && i + 1 < statements.size() &&
           statements[i + 1].kind != StatementKind::kJob) {
      const JclStatement& next = statements[++i];
      is_closed = next.operation.text() == "ENDGROUP";
      reader.take(next);
    }
    groups.push_back(reader.finish());
    if (!is_closed) {
      groups.back().errors.push_back(
          failure<msg::CSJ0170E>("JOBGROUP", "has no ENDGROUP").at(groups.back().position));
    }
  }
  statements = std::move(others);
  return groups;
}

std::vector<std::string> find_cycle(const JobGroup& group) {
  std::vector<std::string> path;
  std::set<std::string> done;
  const std::function<bool(const std::string&)> visit = [&](const std::string& name) {
    const auto on_path = std::ranges::find(path, name);
    if (on_path != path.end()) {
      path.erase(path.begin(), on_path);
      return true;
    }
    if (done.contains(name)) {
      return false;
    }
    path.push_back(name);
    for (const GroupDependency& dependency : group.dependencies) {
      if (dependency.parent == name && visit(dependency.dependent)) {
        return true;
      }
    }
    path.pop_back();
    done.insert(name);
    return false;
  };
  for (const GroupJob& job : group.jobs) {
    path.clear();
    if (visit(job.name)) {
      return path;
    }
  }
  return {};
}

}  // namespace coldsite::jcl

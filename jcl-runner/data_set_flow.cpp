#include "jcl-runner/data_set_flow.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/cataloged.hpp"
#include "jcl-runner/control_languages.hpp"

namespace coldsite::jcl {
namespace {

using site::DdRequest;
using site::Disposition;
using site::Status;

bool is_temporary(const std::string& name) {
  return name.starts_with('&');
}

/// A data set with a name; whole volumes, files, in-stream data and output are none.
bool is_followed(const DdRequest& request) {
  return !request.is_dummy && !request.instream && !request.sysout_class &&
         request.host_path.empty() && !request.data_set_name.empty() &&
         request.data_set_name != "NULLFILE";
}

bool keeps_to_its_dds(std::string_view program) {
  const SuiteProgram* ours = find_suite_program(program);
  return ours != nullptr && ours->keeps_to_its_dds;
}

/// What the commands of a step do to data sets by name.
struct CommandEffects {
  std::set<std::string> defined, deleted;
  bool is_open = false;  ///< other names than those: generic names, IMPORT
};

void add_definition(const std::optional<idcams::ComponentOptions>& options,
                    CommandEffects& effects) {
  if (options && options->name) {
    effects.defined.insert(options->name->name);
  }
}

void collect(const std::vector<idcams::Statement>& statements, CommandEffects& effects) {
  for (const idcams::Statement& statement : statements) {
    if (const auto* c = std::get_if<idcams::DefineClusterCommand>(&statement.command)) {
      add_definition(c->cluster, effects);
      add_definition(c->data, effects);
      add_definition(c->index, effects);
    } else if (const auto* a =
                   std::get_if<idcams::DefineAlternateIndexCommand>(&statement.command)) {
      add_definition(a->alternate_index, effects);
      add_definition(a->data, effects);
      add_definition(a->index, effects);
    } else if (const auto* p = std::get_if<idcams::DefinePathCommand>(&statement.command)) {
      effects.defined.insert(p->name.name);
    } else if (const auto* n = std::get_if<idcams::DefineNonVsamCommand>(&statement.command)) {
      effects.defined.insert(n->name.name);
    } else if (const auto* g = std::get_if<idcams::DefineGdgCommand>(&statement.command)) {
      effects.defined.insert(g->name.name);
    } else if (const auto* l = std::get_if<idcams::DefineAliasCommand>(&statement.command)) {
      effects.defined.insert(l->name.name);
      effects.is_open = true;  // names below an alias are found elsewhere from now on
    } else if (const auto* d = std::get_if<idcams::DeleteCommand>(&statement.command)) {
      for (const idcams::EntryName& entry : d->entries) {
        if (entry.member.empty() && !entry.is_generic()) {
          effects.deleted.insert(entry.name);
        }
        effects.is_open |= entry.is_generic();
      }
    } else if (const auto* r = std::get_if<idcams::AlterCommand>(&statement.command)) {
      if (r->new_name) {
        effects.defined.insert(r->new_name->name);
        effects.deleted.insert(r->entry.name);
      }
    } else if (const auto* choice = std::get_if<idcams::IfCommand>(&statement.command)) {
      collect(choice->then_clause, effects);
      collect(choice->else_clause, effects);
    } else if (std::holds_alternative<idcams::ImportCommand>(statement.command) ||
               std::holds_alternative<idcams::BadCommand>(statement.command) ||
               std::holds_alternative<idcams::DefineCatalogCommand>(statement.command)) {
      effects.is_open = true;
    }
  }
}

}  // namespace

site::AllocationContext& DataSetFlow::context() {
  if (!context_) {
    context_ = std::make_unique<site::AllocationContext>();
    context_->site = site_;
    context_->store = &site_->store();
    context_->clock = clock_;
    context_->is_step_of_runner = true;  // looks only: takes no lock and no drive
    context_->may_wait = false;
  }
  return *context_;
}

void DataSetFlow::end_job() {
  std::erase_if(known_, [](const auto& known) {
    return is_temporary(known.first) || known.second.is_passed_new;
  });
  context_.reset();
}

/// With the absolute name of a generation, as far as its group is known.
DdRequest DataSetFlow::resolved(const DdRequest& request) {
  DdRequest plain = request;
  plain.model_data_set.clear();
  plain.like_data_set.clear();
  plain.volume_of_data_set.clear();
  if (!plain.generation) {
    return plain;
  }
  const auto requests = site::resolve_generations(plain, context());
  return requests && requests->size() == 1 ? requests->front() : plain;
}

bool DataSetFlow::is_group_of_stream(const std::string& name) const {
  const auto known = known_.find(name);
  return known != known_.end() && known->second.presence != Presence::kGone;
}

/// Whether the site has it; tapes are looked for in the library, and not mounted.
Result<bool> DataSetFlow::is_at_site(const DdRequest& coded) {
  DdRequest request = coded;
  request.status = Status::kShare;
  request.is_status_coded = true;
  request.normal = Disposition::kKeep;
  request.space.reset();
  CS_ASSIGN(const auto place, site::find_cataloged(request, context()));
  if (place && place->cluster) {
    return true;
  }
  const std::vector<std::string>& volsers = place ? place->volsers : request.volumes;
  const bool is_tape =
      site_->is_tape_unit(request.unit) || (place && site::is_tape_device_type(place->device_type));
  if (is_tape) {
    for (const std::string& volser : volsers) {
      CS_ASSIGN(const auto tape, site_->find_tape(volser));
      if (!tape) {
        return false;
      }
    }
    return !volsers.empty();
  }
  auto found = site::allocate(request, context());
  if (found) {
    return true;
  }
  if (found.failure().is(msg::IEF212I)) {
    return false;
  }
  return found.failure();
}

void DataSetFlow::tell_missing(const DdRequest& request, Reach reach, const std::string& why,
                               std::vector<Failure>& findings) const {
  const bool is_error =
      reach == Reach::kAlways && (is_certain_ || is_temporary(request.data_set_name));
  findings.push_back((is_error ? failure<msg::CSJ0301E>(request.data_set_name, why)
                               : failure<msg::CSJ0302W>(request.data_set_name, why))
                         .at(request.position));
}

void DataSetFlow::check_old(const DdRequest& request, Reach reach, std::vector<Failure>& findings) {
  const auto known = known_.find(request.data_set_name);
  if (known != known_.end()) {
    if (known->second.presence == Presence::kGone) {
      tell_missing(request, reach, "step '" + known->second.by + "' deletes it", findings);
    }
    return;
  }
  if (is_temporary(request.data_set_name)) {
    tell_missing(request, reach, "no step before passes it", findings);
    return;
  }
  if (request.generation && is_group_of_stream(request.data_set_name)) {
    return;  // of a group that the stream defines
  }
  const auto there = is_at_site(request);
  if (!there) {
    findings.push_back(there.failure().position() ? there.failure()
                                                  : there.failure().at(request.position));
  } else if (!*there) {
    tell_missing(request, reach, "no step before makes it, and the site does not have it",
                 findings);
  }
}

void DataSetFlow::check_new(const DdRequest& request, std::vector<Failure>& findings) {
  const auto known = known_.find(request.data_set_name);
  if (known != known_.end()) {
    if (known->second.presence == Presence::kThere) {
      findings.push_back(
          failure<msg::CSJ0303W>(request.data_set_name, "step '" + known->second.by + "' makes it")
              .at(request.position));
    }
    return;
  }
  if (is_temporary(request.data_set_name) || request.generation ||
      site_->is_tape_unit(request.unit)) {
    return;
  }
  const auto there = is_at_site(request);
  if (there && *there) {
    findings.push_back(
        failure<msg::CSJ0303W>(request.data_set_name, "the site has it").at(request.position));
  }
}

void DataSetFlow::remember(const std::string& name, Presence presence, const std::string& step,
                           Reach reach) {
  const auto known = known_.find(name);
  const bool is_same = known != known_.end() && known->second.presence == presence;
  const bool is_sure = reach == Reach::kAlways || is_same;
  known_[name] = {is_sure ? presence : Presence::kPerhaps, step, false};
}

void DataSetFlow::settle(const DdRequest& request, const JclStep& step, Reach reach) {
  const bool is_made = request.status == Status::kNew;
  const auto dispositions = site::effective_dispositions(request, is_made);
  const bool is_deleted = dispositions.first == Disposition::kDelete;
  // A temporary data set stays until a step deletes it, or the job ends.
  const bool goes = is_deleted && !(is_temporary(request.data_set_name) && !request.normal);
  remember(request.data_set_name, goes ? Presence::kGone : Presence::kThere, step.key, reach);
  Known& known = known_[request.data_set_name];
  known.is_passed_new = is_made && dispositions.first == Disposition::kPass;
}

void DataSetFlow::follow_commands(const JclStep& step, Reach reach) {
  const auto sysin = std::ranges::find(step.dds, "SYSIN", &JclDd::ddname);
  if (step.program != "IDCAMS" || sysin == step.dds.end()) {
    return;
  }
  CommandEffects effects;
  for (const JclDdPart& part : sysin->parts) {
    effects.is_open |= !part.request.instream;
    collect(idcams::parse_idcams(part.control_deck()), effects);
  }
  // Commands are conditional, or fail and the step goes on: what they do is never certain.
  for (const std::string& name : effects.deleted) {
    const bool is_made_again = effects.defined.contains(name);
    known_[name] = {is_made_again ? Presence::kThere : Presence::kPerhaps, step.key, false};
  }
  for (const std::string& name : effects.defined) {
    remember(name, Presence::kThere, step.key, reach);
  }
  is_certain_ = is_certain_ && !effects.is_open;
}

void DataSetFlow::check_part(const JclDdPart& part, Reach reach, std::vector<Failure>& findings) {
  if (!is_followed(part.request)) {
    return;
  }
  const DdRequest request = resolved(part.request);
  switch (request.status) {
    case Status::kOld:
    case Status::kShare:
      check_old(request, reach, findings);
      break;
    case Status::kNew:
      check_new(request, findings);
      break;
    case Status::kModify:
      break;
  }
  for (const std::string* model : {&part.request.model_data_set, &part.request.like_data_set,
                                   &part.request.volume_of_data_set}) {
    if (!model->empty()) {
      DdRequest wanted;
      wanted.ddname = request.ddname;
      wanted.position = request.position;
      wanted.data_set_name = *model;
      check_old(wanted, reach, findings);
    }
  }
}

std::vector<Failure> DataSetFlow::check_step(const JclStep& step, Reach reach) {
  std::vector<Failure> findings;
  if (reach == Reach::kNever) {
    return findings;
  }
  for (const JclDd& dd : step.dds) {
    for (const JclDdPart& part : dd.parts) {
      const std::size_t before = findings.size();
      check_part(part, reach, findings);
      for (std::size_t i = before; i < findings.size(); ++i) {
        findings[i] = explained(findings[i], part.chain);
      }
      // A later DD of the step finds what this one makes.
      if (is_followed(part.request) && part.request.status == Status::kNew) {
        remember(resolved(part.request).data_set_name, Presence::kThere, step.key, reach);
      }
    }
  }
  for (const JclDd& dd : step.dds) {
    for (const JclDdPart& part : dd.parts) {
      if (is_followed(part.request)) {
        settle(resolved(part.request), step, reach);
      }
    }
  }
  follow_commands(step, reach);
  is_certain_ = is_certain_ && keeps_to_its_dds(step.program);
  return findings;
}

}  // namespace coldsite::jcl

// What each pair of DDs means:
//   library    -> library      copy; the same one: compress in place
//   sequential -> library      load
//   library    -> sequential   unload
#include "utilities/iebcopy/copy_step.hpp"

#include <algorithm>

#include "datasets/access/extent_map.hpp"
#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"
#include "utilities/iebcopy/compress.hpp"
#include "utilities/iebcopy/unload.hpp"

namespace coldsite::iebcopy {
namespace {

/// A library and the volume below it.
struct OpenLibrary {
  site::OpenDataSet data_set;
  std::unique_ptr<access::PartitionedDataSet> library;
};

std::string name_of(const site::Allocation& allocation) {
  if (!allocation.data_set_name.empty()) {
    return allocation.data_set_name;
  }
  return allocation.host_path.empty() ? "NULLFILE" : allocation.host_path;
}

class StepRun {
 public:
  StepRun(const CopyStep& step, batch::StepContext& context)
      : step_(&step), context_(&context), report_(context.report), choice_(step) {}

  Result<void> run();

 private:
  Result<bool> is_library(const site::Allocation& allocation);
  Result<OpenLibrary> open_library(const site::Allocation& allocation, dasd::Access access);
  Result<void> simulate();
  Result<void> compress(const site::Allocation& output);
  Result<void> unload(const site::Allocation& output);
  Result<void> copy_into(const site::Allocation& output);
  Result<void> copy_input(const InputDd& input, OpenLibrary& output);
  Result<void> copy_from(MemberSource& source, const InputDd& input, std::string_view verb,
                         OpenLibrary& output);
  Result<void> adopt_attributes(const access::DataControlBlock& input, OpenLibrary& output);
  void say_copied(const CopyResult& result, std::size_t member_count, const InputDd& input,
                  std::string_view verb);
  void say_not_replaced(const MemberPlan& plan, std::string_view data_set_name);
  void say_missing();
  void say_space(OpenLibrary& output);

  const CopyStep* step_;
  batch::StepContext* context_;
  batch::Report* report_;
  MemberChoice choice_;
};

Result<bool> StepRun::is_library(const site::Allocation& allocation) {
  if (allocation.kind != site::AllocationKind::kDasdDataSet) {
    return false;
  }
  CS_ASSIGN(const site::OpenDataSet open,
            site::open_data_set(allocation, dasd::Access::kRead, context_->allocation));
  return open.label.organization == dasd::Organization::kPartitioned;
}

Result<OpenLibrary> StepRun::open_library(const site::Allocation& allocation, dasd::Access access) {
  OpenLibrary open;
  CS_ASSIGN(open.data_set, site::open_data_set(allocation, access, context_->allocation));
  CS_ASSIGN(open.library,
            access::PartitionedDataSet::open(*open.data_set.volume, open.data_set.label));
  return open;
}

Result<void> StepRun::run() {
  if (step_->is_copymod) {
    report_->say<msg::CSU0014I>();
  }
  if (context_->simulate) {
    return simulate();
  }
  CS_ASSIGN(const site::Allocation* output, context_->allocated_one(step_->output.text));
  CS_ASSIGN(const bool into_library, is_library(*output));
  if (!into_library) {
    return unload(*output);
  }
  if (step_->inputs.size() == 1 && step_->selects.empty() && step_->excludes.empty()) {
    CS_ASSIGN(const site::Allocation* input, context_->allocated_one(step_->inputs.front().ddname));
    if (input->data_set_name == output->data_set_name &&
        input->volume_path == output->volume_path) {
      return compress(*output);
    }
  }
  return copy_into(*output);
}

/// Says which members would go over. The output is not allocated, so replacement is not looked at.
Result<void> StepRun::simulate() {
  for (const InputDd& input : step_->inputs) {
    CS_ASSIGN(const site::Allocation* allocation, context_->allocated_one(input.ddname));
    std::vector<access::Member> members;
    CS_ASSIGN(const bool from_library, is_library(*allocation));
    if (from_library) {
      CS_ASSIGN(const OpenLibrary open, open_library(*allocation, dasd::Access::kRead));
      members = open.library->members();
    } else {
      CS_ASSIGN(auto records, context_->open_reader(input.ddname));
      CS_ASSIGN(const auto source, UnloadSource::open(std::move(records)));
      members = source->members();
    }
    for (const PlannedMember& planned : choice_.plan(members, input.replace, nullptr).members) {
      report_->say<msg::CSU0015I>(planned.member.name, planned.new_name);
    }
  }
  say_missing();
  return {};
}

Result<void> StepRun::compress(const site::Allocation& output) {
  report_->say<msg::IEB161I>(step_->output.text);
  CS_ASSIGN(OpenLibrary open, open_library(output, dasd::Access::kUpdate));
  CS_ASSIGN(const CompressResult result, compress_library(*open.library, *open.data_set.volume));
  if (result.moved == 0 && result.left.empty()) {
    report_->say<msg::IEB153I>();
  }
  report_->say<msg::CSU0012I>(result.moved, result.in_place);
  for (const std::string& name : result.left) {
    report_->say<msg::CSU0011W>(name);
  }
  if (result.stopped) {
    report_->say_at(kError, *result.stopped);
  }
  report_->fact("members_moved", static_cast<std::int64_t>(result.moved));
  say_space(open);
  return {};
}

Result<void> StepRun::unload(const site::Allocation& output) {
  if (step_->inputs.size() != 1) {
    return failure<msg::IEB120E>(step_->output.text,
                                 "AN UNLOAD TAKES ONE INPUT LIBRARY AND A SEQUENTIAL OUTPUT")
        .at(step_->position);
  }
  const InputDd& input = step_->inputs.front();
  CS_ASSIGN(const site::Allocation* from, context_->allocated_one(input.ddname));
  CS_ASSIGN(const bool from_library, is_library(*from));
  if (!from_library) {
    return failure<msg::IEB120E>(input.ddname, "NEITHER INPUT NOR OUTPUT IS A PARTITIONED DATA SET")
        .at(input.position);
  }
  CS_ASSIGN(const OpenLibrary open, open_library(*from, dasd::Access::kRead));
  report_->say<msg::IEB1013I>("PDS", input.ddname, name_of(*from));
  report_->say<msg::IEB1014I>("PS", step_->output.text, name_of(output));
  const MemberPlan plan = choice_.plan(open.library->members(), true, nullptr);
  say_missing();
  const UnloadHeader header = make_header(open.library->label(), open.data_set.volume->geometry());
  CS_ASSIGN(const auto writer,
            context_->open_writer(step_->output.text, unload_attributes(header)));
  CS_ASSIGN(const CopyResult result,
            unload_members(*open.library, *open.data_set.volume, plan, *writer));
  say_copied(result, open.library->members().size(), input, "UNLOADED");
  return {};
}

Result<void> StepRun::copy_into(const site::Allocation& output) {
  CS_ASSIGN(OpenLibrary open, open_library(output, dasd::Access::kUpdate));
  for (const InputDd& input : step_->inputs) {
    CS_TRY(copy_input(input, open));
  }
  say_missing();
  say_space(open);
  return {};
}

Result<void> StepRun::copy_input(const InputDd& input, OpenLibrary& output) {
  CS_ASSIGN(const site::Allocation* from, context_->allocated_one(input.ddname));
  CS_ASSIGN(const bool from_library, is_library(*from));
  report_->say<msg::IEB1013I>(from_library ? "PDS" : "PS", input.ddname, name_of(*from));
  report_->say<msg::IEB1014I>("PDS", step_->output.text, output.library->label().name);
  if (from_library) {
    CS_ASSIGN(const OpenLibrary open, open_library(*from, dasd::Access::kRead));
    LibrarySource source(*open.library);
    return copy_from(source, input, "COPIED", output);
  }
  CS_ASSIGN(auto records, context_->open_reader(input.ddname));
  CS_ASSIGN(const auto source, UnloadSource::open(std::move(records)));
  return copy_from(*source, input, "LOADED", output);
}

/// A library without attributes takes those of its first input.
Result<void> StepRun::adopt_attributes(const access::DataControlBlock& input, OpenLibrary& output) {
  access::DataControlBlock dcb = access::attributes_of(output.library->label());
  if (dcb.record_format.bits != 0 && dcb.block_bytes != 0) {
    return {};
  }
  if (dcb.record_format.bits == 0 && dcb.block_bytes == 0) {
    dcb.block_bytes = input.block_bytes;
  }
  dcb = access::merge(dcb, input);
  if (!choose_block_mode(input, dcb)) {
    return {};  // the copy is refused for that, not for what the merge makes of it
  }
  CS_TRY(access::check_attributes(dcb));
  output.library->set_attributes(dcb);
  return {};
}

Result<void> StepRun::copy_from(MemberSource& source, const InputDd& input, std::string_view verb,
                                OpenLibrary& output) {
  CS_TRY(adopt_attributes(source.attributes(), output));
  const auto mode =
      choose_block_mode(source.attributes(), access::attributes_of(output.library->label()));
  if (!mode) {
    return mode.failure().at(input.position);
  }
  const MemberPlan plan = choice_.plan(source.members(), input.replace, output.library.get());
  say_not_replaced(plan, output.library->label().name);
  CS_ASSIGN(const CopyResult result, copy_members(source, plan, *mode, *output.library));
  say_copied(result, source.members().size(), input, verb);
  if (result.stopped) {
    return *result.stopped;
  }
  return {};
}

void StepRun::say_copied(const CopyResult& result, std::size_t member_count, const InputDd& input,
                         std::string_view verb) {
  if (result.copied.empty()) {
    report_->say<msg::IEB166I>(input.ddname);
  } else if (step_->list.value_or(true)) {
    report_->say<msg::IEB167I>(verb, input.ddname);
    for (const CopiedMember& member : result.copied) {
      if (member.name == member.old_name) {
        report_->say<msg::IEB154I>(member.name, verb);
      } else {
        report_->say<msg::IEB155I>(member.name, verb);
      }
    }
  }
  for (const Failure& unreadable : result.unreadable) {
    report_->say_at(kError, unreadable);
  }
  report_->say<msg::IEB1098I>(result.copied.size(), member_count, verb, input.ddname);
  report_->fact_row("inputs", {{"ddname", input.ddname},
                               {"members", static_cast<std::int64_t>(member_count)},
                               {"copied", static_cast<std::int64_t>(result.copied.size())}});
}

void StepRun::say_not_replaced(const MemberPlan& plan, std::string_view data_set_name) {
  for (const std::string& name : plan.not_replaced) {
    report_->say<msg::CSU0010W>(name, data_set_name);
  }
}

void StepRun::say_missing() {
  for (const MemberSelection* selection : choice_.missing()) {
    report_->say(failure<msg::IEB177I>(selection->name).at(selection->position));
  }
}

void StepRun::say_space(OpenLibrary& output) {
  const access::PartitionedDataSet& library = *output.library;
  const access::ExtentMap map(library.label(), output.data_set.volume->geometry());
  const std::uint32_t used = library.label().last_block.track + 1;
  report_->say<msg::IEB144I>(map.track_count() - std::min(used, map.track_count()),
                             step_->output.text);
  report_->say<msg::IEB149I>(library.directory_blocks() - library.directory_blocks_used());
}

}  // namespace

Result<void> run_step(const CopyStep& step, batch::StepContext& context) {
  return StepRun(step, context).run();
}

}  // namespace coldsite::iebcopy

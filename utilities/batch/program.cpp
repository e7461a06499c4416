#include "utilities/batch/program.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <new>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/io/out_of_storage.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/messages/csp.hpp"
#include "datasets/site/enqueue.hpp"
#include "utilities/batch/unfinished_step.hpp"

namespace coldsite::batch {
namespace {

constexpr int kUsageStatus = 64;

void print_failure(std::ostream& stream, const Failure& failure) {
  for (const std::string& line : format_failure(failure)) {
    stream << line << '\n';
  }
}

/// A listing that goes to a file or a pipe goes in large pieces; a terminal sees every line.
void buffer_output() {
  constexpr std::size_t kBufferBytes = 1 << 16;
  static std::array<char, kBufferBytes> buffer;
  if (isatty(STDOUT_FILENO) == 0) {
    std::setvbuf(stdout, buffer.data(), _IOFBF, buffer.size());
  }
}

/// Everything of a step that must outlive the program's run.
struct Step {
  std::unique_ptr<site::Site> site;
  std::unique_ptr<site::Enqueues> enqueues;
  UnfinishedStep unfinished;
  std::vector<std::string> undone;  ///< data sets of killed programs that were deleted
  std::unique_ptr<Progress> no_progress = make_no_progress();
  std::unique_ptr<Operator> console;
  std::unique_ptr<Report> report;
  StepContext context;
};

bool is_step_of_runner(const Options& options) {
  return !options.dd_bindings_path.empty();
}

/// The DDs of the bindings file, then those of --dd: one name again is a concatenation.
Result<std::vector<site::DdBinding>> read_bindings(const Options& options, io::FileStore& store) {
  std::vector<site::DdBinding> bindings;
  if (is_step_of_runner(options)) {
    CS_ASSIGN(const Bytes content, io::read_file(store, options.dd_bindings_path));
    const std::string text(content.begin(), content.end());
    CS_ASSIGN(bindings, dd::parse_dd_bindings(text, io::name_of(options.dd_bindings_path)));
  }
  for (const std::string& option : options.dd_options) {
    CS_ASSIGN(site::DdRequest request, dd::parse_dd_option(option));
    auto at = std::ranges::find(bindings, request.ddname, &site::DdBinding::ddname);
    if (at == bindings.end()) {
      at = bindings.insert(at, {request.ddname, {}});
    }
    at->parts.push_back(std::move(request));
  }
  return bindings;
}

/// jclrun's console; alone, the terminal and the file of replies.
Result<void> find_operator(Step& step, const ProgramDescription& description,
                           const Options& options, const StepEnvironment& environment) {
  if (!options.console_path.empty()) {
    step.console = make_console_operator(options.console_path, options.job_id);
  } else {
    AloneOperator alone;
    alone.output = environment.errors;
    alone.input = environment.terminal;
    alone.program = description.name;
    if (!options.replies_path.empty()) {
      CS_ASSIGN(const Bytes text, io::read_file(*environment.store, options.replies_path));
      CS_ASSIGN(alone.replies,
                ReplyScript::parse({reinterpret_cast<const char*>(text.data()), text.size()},
                                   io::name_of(options.replies_path)));
    }
    step.console = make_alone_operator(std::move(alone));
  }
  step.context.console = step.console.get();
  return {};
}

Result<void> open_site(Step& step, const Options& options, const StepEnvironment& environment) {
  StepContext& context = step.context;
  if (!options.site_directory.empty()) {
    CS_ASSIGN(step.site, site::Site::open(*environment.store, options.site_directory));
  }
  context.site = step.site.get();
  context.store = environment.store;
  context.clock = environment.clock;
  context.progress =
      environment.progress != nullptr ? environment.progress : step.no_progress.get();
  context.parm = options.parm;
  context.input_is_sysin = environment.input_is_sysin && !is_step_of_runner(options);
  context.simulate = options.simulate;
  site::AllocationContext& allocation = context.allocation;
  allocation.site = context.site;
  allocation.store = context.store;
  allocation.clock = context.clock;
  allocation.job_name = options.job_name;
  allocation.step_name = options.step_name;
  allocation.input = environment.input;
  allocation.output = environment.output;
  allocation.is_step_of_runner = is_step_of_runner(options);
  return {};
}

/// A program alone is its own job: it takes the enqueues and allocates its DDs before it begins.
Result<void> allocate_dds(Step& step) {
  StepContext& context = step.context;
  const bool is_alone = !context.allocation.is_step_of_runner;
  if (is_alone) {
    CS_ASSIGN(step.undone, UnfinishedStep::settle(context.bindings, context.allocation));
  }
  if (is_alone && context.site != nullptr) {
    CS_ASSIGN(step.enqueues, site::enqueue(*context.site, site::enqueues_for(context.bindings),
                                           site::Waiting::kWait));
  }
  if (is_alone) {
    CS_TRY(step.unfinished.begin(context.bindings, context.allocation));
  }
  auto made = site::allocate_step(context.bindings, context.allocation);
  if (!made) {
    CS_TRY(step.unfinished.end(context.allocation));  // what was made is deleted again
    return made.failure();
  }
  std::ranges::move(*made, std::back_inserter(context.allocations));
  if (is_alone) {
    CS_TRY(step.unfinished.add_temporaries(context.allocations, context.allocation));
  }
  CS_KILL_POINT("batch.allocated");
  return {};
}

bool is_text_output(const site::Allocation& allocation) {
  return allocation.kind == site::AllocationKind::kSysout ||
         (allocation.kind == site::AllocationKind::kHostFile && allocation.host_path == "-");
}

/// A listing is written in place, so that what was printed before a failure can be read; a new one
/// begins empty.
Result<void> empty_host_listing(site::Allocation& part, const StepContext& context) {
  if (part.kind != site::AllocationKind::kHostFile ||
      part.request.status == site::Status::kModify || part.host_path.starts_with("/dev/")) {
    return {};
  }
  part.request.status = site::Status::kModify;
  const auto emptied = context.store->open(part.host_path, io::OpenMode::kCreateOrReplace);
  return emptied ? Result<void>() : emptied.failure();
}

/// SYSPRINT by its DD, else standard output; with --json there, lines become part of the object.
Result<std::unique_ptr<PrintSink>> open_sysprint(Step& step, bool json_on_output,
                                                 std::ostream& output, bool& is_json_sink) {
  StepContext& context = step.context;
  const site::DdBinding* binding = context.find_dd("SYSPRINT");
  if (binding != nullptr) {
    CS_ASSIGN(site::Allocation * part, context.allocated_one("SYSPRINT"));
    const bool goes_to_output = is_text_output(*part) && context.allocation.spool_directory.empty();
    if (!goes_to_output) {
      CS_TRY(empty_host_listing(*part, context));
      access::DataControlBlock program;
      if (part->kind == site::AllocationKind::kDasdDataSet ||
          part->kind == site::AllocationKind::kTape) {
        program = access::merge(part->request.dcb, default_print_attributes());
      } else if (!part->request.dcb.record_format.bits) {
        program = text_print_attributes();  // a line of a host file is as long as it is
      }
      CS_ASSIGN(auto writer, site::open_writer(*part, program, context.allocation));
      return make_record_sink(std::move(writer), context.code_page());
    }
  }
  is_json_sink = json_on_output;
  return json_on_output ? make_json_sink(output) : make_stream_sink(output);
}

/// Where the JSON object goes: the output stream, or a file.
JsonConsumer json_consumer(const Options& options, const StepEnvironment& environment) {
  if (options.json == "-") {
    return [&output = *environment.output](std::string_view json) -> Result<void> {
      output << json << std::flush;
      return output ? Result<void>() : failure<msg::CSP0005S>("standard output");
    };
  }
  return
      [&store = *environment.store, path = *options.json](std::string_view json) -> Result<void> {
        const auto written = io::replace_file(store, path, Bytes(json.begin(), json.end()));
        return written ? Result<void>()
                       : failure<msg::CSP0005S>(path).while_doing(to_string(written.failure()));
      };
}

Result<void> open_report(Step& step, const ProgramDescription& description, const Options& options,
                         const StepEnvironment& environment) {
  const bool json_on_output = options.json == "-";
  bool is_json_sink = false;
  auto sink = open_sysprint(step, json_on_output, *environment.output, is_json_sink);
  if (!sink) {
    return failure<msg::CSP0002T>(to_string(sink.failure()));
  }
  step.report = std::make_unique<Report>(std::string(description.name), *std::move(sink));
  step.report->set_error_stream(*environment.errors);
  step.context.report = step.report.get();
  if (is_json_sink) {
    step.report->continue_json(*environment.output);
  } else if (options.json) {
    step.report->want_json(json_consumer(options, environment));
  }
  return {};
}

/// What became of a data set, for --json.
void tell_disposition(Report& report, const site::Allocation& part, const std::string& done) {
  if (done.empty()) {
    return;
  }
  std::string volumes = part.volser;
  for (const std::string& volser : part.tape_volsers) {
    volumes += (volumes.empty() ? "" : ",") + volser;
  }
  const std::string name = part.data_set_name.empty() ? part.request.host_path : part.data_set_name;
  report.fact_row("dispositions", {{"ddname", part.request.ddname},
                                   {"data_set", name},
                                   {"volumes", volumes},
                                   {"disposition", done}});
}

/// Dispositions of all DDs but SYSPRINT (`sysprint` false) or of SYSPRINT only.
void deallocate_dds(Step& step, bool sysprint, std::ostream& errors) {
  StepContext& context = step.context;
  for (site::DdAllocation& dd : context.allocations) {
    if ((dd.ddname == "SYSPRINT") != sysprint) {
      continue;
    }
    for (site::Allocation& part : dd.parts) {
      auto done = site::deallocate(part, false, context.allocation);
      if (done) {
        tell_disposition(*context.report, part, *done);
        continue;
      }
      const Failure told = done.failure().while_doing("deallocating DD", dd.ddname);
      if (sysprint) {
        print_failure(errors, told);
        context.report->raise(told.message().condition_code);
      } else {
        context.report->say(told);
      }
    }
  }
}

/// A step that could not begin is told on the error stream, since there is no SYSPRINT yet.
int refuse_step(const ProgramDescription& description, const Options& options,
                const StepEnvironment& environment, const Failure& failure, int status) {
  Report report(std::string(description.name), make_stream_sink(*environment.errors));
  report.set_error_stream(*environment.errors);
  if (options.json) {
    report.want_json(json_consumer(options, environment));
  }
  report.say(failure);
  report.raise(status);
  return report.exit_status();
}

void tell_ignored_keywords(const StepContext& context) {
  if (context.allocation.is_step_of_runner) {
    return;  // the runner has told
  }
  for (const site::DdBinding& binding : context.bindings) {
    for (const site::DdRequest& part : binding.parts) {
      for (const site::IgnoredKeyword& ignored : part.ignored_keywords) {
        context.report->say<msg::CSP0012I>(ignored.keyword, binding.ddname);
      }
    }
  }
}

void undo_allocations(Step& step, std::ostream& errors) {
  for (site::DdAllocation& dd : step.context.allocations) {
    for (site::Allocation& part : dd.parts) {
      if (auto undone = site::deallocate(part, true, step.context.allocation); !undone) {
        print_failure(errors, undone.failure());
      }
    }
  }
}

void tell_unless_done(Report& report, const Result<void>& done) {
  if (!done) {
    report.say(done.failure());
  }
}

int run_guarded(Step& step, const StepEnvironment& environment, const Program& program) {
  Report& report = *step.report;
  step.context.allocation.note = [&report](const Failure& note) { report.say(note); };
  tell_ignored_keywords(step.context);
  for (const std::string& name : step.undone) {
    report.say<msg::CSP0013I>(name);
  }
  try {
    program(step.context);
  } catch (const std::bad_alloc&) {
    report.say<msg::CSP0004T>();
    if (environment.end_out_of_storage && step.context.allocation.is_step_of_runner) {
      (void)report.exit_status();  // SYSPRINT is closed; the runner carries out the dispositions
      environment.end_out_of_storage();
    }
  }
  step.context.progress->end();
  deallocate_dds(step, false, *environment.errors);
  const int before = report.exit_status();
  deallocate_dds(step, true, *environment.errors);
  tell_unless_done(report, step.unfinished.end(step.context.allocation));
  return std::max(before, report.condition_code());
}

}  // namespace

int run_step(const ProgramDescription& description, const Options& options,
             const StepEnvironment& environment, const Program& program) {
  Step step;
  const auto refuse = [&](const Failure& failure, int status) {
    return refuse_step(description, options, environment, failure, status);
  };
  if (auto opened = open_site(step, options, environment); !opened) {
    return refuse(opened.failure().while_doing("opening site", options.site_directory),
                  kTerminating);
  }
  if (auto found = find_operator(step, description, options, environment); !found) {
    return refuse(found.failure(), kUsageStatus);
  }
  auto bindings = read_bindings(options, *environment.store);
  if (!bindings) {
    return refuse(bindings.failure(), is_step_of_runner(options) ? kTerminating : kUsageStatus);
  }
  step.context.bindings = *std::move(bindings);
  if (auto allocated = allocate_dds(step); !allocated) {
    return refuse(allocated.failure(), kTerminating);
  }
  if (auto reporting = open_report(step, description, options, environment); !reporting) {
    undo_allocations(step, *environment.errors);
    if (auto ended = step.unfinished.end(step.context.allocation); !ended) {
      print_failure(*environment.errors, ended.failure());
    }
    return refuse(reporting.failure(), kTerminating);
  }
  return run_guarded(step, environment, program);
}

int run_program(const ProgramDescription& description, const std::vector<std::string>& arguments,
                const Environment& variables, const StepEnvironment& environment,
                const Program& program) {
  const auto options = parse_options(description, arguments, variables);
  if (!options) {
    print_failure(*environment.errors, options.failure());
    *environment.errors << "Try '" << description.name << " --help'\n";
    return kUsageStatus;
  }
  if (options->help) {
    *environment.output << help_text(description);
    return 0;
  }
  if (options->version) {
    *environment.output << description.name << " " << CS_VERSION << "\n";
    return 0;
  }
  if (!options->explain.empty()) {
    const auto text = explain_text(options->explain);
    if (!text) {
      print_failure(*environment.errors, failure<msg::CSP0003E>(options->explain));
      return kUsageStatus;
    }
    *environment.output << *text;
    return 0;
  }
  return run_step(description, *options, environment, program);
}

int run_program(const ProgramDescription& description, int argc, char** argv,
                const Program& program) {
  buffer_output();
  const std::unique_ptr<io::FileStore> store = io::make_real_store();
  auto clock = io::make_clock_from_environment();
  if (!clock) {
    print_failure(std::cerr, clock.failure());
    return kTerminating;
  }
  // Progress shows how real time passes, also where the step's own clock is a stepped one.
  const std::unique_ptr<io::Clock> real_clock = io::make_system_clock();
  const std::unique_ptr<Progress> progress = make_progress(*real_clock);
  const bool is_terminal = isatty(STDIN_FILENO) != 0;
  const StepEnvironment environment{store.get(),
                                    clock->get(),
                                    &std::cin,
                                    &std::cout,
                                    &std::cerr,
                                    progress.get(),
                                    !is_terminal,
                                    is_terminal ? &std::cin : nullptr,
                                    io::end_out_of_storage};
  return run_program(description, std::vector<std::string>(argv + 1, argv + argc),
                     process_environment(), environment, program);
}

}  // namespace coldsite::batch

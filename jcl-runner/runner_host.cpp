#include "jcl-runner/runner_host.hpp"

#include <chrono>

#include "datasets/io/redirect.hpp"
#include "datasets/messages/csj.hpp"
#include "jcl-runner/job_host.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::chrono::seconds kTick{1};
/// Behind it nobody listens to the jclrun of a started task: its spool has everything.
constexpr std::string_view kStarted = "$HASP373";

StepTable::Printer make_printer(const JclrunOptions& options, std::ostream& output) {
  return [&output, gives_up = options.tell_start](std::string_view line) {
    output << line << "\n" << std::flush;
    if (gives_up && line.starts_with(kStarted)) {
      (void)io::redirect_standard_stream("/dev/null", io::StandardStream::kOutput);
      (void)io::redirect_standard_stream("/dev/null", io::StandardStream::kError);
    }
  };
}

}  // namespace

RunnerHost::RunnerHost(const JclrunOptions& options, const JclrunSurroundings& surroundings)
    : watch_(children_), table_(make_printer(options, *surroundings.output), !options.tell_start) {
  environment_.store = surroundings.store;
  environment_.site_directory = whole_site_directory(options, surroundings);
  environment_.suite_directory = surroundings.suite_directory;
  environment_.variables = surroundings.variables;
  environment_.procedure_directories = options.procedure_directories;
  environment_.children = &children_;
  environment_.table = options.json ? nullptr : &table_;
  if (!options.json && surroundings.is_terminal) {
    go_live(surroundings);
  }
}

RunnerHost::~RunnerHost() {
  if (ticker_.joinable()) {
    {
      const std::lock_guard guard(mutex_);
      is_over_ = true;
    }
    ends_.notify_all();
    ticker_.join();
  }
}

void RunnerHost::go_live(const JclrunSurroundings& surroundings) {
  LiveTerminal terminal;
  terminal.clock = seconds_.get();
  terminal.columns = surroundings.terminal_columns;
  terminal.write = [&output = *surroundings.output](std::string_view text) {
    output << text << std::flush;
  };
  table_.go_live(std::move(terminal));
  ticker_ = std::thread([this] {
    std::unique_lock guard(mutex_);
    while (!ends_.wait_for(guard, kTick, [this] { return is_over_; })) {
      table_.tick();
    }
  });
}

Result<void> RunnerHost::open(batch::ReplyScript replies) {
  CS_ASSIGN(clock_, io::make_clock_from_environment());
  Console::Parts parts;
  parts.store = environment_.store;
  parts.site_directory = environment_.site_directory;
  parts.clock = clock_.get();
  parts.children = &children_;
  parts.table = environment_.table;
  parts.replies = std::move(replies);
  console_ = std::make_unique<Console>(std::move(parts));
  environment_.console = console_.get();
  if (auto opened = console_->open(); !opened) {
    return failure<msg::CSJ0123W>(to_string(opened.failure()));
  }
  return {};
}

}  // namespace coldsite::jcl

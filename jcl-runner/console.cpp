#include "jcl-runner/console.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/iee.hpp"
#include "jcl-runner/console_client.hpp"
#include "utilities/batch/console_line.hpp"
#include "utilities/batch/operator.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint32_t kConsolesMax = 1000;
constexpr std::uint32_t kRepliesMax = 99;
constexpr std::size_t kWaitingCommandsMax = 8;

std::optional<std::uint32_t> number_in(std::string_view text) {
  if (text.empty() || text.size() > 5 ||
      text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(std::stoul(std::string(text)));
}

/// A field that may be left out.
std::string field(const std::vector<std::string>& fields, std::size_t index) {
  return index < fields.size() ? fields[index] : std::string();
}

}  // namespace

Console::~Console() {
  std::unique_ptr<io::LineServer> server;
  {
    const std::lock_guard guard(mutex_);
    server = std::move(server_);
  }
  server.reset();  // its thread ends here, and may still take the mutex
}

Result<void> Console::open() {
  const std::string directory = console_directory(parts_.site_directory);
  CS_TRY(parts_.store->make_directories(directory));
  for (std::uint32_t number = 1; number <= kConsolesMax && !name_lock_; ++number) {
    const std::string path = io::join_path(directory, std::to_string(number));
    CS_ASSIGN(name_lock_,
              site::lock_byte(*parts_.store, path + ".lock", 0, io::LockMode::kExclusive, false));
    socket_path_ = path;
  }
  if (!name_lock_) {
    return failure<msg::CSJ0121E>(directory);
  }
  CS_KILL_POINT("console.after_lock");
  CS_ASSIGN(auto server, io::start_line_server(socket_path_, *this));
  {
    const std::lock_guard guard(mutex_);
    server_ = std::move(server);
  }
  CS_KILL_POINT("console.open");
  return {};
}

void Console::begin_job(const ConsoleJob& job) {
  const std::lock_guard guard(mutex_);
  jobs_[job.job_id].job = job;
}

void Console::hold_data_sets(const std::string& job_id,
                             std::vector<std::pair<io::LockMode, std::string>> data_sets) {
  const std::lock_guard guard(mutex_);
  if (const auto entry = jobs_.find(job_id); entry != jobs_.end()) {
    entry->second.job.data_sets = std::move(data_sets);
  }
}

void Console::begin_step(const std::string& job_id, const std::string& step,
                         const std::string& caller) {
  const std::lock_guard guard(mutex_);
  if (const auto entry = jobs_.find(job_id); entry != jobs_.end()) {
    entry->second.step = step;
    entry->second.caller = caller;
  }
}

void Console::end_step(const std::string& job_id) {
  const std::lock_guard guard(mutex_);
  withdraw_requests(job_id, std::nullopt);
  if (const auto entry = jobs_.find(job_id); entry != jobs_.end()) {
    entry->second.is_listening = false;
    entry->second.commands.clear();
    entry->second.waiting.clear();
    entry->second.step.clear();
    entry->second.caller.clear();
  }
}

void Console::end_job(const std::string& job_id) {
  const std::lock_guard guard(mutex_);
  withdraw_requests(job_id, std::nullopt);
  jobs_.erase(job_id);
}

void Console::line_came(io::PeerNumber peer, std::string_view line) {
  const std::lock_guard guard(mutex_);
  const Fields fields = batch::console_fields(line);
  if (fields[0] == "PROGRAM") {
    programs_[peer] = field(fields, 1);
  } else if (fields[0] == "WTO" || fields[0] == "WTOR" || fields[0] == "QEDIT") {
    program_says(peer, fields);
  } else {
    operator_says(peer, fields);
  }
}

void Console::peer_left(io::PeerNumber peer) {
  const std::lock_guard guard(mutex_);
  programs_.erase(peer);
  withdraw_requests("", peer);
  for (auto& [job_id, entry] : jobs_) {
    std::erase(entry.waiting, peer);
  }
}

void Console::send(io::PeerNumber peer, const Fields& fields) {
  const std::string line = batch::console_line(fields);
  if (sender_) {
    sender_(peer, line);
  } else if (server_) {
    server_->send(peer, line);
  }
}

/// To JESMSGLG and to the terminal.
void Console::say(RunningJobEntry& entry, const std::string& text) {
  if (entry.job.log != nullptr) {
    entry.job.log->jes_line(parts_.clock->now(), text);
  }
  if (parts_.table != nullptr) {
    parts_.table->line(text);
  }
}

Console::RunningJobEntry* Console::find_job(std::string_view name) {
  const std::size_t dot = name.find('.');
  for (auto& [job_id, entry] : jobs_) {
    const bool is_named =
        entry.job.name == name.substr(0, dot) &&
        (dot == std::string_view::npos || entry.job.identifier == name.substr(dot + 1));
    const bool is_identified = entry.job.is_started_task && entry.job.identifier == name;
    const bool is_numbered = number_in(name) && number_in(name) == number_in(job_id.substr(3));
    if (job_id == name || is_named || is_identified || is_numbered) {
      return &entry;
    }
  }
  return nullptr;
}

// ---- programs ----

void Console::program_says(io::PeerNumber peer, const Fields& fields) {
  const auto program = programs_.find(peer);
  RunningJobEntry* entry = program == programs_.end() ? nullptr : find_job(program->second);
  if (entry == nullptr) {
    send(peer, {"NONE"});
    return;
  }
  if (fields[0] == "WTO") {
    say(*entry, field(fields, 1));
    send(peer, {"OK"});
  } else if (fields[0] == "WTOR") {
    ask(peer, *entry, field(fields, 1));
  } else {
    entry->is_listening = true;
    entry->waiting.push_back(peer);
    deliver_commands(*entry);
  }
}

std::optional<std::pair<std::uint32_t, std::shared_ptr<site::HeldLock>>> Console::take_number() {
  const std::string path = io::join_path(io::join_path(parts_.site_directory, "run"), "replies");
  for (std::uint32_t number = 1; number <= kRepliesMax; ++number) {
    auto lock = site::lock_byte(*parts_.store, path, number, io::LockMode::kExclusive, false);
    if (lock && *lock) {
      return std::pair(number, *std::move(lock));
    }
  }
  return std::nullopt;
}

void Console::ask(io::PeerNumber peer, RunningJobEntry& entry, const std::string& text) {
  auto number = take_number();
  if (!number) {
    say(entry, batch::operator_text(failure<msg::CSJ0122E>(kRepliesMax)));
    send(peer, {"NONE"});
    return;
  }
  requests_[number->first] = {peer, entry.job.job_id, text, std::move(number->second)};
  say(entry, fmt::format("*{:02} {}", number->first, text));
  CS_KILL_POINT("console.request_told");
  if (const auto known = parts_.replies.find(entry.job.name, text)) {
    give_reply(number->first, *known);
  }
}

void Console::give_reply(std::uint32_t number, const std::string& text) {
  const auto request = requests_.find(number);
  const auto entry = jobs_.find(request->second.job_id);
  if (entry != jobs_.end()) {
    say(entry->second, fmt::format("R {:02},{}", number, text));
    say(entry->second,
        batch::operator_text(failure<msg::IEE600I>(fmt::format("{:02}", number), text)));
  }
  CS_KILL_POINT("console.reply_told");
  send(request->second.peer, {"REPLY", text});
  requests_.erase(request);
}

void Console::withdraw_requests(const std::string& job_id, std::optional<io::PeerNumber> peer) {
  for (auto request = requests_.begin(); request != requests_.end();) {
    const bool is_meant = peer ? request->second.peer == *peer : request->second.job_id == job_id;
    if (!is_meant) {
      ++request;
      continue;
    }
    if (const auto entry = jobs_.find(request->second.job_id); entry != jobs_.end()) {
      say(entry->second,
          batch::operator_text(failure<msg::IEE400I>(fmt::format("{:02}", request->first))));
    }
    request = requests_.erase(request);
  }
}

void Console::deliver_commands(RunningJobEntry& entry) {
  while (!entry.waiting.empty() && !entry.commands.empty()) {
    send(entry.waiting.front(), batch::console_fields(entry.commands.front()));
    entry.waiting.pop_front();
    entry.commands.pop_front();
  }
}

// ---- operators ----

void Console::operator_says(io::PeerNumber peer, const Fields& fields) {
  if (fields[0] == "JOBS") {
    list_jobs(peer);
  } else if (fields[0] == "DATASETS") {
    list_data_sets(peer, fields);
  } else if (fields[0] == "REQUESTS") {
    list_requests(peer);
  } else if (fields[0] == "REPLY") {
    const auto number = number_in(field(fields, 1));
    const bool is_here = number && requests_.contains(*number);
    if (is_here) {
      give_reply(*number, field(fields, 2));
    }
    send(peer, {is_here ? "DONE" : "NONE"});
  } else if (fields[0] == "CANCEL" || fields[0] == "FORCE") {
    cancel(peer, fields);
  } else if (fields[0] == "STOP" || fields[0] == "MODIFY") {
    command_program(peer, fields);
  } else {
    send(peer, {"NONE"});
  }
}

void Console::list_jobs(io::PeerNumber peer) {
  for (const auto& [job_id, entry] : jobs_) {
    send(peer, {"JOB", job_id, entry.job.name, entry.job.is_started_task ? "S" : "J", entry.step,
                entry.caller, std::to_string(entry.job.started_us),
                std::to_string(entry.job.initiator), entry.job.identifier});
  }
  send(peer, {"END"});
}

void Console::list_data_sets(io::PeerNumber peer, const Fields& fields) {
  for (const auto& [job_id, entry] : jobs_) {
    for (const auto& [mode, name] : entry.job.data_sets) {
      if (field(fields, 1) == name) {
        send(peer, {"HOLDER", entry.job.name, job_id,
                    mode == io::LockMode::kShared ? "SHARE" : "EXCLUSIVE"});
      }
    }
  }
  send(peer, {"END"});
}

void Console::list_requests(io::PeerNumber peer) {
  for (const auto& [number, request] : requests_) {
    const auto entry = jobs_.find(request.job_id);
    send(peer, {"REQUEST", fmt::format("{:02}", number), request.job_id,
                entry == jobs_.end() ? "" : entry->second.job.name, request.text});
  }
  send(peer, {"END"});
}

void Console::cancel(io::PeerNumber peer, const Fields& fields) {
  RunningJobEntry* entry = find_job(field(fields, 1));
  if (entry == nullptr) {
    send(peer, {"NONE"});
    return;
  }
  const bool is_force = fields[0] == "FORCE";
  const bool was_cancelled = parts_.children->cancelled(entry->job.job_id).has_value();
  if (is_force && !was_cancelled) {
    send(peer, {"FIRST", entry->job.name});
    return;
  }
  const CancelKind kind = is_force                     ? CancelKind::kForce
                          : field(fields, 2) == "DUMP" ? CancelKind::kCancelDump
                                                       : CancelKind::kCancel;
  say(*entry, batch::operator_text(failure<msg::IEE301I>(entry->job.name, fields[0])));
  CS_KILL_POINT("console.cancel_told");
  parts_.children->cancel(entry->job.job_id, kind);
  send(peer, {"DONE", entry->job.name});
}

void Console::command_program(io::PeerNumber peer, const Fields& fields) {
  RunningJobEntry* entry = find_job(field(fields, 1));
  if (entry == nullptr) {
    send(peer, {"NONE"});
    return;
  }
  if (!entry->is_listening || entry->commands.size() >= kWaitingCommandsMax) {
    send(peer, {"BUSY", entry->job.name});
    return;
  }
  const bool is_stop = fields[0] == "STOP";
  say(*entry, is_stop ? "P " + field(fields, 1) : "F " + field(fields, 1) + "," + field(fields, 2));
  entry->commands.push_back(is_stop ? "STOP" : batch::console_line({"MODIFY", field(fields, 2)}));
  deliver_commands(*entry);
  send(peer, {"DONE", entry->job.name});
}

}  // namespace coldsite::jcl

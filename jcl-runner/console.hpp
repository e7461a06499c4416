// The console of one running jclrun: which jobs run here, what their programs have asked the
// operator, and what he answers. Operators and programs come to it by socket (console_line.hpp).
//   <site>/run/console/N.lock   held while console N lives: what a killed one left is known by it
//   <site>/run/console/N        its socket
//   <site>/run/replies          byte n is locked while request n is outstanding: numbers are the
//                               site's, and those of a killed jclrun are free at once
// threads: all functions by any.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/io/local_socket.hpp"
#include "datasets/site/locks.hpp"
#include "jcl-runner/child_process.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/step_table.hpp"
#include "utilities/batch/reply_script.hpp"

namespace coldsite::jcl {

/// A job as the operator knows it.
struct ConsoleJob {
  std::string job_id, name;
  std::string identifier;  ///< of START name.identifier
  bool is_started_task = false;
  int initiator = 0;
  std::int64_t started_us = 0;
  std::vector<std::pair<io::LockMode, std::string>> data_sets;  ///< held for the whole job
  JobLog* log = nullptr;                                        ///< JESMSGLG
};

class Console final : public io::LineHandler {
 public:
  struct Parts {
    io::FileStore* store = nullptr;
    std::string site_directory;
    io::Clock* clock = nullptr;  ///< its own
    ChildProcesses* children = nullptr;
    StepTable* table = nullptr;  ///< nullptr: no terminal
    batch::ReplyScript replies;
  };
  explicit Console(Parts parts) : parts_(std::move(parts)) {}
  ~Console() override;
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// Makes it reachable. errors: the run directory cannot be used.
  Result<void> open();
  /// For COLDSITE_CONSOLE; "" before open().
  [[nodiscard]] const std::string& socket_path() const { return socket_path_; }

  void begin_job(const ConsoleJob& job);
  void hold_data_sets(const std::string& job_id,
                      std::vector<std::pair<io::LockMode, std::string>> data_sets);
  void begin_step(const std::string& job_id, const std::string& step, const std::string& caller);
  /// Its requests are withdrawn, its commands forgotten.
  void end_step(const std::string& job_id);
  void end_job(const std::string& job_id);

  void line_came(io::PeerNumber peer, std::string_view line) override;
  void peer_left(io::PeerNumber peer) override;
  /// The answer to a line of an operator; what a program says is answered by `sender` when it is
  /// time. For tests, which have no sockets.
  using Sender = std::function<void(io::PeerNumber peer, const std::string& line)>;
  void set_sender(Sender sender) { sender_ = std::move(sender); }

 private:
  struct RunningJobEntry {
    ConsoleJob job;
    std::string step, caller;
    bool is_listening = false;  ///< its program has asked for commands
    std::deque<std::string> commands;
    std::deque<io::PeerNumber> waiting;  ///< peers that wait for one
  };
  struct Request {
    io::PeerNumber peer = 0;
    std::string job_id, text;
    std::shared_ptr<site::HeldLock> number_lock;
  };
  using Fields = std::vector<std::string>;

  void program_says(io::PeerNumber peer, const Fields& fields);
  void ask(io::PeerNumber peer, RunningJobEntry& entry, const std::string& text);
  void give_reply(std::uint32_t number, const std::string& text);
  void deliver_commands(RunningJobEntry& entry);
  void withdraw_requests(const std::string& job_id, std::optional<io::PeerNumber> peer);
  void operator_says(io::PeerNumber peer, const Fields& fields);
  void list_jobs(io::PeerNumber peer);
  void list_data_sets(io::PeerNumber peer, const Fields& fields);
  void list_requests(io::PeerNumber peer);
  void cancel(io::PeerNumber peer, const Fields& fields);
  void command_program(io::PeerNumber peer, const Fields& fields);
  RunningJobEntry* find_job(std::string_view name);
  std::optional<std::pair<std::uint32_t, std::shared_ptr<site::HeldLock>>> take_number();
  void say(RunningJobEntry& entry, const std::string& text);
  void send(io::PeerNumber peer, const Fields& fields);

  Parts parts_;
  Sender sender_;
  std::string socket_path_;
  std::shared_ptr<site::HeldLock> name_lock_;
  std::mutex mutex_;
  std::map<std::string, RunningJobEntry> jobs_;     ///< by job id
  std::map<io::PeerNumber, std::string> programs_;  ///< the job of a peer that is a program
  std::map<std::uint32_t, Request> requests_;
  std::unique_ptr<io::LineServer> server_;  // first to go
};

}  // namespace coldsite::jcl

#include "jcl-runner/console_client.hpp"

#include <algorithm>
#include <memory>

#include "datasets/io/kill_point.hpp"
#include "datasets/io/local_socket.hpp"
#include "datasets/site/locks.hpp"
#include "utilities/batch/console_line.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kLockSuffix = ".lock";

/// The socket of a killed jclrun: nobody answers, and nobody holds its lock.
Result<void> remove_stale(io::FileStore& store, const std::string& path) {
  CS_ASSIGN(const auto lock, site::lock_byte(store, path + std::string(kLockSuffix), 0,
                                             io::LockMode::kExclusive, false));
  CS_ASSIGN(const auto info, store.info(path));
  CS_KILL_POINT("console.before_stale_removed");
  return lock && info ? store.remove_file(path) : Result<void>();
}

Result<std::vector<std::unique_ptr<io::LineChannel>>> connect_all(
    io::FileStore& store, const std::string& site_directory) {
  std::vector<std::unique_ptr<io::LineChannel>> channels;
  const std::string directory = console_directory(site_directory);
  CS_ASSIGN(const auto info, store.info(directory));
  if (!info) {
    return channels;
  }
  CS_ASSIGN(const std::vector<std::string> names, store.list(directory));
  for (const std::string& name : names) {
    if (name.ends_with(kLockSuffix)) {
      continue;
    }
    const std::string path = io::join_path(directory, name);
    CS_ASSIGN(auto channel, io::connect_line_channel(path));
    if (channel) {
      channels.push_back(std::move(channel));
    } else {
      CS_TRY(remove_stale(store, path));
    }
  }
  return channels;
}

}  // namespace

std::string console_directory(const std::string& site_directory) {
  return io::join_path(io::join_path(site_directory, "run"), "console");
}

Result<std::vector<ConsoleFields>> ask_consoles(io::FileStore& store,
                                                const std::string& site_directory,
                                                const ConsoleFields& question) {
  std::vector<ConsoleFields> rows;
  CS_ASSIGN(const auto channels, connect_all(store, site_directory));
  for (const auto& channel : channels) {
    if (!channel->send(batch::console_line(question))) {
      continue;  // it has just ended, and its jobs with it
    }
    for (auto line = channel->receive(); line && *line && **line != "END";
         line = channel->receive()) {
      rows.push_back(batch::console_fields(**line));
    }
  }
  return rows;
}

Result<ConsoleFields> tell_consoles(io::FileStore& store, const std::string& site_directory,
                                    const ConsoleFields& command) {
  CS_ASSIGN(const auto channels, connect_all(store, site_directory));
  for (const auto& channel : channels) {
    if (!channel->send(batch::console_line(command))) {
      continue;
    }
    const auto answer = channel->receive();
    if (answer && *answer && **answer != "NONE") {
      return batch::console_fields(**answer);
    }
  }
  return ConsoleFields{"NONE"};
}

}  // namespace coldsite::jcl

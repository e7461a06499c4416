#include "datasets/io/local_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/io/system_error.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

constexpr int kBacklog = 64;
constexpr timeval kSendPatience = {2, 0};  // a peer that does not read cannot stop the server

/// The address of a name seen from its directory, which stays open as long as it is used.
struct SocketName {
  Descriptor directory;
  sockaddr_un address{};
};

Result<SocketName> socket_name(const std::string& path) {
  SocketName name;
  CS_ASSIGN(name.directory, open_descriptor(directory_of(path), O_PATH | O_DIRECTORY));
  const std::string near =
      "/proc/self/fd/" + std::to_string(name.directory.number()) + "/" + name_of(path);
  if (near.size() >= sizeof name.address.sun_path) {
    return operation_failure("use the socket name", path, ENAMETOOLONG);
  }
  name.address.sun_family = AF_UNIX;
  std::copy(near.begin(), near.end(), std::begin(name.address.sun_path));
  return name;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

bool send_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

std::string with_line_feed(std::string_view line) {
  std::string text(line);
  std::ranges::replace(text, '\n', ' ');
  return text + "\n";
}

/// Bytes that came, and the lines in them.
class LineBuffer {
 public:
  void add(std::string_view bytes) { bytes_ += bytes; }
  std::optional<std::string> take() {
    const std::size_t feed = bytes_.find('\n');
    if (feed == std::string::npos) {
      return std::nullopt;
    }
    std::string line = bytes_.substr(0, feed);
    bytes_.erase(0, feed + 1);
    return line;
  }
  [[nodiscard]] bool is_too_long() const { return bytes_.size() > kSocketLineBytesMax; }

 private:
  std::string bytes_;
};

class SocketServer final : public LineServer {
 public:
  SocketServer(std::string path, Descriptor listener, Descriptor stop, LineHandler& handler)
      : path_(std::move(path)),
        listener_(std::move(listener)),
        stop_(std::move(stop)),
        handler_(handler),
        thread_([this] { serve(); }) {}

  ~SocketServer() override {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t told = ::write(stop_.number(), &one, sizeof one);
    thread_.join();
    ::unlink(path_.c_str());
  }

  bool send(PeerNumber number, std::string_view line) override {
    const std::lock_guard guard(mutex_);
    const auto peer = peers_.find(number);
    return peer != peers_.end() && send_all(peer->second.socket.number(), with_line_feed(line));
  }

 private:
  struct Peer {
    Descriptor socket;
    LineBuffer buffer;
  };

  void serve() {
    while (true) {
      std::vector<pollfd> waited = {{stop_.number(), POLLIN, 0}, {listener_.number(), POLLIN, 0}};
      std::vector<PeerNumber> numbers;
      for (const auto& [number, peer] : peers_) {  // only this thread changes the map
        waited.push_back({peer.socket.number(), POLLIN, 0});
        numbers.push_back(number);
      }
      if (::poll(waited.data(), waited.size(), -1) < 0 && errno != EINTR) {
        return;
      }
      if (waited[0].revents != 0) {
        return;
      }
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (waited[i + 2].revents != 0) {
          read_from(numbers[i]);
        }
      }
      if (waited[1].revents != 0) {
        accept_peer();
      }
    }
  }

  void accept_peer() {
    const int socket = ::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &kSendPatience, sizeof kSendPatience);
    const std::lock_guard guard(mutex_);
    peers_[++last_number_].socket = Descriptor(socket);
  }

  void read_from(PeerNumber number) {
    Peer& peer = peers_.at(number);
    std::array<char, 4096> bytes{};
    const ssize_t got = ::recv(peer.socket.number(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
      return;
    }
    if (got > 0) {
      peer.buffer.add({bytes.data(), static_cast<std::size_t>(got)});
      while (const auto line = peer.buffer.take()) {
        handler_.line_came(number, *line);
      }
    }
    if (got <= 0 || peer.buffer.is_too_long()) {
      {
        const std::lock_guard guard(mutex_);
        peers_.erase(number);
      }
      handler_.peer_left(number);
    }
  }

  std::string path_;
  Descriptor listener_, stop_;
  LineHandler& handler_;
  std::mutex mutex_;  ///< of the map, for send(); the thread alone changes it
  std::map<PeerNumber, Peer> peers_;
  PeerNumber last_number_ = 0;
  std::thread thread_;  // last: it uses all of them
};

class SocketChannel final : public LineChannel {
 public:
  SocketChannel(Descriptor socket, std::string path)
      : socket_(std::move(socket)), path_(std::move(path)) {}

  Result<void> send(std::string_view line) override {
    if (!send_all(socket_.number(), with_line_feed(line))) {
      return write_failure(path_, 0, errno);
    }
    return {};
  }

  Result<std::optional<std::string>> receive() override {
    while (true) {
      if (auto line = buffer_.take()) {
        return line;
      }
      std::array<char, 4096> bytes{};
      const ssize_t got = ::recv(socket_.number(), bytes.data(), bytes.size(), 0);
      if (got == 0 || (got < 0 && errno == ECONNRESET)) {
        return std::optional<std::string>();
      }
      if (got < 0 && errno != EINTR) {
        return read_failure(path_, 0, errno);
      }
      buffer_.add({bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))});
      if (buffer_.is_too_long()) {
        return failure<msg::CSI0002E>(path_, 0, "the line is too long");
      }
    }
  }

 private:
  Descriptor socket_;
  std::string path_;
  LineBuffer buffer_;
};

}  // namespace

Result<std::unique_ptr<LineServer>> start_line_server(const std::string& path,
                                                      LineHandler& handler) {
  CS_ASSIGN(const SocketName name, socket_name(path));
  Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  Descriptor stop(::eventfd(0, EFD_CLOEXEC));
  if (listener.number() < 0 || stop.number() < 0) {
    return operation_failure("make the socket", path, errno);
  }
  ::unlink(path.c_str());
  if (::bind(listener.number(), generic(name.address), sizeof name.address) != 0) {
    return operation_failure("make the socket", path, errno);
  }
  CS_KILL_POINT("io.socket_bound");
  if (::listen(listener.number(), kBacklog) != 0) {
    return operation_failure("listen at", path, errno);
  }
  return std::unique_ptr<LineServer>(
      std::make_unique<SocketServer>(path, std::move(listener), std::move(stop), handler));
}

Result<std::unique_ptr<LineChannel>> connect_line_channel(const std::string& path) {
  CS_ASSIGN(const SocketName name, socket_name(path));
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.number() < 0) {
    return operation_failure("connect to", path, errno);
  }
  while (::connect(socket.number(), generic(name.address), sizeof name.address) != 0) {
    if (errno == ECONNREFUSED || errno == ENOENT) {
      return std::unique_ptr<LineChannel>();
    }
    if (errno != EINTR) {
      return operation_failure("connect to", path, errno);
    }
  }
  return std::unique_ptr<LineChannel>(std::make_unique<SocketChannel>(std::move(socket), path));
}

}  // namespace coldsite::io

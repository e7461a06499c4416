// Conversations between processes of one host, line by line, over a Unix socket that has a name in
// a directory: what the console of a running job and the operator's commands talk through.
//   - a line is UTF-8 text up to kSocketLineBytesMax, without line feed; longer ones end the talk
//   - the name of a server that was killed stays behind and answers nobody: connect() says so
//   - names of any length are bound through their directory (a socket's own limit is 108 bytes)
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "datasets/result.hpp"

namespace coldsite::io {

inline constexpr std::size_t kSocketLineBytesMax = 64 * 1024;

using PeerNumber = std::uint64_t;

/// What a server does with what comes in. threads: both are called by the server's own thread.
class LineHandler {
 public:
  virtual ~LineHandler() = default;
  virtual void line_came(PeerNumber peer, std::string_view line) = 0;
  virtual void peer_left(PeerNumber peer) = 0;
};

/// Answers on a name until it is destroyed, which also removes the name.
class LineServer {
 public:
  virtual ~LineServer() = default;
  /// False when the peer has left, or does not take what it is sent. threads: any.
  virtual bool send(PeerNumber peer, std::string_view line) = 0;
};

/// Makes the name (one that is there is replaced: whoever has the right to it knows that nobody
/// answers there) and answers from now on. errors: CSI0008E.
[[nodiscard]] Result<std::unique_ptr<LineServer>> start_line_server(const std::string& path,
                                                                    LineHandler& handler);

/// The other end. threads: one for sending, one for receiving.
class LineChannel {
 public:
  virtual ~LineChannel() = default;
  /// errors: CSI0003E, also when the other side has left.
  virtual Result<void> send(std::string_view line) = 0;
  /// Waits for a line; nothing when the other side has left. errors: CSI0002E.
  virtual Result<std::optional<std::string>> receive() = 0;
};

/// nullptr when nobody answers there. errors: CSI0008E.
[[nodiscard]] Result<std::unique_ptr<LineChannel>> connect_line_channel(const std::string& path);

}  // namespace coldsite::io

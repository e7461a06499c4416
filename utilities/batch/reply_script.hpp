// Replies to WTORs that are known beforehand, for drills: a plain file, read top to bottom.
//   # comment
//   PREP*   ICK003D   U           job name or mask, message id or mask, the reply (to line's end)
//   *       ICK*      T
// The first line whose masks (* any text, ? one character) meet job and message counts, as often as
// it is asked for. threads: immutable once read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::batch {

class ReplyScript {
 public:
  ReplyScript() = default;
  /// errors: CSP0022E a line is not job, message and reply (with its place).
  [[nodiscard]] static Result<ReplyScript> parse(std::string_view text, std::string_view source);

  /// The reply to a message, whose first word is its id.
  [[nodiscard]] std::optional<std::string> find(std::string_view job,
                                                std::string_view message) const;
  [[nodiscard]] bool empty() const { return lines_.empty(); }

 private:
  struct Line {
    std::string job, message_id, reply;
  };
  std::vector<Line> lines_;
};

}  // namespace coldsite::batch

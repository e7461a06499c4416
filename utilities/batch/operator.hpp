// The operator, as a program sees him: WTO, WTOR, and the commands MODIFY and STOP.
//   - under jclrun (COLDSITE_CONSOLE names the socket of its console) messages stand in JESMSGLG
//     and on jclrun's terminal, and replies and commands come from 'jclrun command'
//   - alone, the terminal is the operator, or the file of COLDSITE_REPLIES (reply_script.hpp)
// threads: any.
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "datasets/result.hpp"
#include "utilities/batch/reply_script.hpp"

namespace coldsite::batch {

struct OperatorCommand {
  bool is_stop = false;
  std::string text;  ///< of MODIFY
  bool operator==(const OperatorCommand&) const = default;
};

class Operator {
 public:
  virtual ~Operator() = default;
  /// WTO: "ICK05001I text", at once. errors: CSP0021S nobody hears it any more.
  virtual Result<void> tell(std::string_view message) = 0;
  /// WTOR: waits for the reply. errors: CSP0020E there is nobody to reply; CSP0021S.
  virtual Result<std::string> ask(std::string_view message) = 0;
  /// Waits for STOP or MODIFY; from the first call on they are taken for this step.
  /// errors: CSP0020E; CSP0021S.
  virtual Result<OperatorCommand> next_command() = 0;
};

/// Talks to the console at `socket_path` for the job that runs there.
[[nodiscard]] std::unique_ptr<Operator> make_console_operator(const std::string& socket_path,
                                                              const std::string& job_id);

/// What stands for the operator of a program that runs alone.
struct AloneOperator {
  std::ostream* output = nullptr;  ///< messages
  std::istream* input = nullptr;   ///< the terminal; nullptr: there is none
  ReplyScript replies;             ///< asked first
  std::string program;             ///< its name stands for the job's in the script
};
[[nodiscard]] std::unique_ptr<Operator> make_alone_operator(AloneOperator parts);

/// "ICK003D REPLY U": a message as the operator sees it.
[[nodiscard]] std::string operator_text(const Failure& message);

}  // namespace coldsite::batch

#include "utilities/batch/operator.hpp"

#include <algorithm>
#include <cctype>
#include <istream>
#include <mutex>
#include <ostream>

#include "datasets/io/local_socket.hpp"
#include "datasets/messages/csp.hpp"
#include "utilities/batch/console_line.hpp"

namespace coldsite::batch {
namespace {

/// Each call is a conversation of its own, so that a thread may ask while another one listens.
class ConsoleOperator final : public Operator {
 public:
  ConsoleOperator(std::string socket_path, std::string job_id)
      : socket_path_(std::move(socket_path)), job_id_(std::move(job_id)) {}

  Result<void> tell(std::string_view message) override {
    CS_TRY(converse({"WTO", std::string(message)}));
    return {};
  }

  Result<std::string> ask(std::string_view message) override {
    CS_ASSIGN(const std::vector<std::string> answer, converse({"WTOR", std::string(message)}));
    if (answer[0] != "REPLY" || answer.size() < 2) {
      return gone();
    }
    return answer[1];
  }

  Result<OperatorCommand> next_command() override {
    CS_ASSIGN(const std::vector<std::string> answer, converse({"QEDIT"}));
    if (answer[0] == "STOP") {
      return OperatorCommand{true, ""};
    }
    if (answer[0] != "MODIFY" || answer.size() < 2) {
      return gone();
    }
    return OperatorCommand{false, answer[1]};
  }

 private:
  [[nodiscard]] Failure gone() const { return failure<msg::CSP0021S>(socket_path_); }

  Result<std::vector<std::string>> converse(const std::vector<std::string>& question) {
    CS_ASSIGN(const auto channel, io::connect_line_channel(socket_path_));
    if (!channel) {
      return gone();
    }
    CS_TRY(channel->send(console_line({"PROGRAM", job_id_})));
    CS_TRY(channel->send(console_line(question)));
    CS_ASSIGN(const auto answer, channel->receive());
    if (!answer) {
      return gone();
    }
    return console_fields(*answer);
  }

  std::string socket_path_, job_id_;
};

std::string_view after_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

/// "R 01,U", "1,U" and "U" are the same reply on a terminal that shows one question.
std::string reply_of(std::string_view line) {
  std::string_view rest = line;
  if (rest.starts_with("R ") || rest.starts_with("r ")) {
    rest = after_blanks(rest.substr(2));
  }
  const std::size_t digits = rest.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string_view::npos && rest[digits] == ',') {
    return std::string(rest.substr(digits + 1));
  }
  return std::string(line);
}

class TerminalOperator final : public Operator {
 public:
  explicit TerminalOperator(AloneOperator parts) : parts_(std::move(parts)) {}

  Result<void> tell(std::string_view message) override {
    const std::lock_guard guard(mutex_);
    *parts_.output << message << "\n" << std::flush;
    return {};
  }

  Result<std::string> ask(std::string_view message) override {
    const std::lock_guard guard(mutex_);
    *parts_.output << "*01 " << message << "\n" << std::flush;
    if (const auto known = parts_.replies.find(parts_.program, message)) {
      *parts_.output << "R 01," << *known << "\n" << std::flush;
      return *known;
    }
    std::string line;
    CS_TRY(read_line(message, line));
    return reply_of(line);
  }

  Result<OperatorCommand> next_command() override {
    const std::lock_guard guard(mutex_);
    std::string line;
    CS_TRY(read_line("STOP or MODIFY", line));
    std::string word = line;
    std::ranges::transform(word, word.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return word == "STOP" || word == "P" ? OperatorCommand{true, ""} : OperatorCommand{false, line};
  }

 private:
  Result<void> read_line(std::string_view what, std::string& line) {
    if (parts_.input == nullptr || !std::getline(*parts_.input, line)) {
      return failure<msg::CSP0020E>(what);
    }
    return {};
  }

  std::mutex mutex_;
  AloneOperator parts_;
};

}  // namespace

std::unique_ptr<Operator> make_console_operator(const std::string& socket_path,
                                                const std::string& job_id) {
  return std::make_unique<ConsoleOperator>(socket_path, job_id);
}

std::unique_ptr<Operator> make_alone_operator(AloneOperator parts) {
  return std::make_unique<TerminalOperator>(std::move(parts));
}

std::string operator_text(const Failure& message) {
  return std::string(message.message().id) + " " + message.text();
}

}  // namespace coldsite::batch

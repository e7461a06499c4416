// The one report of a step: it prints to SYSPRINT, keeps the JSON facts, and owns the condition
// code. threads: say() and fact() may be called by several threads.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/result.hpp"

namespace coldsite::batch {

/// Where printed lines go (SYSPRINT: FBA 121 or what the DD says; a terminal: text).
class PrintSink {
 public:
  virtual ~PrintSink() = default;
  virtual Result<void> print(std::string_view line) = 0;
  virtual Result<void> close() = 0;
};

class Report {
 public:
  Report(std::string program, std::unique_ptr<PrintSink> sysprint);

  /// Prints "ID text" and raises the condition code to the message's.
  template <const Message& M, class... Inserts>
  void say(const Inserts&... inserts) {
    static_assert(insert_count(M.text) == sizeof...(Inserts), "wrong number of inserts");
    say_message(M, {to_insert(inserts)...});
  }
  /// Prints a failure with its place (card and caret) and what was being done.
  void say(const Failure& failure);
  /// The same, at a condition code of the caller's choice (some utilities go on after an error at
  /// 4).
  void say_at(int condition_code, const Failure& failure);

  /// A plain line of a listing.
  void print(std::string_view line);
  void new_page(std::string_view title);

  /// A fact for --json: report.fact("volumes", 3).
  void fact(std::string_view name, std::string_view value);
  void fact(std::string_view name, std::int64_t value);

  void raise(int condition_code);
  [[nodiscard]] int condition_code() const { return condition_code_; }
  /// Closes SYSPRINT (a failure there is CC 16) and writes the JSON when asked for. The only source
  /// of an exit status.
  [[nodiscard]] int exit_status();

  void want_json(bool on) { json_ = on; }

 private:
  void say_message(const Message& message, std::vector<std::string> inserts);

  std::string program_;
  std::unique_ptr<PrintSink> sysprint_;
  mutable std::recursive_mutex mutex_;
  int condition_code_ = 0;
  bool json_ = false;
  std::vector<std::string> json_messages_;
  std::vector<std::pair<std::string, std::string>> json_facts_;
};

}  // namespace coldsite::batch

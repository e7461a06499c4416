// The one report of a step: it prints to SYSPRINT, keeps the JSON facts, and owns the condition
// code. threads: all functions may be called by several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "datasets/result.hpp"
#include "utilities/batch/json.hpp"
#include "utilities/batch/print_sink.hpp"

namespace coldsite::batch {

/// The value of a fact.
using FactValue = std::variant<std::int64_t, std::string>;
/// Named values: one row of a table of facts.
using FactRow = std::vector<std::pair<std::string, FactValue>>;

/// Takes the JSON text of a step, whole, when the step ends.
using JsonConsumer = std::function<Result<void>(std::string_view json)>;

class Report {
 public:
  Report(std::string program, std::unique_ptr<PrintSink> sysprint);

  /// Prints "ID text" and raises the condition code to the message's.
  template <const Message& M, class... Inserts>
  void say(const Inserts&... inserts) {
    static_assert(insert_count(M.text) == sizeof...(Inserts), "wrong number of inserts");
    say_failure(M.condition_code, Failure(M, {to_insert(inserts)...}));
  }
  /// Prints a failure with its place (card and caret) and what was being done:
  ///   CSS0010E SYSIN(12,13): Expected '(', found 'SYSUT1'
  ///     COPY INDD SYSUT1
  ///               ^
  ///     while restoring volume 'PRD001'
  void say(const Failure& failure) { say_failure(failure.message().condition_code, failure); }
  /// The same, at a condition code of the caller's choice (some utilities go on after an error at
  /// 4).
  void say_at(int condition_code, const Failure& failure) { say_failure(condition_code, failure); }

  /// Prints a failure and leaves the condition code as it is: for a language that keeps its own and
  /// can lower it (IDCAMS, SET MAXCC). JSON shows `condition_code` all the same.
  void tell(int condition_code, const Failure& failure, Carriage carriage = Carriage::kNextLine);

  /// A plain line of a listing.
  void print(std::string_view line, Carriage carriage = Carriage::kNextLine);
  /// A title at the top of a new page (an empty line before it where there are no pages).
  void new_page(std::string_view title);

  /// A fact for --json: report.fact("volumes", 3).
  void fact(std::string_view name, std::string_view value);
  void fact(std::string_view name, std::int64_t value);
  /// Whether facts are kept at all (--json): spares building the rows of long tables.
  [[nodiscard]] bool keeps_facts() const;
  /// A row of a table: report.fact_row("data_sets", {{"name", "A.B"}, {"tracks", 5}}).
  void fact_row(std::string_view table, const FactRow& row);

  /// A report for work that runs beside other work: it holds in memory what it is told, until
  /// append() brings it here.
  [[nodiscard]] std::unique_ptr<Report> make_part() const;
  /// Prints what `part` was told, in one piece, and takes its facts and its condition code.
  void append(const Report& part);

  void raise(int condition_code);
  [[nodiscard]] int condition_code() const;
  /// Closes SYSPRINT (a failure there is CC 16) and writes the JSON when asked for. The only source
  /// of an exit status; later calls return the same and do nothing.
  [[nodiscard]] int exit_status();

  /// Asks for the JSON object {"program","messages","facts","tables","condition_code", ...}.
  void want_json(JsonConsumer consumer);
  /// The same on the stream where SYSPRINT is a JSON sink and has begun the object.
  void continue_json(std::ostream& stream);
  /// Where a SYSPRINT that cannot be written is told (default: standard error).
  void set_error_stream(std::ostream& stream) { errors_ = &stream; }

 private:
  void say_failure(int condition_code, const Failure& failure);
  void print_line(std::string_view line, Carriage carriage);
  void sysprint_failed(const Failure& failure);
  void keep_json_message(int condition_code, const Failure& failure);
  [[nodiscard]] JsonObject json() const;
  std::string& table_of(std::string_view table);

  std::string program_;
  std::vector<std::string> lines_;  ///< of a part
  std::unique_ptr<PrintSink> sysprint_;
  mutable std::recursive_mutex mutex_;
  std::ostream* errors_;
  int condition_code_ = 0;
  bool is_closed_ = false;
  bool sysprint_usable_ = true;
  JsonConsumer json_consumer_;
  std::ostream* json_stream_ = nullptr;
  std::string json_messages_;
  JsonObject json_facts_;
  std::vector<std::pair<std::string, std::string>> json_tables_;
};

/// The lines say() prints for a failure.
[[nodiscard]] std::vector<std::string> format_failure(const Failure& failure);

}  // namespace coldsite::batch

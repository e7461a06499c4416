#include "utilities/batch/report.hpp"

#include <algorithm>
#include <iostream>

#include "datasets/messages/csp.hpp"

namespace coldsite::batch {
namespace {

/// "SYSIN(12,13): ", or less where less is known.
std::string place_of(const SourcePosition& position) {
  std::string place = position.source;
  if (position.line != 0) {
    place += "(" + std::to_string(position.line);
    if (position.column != 0) {
      place += "," + std::to_string(position.column);
    }
    place += ")";
  }
  return place.empty() ? place : place + ": ";
}

/// Blanks up to the column, with tabs where the card has tabs, then the caret.
std::string caret_line(const SourcePosition& position) {
  std::string line;
  for (std::size_t i = 0; i + 1 < position.column; ++i) {
    line += i < position.card.size() && position.card[i] == '\t' ? '\t' : ' ';
  }
  return line + '^';
}

std::string_view trim_right(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

JsonObject position_json(const SourcePosition& position) {
  JsonObject json;
  json.add("source", position.source);
  json.add("line", static_cast<std::int64_t>(position.line));
  json.add("column", static_cast<std::int64_t>(position.column));
  json.add("card", trim_right(position.card));
  return json;
}

void append_element(std::string& list, const std::string& element) {
  if (!list.empty()) {
    list += ",\n";
  }
  list += element;
}

}  // namespace

std::vector<std::string> format_failure(const Failure& failure) {
  std::vector<std::string> lines;
  std::string first(failure.message().id);
  first += ' ';
  const auto& position = failure.position();
  if (position) {
    first += place_of(*position);
  }
  lines.push_back(first + failure.text());
  if (position && !position->card.empty()) {
    lines.push_back("  " + std::string(trim_right(position->card)));
    if (position->column != 0) {
      lines.push_back("  " + caret_line(*position));
    }
  }
  for (const std::string& activity : failure.context()) {
    lines.push_back("  while " + activity);
  }
  return lines;
}

Report::Report(std::string program, std::unique_ptr<PrintSink> sysprint)
    : program_(std::move(program)), sysprint_(std::move(sysprint)), errors_(&std::cerr) {}

void Report::say_failure(int condition_code, const Failure& failure) {
  const std::lock_guard lock(mutex_);
  raise(condition_code);
  tell(condition_code, failure);
}

void Report::tell(int condition_code, const Failure& failure, Carriage carriage) {
  const std::lock_guard lock(mutex_);
  for (const std::string& line : format_failure(failure)) {
    print_line(line, carriage);
    carriage = Carriage::kNextLine;
  }
  if (json_consumer_ || json_stream_ != nullptr) {
    keep_json_message(condition_code, failure);
  }
}

void Report::keep_json_message(int condition_code, const Failure& failure) {
  JsonObject json;
  json.add("id", failure.message().id);
  json.add("condition_code", condition_code);
  json.add("text", failure.text());
  if (failure.position()) {
    json.add_json("position", position_json(*failure.position()).text());
  }
  if (!failure.context().empty()) {
    std::string list;
    for (const std::string& activity : failure.context()) {
      append_element(list, json_string(activity));
    }
    json.add_json("while", "[" + list + "]");
  }
  append_element(json_messages_, json.text());
}

void Report::print_line(std::string_view line, Carriage carriage) {
  if (!sysprint_usable_ || is_closed_) {
    return;
  }
  if (auto printed = sysprint_->print(line, carriage); !printed) {
    sysprint_failed(printed.failure());
  }
}

void Report::sysprint_failed(const Failure& failure) {
  sysprint_usable_ = false;
  raise(kTerminating);
  const Failure told =
      failure.is(msg::CSP0002T) ? failure : coldsite::failure<msg::CSP0002T>(to_string(failure));
  for (const std::string& line : format_failure(told)) {
    *errors_ << line << '\n';
  }
  keep_json_message(kTerminating, told);
}

void Report::print(std::string_view line, Carriage carriage) {
  const std::lock_guard lock(mutex_);
  print_line(line, carriage);
}

void Report::new_page(std::string_view title) {
  const std::lock_guard lock(mutex_);
  print_line(title, Carriage::kNewPage);
}

void Report::fact(std::string_view name, std::string_view value) {
  const std::lock_guard lock(mutex_);
  json_facts_.add(name, value);
}

void Report::fact(std::string_view name, std::int64_t value) {
  const std::lock_guard lock(mutex_);
  json_facts_.add(name, value);
}

bool Report::keeps_facts() const {
  const std::lock_guard lock(mutex_);
  return json_consumer_ || json_stream_ != nullptr;
}

void Report::fact_row(std::string_view table, const FactRow& row) {
  const std::lock_guard lock(mutex_);
  if (!json_consumer_ && json_stream_ == nullptr) {
    return;  // a table may be long; nobody asked for it
  }
  JsonObject json;
  for (const auto& [name, value] : row) {
    std::visit([&json, &name = name](const auto& plain) { json.add(name, plain); }, value);
  }
  append_element(table_of(table), json.text());
}

/// The rows of a table so far.
std::string& Report::table_of(std::string_view table) {
  auto at = std::ranges::find(json_tables_, table, [](const auto& entry) { return entry.first; });
  if (at == json_tables_.end()) {
    at = json_tables_.insert(at, {std::string(table), ""});
  }
  return at->second;
}

std::unique_ptr<Report> Report::make_part() const {
  const std::lock_guard lock(mutex_);
  auto part = std::make_unique<Report>(program_, nullptr);
  part->sysprint_ = make_memory_sink(part->lines_);
  part->errors_ = errors_;
  if (keeps_facts()) {
    part->json_consumer_ = [](std::string_view) { return Result<void>(); };
  }
  return part;
}

void Report::append(const Report& part) {
  const std::scoped_lock lock(mutex_, part.mutex_);
  raise(part.condition_code_);
  for (const std::string& line : part.lines_) {
    print_line(line, Carriage::kNextLine);
  }
  if (!part.json_messages_.empty()) {
    append_element(json_messages_, part.json_messages_);
  }
  json_facts_.add_members(part.json_facts_);
  for (const auto& [name, rows] : part.json_tables_) {
    append_element(table_of(name), rows);
  }
}

void Report::raise(int condition_code) {
  const std::lock_guard lock(mutex_);
  condition_code_ = std::max(condition_code_, condition_code);
}

int Report::condition_code() const {
  const std::lock_guard lock(mutex_);
  return condition_code_;
}

void Report::want_json(JsonConsumer consumer) {
  json_consumer_ = std::move(consumer);
}

void Report::continue_json(std::ostream& stream) {
  json_stream_ = &stream;
}

JsonObject Report::json() const {
  JsonObject tables;
  for (const auto& [name, rows] : json_tables_) {
    tables.add_json(name, "[" + rows + "]");
  }
  JsonObject json;
  json.add("program", program_);
  json.add("version", CS_VERSION);
  json.add_json("messages", "[" + json_messages_ + "]");
  json.add_json("facts", json_facts_.text());
  json.add_json("tables", tables.text());
  json.add("condition_code", condition_code_);
  return json;
}

int Report::exit_status() {
  const std::lock_guard lock(mutex_);
  if (is_closed_) {
    return condition_code_;
  }
  if (auto closed = sysprint_->close(); !closed && sysprint_usable_) {
    sysprint_failed(closed.failure());
  }
  is_closed_ = true;
  if (json_stream_ != nullptr) {
    *json_stream_ << "," << json().members() << "}\n";
    json_stream_->flush();
  }
  if (json_consumer_) {
    if (auto written = json_consumer_(json().text() + "\n"); !written) {
      raise(written.failure().message().condition_code);
      for (const std::string& line : format_failure(written.failure())) {
        *errors_ << line << '\n';
      }
    }
  }
  return condition_code_;
}

}  // namespace coldsite::batch

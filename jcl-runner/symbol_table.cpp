#include "jcl-runner/symbol_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kSymbolCharactersMax = 8;
constexpr std::size_t kValueCharactersMax = 255;
constexpr std::size_t kValueNestingMax = 8;

bool is_symbol_start(char c) {
  return (c >= 'A' && c <= 'Z') || c == '#' || c == '@' || c == '$';
}

bool is_symbol_character(char c) {
  return is_symbol_start(c) || (c >= '0' && c <= '9');
}

/// The symbol name that `text` begins with; empty when it begins with none.
std::string_view leading_name(std::string_view text) {
  if (text.empty() || !is_symbol_start(text.front())) {
    return {};
  }
  const auto end = std::ranges::find_if_not(text, is_symbol_character);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

struct Substring {
  int start = 0, length = 0;
  std::size_t coded_bytes = 0;
};

/// "(start:length)".
std::optional<Substring> leading_substring(std::string_view text) {
  Substring part;
  const std::size_t close = text.find(')');
  const std::size_t colon = text.find(':');
  if (!text.starts_with('(') || close == std::string_view::npos || colon > close) {
    return std::nullopt;
  }
  const auto number = [&](std::size_t begin, std::size_t end, int& value) {
    const auto parsed = std::from_chars(text.data() + begin, text.data() + end, value);
    return parsed.ec == std::errc{} && parsed.ptr == text.data() + end;
  };
  if (!number(1, colon, part.start) || !number(colon + 1, close, part.length)) {
    return std::nullopt;
  }
  part.coded_bytes = close + 1;
  return part;
}

/// Nothing when the substring is not in the value. A negative start counts from the end.
std::optional<std::string> take_substring(const std::string& value, const Substring& part) {
  const int size = static_cast<int>(value.size());
  const int first = part.start < 0 ? size + part.start : part.start - 1;
  if (part.start == 0 || first < 0 || part.length < 1 || first + part.length > size) {
    return std::nullopt;
  }
  return value.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(part.length));
}

/// Operands whose text between apostrophes is taken as it stands.
bool keeps_quoted_text(std::string_view keyword) {
  constexpr std::array<std::string_view, 4> kKept = {"DSN", "DSNAME", "DLM", "SER"};
  return std::ranges::find(kKept, keyword) != kKept.end();
}

class Substituter {
 public:
  Substituter(const JclText& text, const SymbolTable& symbols)
      : from_(text), text_(text.text()), symbols_(symbols) {}

  Substitution run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\'') {
        inside_ = !inside_;
      } else if (c == '&') {
        take_ampersand();
        continue;
      } else if (!inside_) {
        follow_keyword(c);
      }
      ++at_;
    }
    if (!result_.has_changed) {
      result_.text = from_;
      return std::move(result_);
    }
    result_.text.append_slice(from_, kept_, text_.size());
    return std::move(result_);
  }

 private:
  void follow_keyword(char c) {
    if (c == '=') {
      keyword_ = std::string_view(text_).substr(word_, at_ - word_);
    }
    if (c == ',' || c == '(' || c == '=') {
      word_ = at_ + 1;
    }
  }

  void take_ampersand() {
    if (at_ + 1 < text_.size() && text_[at_ + 1] == '&') {
      const std::string_view name = leading_name(std::string_view(text_).substr(at_ + 2));
      at_ += 2 + (inside_ ? 0 : name.size());
      return;
    }
    const std::string_view name = leading_name(std::string_view(text_).substr(at_ + 1));
    if (name.empty() || name.size() > kSymbolCharactersMax ||
        (inside_ && keeps_quoted_text(keyword_))) {
      ++at_;
      return;
    }
    const auto symbol = symbols_.find(name);
    if (!symbol) {
      const std::size_t offset = result_.text.text().size() + (at_ - kept_);
      result_.undefined.push_back({std::string(name), offset, inside_});
      at_ += 1 + name.size();
      return;
    }
    result_.used.insert(std::string(name));
    replace(name, *symbol);
  }

  void replace(std::string_view name, const SymbolTable::Symbol& symbol) {
    std::size_t end = at_ + 1 + name.size();
    std::string value = resolved(symbol.value, kValueNestingMax);
    if (symbol.is_system && end < text_.size() && text_[end] == '(') {
      if (const auto part = leading_substring(std::string_view(text_).substr(end))) {
        const auto taken = take_substring(value, *part);
        if (!taken) {
          result_.errors.push_back(failure<msg::CSJ0053E>(name, value).at(from_.position(end)));
        }
        value = taken.value_or(std::string());
        end += part->coded_bytes;
      }
    }
    end += end < text_.size() && text_[end] == '.' ? 1U : 0U;
    result_.text.append_slice(from_, kept_, at_);
    note_open_symbol(value);
    result_.text.append_at(from_, at_, value);
    result_.has_changed = true;
    kept_ = at_ = end;
  }

  /// A symbol without a value that came in with the value of another.
  void note_open_symbol(const std::string& value) {
    for (std::size_t at = value.find('&'); at != std::string::npos; at = value.find('&', at + 1)) {
      const std::string_view name = leading_name(std::string_view(value).substr(at + 1));
      const bool is_doubled = at + 1 < value.size() && value[at + 1] == '&';
      if (is_doubled) {
        ++at;
      } else if (!name.empty()) {
        result_.undefined.push_back({std::string(name), result_.text.text().size() + at, inside_});
      }
    }
  }

  /// The value of a symbol with the symbols that stand in it (PROC LIST=&HLQ..LIST).
  std::string resolved(const std::string& value, std::size_t depth) {
    std::string result;
    for (std::size_t at = 0; at < value.size();) {
      const std::string_view rest = std::string_view(value).substr(at);
      const std::string_view name =
          rest.front() == '&' ? leading_name(rest.substr(1)) : std::string_view{};
      const auto inner = name.empty() || depth == 0 || name.size() > kSymbolCharactersMax ||
                                 (at > 0 && value[at - 1] == '&')
                             ? std::nullopt
                             : symbols_.find(name);
      if (!inner || result.size() > kValueCharactersMax) {
        result += value[at++];
        continue;
      }
      result_.used.insert(std::string(name));
      result += resolved(inner->value, depth - 1);
      at += 1 + name.size();
      at += at < value.size() && value[at] == '.' ? 1U : 0U;
    }
    return result;
  }

  const JclText& from_;
  const std::string& text_;
  const SymbolTable& symbols_;
  Substitution result_;
  std::size_t at_ = 0, kept_ = 0, word_ = 0;
  std::string_view keyword_;
  bool inside_ = false;
};

/// Makes up for a value that is longer (or shorter) than its symbol in the next run of blanks.
void keep_columns(std::string& text, std::size_t behind, std::size_t coded, std::size_t value) {
  const std::size_t run = text.find("  ", behind);
  if (run == std::string::npos) {
    return;
  }
  if (value < coded) {
    text.insert(run, coded - value, ' ');
    return;
  }
  const std::size_t run_end = std::min(text.find_first_not_of(' ', run), text.size());
  text.erase(run, std::min(value - coded, run_end - run - 1));
}

}  // namespace

bool is_symbol_name(std::string_view name) {
  return !name.empty() && name.size() <= kSymbolCharactersMax &&
         leading_name(name).size() == name.size();
}

void SymbolTable::define_system(std::string name, std::string value) {
  system_[std::move(name)] = {std::move(value), true, false};
}

void SymbolTable::define_on_command_line(std::string name, std::string value) {
  command_line_[std::move(name)] = {std::move(value), false, true};
}

bool SymbolTable::is_in_export_list(const std::string& name) const {
  return export_list_.contains("*") || export_list_.contains(name);
}

void SymbolTable::set(const std::string& name, const std::string& value) {
  const Symbol symbol{value, false, is_in_export_list(name)};
  set_[name] = symbol;
  for (auto scope = procedures_.rbegin(); scope != procedures_.rend(); ++scope) {
    if (const auto found = scope->find(name); found != scope->end()) {
      found->second = symbol;
      return;
    }
  }
}

void SymbolTable::export_symbol(const std::string& name) {
  export_list_.insert(name);
}

void SymbolTable::enter_procedure(const SymbolValues& values) {
  Scope scope;
  for (const auto& [name, value] : values) {
    scope[name] = {value, false, is_in_export_list(name)};
  }
  procedures_.push_back(std::move(scope));
}

void SymbolTable::leave_procedure() {
  procedures_.pop_back();
}

std::optional<SymbolTable::Symbol> SymbolTable::find(std::string_view name) const {
  const auto look = [&](const Scope& scope) -> std::optional<Symbol> {
    const auto found = scope.find(name);
    return found == scope.end() ? std::nullopt : std::optional(found->second);
  };
  for (auto scope = procedures_.rbegin(); scope != procedures_.rend(); ++scope) {
    if (auto symbol = look(*scope)) {
      return symbol;
    }
  }
  for (const Scope* scope : {&command_line_, &set_, &system_}) {
    if (auto symbol = look(*scope)) {
      return symbol;
    }
  }
  return std::nullopt;
}

Substitution substitute(const JclText& text, const SymbolTable& symbols) {
  return Substituter(text, symbols).run();
}

std::string substitute_in_data(const std::string& record, DataSymbols which,
                               const SymbolTable& symbols) {
  std::string text = record;
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at)) {
    const std::string_view name = leading_name(std::string_view(text).substr(at + 1));
    const auto symbol = name.empty() ? std::nullopt : symbols.find(name);
    const bool may_use = symbol && (symbol->is_exported || name == "SYSUID" ||
                                    (symbol->is_system && which == DataSymbols::kSystemToo));
    if (!may_use) {
      ++at;
      continue;
    }
    std::size_t coded = 1 + name.size();
    coded += at + coded < text.size() && text[at + coded] == '.' ? 1U : 0U;
    text.replace(at, coded, symbol->value);
    at += symbol->value.size();
    keep_columns(text, at, coded, symbol->value.size());
  }
  return text;
}

}  // namespace coldsite::jcl

#include "jcl-runner/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/messages/csj.hpp"
#include "jcl-runner/keyed_lines.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kFile = ".checkpoint";
constexpr std::uint64_t kBytesMax = 64 << 20;
constexpr std::string_view kNoText = "-";  // where a word may be empty

constexpr std::array<std::pair<std::string_view, StepPhase>, 3> kPhases = {{
    {"between", StepPhase::kBetween},
    {"allocated", StepPhase::kAllocated},
    {"ended", StepPhase::kEnded},
}};
constexpr std::array<StepState, 6> kStates = {StepState::kWaiting,     StepState::kRunning,
                                              StepState::kEnded,       StepState::kAbended,
                                              StepState::kNotExecuted, StepState::kJclError};

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001B3U;
  }
  return hash;
}

std::string dd_text(const site::DdRequest& request) {
  return dd::format_dd_bindings({{request.ddname, {request}}});
}

std::string group_text(const catalog::GenerationGroupEntry& group) {
  std::string text =
      fmt::format("{} {} {:d}{:d}{:d}{:d}{:d}", group.name, group.limit, group.empties,
                  group.scratches, group.purges, group.is_fifo, group.is_extended);
  for (const catalog::Generation& generation : group.generations) {
    text += fmt::format(" {}.{}.{:d}.{}", generation.number, generation.version,
                        generation.is_wrapped, static_cast<int>(generation.status));
  }
  return text;
}

std::vector<std::string_view> words_of(std::string_view text, char separator = ' ') {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// Reads the lines one by one; what cannot be read makes the checkpoint damaged.
class Parser {
 public:
  bool take(const KeyedLine& line) {
    const auto& [key, value] = line;
    if (key == "prefix") {
      checkpoint_.temporary_prefix = value;
      return true;
    }
    if (key == "count") {
      return number(value, checkpoint_.temporary_count);
    }
    if (key == "cpu") {
      return number(value, checkpoint_.cpu_us);
    }
    if (key == "keeps") {
      checkpoint_.keeps_data = value == "yes";
      return true;
    }
    if (key == "step") {
      return take_step(words_of(value));
    }
    if (key == "group") {
      return take_group(words_of(value));
    }
    if (key == "phase") {
      return take_phase(value);
    }
    return take_data_set(key, value);
  }
  [[nodiscard]] Checkpoint result() {
    for (const Handed& handed : passed_) {
      checkpoint_.passed.restore(handed.name, handed.request, handed.is_new, handed.made_by);
    }
    return std::move(checkpoint_);
  }

 private:
  struct Handed {
    std::string name, made_by;
    site::DdRequest request;
    bool is_new = false;
  };

  template <class Number>
  static bool number(std::string_view text, Number& value) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  }

  bool take_step(const std::vector<std::string_view>& words) {
    if (words.size() != 7) {
      return false;
    }
    StepRecord step;
    step.step = words[0];
    step.program = words[1] == kNoText ? "" : words[1];
    const auto state = std::ranges::find_if(
        kStates, [&](StepState candidate) { return state_name(candidate) == words[2]; });
    step.abend = words[4] == kNoText ? "" : words[4];
    const bool is_good = state != kStates.end() && number(words[3], step.code) &&
                         number(words[5], step.elapsed_us) && number(words[6], step.cpu_us);
    step.state = is_good ? *state : StepState::kWaiting;
    checkpoint_.steps.push_back(std::move(step));
    return is_good;
  }

  bool take_group(const std::vector<std::string_view>& words) {
    constexpr std::size_t kFlags = 5;
    catalog::GenerationGroupEntry group;
    if (words.size() < 3 || words[2].size() != kFlags || !number(words[1], group.limit)) {
      return false;
    }
    group.name = words[0];
    group.empties = words[2][0] == '1';
    group.scratches = words[2][1] == '1';
    group.purges = words[2][2] == '1';
    group.is_fifo = words[2][3] == '1';
    group.is_extended = words[2][4] == '1';
    for (std::size_t i = 3; i < words.size(); ++i) {
      const std::vector<std::string_view> parts = words_of(words[i], '.');
      catalog::Generation generation;
      int wrapped = 0;
      int status = 0;
      if (parts.size() != 4 || !number(parts[0], generation.number) ||
          !number(parts[1], generation.version) || !number(parts[2], wrapped) ||
          !number(parts[3], status) || status < 0 || status > 2) {
        return false;
      }
      generation.is_wrapped = wrapped != 0;
      generation.status = static_cast<catalog::GenerationStatus>(status);
      group.generations.push_back(generation);
    }
    const std::string name = group.name;
    checkpoint_.generation_groups.emplace(name, std::move(group));
    return true;
  }

  bool take_phase(std::string_view value) {
    const std::size_t blank = std::min(value.find(' '), value.size());
    const auto phase = std::ranges::find(kPhases, value.substr(0, blank),
                                         &std::pair<std::string_view, StepPhase>::first);
    if (phase == kPhases.end()) {
      return false;
    }
    checkpoint_.phase = phase->second;
    checkpoint_.phase_step = value.substr(std::min(blank + 1, value.size()));
    return true;
  }

  /// The next word of `text`, which it loses.
  static std::string take_word(std::string_view& text) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string word(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
  }

  static std::optional<site::DdRequest> request_of(std::string_view text) {
    auto bindings = dd::parse_dd_bindings(text, kFile);
    if (!bindings || bindings->size() != 1 || bindings->front().parts.size() != 1) {
      return std::nullopt;
    }
    site::DdRequest request = std::move(bindings->front().parts.front());
    request.position = {};
    return request;
  }

  bool take_data_set(std::string_view key, std::string_view value) {
    if (key == "name") {
      if (name_target_ == nullptr) {
        return false;
      }
      *std::exchange(name_target_, nullptr) = value;
      return true;
    }
    std::vector<std::string> words;
    const std::size_t word_count = key == "passed"                      ? 2
                                   : key == "place" || key == "dispose" ? 1
                                   : key == "extended"                  ? 3
                                                                        : 0;
    for (std::size_t i = 0; i < word_count; ++i) {
      words.push_back(take_word(value));
    }
    auto request = request_of(value);
    return request && keep_data_set(key, words, *std::move(request));
  }

  bool keep_data_set(std::string_view key, const std::vector<std::string>& words,
                     site::DdRequest request) {
    if (key == "passed") {
      passed_.push_back({{}, words[1], std::move(request), words[0] == "new"});
      name_target_ = &passed_.back().name;
    } else if (key == "place") {
      checkpoint_.passed.restore_place(words[0], request);
    } else if (key == "undo") {
      checkpoint_.undo.push_back(std::move(request));
    } else if (key == "made") {
      checkpoint_.made.push_back(std::move(request));
    } else if (key == "dispose") {
      checkpoint_.dispositions.push_back({{}, std::move(request), words[0] == "new"});
      name_target_ = &checkpoint_.dispositions.back().coded_name;
    } else if (key == "extended") {
      ExtendedDataSet extended{std::move(request), 0, 0, 0};
      if (!number(words[0], extended.track) || !number(words[1], extended.record) ||
          !number(words[2], extended.balance)) {
        return false;
      }
      checkpoint_.extended.push_back(std::move(extended));
    } else {
      return false;
    }
    return true;
  }

  Checkpoint checkpoint_;
  std::vector<Handed> passed_;
  std::string* name_target_ = nullptr;
};

void add_steps(const Checkpoint& checkpoint, std::string& text) {
  for (const StepRecord& step : checkpoint.steps) {
    const auto word = [](const std::string& value) {
      return value.empty() ? std::string(kNoText) : value;
    };
    text += keyed_line("step", fmt::format("{} {} {} {} {} {} {}", step.step, word(step.program),
                                           state_name(step.state), step.code, word(step.abend),
                                           step.elapsed_us, step.cpu_us));
  }
}

}  // namespace

std::optional<std::size_t> Checkpoint::restart_step() const {
  const auto found = std::ranges::find_if(steps, [](const StepRecord& step) {
    return step.state != StepState::kEnded && step.state != StepState::kNotExecuted;
  });
  return found == steps.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(std::distance(steps.begin(), found)));
}

std::string format_checkpoint(const Checkpoint& checkpoint) {
  std::string text;
  const auto add = [&](std::string_view key, std::string_view value) {
    text += keyed_line(key, value);
  };
  add("prefix", checkpoint.temporary_prefix);
  add("count", std::to_string(checkpoint.temporary_count));
  add("cpu", std::to_string(checkpoint.cpu_us));
  add("keeps", checkpoint.keeps_data ? "yes" : "no");
  add_steps(checkpoint, text);
  for (const auto& [name, group] : checkpoint.generation_groups) {
    add("group", group_text(group));
  }
  for (const auto& [name, passed] : checkpoint.passed.all()) {
    add("passed",
        (passed.is_new ? "new " : "old ") + passed.made_by + " " + dd_text(passed.request));
    add("name", name);
  }
  for (const auto& [dd, request] : checkpoint.passed.places()) {
    add("place", dd + " " + dd_text(request));
  }
  const auto phase =
      std::ranges::find(kPhases, checkpoint.phase, &std::pair<std::string_view, StepPhase>::second);
  add("phase", std::string(phase->first) + " " + checkpoint.phase_step);
  for (const site::DdRequest& request : checkpoint.undo) {
    add("undo", dd_text(request));
  }
  for (const ExtendedDataSet& extended : checkpoint.extended) {
    add("extended", fmt::format("{} {} {} {}", extended.track, extended.record, extended.balance,
                                dd_text(extended.request)));
  }
  for (const PlannedDisposition& planned : checkpoint.dispositions) {
    add("dispose", (planned.is_new ? "new " : "old ") + dd_text(planned.request));
    add("name", planned.coded_name);
  }
  for (const site::DdRequest& request : checkpoint.made) {
    add("made", dd_text(request));
  }
  const std::string hash = fmt::format("{:016x}", hash_of(text));
  return text + keyed_line("end", hash);
}

Result<Checkpoint> parse_checkpoint(std::string_view text, const std::string& job_id) {
  const std::size_t end = text.rfind("end ");
  if (end == std::string_view::npos ||
      text.substr(end) != keyed_line("end", fmt::format("{:016x}", hash_of(text.substr(0, end))))) {
    return failure<msg::CSJ0404E>(job_id, "its sum is wrong");
  }
  const auto lines = parse_keyed_lines(text.substr(0, end));
  Parser parser;
  if (!lines) {
    return failure<msg::CSJ0404E>(job_id, "a line without a value");
  }
  for (const KeyedLine& line : *lines) {
    if (!parser.take(line)) {
      return failure<msg::CSJ0404E>(job_id, "'" + line.first + " " + line.second + "'");
    }
  }
  return parser.result();
}

Result<void> write_checkpoint(io::FileStore& store, const SpoolJob& job,
                              const Checkpoint& checkpoint) {
  const std::string text = format_checkpoint(checkpoint);
  return io::replace_file(
      store, job.file(kFile),
      ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Result<std::optional<Checkpoint>> read_checkpoint(io::FileStore& store, const SpoolJob& job) {
  const std::string path = job.file(kFile);
  CS_ASSIGN(const auto info, store.info(path));
  if (!info) {
    return std::optional<Checkpoint>();
  }
  const auto content = io::read_file(store, path, kBytesMax);
  if (!content) {
    return failure<msg::CSJ0404E>(job.job_id, content.failure().text());
  }
  CS_ASSIGN(Checkpoint checkpoint,
            parse_checkpoint({reinterpret_cast<const char*>(content->data()), content->size()},
                             job.job_id));
  return std::optional(std::move(checkpoint));
}

}  // namespace coldsite::jcl

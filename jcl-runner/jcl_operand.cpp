#include "jcl-runner/jcl_operand.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/jcl_operand_grammar.hpp"

namespace coldsite::jcl {
namespace {

/// Two levels are what JCL allows in a parameter; two more for subparameters of ours.
constexpr std::size_t kNestingMax = 8;

struct Unquoted {
  std::string text;
  bool is_quoted = false;
};

Unquoted unquote(std::string_view raw) {
  Unquoted result;
  bool inside = false;
  bool outside_seen = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\'') {
      result.text += raw[i];
      outside_seen |= !inside;
    } else if (inside && i + 1 < raw.size() && raw[i + 1] == '\'') {
      result.text += raw[i++];
    } else {
      inside = !inside;
    }
  }
  result.is_quoted = !outside_seen && raw.starts_with('\'');
  return result;
}

/// Collects finished operands; a list that is open waits on the stack.
struct Builder {
  struct Level {
    Operand owner;
    std::vector<Operand> items;
    bool is_inner_keyword = false;
  };
  std::vector<Level> levels{1};
  Operand current;
  bool has_current = false;
  const char* text = nullptr;  ///< what is parsed

  /// Where a match begins in the text.
  [[nodiscard]] std::size_t offset_of(const auto& in) const {
    return static_cast<std::size_t>(in.begin() - text);
  }

  void start(std::size_t offset) {
    if (!has_current) {
      current = Operand{};
      current.offset = offset;
      current.value.offset = offset;
      current.value.end = offset;
      has_current = true;
    }
  }
  void open_level(std::size_t offset, bool is_inner_keyword) {
    start(offset);
    current.value.form = OperandValue::Form::kList;
    current.value.offset = offset;
    levels.push_back({std::exchange(current, {}), {}, is_inner_keyword});
    has_current = false;
  }
  void finish_operand(std::size_t offset) {
    start(offset);
    levels.back().items.push_back(std::exchange(current, {}));
    has_current = false;
  }
  void close_level(std::size_t end) {
    current = std::move(levels.back().owner);
    current.value.items = std::move(levels.back().items);
    current.value.end = end;
    levels.pop_back();
    has_current = true;
  }
};

template <class Rule>
struct Action {};

template <>
struct Action<grammar::keyword> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.start(builder.offset_of(in));
    const std::string name = in.string();
    builder.current.keyword = name.substr(0, name.size() - 1);
    builder.current.value.offset = builder.current.offset + name.size();
    builder.current.value.end = builder.current.value.offset;
  }
};

template <>
struct Action<grammar::inner_keyword> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.open_level(builder.offset_of(in), true);
    Action<grammar::keyword>::apply(in, builder);
  }
};

template <>
struct Action<grammar::inner_operand> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    const std::size_t end = builder.offset_of(in) + in.size();
    builder.finish_operand(end);
    builder.close_level(end);
  }
};

template <>
struct Action<grammar::text> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.start(builder.offset_of(in));
    Unquoted unquoted = unquote(in.string_view());
    OperandValue& value = builder.current.value;
    value.form = OperandValue::Form::kText;
    value.text = std::move(unquoted.text);
    value.is_quoted = unquoted.is_quoted;
    value.offset = builder.offset_of(in);
    value.end = value.offset + in.size();
  }
};

template <>
struct Action<grammar::opening> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.open_level(builder.offset_of(in), false);
  }
};

template <>
struct Action<grammar::operand> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.finish_operand(builder.offset_of(in));
  }
};

template <>
struct Action<grammar::closing> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.close_level(builder.offset_of(in) + 1);
  }
};

template <class>
inline constexpr const char* kErrorOf = nullptr;
template <>
inline constexpr const char* kErrorOf<grammar::closing_apostrophe> = "apostrophe";
template <>
inline constexpr const char* kErrorOf<grammar::closing> = "parenthesis";
template <>
inline constexpr const char* kErrorOf<grammar::closing_subscript> = "parenthesis";
template <>
inline constexpr const char* kErrorOf<grammar::end_of_operands> = "end";
// These match nothing at least, so they never fail; the control wants a text for each.
template <>
inline constexpr const char* kErrorOf<grammar::quoted_text> = "end";
template <>
inline constexpr const char* kErrorOf<grammar::subscript_text> = "end";
template <>
inline constexpr const char* kErrorOf<grammar::operands> = "end";

struct Errors {
  template <class Rule>
  static constexpr auto message = kErrorOf<Rule>;
  template <class Rule>
  static constexpr bool raise_on_failure = false;
};
template <class Rule>
using Control = tao::pegtl::must_if<Errors>::control<Rule>;

Result<void> check_nesting(const JclText& text) {
  std::size_t depth = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.text().size(); ++i) {
    const char c = text.text()[i];
    inside ^= c == '\'';
    if (inside) {
      continue;
    }
    if (c == '(' && ++depth > kNestingMax) {
      return failure<msg::CSJ0011E>(kNestingMax).at(text.position(i));
    }
    // "A=B=C=D=..." nests as well: bounded by the same number inside one operand.
    if (c == ')' && depth > 0) {
      --depth;
    }
  }
  return {};
}

Result<void> check_chained_keywords(const JclText& text) {
  std::size_t equals = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.text().size(); ++i) {
    const char c = text.text()[i];
    inside ^= c == '\'';
    if (inside) {
      continue;
    }
    if (c == ',' || c == '(' || c == ')') {
      equals = 0;
    } else if (c == '=' && ++equals > kNestingMax) {
      return failure<msg::CSJ0011E>(kNestingMax).at(text.position(i));
    }
  }
  return {};
}

Failure to_failure(const tao::pegtl::parse_error& error, const JclText& text) {
  const std::size_t offset = error.positions().front().byte;
  const std::string_view what = error.message();
  const SourcePosition at = text.position(offset);
  if (what == "apostrophe") {
    return failure<msg::IEFC629I>().at(at);
  }
  const std::string& all = text.text();
  const bool at_end = offset >= all.size();
  if (what == "parenthesis" && at_end) {
    return failure<msg::IEFC622I>().at(at);
  }
  if (!at_end && all[offset] == ')') {
    return failure<msg::IEFC622I>().at(at);
  }
  return failure<msg::CSJ0010E>(at_end ? std::string("end") : std::string(1, all[offset])).at(at);
}

}  // namespace

std::vector<Operand> Operand::as_list() const {
  switch (value.form) {
    case OperandValue::Form::kEmpty:
      return {};
    case OperandValue::Form::kList:
      return value.items;
    case OperandValue::Form::kText:
      break;
  }
  Operand only;
  only.offset = value.offset;
  only.value = value;
  return {only};
}

const Operand* find_keyword(const std::vector<Operand>& operands, std::string_view keyword) {
  const auto found = std::ranges::find(operands, keyword, &Operand::keyword);
  return found == operands.end() ? nullptr : &*found;
}

Result<std::vector<Operand>> parse_operands(const JclText& text) {
  if (text.empty()) {
    return std::vector<Operand>{};
  }
  CS_TRY(check_nesting(text));
  CS_TRY(check_chained_keywords(text));
  Builder builder;
  builder.text = text.text().data();
  tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy> input(text.text(), "operands");
  try {
    tao::pegtl::parse<grammar::operand_field, Action, Control>(input, builder);
  } catch (const tao::pegtl::parse_error& error) {
    return to_failure(error, text);
  }
  CS_CHECK(builder.levels.size() == 1);
  return std::move(builder.levels.back().items);
}

}  // namespace coldsite::jcl

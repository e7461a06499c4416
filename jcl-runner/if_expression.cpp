#include "jcl-runner/if_expression.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/if_expression_grammar.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kNestingMax = 32;
constexpr std::size_t kTokensMax = 512;

enum class TokenKind { kWord, kComparison, kNot, kAnd, kOr, kOpen, kClose, kThen };

struct Token {
  TokenKind kind = TokenKind::kWord;
  Comparison comparison = Comparison::kEqual;
  std::string text;
  std::size_t offset = 0;
};

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::toupper(c) : c);
  });
  return result;
}

struct NamedOperator {
  std::string_view name;
  TokenKind kind;
  Comparison comparison;
};
constexpr std::array<NamedOperator, 12> kNamedOperators = {{
    {"AND", TokenKind::kAnd, {}},
    {"OR", TokenKind::kOr, {}},
    {"NOT", TokenKind::kNot, {}},
    {"THEN", TokenKind::kThen, {}},
    {"GT", TokenKind::kComparison, Comparison::kGreater},
    {"GE", TokenKind::kComparison, Comparison::kGreaterEqual},
    {"NL", TokenKind::kComparison, Comparison::kGreaterEqual},
    {"EQ", TokenKind::kComparison, Comparison::kEqual},
    {"NE", TokenKind::kComparison, Comparison::kNotEqual},
    {"LT", TokenKind::kComparison, Comparison::kLess},
    {"LE", TokenKind::kComparison, Comparison::kLessEqual},
    {"NG", TokenKind::kComparison, Comparison::kLessEqual},
}};

Token word_token(std::string_view text, std::size_t offset) {
  Token token{TokenKind::kWord, {}, upper(text), offset};
  const auto named =
      std::ranges::find(kNamedOperators, std::string_view(token.text), &NamedOperator::name);
  if (named != kNamedOperators.end()) {
    token.kind = named->kind;
    token.comparison = named->comparison;
  }
  return token;
}

template <class Rule>
struct Action {};
template <>
struct Action<if_grammar::word> {
  static void apply(const auto& in, std::vector<Token>& tokens) {
    tokens.push_back(word_token(in.string_view(), in.position().byte));
  }
};
template <>
struct Action<if_grammar::quoted> {
  static void apply(const auto& in, std::vector<Token>& tokens) {
    const std::string_view text = in.string_view();
    tokens.push_back(
        {TokenKind::kWord, {}, std::string(text.substr(1, text.size() - 2)), in.position().byte});
  }
};
template <TokenKind Kind, Comparison Compared = Comparison::kEqual>
struct SignAction {
  static void apply(const auto& in, std::vector<Token>& tokens) {
    tokens.push_back({Kind, Compared, in.string(), in.position().byte});
  }
};
template <>
struct Action<if_grammar::less_or_equal>
    : SignAction<TokenKind::kComparison, Comparison::kLessEqual> {};
template <>
struct Action<if_grammar::greater_or_equal>
    : SignAction<TokenKind::kComparison, Comparison::kGreaterEqual> {};
template <>
struct Action<if_grammar::not_equal> : SignAction<TokenKind::kComparison, Comparison::kNotEqual> {};
template <>
struct Action<if_grammar::less> : SignAction<TokenKind::kComparison, Comparison::kLess> {};
template <>
struct Action<if_grammar::greater> : SignAction<TokenKind::kComparison, Comparison::kGreater> {};
template <>
struct Action<if_grammar::equal> : SignAction<TokenKind::kComparison, Comparison::kEqual> {};
template <>
struct Action<if_grammar::negation> : SignAction<TokenKind::kNot> {};
template <>
struct Action<if_grammar::conjunction> : SignAction<TokenKind::kAnd> {};
template <>
struct Action<if_grammar::disjunction> : SignAction<TokenKind::kOr> {};
template <>
struct Action<if_grammar::opening> : SignAction<TokenKind::kOpen> {};
template <>
struct Action<if_grammar::closing> : SignAction<TokenKind::kClose> {};

class IfParser {
 public:
  IfParser(const JclText& text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  Result<IfNode> parse() {
    CS_ASSIGN(IfNode node, parse_or(0));
    if (!is_at(TokenKind::kThen)) {
      return wrong();
    }
    return node;
  }

 private:
  [[nodiscard]] bool is_at(TokenKind kind) const {
    return at_ < tokens_.size() && tokens_[at_].kind == kind;
  }
  [[nodiscard]] std::size_t offset() const {
    return at_ < tokens_.size() ? tokens_[at_].offset : text_.text().size();
  }
  [[nodiscard]] Failure wrong() const {
    const std::string found = at_ < tokens_.size() ? tokens_[at_].text : "end";
    return failure<msg::CSJ0070E>(found).at(text_.position(offset()));
  }

  Result<IfNode> parse_or(std::size_t depth) {
    CS_ASSIGN(IfNode left, parse_and(depth));
    while (is_at(TokenKind::kOr)) {
      ++at_;
      CS_ASSIGN(IfNode right, parse_and(depth));
      left = joined(IfNode::Kind::kOr, std::move(left), std::move(right));
    }
    return left;
  }

  Result<IfNode> parse_and(std::size_t depth) {
    CS_ASSIGN(IfNode left, parse_not(depth));
    while (is_at(TokenKind::kAnd)) {
      ++at_;
      CS_ASSIGN(IfNode right, parse_not(depth));
      left = joined(IfNode::Kind::kAnd, std::move(left), std::move(right));
    }
    return left;
  }

  static IfNode joined(IfNode::Kind kind, IfNode left, IfNode right) {
    IfNode node;
    node.kind = kind;
    node.children.push_back(std::move(left));
    node.children.push_back(std::move(right));
    return node;
  }

  Result<IfNode> parse_not(std::size_t depth) {
    if (depth > kNestingMax) {
      return failure<msg::CSJ0011E>(kNestingMax).at(text_.position(offset()));
    }
    if (is_at(TokenKind::kNot)) {
      ++at_;
      CS_ASSIGN(IfNode inner, parse_not(depth + 1));
      IfNode node;
      node.kind = IfNode::Kind::kNot;
      node.children.push_back(std::move(inner));
      return node;
    }
    const bool wraps_operand = is_at(TokenKind::kOpen) && at_ + 2 < tokens_.size() &&
                               tokens_[at_ + 1].kind == TokenKind::kWord &&
                               tokens_[at_ + 2].kind == TokenKind::kClose;
    if (is_at(TokenKind::kOpen) && !wraps_operand) {
      ++at_;
      CS_ASSIGN(IfNode inner, parse_or(depth + 1));
      if (!is_at(TokenKind::kClose)) {
        return wrong();
      }
      ++at_;
      return inner;
    }
    return parse_test();
  }

  Result<IfNode> parse_test() {
    IfNode node;
    CS_ASSIGN(node.left, parse_operand());
    if (!is_at(TokenKind::kComparison)) {
      if (node.left.subject != IfSubject::kAbend && node.left.subject != IfSubject::kRun) {
        return wrong();
      }
      return node;
    }
    node.kind = IfNode::Kind::kComparison;
    node.comparison = tokens_[at_++].comparison;
    CS_ASSIGN(node.right, parse_operand());
    return node;
  }

  Result<IfOperand> parse_operand() {
    const bool is_wrapped = is_at(TokenKind::kOpen);
    at_ += is_wrapped ? 1U : 0U;
    if (!is_at(TokenKind::kWord)) {
      return wrong();
    }
    IfOperand operand = to_operand(tokens_[at_]);
    ++at_;
    if (is_wrapped && !is_at(TokenKind::kClose)) {
      return wrong();
    }
    at_ += is_wrapped ? 1U : 0U;
    return operand;
  }

  IfOperand to_operand(const Token& token) {
    constexpr std::array<std::pair<std::string_view, IfSubject>, 4> kSubjects = {
        {{"RC", IfSubject::kReturnCode},
         {"ABEND", IfSubject::kAbend},
         {"ABENDCC", IfSubject::kAbendCode},
         {"RUN", IfSubject::kRun}}};
    IfOperand operand;
    operand.position = text_.position(token.offset);
    operand.constant = token.text;
    const std::size_t last = token.text.rfind('.');
    const std::string word = token.text.substr(last == std::string::npos ? 0 : last + 1);
    const auto subject =
        std::ranges::find(kSubjects, word, &std::pair<std::string_view, IfSubject>::first);
    if (subject == kSubjects.end()) {
      return operand;
    }
    operand.subject = subject->second;
    const std::string steps = last == std::string::npos ? "" : token.text.substr(0, last);
    const std::size_t period = steps.find('.');
    operand.step = steps.substr(0, period);
    operand.procedure_step = period == std::string::npos ? "" : steps.substr(period + 1);
    return operand;
  }

  const JclText& text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

std::optional<std::uint32_t> to_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

/// What the steps that an operand means have done so far.
class Subject {
 public:
  Subject(const IfOperand& operand, const std::vector<StepOutcome>& outcomes) {
    for (const StepOutcome& outcome : outcomes) {
      const bool is_meant = operand.step.empty() ||
                            std::ranges::find(operand.keys, outcome.step) != operand.keys.end();
      if (is_meant) {
        meant_.push_back(&outcome);
      }
    }
    is_any_ = operand.step.empty();
  }

  [[nodiscard]] bool has_run() const { return !meant_.empty(); }
  [[nodiscard]] bool has_abended() const {
    return std::ranges::any_of(meant_, [](const StepOutcome* outcome) { return outcome->abended; });
  }
  /// The highest return code; nothing when the step did not run, or abended.
  [[nodiscard]] std::optional<std::uint32_t> return_code() const {
    std::optional<std::uint32_t> highest;
    for (const StepOutcome* outcome : meant_) {
      if (!outcome->abended) {
        highest = std::max(highest.value_or(0), outcome->return_code);
      }
    }
    return highest || !is_any_ ? highest : std::optional<std::uint32_t>(0);
  }
  [[nodiscard]] std::string abend_code() const {
    std::string last;
    for (const StepOutcome* outcome : meant_) {
      last = outcome->abended ? outcome->abend_code : last;
    }
    return last;
  }

 private:
  std::vector<const StepOutcome*> meant_;
  bool is_any_ = false;
};

bool compare_texts(const std::string& left, Comparison comparison, const std::string& right) {
  const auto left_number = to_number(left);
  const auto right_number = to_number(right);
  if (left_number && right_number) {
    return holds(*left_number, comparison, *right_number);
  }
  const int order = left.compare(right);
  return holds(order > 0 ? 2U : order < 0 ? 0U : 1U, comparison, 1U);
}

/// "subject comparison right"; a step that did not run makes RC, ABEND and ABENDCC tests false.
bool test_subject(const IfOperand& subject, Comparison comparison, const std::string& right,
                  const std::vector<StepOutcome>& outcomes) {
  const Subject steps(subject, outcomes);
  const bool is_about_no_step = !subject.step.empty() && !steps.has_run();
  const auto truth = [&](bool value) {
    const bool same = value == (right == "TRUE");
    return comparison == Comparison::kNotEqual ? !same : same;
  };
  switch (subject.subject) {
    case IfSubject::kReturnCode: {
      const auto code = steps.return_code();
      const auto wanted = to_number(right);
      return code && wanted && holds(*code, comparison, *wanted);
    }
    case IfSubject::kAbend:
      return !is_about_no_step && truth(steps.has_abended());
    case IfSubject::kAbendCode:
      return steps.has_abended() && compare_texts(steps.abend_code(), comparison, right);
    case IfSubject::kRun:
      return truth(steps.has_run());
    case IfSubject::kConstant:
      return compare_texts(subject.constant, comparison, right);
  }
  return false;
}

}  // namespace

bool IfNode::tests_abend() const {
  const auto is_abend = [](const IfOperand& operand) {
    return operand.subject == IfSubject::kAbend || operand.subject == IfSubject::kAbendCode;
  };
  return is_abend(left) || is_abend(right) ||
         std::ranges::any_of(children, [](const IfNode& child) { return child.tests_abend(); });
}

bool IfNode::compares_constants() const {
  return (kind == Kind::kComparison && left.subject == IfSubject::kConstant &&
          right.subject == IfSubject::kConstant) ||
         std::ranges::any_of(children,
                             [](const IfNode& child) { return child.compares_constants(); });
}

Result<IfNode> parse_if(const JclText& text) {
  std::vector<Token> tokens;
  tao::pegtl::memory_input<> input(text.text(), "IF");
  tao::pegtl::parse<if_grammar::tokens, Action>(input, tokens);
  const auto then = std::ranges::find(tokens, TokenKind::kThen, &Token::kind);
  if (then == tokens.end() && input.byte() < text.text().size()) {
    return failure<msg::CSJ0070E>(text.text().substr(input.byte(), 1))
        .at(text.position(input.byte()));
  }
  if (tokens.size() > kTokensMax) {
    return failure<msg::CSJ0011E>(kNestingMax).at(text.position(tokens[kTokensMax].offset));
  }
  return IfParser(text, std::move(tokens)).parse();
}

bool evaluate(const IfNode& node, const std::vector<StepOutcome>& outcomes) {
  switch (node.kind) {
    case IfNode::Kind::kAnd:
      return evaluate(node.children[0], outcomes) && evaluate(node.children[1], outcomes);
    case IfNode::Kind::kOr:
      return evaluate(node.children[0], outcomes) || evaluate(node.children[1], outcomes);
    case IfNode::Kind::kNot:
      return !evaluate(node.children[0], outcomes);
    case IfNode::Kind::kTest:
      return test_subject(node.left, Comparison::kEqual, "TRUE", outcomes);
    case IfNode::Kind::kComparison:
      break;
  }
  if (node.left.subject == IfSubject::kConstant && node.right.subject != IfSubject::kConstant) {
    return test_subject(node.right, mirrored(node.comparison), node.left.constant, outcomes);
  }
  return test_subject(node.left, node.comparison, node.right.constant, outcomes);
}

}  // namespace coldsite::jcl

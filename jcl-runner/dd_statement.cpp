#include "jcl-runner/dd_statement.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/operand_merge.hpp"
#include "jcl-runner/step_reference.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kSubstitutionsMax = 32;

std::string_view coded(const JclText& text, const OperandValue& value) {
  return std::string_view(text.text()).substr(value.offset, value.end - value.offset);
}

/// "*.STEP.PROCSTEP.DD", "*.STEP.DD" or "*.DD".
std::optional<DdReference> parse_reference(std::string_view text, const SourcePosition& position) {
  if (!text.starts_with("*.")) {
    return std::nullopt;
  }
  text.remove_prefix(2);
  DdReference reference;
  reference.position = position;
  const std::size_t last = text.rfind('.');
  reference.ddname = text.substr(last == std::string_view::npos ? 0 : last + 1);
  const std::string_view steps = last == std::string_view::npos ? "" : text.substr(0, last);
  const std::size_t period = steps.find('.');
  reference.step = steps.substr(0, period);
  reference.procedure_step = period == std::string_view::npos ? "" : steps.substr(period + 1);
  return reference;
}

class ReferenceResolver {
 public:
  ReferenceResolver(const JclJob& job, const JclStep& step, JclDdPart& part)
      : job_(job), step_(step), part_(part) {}

  /// Replaces one reference; false when none is left.
  Result<bool> replace_next() {
    CS_ASSIGN(const std::vector<Operand> operands, parse_operands(part_.operand_text));
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const Operand& operand = operands[i];
      const std::string& keyword = operand.keyword;
      CS_ASSIGN(const bool replaced, keyword == "DSN" || keyword == "DSNAME" ? replace_name(operand)
                                     : keyword == "DCB"   ? replace_attributes(operand)
                                     : keyword == "UNIT"  ? replace_affinity(operand)
                                     : keyword == "REFDD" ? replace_model(operand)
                                     : keyword == "VOL" || keyword == "VOLUME"
                                         ? take_volume(operands, i)
                                         : Result<bool>(false));
      if (replaced) {
        return true;
      }
    }
    return false;
  }

 private:
  Result<const JclDdPart*> find(const DdReference& reference, std::string_view field) {
    const JclStep* step = &step_;
    if (!reference.step.empty()) {
      step = jcl::find_step(job_, step_.call, reference.step, reference.procedure_step);
      if (step == nullptr && step_.name == reference.step) {
        step = &step_;
      }
    }
    if (step != nullptr) {
      const auto dd = std::ranges::find(step->dds, reference.ddname, &JclDd::ddname);
      if (dd != step->dds.end()) {
        return &dd->parts.front();
      }
    }
    return failure<msg::IEFC645I>(field).at(reference.position);
  }

  /// The coded value of a keyword of the DD referred to; empty when it has none.
  static Result<std::string> value_of(const JclDdPart& part, std::string_view keyword,
                                      std::string_view other_keyword) {
    CS_ASSIGN(const std::vector<Operand> operands, parse_operands(part.operand_text));
    const Operand* operand = find_keyword(operands, keyword);
    operand = operand == nullptr ? find_keyword(operands, other_keyword) : operand;
    return operand == nullptr ? std::string()
                              : std::string(coded(part.operand_text, operand->value));
  }

  Result<bool> substitute(const OperandValue& value, std::string_view text) {
    part_.operand_text = part_.operand_text.replaced(value.offset, value.end - value.offset, text);
    return true;
  }

  /// REFDD=*.step.dd: the attributes and the space of that DD that are not coded here.
  Result<bool> replace_model(const Operand& operand) {
    const auto reference =
        parse_reference(operand.value.text, part_.operand_text.position(operand.value.offset));
    if (!reference) {
      return failure<msg::IEFC645I>("REFDD").at(part_.operand_text.position(operand.offset));
    }
    CS_ASSIGN(const JclDdPart* target, find(*reference, "REFDD"));
    CS_ASSIGN(const std::vector<Operand> there, parse_operands(target->operand_text));
    CS_ASSIGN(const std::vector<Operand> here, parse_operands(part_.operand_text));
    constexpr std::array<std::string_view, 11> kCopied = {"DCB",    "RECFM",  "LRECL",  "BLKSIZE",
                                                          "DSORG",  "KEYLEN", "AVGREC", "SPACE",
                                                          "RECORG", "KEYOFF", "DSNTYPE"};
    std::string copied;
    for (const Operand& item : there) {
      const bool is_copied = std::ranges::find(kCopied, item.keyword) != kCopied.end() &&
                             find_keyword(here, item.keyword) == nullptr;
      if (is_copied) {
        copied += copied.empty() ? "" : ",";
        copied += target->operand_text.text().substr(item.offset, item.value.end - item.offset);
      }
    }
    if (copied.empty()) {
      return remove(operand.offset, operand.value.end);
    }
    part_.operand_text =
        part_.operand_text.replaced(operand.offset, operand.value.end - operand.offset, copied);
    return true;
  }

  Result<bool> replace_name(const Operand& operand) {
    const auto reference =
        parse_reference(operand.value.text, part_.operand_text.position(operand.value.offset));
    if (!reference) {
      return false;
    }
    CS_ASSIGN(const JclDdPart* target, find(*reference, "DSNAME"));
    CS_ASSIGN(const std::string name, value_of(*target, "DSN", "DSNAME"));
    if (name.empty()) {
      return failure<msg::CSJ0020E>("DSN=*." + reference->ddname, "DD",
                                    "the DD it refers to has no name; give it one such as &&NAME")
          .at(reference->position);
    }
    return substitute(operand.value, name);
  }

  /// DCB=*.dd and DCB=(*.dd,more): the attributes of that DD that are not coded here.
  Result<bool> replace_attributes(const Operand& operand) {
    const std::vector<Operand> items = operand.as_list();
    const auto reference =
        items.empty() || !items[0].keyword.empty()
            ? std::nullopt
            : parse_reference(items[0].value.text,
                              part_.operand_text.position(items[0].value.offset));
    if (!reference) {
      return false;
    }
    CS_ASSIGN(const JclDdPart* target, find(*reference, "DCB"));
    CS_ASSIGN(const std::vector<Operand> there, parse_operands(target->operand_text));
    std::string merged;
    const auto add = [&](const JclText& text, const Operand& item) {
      merged += merged.empty() ? "" : ",";
      merged += text.text().substr(item.offset, item.value.end - item.offset);
    };
    for (std::size_t i = 1; i < items.size(); ++i) {
      add(part_.operand_text, items[i]);
    }
    if (const Operand* dcb = find_keyword(there, "DCB")) {
      for (const Operand& item : dcb->as_list()) {
        if (find_keyword(items, item.keyword) == nullptr) {
          add(target->operand_text, item);
        }
      }
    }
    if (merged.empty()) {
      return remove(operand.offset, operand.value.end);
    }
    return substitute(operand.value, "(" + merged + ")");
  }

  /// UNIT=AFF=dd: the unit of an earlier DD of the step.
  Result<bool> replace_affinity(const Operand& operand) {
    const std::vector<Operand> items = operand.as_list();
    if (items.size() != 1 || items[0].keyword != "AFF") {
      return false;
    }
    const DdReference reference{
        {}, {}, items[0].value.text, part_.operand_text.position(items[0].value.offset)};
    CS_ASSIGN(const JclDdPart* target, find(reference, "UNIT"));
    CS_ASSIGN(const std::string unit, value_of(*target, "UNIT", "UNIT"));
    return unit.empty() ? remove(operand.offset, operand.value.end)
                        : substitute(operand.value, unit);
  }

  /// VOL=REF=*.dd: the operand goes; the volume comes when that DD has been allocated.
  Result<bool> take_volume(const std::vector<Operand>& operands, std::size_t index) {
    const Operand& operand = operands[index];
    const std::vector<Operand> items = operand.as_list();
    const Operand* inner = find_keyword(items, "REF");
    const auto reference =
        inner == nullptr
            ? std::nullopt
            : parse_reference(inner->value.text, part_.operand_text.position(inner->value.offset));
    if (!reference) {
      return false;
    }
    CS_TRY(find(*reference, "VOLUME"));
    const JclStep* other =
        reference->step.empty()
            ? nullptr
            : jcl::find_step(job_, step_.call, reference->step, reference->procedure_step);
    part_.volume_of = *reference;
    part_.volume_of->step = other == nullptr ? step_.key : other->key;
    return remove(operand.offset, operand.value.end);
  }

  /// Takes [begin, end) and one comma beside it away.
  Result<bool> remove(std::size_t begin, std::size_t end) {
    const std::string& text = part_.operand_text.text();
    if (end < text.size() && text[end] == ',') {
      ++end;
    } else if (begin > 0) {
      --begin;
    }
    part_.operand_text = part_.operand_text.replaced(begin, end - begin, "");
    return true;
  }

  const JclJob& job_;
  const JclStep& step_;
  JclDdPart& part_;
};

Result<void> resolve_references(const JclJob& job, const JclStep& step, JclDdPart& part) {
  const std::string& text = part.operand_text.text();
  if (text.find("*.") == std::string::npos && text.find("AFF=") == std::string::npos &&
      text.find("REFDD") == std::string::npos) {
    return {};
  }
  ReferenceResolver resolver(job, step, part);
  for (std::size_t i = 0; i < kSubstitutionsMax; ++i) {
    if (part.operand_text.empty()) {
      return {};
    }
    CS_ASSIGN(const bool replaced, resolver.replace_next());
    if (!replaced) {
      return {};
    }
  }
  return failure<msg::IEFC645I>("DD").at(part.position);
}

/// Whether an ampersand stands alone.
bool has_symbol(std::string_view text) {
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    inside ^= text[at] == '\'';
    if (inside || text[at] != '&') {
      continue;
    }
    if (at + 1 == text.size() || text[at + 1] != '&') {
      return true;
    }
    ++at;
  }
  return false;
}

/// DDNAME=X is taken out of the operands.
void take_later_ddname(JclDdPart& part) {
  if (part.operand_text.text().find("DDNAME=") == std::string::npos) {
    return;
  }
  const auto operands = parse_operands(part.operand_text);
  const Operand* ddname = operands ? find_keyword(*operands, "DDNAME") : nullptr;
  if (ddname == nullptr || ddname->value.form != OperandValue::Form::kText) {
    return;
  }
  part.later_ddname = ddname->value.text;
  JclText rest;
  for (const Operand& operand : *operands) {
    if (&operand == ddname) {
      continue;
    }
    if (!rest.empty()) {
      rest.append_at(part.operand_text, operand.offset, ",");
    }
    rest.append_slice(part.operand_text, operand.offset, operand.value.end);
  }
  part.operand_text = std::move(rest);
}

/// What the DD's own grammar says; refused operands of good JCL as CSJ0025E when only the syntax
/// counts.
std::vector<Failure> read_request(const JclStatement& statement, const std::string& ddname,
                                  JclDdPart& part, bool is_syntax_only) {
  part.request.ddname = ddname;
  part.request.position = part.position;
  if (part.operand_text.empty()) {
    part.request.is_dummy = true;
    return {};
  }
  dd::CheckedDdOperands checked = dd::check_dd_operands(ddname, part.operand_text.to_statement());
  std::vector<Failure> errors;
  for (const Failure& error : checked.errors) {
    if (is_syntax_only && error.is(msg::CSS0011E)) {
      errors.push_back(
          failure<msg::CSJ0025E>(error.inserts()[0], error.inserts()[1]).at(*error.position()));
    } else if (is_syntax_only || errors.empty()) {
      errors.push_back(error);
    }
  }
  part.request = std::move(checked.request);
  part.request.ddname = ddname;
  part.request.position = part.position;
  if (statement.has_data) {
    part.request.instream.emplace();
    for (const cards::Card& card : statement.data) {
      part.request.instream->push_back(card.text);
    }
  }
  return errors;
}

/// Ignored by the grammar of one DD, and carried out here.
bool is_done_here(std::string_view keyword) {
  return keyword == "OUTPUT" || keyword == "SYMBOLS";
}

void interpret(const JclStatement& statement, const std::string& ddname, const JclJob& job,
               const JclStep& step, JclDdPart& part, Findings& findings, bool is_syntax_only) {
  if (auto resolved = resolve_references(job, step, part); !resolved) {
    findings.errors.push_back(resolved.failure());
    return;
  }
  if (is_syntax_only && has_symbol(part.operand_text.text())) {
    return;  // it came in with a reference to a DD whose symbols have their values elsewhere
  }
  take_later_ddname(part);
  std::vector<Failure> errors = read_request(statement, ddname, part, is_syntax_only);
  if (!errors.empty()) {
    findings.errors.insert(findings.errors.end(), errors.begin(), errors.end());
    return;
  }
  for (const site::IgnoredKeyword& ignored : part.request.ignored_keywords) {
    if (!is_done_here(ignored.keyword)) {
      findings.notes.push_back(
          failure<msg::CSJ0021I>(ignored.keyword, "DD", "it changes nothing here")
              .at(ignored.position));
    }
  }
}

}  // namespace

void add_dd(const JclStatement& statement, const JclJob& job, JclStep& step, Findings& findings,
            bool is_syntax_only) {
  std::string name = statement.ddname.empty() ? statement.name.text() : statement.ddname;
  if (const std::size_t period = name.find('.'); period != std::string::npos) {
    findings.notes.push_back(failure<msg::CSJ0042W>(name).at(statement.name.position(0)));
    name.erase(0, period + 1);
  }
  if (name.empty() && step.dds.empty()) {
    findings.errors.push_back(failure<msg::CSJ0043E>().at(statement.position()));
    return;
  }
  JclDdPart part;
  part.operand_text = statement.operand_text;
  part.position = statement.position();
  part.chain = statement.chain;
  if (!statement.data.empty()) {
    part.data_source = statement.source->source;
    part.data_line = statement.data.front().number;
  }
  if (!statement.is_broken && !statement.has_open_symbols) {
    interpret(statement, name.empty() ? step.dds.back().ddname : name, job, step, part, findings,
              is_syntax_only);
  }
  if (!name.empty()) {
    step.dds.push_back({name, {}});
  }
  step.dds.back().parts.push_back(std::move(part));
}

cards::CardDeck JclDdPart::control_deck() const {
  cards::CardDeck deck{data_source, {}};
  for (const std::string& record : request.instream.value_or(std::vector<std::string>{})) {
    deck.cards.push_back({record, data_line + deck.cards.size()});
  }
  return deck;
}

void settle_later_ddnames(JclStep& step, Findings& findings) {
  for (std::size_t i = 0; i < step.dds.size(); ++i) {
    for (std::size_t k = 0; k < step.dds[i].parts.size(); ++k) {
      const std::string wanted = std::exchange(step.dds[i].parts[k].later_ddname, {});
      if (wanted.empty()) {
        continue;
      }
      const auto target =
          std::find_if(step.dds.begin() + static_cast<std::ptrdiff_t>(i) + 1, step.dds.end(),
                       [&](const JclDd& dd) { return dd.ddname == wanted; });
      if (target == step.dds.end()) {
        findings.notes.push_back(failure<msg::IEF686I>(wanted).at(step.dds[i].parts[k].position));
        continue;
      }
      std::vector<JclDdPart> parts = std::move(target->parts);
      step.dds.erase(target);
      for (JclDdPart& part : parts) {
        part.request.ddname = step.dds[i].ddname;
      }
      auto& into = step.dds[i].parts;
      into.erase(into.begin() + static_cast<std::ptrdiff_t>(k));
      into.insert(into.begin() + static_cast<std::ptrdiff_t>(k), parts.begin(), parts.end());
    }
  }
}

Result<ReferencedProgram> referenced_program(const JclJob& job, std::size_t call,
                                             std::string_view reference,
                                             const SourcePosition& position) {
  const auto parsed = parse_reference(reference, position);
  const JclStep* step =
      parsed ? find_step(job, call, parsed->step, parsed->procedure_step) : nullptr;
  if (step != nullptr) {
    const auto dd = std::ranges::find(step->dds, parsed->ddname, &JclDd::ddname);
    if (dd != step->dds.end() && !dd->parts.front().request.member.empty()) {
      return ReferencedProgram{dd->parts.front().request.member,
                               {step->key, {}, parsed->ddname, position}};
    }
  }
  return failure<msg::IEFC645I>("PGM").at(position);
}

}  // namespace coldsite::jcl

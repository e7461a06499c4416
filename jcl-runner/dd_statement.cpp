#include "jcl-runner/dd_statement.hpp"

#include <algorithm>
#include <optional>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kSubstitutionsMax = 32;

std::string_view coded(const JclText& text, const OperandValue& value) {
  return std::string_view(text.text()).substr(value.offset, value.end - value.offset);
}

/// "*.STEP.DD" or "*.DD".
std::optional<DdReference> parse_reference(std::string_view text, const SourcePosition& position) {
  if (!text.starts_with("*.")) {
    return std::nullopt;
  }
  text.remove_prefix(2);
  const std::size_t period = text.rfind('.');
  if (period == std::string_view::npos) {
    return DdReference{{}, std::string(text), position};
  }
  return DdReference{std::string(text.substr(0, period)), std::string(text.substr(period + 1)),
                     position};
}

class ReferenceResolver {
 public:
  ReferenceResolver(const std::vector<JclStep>& steps_before, const JclStep& step, JclDdPart& part)
      : steps_before_(steps_before), step_(step), part_(part) {}

  /// Replaces one reference; false when none is left.
  Result<bool> replace_next() {
    CS_ASSIGN(const std::vector<Operand> operands, parse_operands(part_.operand_text));
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const Operand& operand = operands[i];
      const std::string& keyword = operand.keyword;
      CS_ASSIGN(const bool replaced, keyword == "DSN" || keyword == "DSNAME" ? replace_name(operand)
                                     : keyword == "DCB"  ? replace_attributes(operand)
                                     : keyword == "UNIT" ? replace_affinity(operand)
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
      const auto found = std::ranges::find(steps_before_, reference.step, &JclStep::name);
      step = found != steps_before_.end()   ? &*found
             : step_.name == reference.step ? &step_
                                            : nullptr;
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

  Result<bool> replace_name(const Operand& operand) {
    const auto reference =
        parse_reference(operand.value.text, part_.operand_text.position(operand.value.offset));
    if (!reference) {
      return false;
    }
    CS_ASSIGN(const JclDdPart* target, find(*reference, "DSNAME"));
    CS_ASSIGN(const std::string name, value_of(*target, "DSN", "DSNAME"));
    if (name.empty()) {
      return failure<msg::IEFC645I>("DSNAME").at(reference->position);
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
      return failure<msg::IEFC645I>("DCB").at(reference->position);
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
        {}, items[0].value.text, part_.operand_text.position(items[0].value.offset)};
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
    part_.volume_of = *reference;
    if (part_.volume_of->step.empty()) {
      part_.volume_of->step = step_.key;
    }
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

  const std::vector<JclStep>& steps_before_;
  const JclStep& step_;
  JclDdPart& part_;
};

Result<void> resolve_references(const std::vector<JclStep>& steps_before, const JclStep& step,
                                JclDdPart& part) {
  ReferenceResolver resolver(steps_before, step, part);
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

/// DLM and the positional * or DATA have done their work when the statement was read.
Result<site::DdRequest> parse_request(const std::string& ddname, const JclStatement& statement,
                                      const JclDdPart& part) {
  CS_ASSIGN(site::DdRequest request,
            dd::parse_dd_operands(ddname, part.operand_text.to_statement()));
  request.ddname = ddname;
  request.position = part.position;
  if (statement.has_data) {
    request.instream.emplace();
    for (const cards::Card& card : statement.data) {
      request.instream->push_back(card.text);
    }
  }
  return request;
}

void interpret(const JclStatement& statement, const std::string& ddname,
               const std::vector<JclStep>& steps_before, const JclStep& step, JclDdPart& part,
               Findings& findings) {
  if (auto resolved = resolve_references(steps_before, step, part); !resolved) {
    findings.errors.push_back(resolved.failure());
    return;
  }
  auto request = parse_request(ddname, statement, part);
  if (!request) {
    findings.errors.push_back(request.failure());
    return;
  }
  part.request = *std::move(request);
  for (const site::IgnoredKeyword& ignored : part.request.ignored_keywords) {
    findings.notes.push_back(
        failure<msg::CSJ0021I>(ignored.keyword, "DD", "it changes nothing here")
            .at(ignored.position));
  }
}

}  // namespace

void add_dd(const JclStatement& statement, const std::vector<JclStep>& steps_before, JclStep& step,
            Findings& findings) {
  const std::string& name = statement.name.text();
  const bool calls_procedure = step.program.empty();  // and has been refused
  if (name.find('.') != std::string::npos) {
    if (calls_procedure) {
      return;
    }
    findings.errors.push_back(failure<msg::CSJ0042E>(name).at(statement.name.position(0)));
    return;
  }
  if (name.empty() && step.dds.empty()) {
    if (calls_procedure) {
      return;
    }
    findings.errors.push_back(failure<msg::CSJ0043E>().at(statement.position()));
    return;
  }
  JclDdPart part;
  part.operand_text = statement.operand_text;
  part.position = statement.position();
  if (!statement.is_broken) {
    interpret(statement, name.empty() ? step.dds.back().ddname : name, steps_before, step, part,
              findings);
  }
  if (!name.empty()) {
    step.dds.push_back({name, {}});
  }
  step.dds.back().parts.push_back(std::move(part));
}

}  // namespace coldsite::jcl

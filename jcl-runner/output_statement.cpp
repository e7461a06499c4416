#include "jcl-runner/output_statement.hpp"

#include <algorithm>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/keyword_rules.hpp"

namespace coldsite::jcl {

void OutputStatements::add(const JclStatement& statement, Findings& findings) {
  Output output;
  output.name = statement.name.text();
  output.is_of_step = is_in_step_;
  if (output.name.empty()) {
    findings.errors.push_back(failure<msg::IEFC662I>(output.name).at(statement.position()));
  }
  for (const Operand& operand : statement.operands) {
    const SourcePosition at = statement.operand_text.position(operand.offset);
    const KeywordRule* rule = find_rule("OUTPUT", operand.keyword);
    if (rule == nullptr) {
      findings.errors.push_back(failure<msg::IEFC630I>(operand.keyword).at(at));
    } else if (rule->treatment == Treatment::kIgnored) {
      findings.notes.push_back(
          failure<msg::CSJ0021I>(operand.keyword, "OUTPUT", rule->note).at(at));
    } else if (operand.keyword == "CLASS") {
      output.output_class = operand.value.text;
      if (output.output_class.size() != 1) {
        findings.errors.push_back(failure<msg::CSJ0022E>("CLASS", "one letter, digit or *").at(at));
      }
    } else if (operand.keyword == "DEFAULT") {
      output.is_default = operand.value.text == "YES" || operand.value.text == "Y";
    }
  }
  outputs_.push_back(std::move(output));
}

const OutputStatements::Output* OutputStatements::find(std::string_view name) const {
  const auto found = std::find_if(outputs_.rbegin(), outputs_.rend(),
                                  [&](const Output& output) { return output.name == name; });
  return found == outputs_.rend() ? nullptr : &*found;
}

/// A default of the step counts more than one of the job.
const OutputStatements::Output* OutputStatements::find_default() const {
  const Output* found = nullptr;
  for (const Output& output : outputs_) {
    if (output.is_default && (found == nullptr || output.is_of_step)) {
      found = &output;
    }
  }
  return found;
}

void OutputStatements::apply(JclDdPart& part, Findings& findings) {
  if (!part.request.sysout_class) {
    return;
  }
  const auto operands = parse_operands(part.operand_text);
  const Operand* coded = operands ? find_keyword(*operands, "OUTPUT") : nullptr;
  const Output* output = nullptr;
  if (coded == nullptr) {
    output = find_default();
  } else {
    for (const Operand& item : coded->as_list()) {
      const std::string& reference = item.value.text;
      const std::size_t period = reference.rfind('.');
      const Output* found = reference.starts_with("*.")
                                ? find(std::string_view(reference).substr(period + 1))
                                : nullptr;
      if (found == nullptr) {
        findings.errors.push_back(
            failure<msg::IEFC645I>("OUTPUT").at(part.operand_text.position(item.offset)));
      }
      output = output == nullptr ? found : output;
    }
  }
  if (output != nullptr && part.request.sysout_class->empty() && !output->output_class.empty()) {
    part.request.sysout_class = output->output_class;
  }
}

void OutputStatements::finish_step(JclStep& step, Findings& findings) {
  for (JclDd& dd : step.dds) {
    for (JclDdPart& part : dd.parts) {
      apply(part, findings);
    }
  }
  // Names of a step stay known for OUTPUT=*.step.name; its defaults do not reach the next step.
  for (Output& output : outputs_) {
    output.is_default = output.is_default && !output.is_of_step;
  }
}

}  // namespace coldsite::jcl

// OUTPUT statements: output parameters under a name. CLASS= is carried out, for SYSOUT=(,) DDs that
// name the statement or have none and it says DEFAULT=YES; the other operands describe printers.
// source: z/OS MVS JCL Reference, "OUTPUT JCL statement".
// threads: one job, one thread.
#pragma once

#include <string>
#include <vector>

#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

class OutputStatements {
 public:
  /// errors (into `findings`): IEFC662I no name, IEFC630I unknown operand, CSJ0022E CLASS.
  void add(const JclStatement& statement, Findings& findings);
  /// OUTPUT statements behind an EXEC are that step's.
  void start_step() { is_in_step_ = true; }
  /// Gives the step's SYSOUT DDs their class. errors: IEFC645I OUTPUT=*.name that is not there.
  void finish_step(JclStep& step, Findings& findings);

 private:
  struct Output {
    std::string name, output_class;
    bool is_default = false;
    bool is_of_step = false;
  };
  void apply(JclDdPart& part, Findings& findings);
  [[nodiscard]] const Output* find(std::string_view name) const;
  [[nodiscard]] const Output* find_default() const;

  std::vector<Output> outputs_;
  bool is_in_step_ = false;
};

}  // namespace coldsite::jcl

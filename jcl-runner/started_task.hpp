// Started tasks: a procedure that the operator starts, with a job of its own around it.
//   S proc[.identifier][,JOBNAME=name][,SYMBOL=value]...
// START begins a jclrun of its own for it, which outlives the command: 'jclrun start'.
// threads: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::jcl {

struct StartRequest {
  std::string procedure;
  std::string identifier;            ///< "": STARTING is the step's name
  std::string job_name;              ///< JOBNAME=; else the procedure's name
  std::vector<std::string> symbols;  ///< "SYMBOL=value", values as they were given
};

/// The operands of START, folded. errors: IEE535I.
[[nodiscard]] Result<StartRequest> parse_start(std::string_view operands);

/// The job that START makes: JOB and EXEC statements on cards.
[[nodiscard]] std::string start_job_text(const StartRequest& request);

}  // namespace coldsite::jcl

#include "utilities/iebupdte/iebupdte.hpp"

#include <fmt/format.h>

#include "datasets/messages/ieb.hpp"
#include "utilities/iebupdte/update.hpp"

namespace coldsite::iebupdte {
namespace {

/// PARM={NEW|MOD}; the user label routines behind a comma are refused.
Result<bool> has_old_master(const std::string& parm) {
  if (parm.empty() || parm == "MOD") {
    return true;
  }
  if (parm == "NEW") {
    return false;
  }
  return failure<msg::IEB827I>(parm);
}

}  // namespace

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  const auto has_old = has_old_master(context.parm);
  if (!has_old) {
    report.say(has_old.failure());
    return;
  }
  const auto done = Update(context, *has_old).run();
  if (!done) {
    report.say_at(kSevere, done.failure());
  }
  report.say<msg::IEB818I>(fmt::format("{:08}", report.condition_code()));
  report.say<msg::IEB819I>();
}

}  // namespace coldsite::iebupdte

#include "control-cards/iebcopy/iebcopy_check.hpp"

#include "datasets/messages/css.hpp"

namespace coldsite::iebcopy {
namespace {

class Gatherer {
 public:
  cards::Parsed<CopyStep> gather(const std::vector<Operation>& operations) {
    for (const Operation& operation : operations) {
      take(operation);
    }
    end_step();
    return std::move(parsed_);
  }

 private:
  void take(const Operation& operation) {
    switch (operation.kind) {
      case OperationKind::kCopy:
      case OperationKind::kCopymod:
        end_step();
        step_ = operation.part;
        break;
      case OperationKind::kInput:
        take_input(operation.part);
        break;
      case OperationKind::kSelect:
      case OperationKind::kExclude:
        take_members(operation);
        break;
    }
  }

  /// INDD= on its own: the first input of a COPY that has none, else a further step like the last.
  void take_input(const CopyStep& part) {
    if (!step_) {
      add_error(failure<msg::CSS0504E>().at(part.position));
      return;
    }
    if (!step_->inputs.empty()) {
      CopyStep next = *step_;
      next.selects.clear();
      next.excludes.clear();
      next.position = part.position;
      end_step();
      step_ = std::move(next);
    }
    step_->inputs = part.inputs;
  }

  void take_members(const Operation& operation) {
    const CopyStep& part = operation.part;
    const bool is_select = operation.kind == OperationKind::kSelect;
    if (!step_) {
      add_error(failure<msg::CSS0501E>(is_select ? "SELECT" : "EXCLUDE").at(part.position));
      return;
    }
    step_->selects.insert(step_->selects.end(), part.selects.begin(), part.selects.end());
    step_->excludes.insert(step_->excludes.end(), part.excludes.begin(), part.excludes.end());
    if (!step_->selects.empty() && !step_->excludes.empty()) {
      add_error(failure<msg::CSS0502E>().at(part.position));
    }
  }

  void end_step() {
    if (!step_) {
      return;
    }
    if (step_->inputs.empty()) {
      add_error(failure<msg::CSS0503E>().at(step_->position));
    }
    if (step_->block_bytes_min && step_->block_bytes_max &&
        *step_->block_bytes_min > *step_->block_bytes_max) {
      add_error(failure<msg::CSS0505E>(*step_->block_bytes_min, *step_->block_bytes_max)
                    .at(step_->position));
    }
    parsed_.statements.push_back(std::move(*step_));
    step_.reset();
  }

  void add_error(Failure failure) { parsed_.errors.push_back(std::move(failure)); }

  std::optional<CopyStep> step_;
  cards::Parsed<CopyStep> parsed_;
};

}  // namespace

cards::Parsed<CopyStep> gather_steps(const std::vector<Operation>& operations) {
  return Gatherer().gather(operations);
}

}  // namespace coldsite::iebcopy

// One run: the functions of SYSIN, one after another, from the old master to the new one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "utilities/iebupdte/card_source.hpp"
#include "utilities/iebupdte/masters.hpp"
#include "utilities/iebupdte/update_log.hpp"

namespace coldsite::iebupdte {

class Update {
 public:
  /// `has_old`: PARM=MOD.
  Update(batch::StepContext& context, bool has_old)
      : context_(&context), log_(*context.report, context.code_page()), has_old_(has_old) {}

  /// A function in error is told at CC 4, and the next one follows where both masters are
  /// libraries. Members of the functions before it are there. errors: what ends the step.
  Result<void> run();

 private:
  /// Where one function writes to.
  struct Target {
    std::unique_ptr<access::RecordWriter> writer;
    std::string member;  ///< empty: sequential
    bool is_replaced = false;
  };

  Result<void> run_functions();
  Result<void> run_function();
  Result<void> run_statement(const FunctionStatement& statement);
  Result<void> check_organization(const FunctionStatement& statement) const;
  [[nodiscard]] Result<std::string> name_of(const FunctionStatement& statement) const;
  Result<Target> begin(const FunctionStatement& statement);
  Result<void> check_name(const FunctionStatement& statement, const std::string& name) const;
  [[nodiscard]] Bytes user_data(const FunctionStatement& statement) const;
  Result<void> add(const FunctionStatement& statement, Target& target);
  Result<void> change(const FunctionStatement& statement, Target& target,
                      std::unique_ptr<access::RecordReader> records);
  Result<void> reproduce(access::RecordReader& records, Target& target);
  Result<void> finish(Target& target);
  Result<void> take_aliases(const Target& target);
  /// Tells `reason` and passes over what belongs to the function. False: the step ends.
  Result<bool> give_up(const Failure& reason);

  batch::StepContext* context_;
  UpdateLog log_;
  bool has_old_;
  std::optional<CardSource> source_;
  std::unique_ptr<Masters> masters_;
  bool was_in_place_ = false;
};

}  // namespace coldsite::iebupdte

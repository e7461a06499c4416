// SYSIN as items: data cards, statements, and statements in error; one item ahead can be looked at.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/iebupdte/iebupdte_statement.hpp"
#include "control-cards/iebupdte/statement_reader.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iebupdte {

/// What stands next in SYSIN: exactly one of the three. At the end none is set.
struct Item {
  SourcePosition position;
  std::optional<Bytes> data;                   ///< a record, in the data set's bytes
  std::optional<IebupdteStatement> statement;  ///< of one statement's cards
  std::vector<Failure> errors;                 ///< of a statement that does not hold
  std::vector<std::string> cards;              ///< of a statement, for the log

  [[nodiscard]] bool is_end() const { return !data && !statement && errors.empty(); }
  template <class Statement>
  [[nodiscard]] const Statement* get() const {
    return statement ? std::get_if<Statement>(&*statement) : nullptr;
  }
};

class CardSource {
 public:
  /// errors: those of opening SYSIN.
  static Result<CardSource> open(batch::StepContext& context);

  /// Good until take(). errors: those of reading SYSIN.
  Result<const Item*> peek();
  Result<Item> take();

 private:
  Result<Item> read_item();
  Item make_statement();

  std::unique_ptr<access::RecordReader> reader_;
  const text::CodePage* code_page_ = nullptr;
  std::optional<StatementReader> statements_;
  std::optional<Item> ahead_;
  std::size_t number_ = 0;
  bool at_end_ = false;
};

}  // namespace coldsite::iebupdte

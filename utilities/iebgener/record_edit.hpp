// Records built from fields, as the FIELD operands of a RECORD statement say.
#pragma once

#include <vector>

#include "control-cards/iebgener/iebgener_statement.hpp"
#include "datasets/bytes.hpp"
#include "datasets/result.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::iebgener {

/// What the records of input and output look like. units: bytes of data, without descriptor words.
struct EditLimits {
  std::size_t input_bytes = 0;  ///< of a fixed record; 0: variable
  std::size_t output_bytes_max = 0;
  bool is_output_fixed = false;
};

/// Edits the records of one group.
class RecordEdit {
 public:
  /// errors: CSU0003S a field outside the record; CSI0030E a literal that the code page lacks.
  static Result<RecordEdit> make(const RecordStatement& statement, const EditLimits& limits,
                                 const text::CodePage& code_page);

  /// Whether records go through unchanged.
  [[nodiscard]] bool is_plain() const { return fields_.empty(); }
  /// Whether this record is the last of the group.
  [[nodiscard]] bool is_last(ByteView record) const;
  /// The output record. Bytes that no field fills are blanks; a field that reaches beyond a
  /// variable record is filled up with blanks. Good until the next call. errors: CSU0002S.
  Result<ByteView> edit(ByteView record, std::uint64_t record_number);

 private:
  struct Field {
    FieldOperand operand;
    Bytes literal;
  };
  Result<void> put(const Field& field, ByteView record, std::uint64_t record_number);

  std::vector<Field> fields_;
  bool has_ident_ = false;
  Bytes ident_;
  std::size_t ident_offset_ = 0;
  std::size_t output_bytes_ = 0;
  Bytes output_;
};

}  // namespace coldsite::iebgener

// Typed values from what was coded: names, numbers, volumes, dates. What does not hold becomes an
// error in the state, and a value that harms nothing is handed back.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "control-cards/idcams/idcams_operands.hpp"
#include "control-cards/idcams/operand_tree.hpp"

namespace coldsite::idcams {

/// What an entry name may have beside qualifiers.
enum class NameRule {
  kPlain,
  kMember,   ///< name(member)
  kGeneric,  ///< '*' for whole qualifiers, and name(member)
  kMask,     ///< '*', '**' and '%' anywhere
};

class OperandValues {
 public:
  OperandValues(cards::StatementState& state, std::vector<Failure>& warnings)
      : state_(state), warnings_(warnings) {}

  // One value. errors: IDC3201I, IDC3203I, IDC3214I, IDC3220I, IDC3221I
  [[nodiscard]] EntryName entry(const Node& node, NameRule rule);
  [[nodiscard]] Word word(const Node& node, std::size_t characters_most);
  [[nodiscard]] Word ddname(const Node& node);
  [[nodiscard]] Word volume(const Node& node);
  [[nodiscard]] Word device_type(const Node& node);
  [[nodiscard]] std::uint64_t number(const Node& node, std::uint64_t least, std::uint64_t most);
  [[nodiscard]] KeyValue key(const Node& node);

  // The values of a keyword; empty when it is not coded.
  [[nodiscard]] std::optional<EntryName> entry_of(const Operands& operands, std::string_view name,
                                                  NameRule rule = NameRule::kPlain);
  [[nodiscard]] std::vector<EntryName> entries_of(const Operands& operands, std::string_view name,
                                                  NameRule rule = NameRule::kPlain);
  [[nodiscard]] std::optional<Word> word_of(const Operands& operands, std::string_view name,
                                            std::size_t characters_most);
  [[nodiscard]] std::optional<Word> ddname_of(const Operands& operands, std::string_view name);
  [[nodiscard]] std::vector<Word> volumes_of(const Operands& operands, std::string_view name);
  [[nodiscard]] std::optional<std::uint32_t> number_of(const Operands& operands,
                                                       std::string_view name, std::uint32_t least,
                                                       std::uint32_t most);
  [[nodiscard]] std::optional<std::uint64_t> long_number_of(const Operands& operands,
                                                            std::string_view name,
                                                            std::uint64_t least);
  [[nodiscard]] std::optional<KeyValue> key_of(const Operands& operands, std::string_view name);
  /// CATALOG(name[/password][ ddname]).
  [[nodiscard]] std::optional<EntryName> catalog_of(const Operands& operands);
  /// FIRST | SECOND: true, false, or neither. errors: IDC3226I, CSS0014E when both are coded.
  [[nodiscard]] std::optional<bool> choice_of(const Operands& operands, std::string_view yes,
                                              std::string_view no);
  /// INFILE | INDATASET and their like. errors: IDC3226I, CSS0014E.
  [[nodiscard]] DataReference data_of(const Operands& operands, std::string_view file,
                                      std::string_view data_set);

  [[nodiscard]] ComponentOptions component_of(const Operands& operands);
  [[nodiscard]] std::optional<ComponentOptions> component_of(const Operands& operands,
                                                             std::string_view group);
  [[nodiscard]] std::optional<Retention> retention_of(const Operands& operands);
  [[nodiscard]] std::optional<Model> model_of(const Operands& operands);
  [[nodiscard]] SmsClasses sms_of(const Operands& operands);
  [[nodiscard]] std::optional<Logging> log_of(const Operands& operands);
  [[nodiscard]] std::optional<BackupWhileOpen> backup_while_open_of(const Operands& operands);
  [[nodiscard]] RecordRange range_of(const Operands& operands);

  // What must be coded, and what not together.
  /// errors: IDC3225I and CSS0013E when none of them is coded.
  void require(const Operands& operands, std::initializer_list<std::string_view> any_of);
  /// errors: IDC3226I and CSS0014E when more than one of them is coded.
  void exclude(const Operands& operands, std::initializer_list<std::string_view> names);

 private:
  [[nodiscard]] const Node* value(const Operands& operands, std::string_view name,
                                  std::size_t index = 0) const;
  [[nodiscard]] SourcePosition place(const Node& node) const {
    return state_.position(node.offset);
  }
  void warn_password(const Node& node);
  [[nodiscard]] std::optional<Space> space_of(const Operands& operands);

  cards::StatementState& state_;
  std::vector<Failure>& warnings_;
};

/// Whether `text` is a name under `rule`, without its member.
[[nodiscard]] bool is_entry_name(std::string_view text, NameRule rule);

}  // namespace coldsite::idcams

// Names that stand for several entries: generic names, levels and masks.
#pragma once

#include <string>
#include <string_view>

#include "datasets/catalog/entry.hpp"

namespace coldsite::idcams {

enum class MaskKind {
  kGeneric,  ///< ENTRIES(A.*.B): each asterisk is one qualifier; A.B* completes one
  kLevel,    ///< LEVEL(A.*.B): the same, and any further qualifiers, at least one
  kMask,     ///< MASK: % one character, * part of a qualifier, ** any number of qualifiers
};

class EntryMask {
 public:
  EntryMask(std::string_view text, MaskKind kind);

  [[nodiscard]] bool matches(std::string_view name) const;
  /// What every name that matches begins with: where a scan begins, and where it can end.
  [[nodiscard]] const std::string& prefix() const { return prefix_; }
  /// By this the catalog of the names is chosen.
  [[nodiscard]] std::string catalog_hint() const;

 private:
  std::string text_;
  MaskKind kind_;
  std::string prefix_;
};

}  // namespace coldsite::idcams

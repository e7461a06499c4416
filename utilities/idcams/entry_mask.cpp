#include "utilities/idcams/entry_mask.hpp"

#include <algorithm>

namespace coldsite::idcams {
namespace {

/// Takes the first qualifier off.
std::string_view take_qualifier(std::string_view& name) {
  const std::size_t dot = name.find('.');
  const std::string_view qualifier = name.substr(0, dot);
  name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  return qualifier;
}

/// One qualifier against '*' (any characters) and '%' (one), without backtracking over more than
/// the last asterisk.
bool matches_qualifier(std::string_view mask, std::string_view text) {
  std::size_t m = 0, t = 0;
  std::size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (m < mask.size() && (mask[m] == '%' || (mask[m] == text[t] && mask[m] != '*'))) {
      ++m;
      ++t;
    } else if (m < mask.size() && mask[m] == '*') {
      star = m++;
      resume = t;
    } else if (star != std::string_view::npos) {
      m = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return mask.substr(m).find_first_not_of('*') == std::string_view::npos;
}

/// Qualifier by qualifier; "**" takes any number of them. At most 22 qualifiers, so that trying
/// each is cheap.
bool matches_mask(std::string_view mask, std::string_view name) {
  if (mask.empty()) {
    return name.empty();
  }
  std::string_view mask_rest = mask;
  const std::string_view first = take_qualifier(mask_rest);
  if (first == "**") {
    std::string_view name_rest = name;
    while (true) {
      if (matches_mask(mask_rest, name_rest)) {
        return true;
      }
      if (name_rest.empty()) {
        return false;
      }
      take_qualifier(name_rest);
    }
  }
  if (name.empty()) {
    return false;
  }
  std::string_view name_rest = name;
  return matches_qualifier(first, take_qualifier(name_rest)) && matches_mask(mask_rest, name_rest);
}

std::size_t qualifier_count(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(name, '.')) + 1;
}

/// The mask's qualifiers against the first ones of the name.
bool matches_head(std::string_view mask, std::string_view name) {
  while (!mask.empty()) {
    if (name.empty() || !matches_qualifier(take_qualifier(mask), take_qualifier(name))) {
      return false;
    }
  }
  return true;
}

}  // namespace

EntryMask::EntryMask(std::string_view text, MaskKind kind)
    : text_(text), kind_(kind), prefix_(text.substr(0, text.find_first_of("*%"))) {
  if (kind == MaskKind::kLevel && prefix_.size() == text.size()) {
    prefix_ += '.';
  }
  if (kind == MaskKind::kMask && prefix_.size() + 2 == text.size() && prefix_.ends_with('.')) {
    prefix_.pop_back();  // A.** matches A too
  }
}

std::string EntryMask::catalog_hint() const {
  return kind_ == MaskKind::kLevel ? prefix_ : text_.substr(0, text_.find_first_of("*%"));
}

bool EntryMask::matches(std::string_view name) const {
  switch (kind_) {
    case MaskKind::kGeneric:
      return qualifier_count(name) == qualifier_count(text_) && matches_head(text_, name);
    case MaskKind::kLevel:
      return qualifier_count(name) > qualifier_count(text_) && matches_head(text_, name);
    case MaskKind::kMask:
      return matches_mask(text_, name);
  }
  return false;
}

}  // namespace coldsite::idcams

#include "datasets/catalog/catalog_search.hpp"

#include <algorithm>

#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

constexpr std::size_t kAliasQualifiersMax = 4;
constexpr int kAliasesInARow = 8;

bool is_symbol_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("$#@").find(c) != std::string_view::npos;
}

/// The leading qualifiers of a name, without the last one: "A.B.C" gives A and A.B, the longest
/// first.
std::vector<std::string_view> qualifiers_of(std::string_view name) {
  std::vector<std::string_view> prefixes;
  for (std::size_t at = name.find('.');
       at != std::string_view::npos && prefixes.size() < kAliasQualifiersMax;
       at = name.find('.', at + 1)) {
    prefixes.push_back(name.substr(0, at));
  }
  std::ranges::reverse(prefixes);
  return prefixes;
}

}  // namespace

Result<std::unique_ptr<CatalogSearch>> CatalogSearch::open_with(OpenCatalog open_catalog,
                                                                std::string_view master_name,
                                                                std::string_view master_volser,
                                                                Symbols symbols) {
  auto master = open_catalog(std::string(master_name), std::string(master_volser));
  if (!master && master.failure().is(msg::CSL0001E)) {
    return master.failure();  // not there, which is not damaged
  }
  if (!master) {
    return failure<msg::CSL0003E>(master_name, master_volser)
        .while_doing(to_string(master.failure()));
  }
  std::unique_ptr<CatalogSearch> search(new CatalogSearch);
  search->open_catalog_ = std::move(open_catalog);
  search->master_ = *std::move(master);
  search->symbols_ = std::move(symbols);
  search->symbols_.insert_or_assign("SYSR1", std::string(master_volser));
  return search;
}

Result<Catalog*> CatalogSearch::open_connected(const UserCatalogEntry& connector) {
  const auto at = open_.find(connector.name);
  if (at != open_.end()) {
    return at->second.get();
  }
  const std::string volser = resolve_volser(connector.volume.volser);
  auto opened = open_catalog_(connector.name, volser);
  if (!opened) {
    return failure<msg::CSL0005E>(connector.name, volser).while_doing(to_string(opened.failure()));
  }
  return (open_[connector.name] = *std::move(opened)).get();
}

Result<Catalog*> CatalogSearch::catalog(std::string_view name) {
  if (name == master_->name()) {
    return master_.get();
  }
  CS_ASSIGN(auto found, master_->find(name));
  if (found && found->entry.alias && found->entry.alias->relates_to_catalog) {
    const std::string related = resolve_symbols(found->entry.alias->related_name);
    CS_ASSIGN(found, master_->find(related));
  }
  if (!found || !found->entry.user_catalog) {
    return failure<msg::CSL0004E>(name);
  }
  return open_connected(*found->entry.user_catalog);
}

Result<Catalog*> CatalogSearch::catalog_of_qualifiers(std::string_view name) {
  if (name.starts_with("SYS1.")) {
    return nullptr;
  }
  for (const std::string_view prefix : qualifiers_of(name)) {
    CS_ASSIGN(const auto found, master_->find(prefix));
    if (found && found->entry.user_catalog) {
      return open_connected(*found->entry.user_catalog);
    }
    if (found && found->entry.alias && found->entry.alias->relates_to_catalog) {
      return catalog(resolve_symbols(found->entry.alias->related_name));
    }
  }
  return nullptr;
}

Result<Catalog*> CatalogSearch::catalog_for(std::string_view entry_name) {
  CS_ASSIGN(Catalog * user, catalog_of_qualifiers(entry_name));
  return user == nullptr ? master_.get() : user;
}

Result<std::optional<Located>> CatalogSearch::locate(std::string_view name, bool follow_aliases) {
  return locate_within(name, follow_aliases, kAliasesInARow);
}

Result<std::optional<Located>> CatalogSearch::locate_within(std::string_view name,
                                                            bool follow_aliases, int aliases_left) {
  CS_ASSIGN(Catalog * user, catalog_of_qualifiers(name));
  for (Catalog* catalog : {user, master_.get()}) {
    if (catalog == nullptr || (catalog == user && user == master_.get())) {
      continue;
    }
    CS_ASSIGN(auto found, catalog->find(name));
    if (!found) {
      continue;
    }
    const auto& alias = found->entry.alias;
    if (follow_aliases && alias && !alias->relates_to_catalog) {
      return aliases_left == 0
                 ? Result<std::optional<Located>>(std::nullopt)
                 : locate_within(resolve_symbols(alias->related_name), true, aliases_left - 1);
    }
    return std::optional(Located{catalog, *std::move(found), std::string(name)});
  }
  return std::optional<Located>();
}

Result<std::vector<UserCatalogEntry>> CatalogSearch::user_catalogs() {
  std::vector<UserCatalogEntry> connectors;
  std::vector<CatalogFinding> findings;
  CS_TRY(master_->scan(
      {},
      [&](const Entry& entry) -> Result<bool> {
        if (entry.user_catalog) {
          connectors.push_back(*entry.user_catalog);
        }
        return true;
      },
      findings));
  return connectors;
}

/// "&NAME." and "&NAME" where the symbol is known; the point belongs to the symbol.
std::string CatalogSearch::resolve_symbols(std::string_view text) const {
  std::string resolved;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && is_symbol_character(text[end])) {
      ++end;
    }
    const auto symbol = symbols_.find(text.substr(at + 1, end - at - 1));
    if (text[at] == '&' && symbol != symbols_.end()) {
      resolved += symbol->second;
      at = end < text.size() && text[end] == '.' ? end + 1 : end;
    } else {
      resolved += text[at++];
    }
  }
  return resolved;
}

std::string CatalogSearch::resolve_volser(std::string_view volser) const {
  return volser == "******" ? symbols_.at("SYSR1") : resolve_symbols(volser);
}

Result<void> CatalogSearch::sync() {
  CS_TRY(master_->sync());
  for (const auto& [name, catalog] : open_) {
    CS_TRY(catalog->sync());
  }
  return {};
}

Result<void> CatalogSearch::close() {
  for (const auto& [name, catalog] : open_) {
    CS_TRY(catalog->close());
  }
  open_.clear();
  return master_->close();
}

}  // namespace coldsite::catalog

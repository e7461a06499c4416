#include "utilities/idcams/session.hpp"

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

/// What IDC3009I says of a failure, beside the failure's own message.
struct CatalogCode {
  const Message* message;
  int return_code;
  std::string_view module;
  int reason;
};
constexpr CatalogCode kCatalogCodes[] = {
    {&msg::CSM0020E, 50, "F8", 20}, {&msg::CSM0026E, 50, "F8", 78}, {&msg::CSV0051E, 68, "FF", 20},
    {&msg::CSM0022E, 68, "FF", 20}, {&msg::CSV0057E, 84, "FT", 4},  {&msg::CSM0042E, 184, "FB", 6},
};

}  // namespace

void Session::say_at(int code, const Failure& failure) {
  raise(code);
  listing_.tell(code, failure);
}

void Session::fail(const Failure& failure, int code) {
  if (failure.is(msg::CSL0010E)) {
    say_at<msg::IDC3013I>(code, failure.inserts().back());
    say_at<msg::IDC3009I>(code, 8, "EH", 38);
    return;
  }
  if (failure.is(msg::CSL0011E)) {
    say_at<msg::IDC3012I>(code, failure.inserts().back());
    say_at<msg::IDC3009I>(code, 8, "EG", 42);
    return;
  }
  say_at(code, failure);
  for (const CatalogCode& known : kCatalogCodes) {
    if (failure.is(*known.message)) {
      say_at<msg::IDC3009I>(code, known.return_code, known.module, known.reason);
    }
  }
}

Result<site::SiteVolumes*> Session::volumes(std::string_view wanted_for) {
  if (context_->site == nullptr) {
    return failure<msg::CSN0001S>(wanted_for, "there is no site");
  }
  if (volumes_ == nullptr) {
    volumes_ = std::make_unique<site::SiteVolumes>(*context_->site, *context_->clock);
  }
  return volumes_.get();
}

Result<catalog::CatalogSearch*> Session::catalogs(std::string_view wanted_for) {
  if (catalogs_ == nullptr) {
    CS_ASSIGN(site::SiteVolumes * volumes, this->volumes(wanted_for));
    CS_ASSIGN(catalogs_, site::open_catalogs(*context_->site, *volumes));
    if (catalogs_ == nullptr) {
      return failure<msg::CSN0001S>(wanted_for, "site.conf names no master catalog");
    }
  }
  return catalogs_.get();
}

Result<catalog::Catalog*> Session::catalog_for(const std::optional<EntryName>& catalog,
                                               std::string_view entry_name) {
  CS_ASSIGN(catalog::CatalogSearch * search, catalogs(entry_name));
  return catalog ? search->catalog(catalog->name) : search->catalog_for(entry_name);
}

Result<std::optional<catalog::Located>> Session::locate(std::string_view name,
                                                        const std::optional<EntryName>& catalog) {
  CS_ASSIGN(catalog::CatalogSearch * search, catalogs(name));
  if (!catalog) {
    return search->locate(name, false);
  }
  CS_ASSIGN(catalog::Catalog * named, search->catalog(catalog->name));
  CS_ASSIGN(std::optional<catalog::Found> found, named->find(name));
  if (!found) {
    return std::optional<catalog::Located>();
  }
  return std::optional<catalog::Located>({named, std::move(*found), std::string(name)});
}

Result<void> Session::sync_catalogs() {
  return catalogs_ != nullptr ? catalogs_->sync() : Result<void>();
}

Result<void> Session::close() {
  if (catalogs_ == nullptr) {
    return {};
  }
  const std::unique_ptr<catalog::CatalogSearch> closing = std::move(catalogs_);
  return closing->close();
}

}  // namespace coldsite::idcams

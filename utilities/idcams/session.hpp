// What all IDCAMS commands share: the step, the pages of SYSPRINT, the condition codes, and the
// volumes and catalogs of the site, which are opened when a command first needs them.
// threads: one user.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "control-cards/idcams/idcams_operands.hpp"
#include "datasets/catalog/catalog_search.hpp"
#include "datasets/site/site_catalog.hpp"
#include "utilities/batch/program.hpp"
#include "utilities/idcams/listing.hpp"

namespace coldsite::idcams {

class Session {
 public:
  explicit Session(batch::StepContext& context)
      : context_(&context), listing_(context), lines_(&listing_) {}

  [[nodiscard]] batch::StepContext& context() { return *context_; }
  /// Where a command prints: SYSPRINT, or OUTFILE while one is set.
  [[nodiscard]] PageWriter& lines() { return *lines_; }
  void set_outfile(PageWriter* lines) { lines_ = lines != nullptr ? lines : &listing_; }

  // Condition codes

  /// A new command begins: its code is 0.
  void begin_command() { code_ = 0; }
  [[nodiscard]] int code() const { return code_; }
  void raise(int code) { code_ = std::max(code_, code); }

  /// Says a message at its own code, which the command then has at least.
  template <const Message& M, class... Inserts>
  void say(const Inserts&... inserts) {
    say_at(M.condition_code, failure<M>(inserts...));
  }
  /// The same at a code of the command's choice.
  template <const Message& M, class... Inserts>
  void say_at(int code, const Inserts&... inserts) {
    say_at(code, failure<M>(inserts...));
  }
  void say_at(int code, const Failure& failure);
  /// Says what a library refused, in the words of catalog management where there are such
  /// (IDC3012I with IDC3009I ...), at `code`.
  void fail(const Failure& failure, int code = kSevere);

  // Volumes and catalogs

  /// errors: CSN0001S no site, or no master catalog.
  Result<catalog::CatalogSearch*> catalogs(std::string_view wanted_for);
  /// errors: CSN0001S no site.
  Result<site::SiteVolumes*> volumes(std::string_view wanted_for);
  /// The catalog that CATALOG(name) names, or the one where `entry_name` belongs.
  Result<catalog::Catalog*> catalog_for(const std::optional<EntryName>& catalog,
                                        std::string_view entry_name);
  /// An entry by CATALOG(name), or by the search order. Nothing when it is not there.
  Result<std::optional<catalog::Located>> locate(std::string_view name,
                                                 const std::optional<EntryName>& catalog = {});
  /// Everything that was cataloged so far lasts. Commands call it before they say that they did it.
  Result<void> sync_catalogs();
  /// At the end of the step, and before a catalog goes; a later command opens them anew.
  Result<void> close();

 private:
  batch::StepContext* context_;
  Listing listing_;
  PageWriter* lines_;
  int code_ = 0;
  std::unique_ptr<site::SiteVolumes> volumes_;
  std::unique_ptr<catalog::CatalogSearch> catalogs_;
};

}  // namespace coldsite::idcams

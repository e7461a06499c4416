// From the operands of DEFINE to what datasets/vsam allocates: defaults, models, checks of what
// belongs together. Nothing is read or written here.
#pragma once

#include <optional>
#include <string_view>

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/vsam/definition.hpp"

namespace coldsite::idcams {

/// What the surroundings add to a definition.
struct DefinitionContext {
  std::string catalog_name;
  dasd::LabelDate today;
  std::optional<vsam::ComponentAttributes> model;  ///< of the data component of MODEL
  bool is_import = false;                          ///< see DefinePurpose
};

/// errors: IDC3505I no space; IDC3506I no volumes; IDC3515I, IDC3517I, IDC3521I record sizes and
/// SPANNED; IDC3501I model of another organization; CSN0002S VOLUMES(*), which the
/// caller replaces (volume_choice.hpp).
[[nodiscard]] Result<vsam::ClusterDefinition> make_cluster_definition(
    const DefineClusterCommand& command, const DefinitionContext& context);

/// The alternate index of a base cluster. errors: as above.
[[nodiscard]] Result<vsam::ClusterDefinition> make_alternate_index_definition(
    const DefineAlternateIndexCommand& command, const DefinitionContext& context);

/// The attributes that DEFINE of a catalog changes in the standard definition.
[[nodiscard]] Result<vsam::ClusterDefinition> change_catalog_definition(
    vsam::ClusterDefinition definition, const DefineCatalogCommand& command,
    const DefinitionContext& context);

/// Puts what is coded, of the options that stand for themselves, into the attributes. Not space,
/// volumes, keys and record sizes.
void apply_options(vsam::ComponentAttributes& attributes, const ComponentOptions& options);

/// "INDEXED", "NONINDEXED" ...: as DEFINE and LISTCAT name it.
[[nodiscard]] std::string_view organization_word(vsam::Organization organization);

/// TO(date), or `days` after `today`; {0, 0} for neither.
[[nodiscard]] dasd::LabelDate expiration_date(const std::optional<Retention>& retention,
                                              dasd::LabelDate today);

}  // namespace coldsite::idcams

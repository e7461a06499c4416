// Generation data groups: relative numbers, rolling in and off, G9999 wrapping, absolute
// generations out of order.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/catalog/catalog_search.hpp"

namespace coldsite::catalog {

/// "BASE.G0001V00" taken apart.
struct GenerationName {
  std::string base;
  std::uint16_t number = 0;
  std::uint8_t version = 0;
};
[[nodiscard]] std::optional<GenerationName> parse_generation_name(std::string_view name);
[[nodiscard]] std::string to_string(const GenerationName& name);

/// The absolute name of a relative generation against `group` as it was when the job started:
/// 0 the newest active, -n older ones, +n not yet there (G9999 is followed by G0001).
/// errors: CSL0020E no such generation; CSL0021E beyond the limit of numbering (+n above the
/// limit).
[[nodiscard]] Result<GenerationName> resolve_relative(const GenerationGroupEntry& group,
                                                      int number);

/// The active generations for a reference to the whole group, newest first (LIFO) or oldest first.
[[nodiscard]] std::vector<GenerationName> all_generations(const GenerationGroupEntry& group);

/// What a new generation does to its group: what is rolled off, in order.
struct RollResult {
  std::vector<NonVsamEntry> rolled_off;
};

/// Takes a generation that was rolled off from its volumes. Called for groups with SCRATCH when the
/// new state of the group is written and the entry of the generation is still there, so that a kill
/// leaves what finish_roll_off() can finish. Without one the data sets stay on their volumes.
using ScratchRolledOff = std::function<Result<void>(const NonVsamEntry& generation, bool purge)>;

/// Catalogs a generation. `deferred`: cataloged without becoming active (SMS and IDCAMS DEFINE
/// NONVSAM of a generation that was rolled off); else it is rolled in. A version that replaces an
/// older version of the same number takes its place. What a killed roll-in left rolled off goes
/// too.
/// errors: CSL0010E; CSL0022E no base; CSL0023E group is full (EMPTY/limit cannot make room).
[[nodiscard]] Result<RollResult> add_generation(Catalog& catalog, const NonVsamEntry& generation,
                                                bool deferred,
                                                const ScratchRolledOff& scratch = {});
/// ALTER ROLLIN. errors: CSL0024E not deferred or rolled off.
[[nodiscard]] Result<RollResult> roll_in(Catalog& catalog, std::string_view name,
                                         const ScratchRolledOff& scratch = {});
/// Ends a roll-in that was killed: what the group holds as rolled off goes, but for managed data
/// sets, which may stay so. errors: CSL0022E.
[[nodiscard]] Result<RollResult> finish_roll_off(Catalog& catalog, std::string_view base,
                                                 const ScratchRolledOff& scratch);
/// Takes a generation out of its group and the catalog.
[[nodiscard]] Result<void> remove_generation(Catalog& catalog, std::string_view name);
/// Takes a deferred generation whose entry is not there out of its group. False: there is none.
[[nodiscard]] Result<bool> forget_claim(Catalog& catalog, std::string_view name);
/// LIMIT lowered: the oldest go.
[[nodiscard]] Result<RollResult> change_limit(Catalog& catalog, std::string_view base,
                                              std::uint16_t limit,
                                              const ScratchRolledOff& scratch = {});

}  // namespace coldsite::catalog

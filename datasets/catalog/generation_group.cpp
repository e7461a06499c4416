// A group changes in steps that a kill may end at any point: the base notes the new generation as
// deferred, its entry is added, the base makes it active and what it pushes out rolled off (this
// one record write is the commit), the entries that were pushed out go, the base forgets them.
// source: DFSMS Using Data Sets, "Processing Generation Data Groups"; information APAR II07276.
#include "datasets/catalog/generation_group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

constexpr int kNumberMax = 9999;
constexpr int kWrapDistanceMax = 2000;  ///< further ahead a number is not taken for a wrapped one
constexpr int kWrappedNumberMax = 999;  ///< while a generation from before G9999 is active

int order_of(const Generation& generation) {
  return generation.number + (generation.is_wrapped ? kNumberMax + 1 : 0);
}

GenerationName name_of(const GenerationGroupEntry& group, const Generation& generation) {
  return {group.name, generation.number, generation.version};
}

bool is_active(const Generation& generation) {
  return generation.status == GenerationStatus::kActive;
}

/// The active ones, oldest first.
std::vector<Generation> active_of(const GenerationGroupEntry& group) {
  std::vector<Generation> active;
  std::ranges::copy_if(group.generations, std::back_inserter(active), is_active);
  return active;
}

Generation* find_generation(GenerationGroupEntry& group, const GenerationName& name) {
  const auto at = std::ranges::find_if(group.generations, [&](const Generation& generation) {
    return generation.number == name.number && generation.version == name.version;
  });
  return at == group.generations.end() ? nullptr : &*at;
}

void forget(GenerationGroupEntry& group, const GenerationName& name) {
  std::erase_if(group.generations, [&](const Generation& generation) {
    return generation.number == name.number && generation.version == name.version;
  });
}

/// A number that is a little ahead of the newest one when G9999 is passed on the way counts as
/// wrapped.
bool is_wrapped_number(const GenerationGroupEntry& group, int number) {
  const auto active = active_of(group);
  if (active.empty()) {
    return false;
  }
  const Generation& newest = active.back();
  if (newest.is_wrapped) {
    return number - newest.number <= kWrapDistanceMax;
  }
  return number < newest.number && number + kNumberMax - newest.number <= kWrapDistanceMax;
}

/// Oldest first; the flags go when every active generation has one.
void put_in_order(GenerationGroupEntry& group) {
  const auto active = active_of(group);
  if (!active.empty() && std::ranges::all_of(active, &Generation::is_wrapped)) {
    for (Generation& generation : group.generations) {
      generation.is_wrapped = false;
    }
  }
  std::ranges::stable_sort(group.generations, {}, order_of);
}

/// Marks the oldest active ones rolled off until `limit` are left.
void roll_off_oldest(GenerationGroupEntry& group, std::size_t limit,
                     std::vector<GenerationName>& rolled_off) {
  std::size_t active = active_of(group).size();
  for (Generation& generation : group.generations) {
    if (active > limit && is_active(generation)) {
      generation.status = GenerationStatus::kRolledOff;
      rolled_off.push_back(name_of(group, generation));
      --active;
    }
  }
}

Failure no_room(const GenerationGroupEntry& group, const GenerationName& name,
                std::string_view why) {
  return failure<msg::CSL0023E>(group.name, to_string(name), why);
}

/// Makes a generation that the group knows active, and rolls off what has no place beside it.
Result<void> activate(GenerationGroupEntry& group, const GenerationName& name,
                      std::vector<GenerationName>& rolled_off) {
  const Generation* known = find_generation(group, name);
  if (known == nullptr) {
    return failure<msg::CSL0020E>(group.name, to_string(name));
  }
  Generation added = *known;
  added.is_wrapped = is_wrapped_number(group, added.number);
  added.status = GenerationStatus::kActive;
  forget(group, name);
  for (Generation& other : group.generations) {
    const bool is_older_version = is_active(other) && order_of(other) == order_of(added);
    if (is_older_version ||
        (is_active(other) && group.empties && active_of(group).size() >= group.limit)) {
      rolled_off.push_back(name_of(group, other));
    }
  }
  for (const GenerationName& gone : rolled_off) {
    find_generation(group, gone)->status = GenerationStatus::kRolledOff;
  }
  group.generations.push_back(added);
  std::ranges::stable_sort(group.generations, {}, order_of);
  roll_off_oldest(group, group.limit, rolled_off);
  if (!is_active(*find_generation(group, name))) {
    return no_room(group, name, "it is older than the generations that are kept");
  }
  const Generation oldest = active_of(group).front();
  if (added.is_wrapped && added.number > kWrappedNumberMax && !oldest.is_wrapped) {
    return no_room(
        group, name,
        fmt::format("'{}' from before G9999 is still active", to_string(name_of(group, oldest))));
  }
  put_in_order(group);
  return {};
}

/// Changes the base; a base that is not there is CSL0022E.
using ChangeGroup = std::function<Result<void>(GenerationGroupEntry&)>;
Result<void> change_group(Catalog& catalog, const std::string& base, const ChangeGroup& change) {
  const auto changed = catalog.change(base, [&](Entry& entry) -> Result<void> {
    if (!entry.generation_group || entry.name() != base) {
      return failure<msg::CSL0022E>(base);
    }
    return change(*entry.generation_group);
  });
  if (!changed && changed.failure().is(msg::CSL0011E)) {
    return failure<msg::CSL0022E>(base);
  }
  return changed;
}

Result<std::optional<NonVsamEntry>> find_data_set(Catalog& catalog, const std::string& name) {
  CS_ASSIGN(auto found, catalog.find(name));
  if (!found || !found->entry.generation) {
    return std::optional<NonVsamEntry>();
  }
  return std::optional(std::move(found->entry.generation->data_set));
}

bool contains(const std::vector<GenerationName>& names, const GenerationName& name) {
  return std::ranges::any_of(names, [&](const GenerationName& other) {
    return other.number == name.number && other.version == name.version;
  });
}

/// The entry of a rolled-off generation goes, behind its data set where that is scratched.
Result<void> uncatalog(Catalog& catalog, const GenerationGroupEntry& group,
                       const NonVsamEntry& data_set, const ScratchRolledOff& scratch) {
  if (group.scratches && scratch) {
    CS_TRY(scratch(data_set, group.purges));
  }
  const auto removed = catalog.remove(data_set.name);
  const bool is_gone = !removed && removed.failure().is(msg::CSL0011E);  // finished by another
  return is_gone ? Result<void>() : removed;
}

/// Uncatalogs what was rolled off, now or by a roll-in that was killed; managed data sets that are
/// not scratched stay cataloged.
Result<RollResult> finish_roll_off(Catalog& catalog, const GenerationGroupEntry& group,
                                   const std::vector<GenerationName>& rolled_off_now,
                                   const ScratchRolledOff& scratch) {
  RollResult result;
  std::vector<GenerationName> gone;
  for (const Generation& generation : group.generations) {
    const GenerationName name = name_of(group, generation);
    if (generation.status != GenerationStatus::kRolledOff) {
      continue;
    }
    CS_ASSIGN(auto data_set, find_data_set(catalog, to_string(name)));
    const bool is_managed = data_set && !data_set->storage_class.empty();
    if (is_managed && !contains(rolled_off_now, name)) {
      continue;  // it was left so before
    }
    const bool stays = is_managed && !group.scratches;
    if (!stays) {
      gone.push_back(name);
    }
    if (data_set) {
      if (!stays) {
        CS_TRY(uncatalog(catalog, group, *data_set, scratch));
      }
      result.rolled_off.push_back(*std::move(data_set));
    }
  }
  if (!gone.empty()) {
    CS_TRY(change_group(catalog, group.name, [&](GenerationGroupEntry& base) -> Result<void> {
      for (const GenerationName& name : gone) {
        const Generation* generation = find_generation(base, name);
        if (generation != nullptr && !is_active(*generation)) {
          forget(base, name);
        }
      }
      put_in_order(base);
      return {};
    }));
  }
  return result;
}

Result<RollResult> activate_in_catalog(Catalog& catalog, const GenerationName& name,
                                       const ScratchRolledOff& scratch) {
  GenerationGroupEntry after;
  std::vector<GenerationName> rolled_off;
  CS_TRY(change_group(catalog, name.base, [&](GenerationGroupEntry& group) -> Result<void> {
    const auto activated = activate(group, name, rolled_off);
    after = group;
    return activated;
  }));
  return finish_roll_off(catalog, after, rolled_off, scratch);
}

/// The base notes the generation as deferred: whoever does this first has the name.
Result<void> claim(GenerationGroupEntry& group, const GenerationName& name, bool has_entry,
                   bool is_deferred, const std::string& catalog_name) {
  if (find_generation(group, name) == nullptr) {
    Generation claimed{name.number, name.version, is_wrapped_number(group, name.number),
                       GenerationStatus::kDeferred};
    group.generations.push_back(claimed);
    std::ranges::stable_sort(group.generations, {}, order_of);
  } else if (has_entry) {
    return failure<msg::CSL0010E>(catalog_name, to_string(name));
  }
  if (is_deferred) {
    return {};
  }
  GenerationGroupEntry trial = group;
  std::vector<GenerationName> rolled_off;
  return activate(trial, name, rolled_off);
}

}  // namespace

std::optional<GenerationName> parse_generation_name(std::string_view name) {
  constexpr std::size_t kSuffix = 9;  // .G0001V00
  if (name.size() <= kSuffix || name[name.size() - kSuffix] != '.') {
    return std::nullopt;
  }
  const std::string_view suffix = name.substr(name.size() - kSuffix + 1);
  unsigned number = 0, version = 0;
  const auto parse = [](std::string_view digits, unsigned& value) {
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
    return error == std::errc() && end == digits.end();
  };
  if (suffix[0] != 'G' || suffix[5] != 'V' || !parse(suffix.substr(1, 4), number) ||
      !parse(suffix.substr(6, 2), version) || number == 0) {
    return std::nullopt;
  }
  return GenerationName{std::string(name.substr(0, name.size() - kSuffix)),
                        static_cast<std::uint16_t>(number), static_cast<std::uint8_t>(version)};
}

std::string to_string(const GenerationName& name) {
  return fmt::format("{}.G{:04}V{:02}", name.base, name.number, name.version);
}

Result<GenerationName> resolve_relative(const GenerationGroupEntry& group, int number) {
  const auto active = active_of(group);
  const auto count = static_cast<int>(active.size());
  if (number <= 0) {
    if (number <= -count) {
      return failure<msg::CSL0020E>(group.name, number);
    }
    return name_of(group, active[static_cast<std::size_t>(count - 1 + number)]);
  }
  if (number > kNumberMax) {
    return failure<msg::CSL0021E>(fmt::format("+{}", number), group.name);
  }
  const int last = active.empty() ? 0 : active.back().number;
  const int next = last + number > kNumberMax ? last + number - kNumberMax : last + number;
  return GenerationName{group.name, static_cast<std::uint16_t>(next), 0};
}

std::vector<GenerationName> all_generations(const GenerationGroupEntry& group) {
  std::vector<GenerationName> names;
  for (const Generation& generation : active_of(group)) {
    names.push_back(name_of(group, generation));
  }
  if (!group.is_fifo) {
    std::ranges::reverse(names);
  }
  return names;
}

Result<RollResult> add_generation(Catalog& catalog, const NonVsamEntry& generation, bool deferred,
                                  const ScratchRolledOff& scratch) {
  const auto name = parse_generation_name(generation.name);
  if (!name) {
    return failure<msg::CSL0022E>(generation.name);
  }
  CS_ASSIGN(const auto found, catalog.find(generation.name));
  if (found && !found->entry.generation) {
    return failure<msg::CSL0010E>(catalog.name(), generation.name);
  }
  CS_TRY(change_group(catalog, name->base, [&](GenerationGroupEntry& group) {
    return claim(group, *name, found.has_value(), deferred, catalog.name());
  }));
  Entry entry;
  entry.generation = GenerationEntry{generation, name->base, GenerationStatus::kDeferred};
  if (found) {  // left by a kill, unknown to the base
    CS_TRY(catalog.change(generation.name, [&](Entry& left_over) -> Result<void> {
      left_over = entry;
      return {};
    }));
  } else {
    CS_TRY(catalog.add(entry));
  }
  return deferred ? Result<RollResult>(RollResult()) : activate_in_catalog(catalog, *name, scratch);
}

Result<RollResult> roll_in(Catalog& catalog, std::string_view name,
                           const ScratchRolledOff& scratch) {
  const auto parsed = parse_generation_name(name);
  CS_ASSIGN(const auto found, catalog.find(name));
  if (!parsed || !found || !found->entry.generation ||
      found->entry.generation->status == GenerationStatus::kActive) {
    return failure<msg::CSL0024E>(name);
  }
  CS_TRY(change_group(catalog, parsed->base, [&](GenerationGroupEntry& group) {
    return claim(group, *parsed, false, false, catalog.name());
  }));
  return activate_in_catalog(catalog, *parsed, scratch);
}

Result<RollResult> finish_roll_off(Catalog& catalog, std::string_view base,
                                   const ScratchRolledOff& scratch) {
  CS_ASSIGN(const auto found, catalog.find(base));
  if (!found || !found->entry.generation_group) {
    return failure<msg::CSL0022E>(base);
  }
  return finish_roll_off(catalog, *found->entry.generation_group, {}, scratch);
}

Result<void> remove_generation(Catalog& catalog, std::string_view name) {
  const auto parsed = parse_generation_name(name);
  if (!parsed) {
    return failure<msg::CSL0011E>(catalog.name(), name);
  }
  const auto forgotten =
      change_group(catalog, parsed->base, [&](GenerationGroupEntry& group) -> Result<void> {
        forget(group, *parsed);
        put_in_order(group);
        return {};
      });
  if (!forgotten && !forgotten.failure().is(msg::CSL0022E)) {
    return forgotten.failure();
  }
  return catalog.remove(name);
}

Result<bool> forget_claim(Catalog& catalog, std::string_view name) {
  const auto parsed = parse_generation_name(name);
  CS_ASSIGN(const auto entry, catalog.find(name));
  if (!parsed || entry) {
    return false;
  }
  CS_ASSIGN(auto base, catalog.find(parsed->base));
  if (!base || !base->entry.generation_group) {
    return false;
  }
  const Generation* claimed = find_generation(*base->entry.generation_group, *parsed);
  if (claimed == nullptr || claimed->status != GenerationStatus::kDeferred) {
    return false;
  }
  CS_TRY(change_group(catalog, parsed->base, [&](GenerationGroupEntry& group) -> Result<void> {
    forget(group, *parsed);
    put_in_order(group);
    return {};
  }));
  return true;
}

Result<RollResult> change_limit(Catalog& catalog, std::string_view base, std::uint16_t limit,
                                const ScratchRolledOff& scratch) {
  GenerationGroupEntry after;
  std::vector<GenerationName> rolled_off;
  CS_TRY(change_group(catalog, std::string(base), [&](GenerationGroupEntry& group) -> Result<void> {
    group.limit = limit;
    roll_off_oldest(group, limit, rolled_off);
    put_in_order(group);
    after = group;
    return {};
  }));
  return finish_roll_off(catalog, after, rolled_off, scratch);
}

}  // namespace coldsite::catalog

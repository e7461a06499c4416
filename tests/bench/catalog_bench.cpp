// catalog_bench DIRECTORY [ENTRIES]: what an entry costs in a user catalog of 1,000 entries and in
// one of ENTRIES (default 100,000): define, locate by a search from the master catalog on, LISTCAT
// LEVEL of 1,000 entries. The site that it makes in DIRECTORY stays.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "datasets/dasd/label.hpp"
#include "datasets/io/random.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/site/site_catalog.hpp"

namespace coldsite {
namespace {

constexpr int kGroup = 1000;  ///< entries of one level: BENCH.Gnnn.Dnnn
constexpr int kLocates = 20000;

struct Costs {
  double define_us = 0, locate_us = 0, level_us = 0;  ///< for one entry each
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

catalog::Entry entry(int number) {
  catalog::Entry made;
  catalog::NonVsamEntry& data_set = made.non_vsam.emplace();
  data_set.name = fmt::format("BENCH.G{:03}.D{:03}", number / kGroup, number % kGroup);
  data_set.ownership = {"BENCH", {2026, 325}, {}};
  catalog::VolumeCell volume;
  volume.volser = "WORK01";
  volume.device_type = site::device_type_of("3390");
  data_set.volumes = {volume};
  return made;
}

Result<void> label(site::Site& site, std::uint16_t address, const std::string& volser) {
  CS_ASSIGN(const site::Device* device, site.find_device(address));
  CS_ASSIGN(const auto volume, site.open_volume(*device, dasd::Access::kUpdate));
  dasd::VolumeLabel made;
  made.volser = volser;
  return dasd::write_empty_vtoc(*volume, made, {.start = {0, 1}, .tracks = 14});
}

Result<std::unique_ptr<catalog::Catalog>> make_catalog(vsam::VolumeSet& volumes,
                                                       const std::string& name,
                                                       std::uint32_t cylinders) {
  auto definition = catalog::Catalog::standard_definition(name, "SYSRES");
  definition.data.primary = cylinders;
  definition.data.secondary = cylinders;
  return catalog::Catalog::create(volumes, definition);
}

Result<void> make_catalogs(site::SiteVolumes& volumes) {
  CS_ASSIGN(const auto user, make_catalog(volumes, "UCAT.BENCH", 20));
  CS_TRY(user->close());
  CS_ASSIGN(const auto master, make_catalog(volumes, "MASTER.CAT", 2));
  catalog::Entry connector;
  connector.user_catalog.emplace();
  connector.user_catalog->name = "UCAT.BENCH";
  connector.user_catalog->volume.volser = "SYSRES";
  CS_TRY(master->add(connector));
  catalog::Entry alias;
  alias.alias.emplace();
  alias.alias->name = "BENCH";
  alias.alias->related_name = "UCAT.BENCH";
  alias.alias->relates_to_catalog = true;
  CS_TRY(master->add(alias));
  return master->close();
}

/// The median, each time with catalogs just opened, so that nothing of the level is in a buffer.
Result<double> measure_level(site::Site& site, io::Clock& clock, int entries) {
  constexpr int kRounds = 41;
  std::vector<double> seconds;
  for (int round = 0; round < kRounds; ++round) {
    site::SiteVolumes volumes(site, clock);
    CS_ASSIGN(const auto search, site::open_catalogs(site, volumes));
    const std::string level = fmt::format("BENCH.G{:03}.", entries / kGroup * round / kRounds);
    CS_ASSIGN(catalog::Catalog * target, search->catalog_for(level + "X"));
    int listed = 0;
    std::vector<catalog::CatalogFinding> findings;
    const auto begin = std::chrono::steady_clock::now();
    const auto scanned = target->scan(
        level,
        [&](const catalog::Entry& found) -> Result<bool> {
          const bool is_in_level = found.name().starts_with(level);
          listed += is_in_level ? 1 : 0;
          return is_in_level;
        },
        findings);
    CS_TRY(scanned);
    seconds.push_back(seconds_since(begin));
    CS_CHECK(listed == kGroup && findings.empty());
    CS_TRY(search->close());
  }
  std::ranges::nth_element(seconds, seconds.begin() + kRounds / 2);
  return seconds[kRounds / 2] * 1e6 / kGroup;
}

Result<Costs> measure(const std::string& directory, int entries) {
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  std::ofstream(directory + "/site.conf")
      << "[dasd]\ndevice = 0a80 3390 300\n[catalog]\nmaster = MASTER.CAT SYSRES\n";
  const auto store = io::make_real_store();
  const auto clock = io::make_system_clock();
  CS_ASSIGN(const auto site, site::Site::open(*store, directory));
  CS_TRY(label(*site, 0x0A80, "SYSRES"));
  CS_TRY(site->refresh());
  site::SiteVolumes volumes(*site, *clock);
  CS_TRY(make_catalogs(volumes));
  CS_ASSIGN(const auto search, site::open_catalogs(*site, volumes));

  Costs costs;
  auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < entries; ++i) {  // every name once, in no order
    const catalog::Entry made = entry(static_cast<int>(std::int64_t{i} * 38197 % entries));
    CS_ASSIGN(catalog::Catalog * target, search->catalog_for(made.name()));
    CS_TRY(target->add(made));
  }
  CS_TRY(search->sync());
  costs.define_us = seconds_since(begin) * 1e6 / entries;

  io::Random random(1);
  begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kLocates; ++i) {
    const auto name = entry(static_cast<int>(random.below(static_cast<unsigned>(entries)))).name();
    CS_ASSIGN(const auto located, search->locate(name));
    CS_CHECK(located.has_value());
  }
  costs.locate_us = seconds_since(begin) * 1e6 / kLocates;

  CS_TRY(search->close());
  CS_ASSIGN(costs.level_us, measure_level(*site, *clock, entries));
  return costs;
}

void print_row(const char* what, double small, double large, double peak_mib) {
  fmt::print("{:<44} {:8.1f} {:8.1f} {:7.2f} {:>6} {:8.1f}\n", what, large, small, large / small,
             "1.5", peak_mib);
}

Result<void> run(const std::string& directory, int entries) {
  CS_ASSIGN(const Costs small, measure(directory, kGroup));
  CS_ASSIGN(const Costs large, measure(directory, entries));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  fmt::print("{:<44} {:>8} {:>8} {:>7} {:>6} {:>8}\n", "WHAT (microseconds for an entry)",
             fmt::format("{}", entries), fmt::format("{}", kGroup), "RATIO", "GOAL", "PEAK MiB");
  print_row("catalog: define", small.define_us, large.define_us, peak_mib);
  print_row("catalog: locate from the master on", small.locate_us, large.locate_us, peak_mib);
  print_row("catalog: LISTCAT LEVEL of 1,000", small.level_us, large.level_us, peak_mib);
  return {};
}

}  // namespace
}  // namespace coldsite

int main(int argc, char** argv) {
  const int entries = argc > 2 ? std::atoi(argv[2]) : 100000;
  if (argc < 2 || argc > 3 || entries < 1000 || entries % 1000 != 0) {
    fmt::print(stderr, "usage: catalog_bench DIRECTORY [ENTRIES, thousands]\n");
    return 64;
  }
  const auto done = coldsite::run(argv[1], entries);
  if (!done) {
    fmt::print(stderr, "catalog_bench: {}\n", to_string(done.failure()));
    return 8;
  }
  return 0;
}

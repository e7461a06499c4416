#include "datasets/vsam/verify.hpp"

#include <vector>

#include "datasets/vsam/cluster.hpp"

namespace coldsite::vsam {
namespace {

Result<void> read_ends(VolumeSet& volumes, const ClusterPlace& place, std::uint64_t& data,
                       std::uint64_t& index, bool& is_open) {
  CS_ASSIGN(const Component data_component, read_component(volumes, place.data));
  data = data_component.high_used_rba();
  is_open = data_component.volumes[0].is_open_for_output;
  if (!place.index.name.empty()) {
    CS_ASSIGN(const Component index_component, read_component(volumes, place.index));
    index = index_component.high_used_rba();
  }
  return {};
}

}  // namespace

Result<VerifyReport> verify_cluster(VolumeSet& volumes, const ClusterPlace& place) {
  VerifyReport report;
  CS_TRY(read_ends(volumes, place, report.data_high_used_before, report.index_high_used_before,
                   report.was_open));
  std::vector<Failure> notes;
  {
    CS_ASSIGN(const auto cluster,
              Cluster::open(volumes, place, {.update = true, .verify = true}, notes));
    CS_TRY(cluster->close());
  }
  report.is_in_use = notes.empty();
  if (!notes.empty()) {
    report.found = notes.front().inserts().back();
  }
  bool is_open = false;
  CS_TRY(read_ends(volumes, place, report.data_high_used, report.index_high_used, is_open));
  return report;
}

}  // namespace coldsite::vsam

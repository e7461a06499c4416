// BLDINDEX: each alternate index is emptied and loaded from its base cluster.
#include <algorithm>

#include "datasets/io/file_store.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/vsam/alternate_index.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::size_t kSortMemoryBytes = std::size_t{8} << 20;

std::string hexadecimal(ByteView bytes) {
  std::string text = "X'";
  for (const std::uint8_t byte : bytes) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text + "'";
}

/// The alternate index that an output leads to, directly or through a path.
Result<vsam::ClusterPlace> index_place(Session& session, const VsamPlace& place) {
  if (place.index) {
    return *place.index;
  }
  if (place.type != catalog::EntryType::kAlternateIndex) {
    return failure<msg::IDC2640I>(place.name);
  }
  static_cast<void>(session);
  return place.cluster;
}

/// Emptied, when it has records: that needs REUSE.
Result<std::unique_ptr<vsam::Cluster>> open_empty(Session& session,
                                                  const vsam::ClusterPlace& place) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(place.name));
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place.data));
  vsam::OpenOptions options;
  options.update = true;
  options.reset = data.high_used_rba() != 0 || data.attributes().is_reusable;
  options.defer_writes = true;
  return open_cluster(session, place, options);
}

void tell_summary(Session& session, const std::string& name, bool points_by_key, bool is_unique,
                  const vsam::AlternateIndexSummary& summary) {
  const std::string_view kind = points_by_key ? "KEY" : "RBA";
  if (summary.short_records != 0) {
    session.say<msg::CSN0013W>(summary.short_records, name);
  }
  for (const vsam::ExcessPointer& excess : summary.excess) {
    const std::string key = hexadecimal(excess.alternate_key);
    if (is_unique) {
      session.say<msg::IDC1645I>(key, kind, hexadecimal(excess.pointer));
    } else {
      session.say<msg::IDC1646I>(1, kind, key);
    }
  }
  session.context().report->fact_row("built",
                                     {{"alternate_index", name},
                                      {"keys", static_cast<std::int64_t>(summary.keys)},
                                      {"excess", static_cast<std::int64_t>(summary.excess_count)}});
  if (summary.excess_count != 0 || summary.short_records != 0) {
    session.say<msg::IDC1653I>(name);
  } else {
    session.say<msg::IDC0652I>(name);
  }
}

Result<void> build(Session& session, const VsamPlace& base, const DataReference& output) {
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session, output));
  if (!place) {
    return failure<msg::CSL0011E>("the search order", name_of(session, output));
  }
  CS_ASSIGN(const vsam::ClusterPlace index_at, index_place(session, *place));
  if (place->base_name != base.base_name) {
    return failure<msg::IDC2642I>(place->name);
  }
  CS_ASSIGN(auto base_cluster, open_cluster(session, base.cluster, {}));
  CS_ASSIGN(auto index, open_empty(session, index_at));
  batch::StepContext& context = session.context();
  const std::string work =
      io::join_path(context.site->run_directory(), "bldindex." + index_at.name + ".");
  vsam::RecordSort sort(*context.store, work,
                        vsam::sort_record_bytes(base_cluster->attributes(), index->attributes()),
                        kSortMemoryBytes);
  CS_ASSIGN(const vsam::AlternateIndexSummary summary,
            vsam::build_alternate_index(*base_cluster, *index, sort));
  const bool points_by_key =
      base_cluster->attributes().organization == vsam::Organization::kKeySequenced;
  const bool is_unique = index->attributes().has_unique_keys;
  CS_TRY(index->close());
  CS_TRY(base_cluster->close());
  tell_summary(session, index_at.name, points_by_key, is_unique, summary);
  return {};
}

}  // namespace

void run_command(Session& session, const BldindexCommand& command) {
  const DataReference& input = command.inputs.front();
  const auto base = find_vsam(session, input);
  const std::string base_name = name_of(session, input);
  if (!base) {
    tell_open_error(session, base_name, base.failure());
    return;
  }
  if (!*base || (*base)->type != catalog::EntryType::kCluster) {
    session.say<msg::IDC3641I>(base_name);
    return;
  }
  for (const DataReference& output : command.outputs) {
    if (auto done = build(session, **base, output); !done) {
      if (done.failure().is(msg::CSM0043E)) {
        session.say<msg::IDC3643I>(base_name);
      } else {
        session.fail(done.failure(), kError);
      }
      session.say<msg::IDC2654I>(name_of(session, output));
    }
  }
}

}  // namespace coldsite::idcams

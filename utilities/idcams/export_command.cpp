// EXPORT of a cluster or alternate index into a portable data set, and EXPORT DISCONNECT.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/site/open.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/definition_cards.hpp"
#include "utilities/idcams/delete.hpp"
#include "utilities/idcams/export_parts.hpp"
#include "utilities/idcams/portable_data_set.hpp"

namespace coldsite::idcams {
namespace {

class ExportRun {
 public:
  ExportRun(Session& session, const ExportCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<void> disconnect();
  Result<void> write(const catalog::Located& located);
  Result<void> finish(const catalog::Located& located, const vsam::ClusterPlace& place);
  Result<void> mark(const vsam::ClusterPlace& place);

  Session& session_;
  const ExportCommand& command_;
};

Result<void> ExportRun::disconnect() {
  const std::string& name = command_.entry.name;
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(name));
  CS_ASSIGN(const auto found, search->master().find(name));
  if (!found) {
    return failure<msg::CSL0011E>(search->master().name(), name);
  }
  if (found->type != catalog::EntryType::kUserCatalog) {
    return failure<msg::CSN0004S>(name, catalog::to_string(found->type));
  }
  CS_TRY(search->master().remove(name));
  CS_TRY(session_.sync_catalogs());
  CS_TRY(session_.close());
  session_.say<msg::IDC0622I>(name);
  return {};
}

/// The cluster or alternate index that the name means.
const catalog::ClusterEntry* find_cluster(const catalog::Located& located) {
  if (!located.found.entry.sphere) {
    return nullptr;
  }
  const catalog::Sphere& sphere = *located.found.entry.sphere;
  if (sphere.base.name == located.name) {
    return &sphere.base;
  }
  const auto at =
      std::ranges::find(sphere.alternate_indexes, located.name, &catalog::ClusterEntry::name);
  return at == sphere.alternate_indexes.end() ? nullptr : &*at;
}

Result<void> ExportRun::write(const catalog::Located& located) {
  const catalog::ClusterEntry* cluster = find_cluster(located);
  if (cluster == nullptr) {
    return failure<msg::IDC3592I>(located.name).at(command_.entry.position);
  }
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(located.name));
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(located.name));
  const vsam::ClusterPlace place = site::place_of(*cluster, *search);
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place.data));
  std::optional<vsam::Component> index;
  if (!place.index.name.empty()) {
    CS_ASSIGN(index, vsam::read_component(*volumes, place.index));
  }
  PortableHeader header;
  header.written = session_.context().clock->now();
  header.name = located.name;
  header.is_temporary = !command_.permanent;
  header.inhibits_target = command_.inhibit_target;
  header.is_alternate_index = cluster->type == catalog::EntryType::kAlternateIndex;
  header.cards =
      definition_cards({&*located.found.entry.sphere, cluster, &data, index ? &*index : nullptr});
  CS_ASSIGN(auto writer,
            open_portable_writer(session_, command_.output, data.attributes().max_record_bytes));
  CS_ASSIGN(PortableWriter portable, PortableWriter::begin(std::move(writer), header));
  if (data.high_used_rba() != 0) {
    CS_ASSIGN(auto open, open_cluster(session_, place, {}));
    const std::unique_ptr<RecordSource> source = make_cluster_source(std::move(open));
    while (true) {
      CS_ASSIGN(const auto record, source->next());
      if (!record) {
        break;
      }
      const bool is_numbered = record->place.identity == RecordIdentity::kNumber;
      CS_TRY(portable.put(is_numbered ? record->place.value : 0, record->bytes));
    }
    CS_TRY(source->close());
  }
  CS_TRY(portable.close());
  session_.say<msg::IDC0005I>(portable.count());
  const auto [date, time] = date_and_time(session_, header.written);
  session_.say<msg::IDC0594I>(date, time);
  return finish(located, place);
}

/// The source remembers that a newer copy exists: IMPORT may replace it, or what a kill leaves of
/// its deletion.
Result<void> ExportRun::mark(const vsam::ClusterPlace& place) {
  for (const vsam::ComponentPlace* part : components_of(place)) {
    CS_TRY(change_component(session_, *part, [this](vsam::VolumeRecord& record) -> Result<void> {
      record.attributes.is_temporary_export = true;
      record.attributes.inhibits_update =
          record.attributes.inhibits_update || command_.inhibit_source;
      return {};
    }));
  }
  return {};
}

Result<void> ExportRun::finish(const catalog::Located& located, const vsam::ClusterPlace& place) {
  CS_TRY(mark(place));
  if (!command_.permanent) {
    return {};
  }
  DeletionOptions options;
  options.purge = command_.purge;
  options.erase = command_.erase;
  return Deletion(session_, options).remove(located);
}

Result<void> ExportRun::run() {
  if (command_.disconnect) {
    return disconnect();
  }
  if (command_.ci_mode == true) {
    return failure<msg::CSN0002S>("CIMODE", "records are exported; leave it out");
  }
  CS_ASSIGN(const auto located, session_.locate(command_.entry.name, command_.catalog));
  if (!located) {
    return failure<msg::CSL0011E>("the search order", command_.entry.name);
  }
  if (located->found.type == catalog::EntryType::kUserCatalog) {
    return failure<msg::CSN0002S>("EXPORT of a catalog",
                                  "copy its volume, or move entries with REPRO MERGECAT");
  }
  return write(*located);
}

}  // namespace

Result<std::unique_ptr<access::RecordWriter>> open_portable_writer(Session& session,
                                                                   const DataReference& reference,
                                                                   std::uint32_t record_bytes_max) {
  constexpr std::uint32_t kPrefixBytes = 12, kDescriptorBytes = 4, kUnspannedMax = 32'756;
  constexpr std::uint32_t kLeastBytes = 256;
  access::DataControlBlock dcb;
  dcb.record_format.bits = dasd::RecordFormat::kVariable | dasd::RecordFormat::kBlocked |
                           dasd::RecordFormat::kSpannedOrStandard;
  const std::uint32_t bytes =
      std::max(record_bytes_max + kPrefixBytes, kLeastBytes) + kDescriptorBytes;
  dcb.record_bytes = bytes > kUnspannedMax ? access::kRecordBytesX : bytes;
  CS_ASSIGN(const std::vector<site::Allocation>* parts,
            allocate_reference(session, reference, site::Status::kOld));
  if (parts->front().kind == site::AllocationKind::kHostFile && parts->front().request.is_text) {
    return failure<msg::CSN0002S>("a text file as portable data set", "code FILEDATA=BINARY");
  }
  return site::open_writer(parts->front(), dcb, session.context().allocation);
}

std::pair<std::string, std::string> date_and_time(Session& session, io::Timestamp time) {
  const site::Site* site = session.context().site;
  const io::CalendarTime at =
      io::to_calendar(time, site != nullptr ? site->configuration().time_zone_minutes : 0);
  return {fmt::format("{:02}/{:02}/{:02}", at.month, at.day, at.year % 100),
          fmt::format("{:02}:{:02}:{:02}", at.hour, at.minute, at.second)};
}

void run_command(Session& session, const ExportCommand& command) {
  if (auto done = ExportRun(session, command).run(); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams

#include "datasets/vsam/vvds.hpp"

#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/volume_record_codec.hpp"
#include "datasets/vsam/vvds_file.hpp"

namespace coldsite::vsam {

struct Vvds::State {
  VolumeSet* volumes;
  std::string volser;
  VvdsFile file;

  Result<std::shared_ptr<void>> lock(io::LockMode mode) const {
    return volumes->lock(vvds_name(volser), mode, true);
  }
};

namespace {

/// A record where it stands.
struct Place {
  std::uint32_t rba = 0;
  std::size_t number = 0;  ///< in its CI
  Bytes record;
};

Failure damaged(std::string_view volser, const VvdsFinding& finding) {
  return failure<msg::CSM0028E>(volser, finding.interval_rba, finding.field, finding.what);
}

/// The records of one CI; a damaged CI becomes a finding and has none.
std::vector<ByteView> records_of(std::uint32_t rba, ByteView interval,
                                 std::vector<VvdsFinding>& findings) {
  IntervalDirectory directory;
  if (const auto wrong = directory.decode(interval)) {
    findings.push_back({rba, "the control interval", *wrong});
    return {};
  }
  std::vector<ByteView> records;
  for (const IntervalRecord& record : directory.records) {
    records.push_back(record.in(interval));
  }
  return records;
}

/// Looks for records by name through the whole VVDS, and for room on the way.
struct Search {
  VvdsFile& file;
  VvdsRecordKind kind;
  std::string_view name;
  std::uint32_t room_bytes = 0;  ///< 0: none is looked for
  std::vector<Place> found = {};
  std::optional<std::uint32_t> room = {};
  std::vector<VvdsFinding> findings = {};

  /// A damaged record may be the one that is looked for: its name cannot be trusted.
  [[nodiscard]] std::optional<Failure> what_is_wrong(ByteView record) const {
    if (peek_vvds_record(record).kind == VvdsRecordKind::kNonVsam) {
      const auto decoded = decode_non_vsam_record(record);
      return decoded ? std::nullopt : std::optional(decoded.failure());
    }
    const auto decoded = decode_volume_record(record, file.geometry());
    return decoded ? std::nullopt : std::optional(decoded.failure());
  }
  void look_at(std::uint32_t rba, ByteView interval) {
    const std::size_t damages = findings.size();
    const std::vector<ByteView> records = records_of(rba, interval, findings);
    for (std::size_t i = 0; i < records.size(); ++i) {
      const VvdsRecordHead head = peek_vvds_record(records[i]);
      if (head.kind == kind && head.name == name) {
        found.push_back({rba, i, Bytes(records[i].begin(), records[i].end())});
      } else if (auto wrong = rba == 0 ? std::nullopt : what_is_wrong(records[i])) {
        findings.push_back({rba, wrong->inserts()[0], wrong->inserts()[1]});
      }
    }
    if (rba == 0 || room || room_bytes == 0 || damages != findings.size()) {
      return;
    }
    Bytes copy(interval.size());
    IntervalBuilder builder(copy);
    for (const ByteView record : records) {
      builder.add(record);
    }
    if (builder.free_after(room_bytes) >= static_cast<std::int32_t>(file.reserved_bytes(rba))) {
      room = rba;
    }
  }
  Result<void> run() {
    return file.scan(
        [this](std::uint32_t rba, ByteView interval) -> Result<bool> {
          look_at(rba, interval);
          return true;
        },
        findings);
  }
};

/// A change of one CI: record `number` (a new one behind the others without it) becomes `record`,
/// or goes when that is empty.
struct Edit {
  std::optional<std::size_t> number;
  ByteView record;
};
/// false: the record does not fit, and nothing was written.
Result<bool> rewrite(VvdsFile& file, std::uint32_t rba, const Edit& edit) {
  CS_ASSIGN(const Bytes is, file.read(rba));
  std::vector<VvdsFinding> findings;
  std::vector<ByteView> records = records_of(rba, is, findings);
  CS_CHECK(findings.empty());
  if (!edit.number) {
    records.push_back(edit.record);
  } else if (edit.record.empty()) {
    records.erase(records.begin() + static_cast<std::ptrdiff_t>(*edit.number));
  } else {
    records[*edit.number] = edit.record;
  }
  Bytes becomes(is.size());
  IntervalBuilder builder(becomes);
  std::int32_t free_bytes = whole_record_bytes_max(kVvdsIntervalBytes);
  for (const ByteView record : records) {
    free_bytes = builder.free_after(static_cast<std::uint32_t>(record.size()));
    if (free_bytes < 0) {
      return false;
    }
    builder.add(record);
  }
  if (!edit.record.empty() && free_bytes < static_cast<std::int32_t>(file.reserved_bytes(rba))) {
    return false;
  }
  CS_TRY(file.note_free(rba, static_cast<std::uint32_t>(free_bytes)));
  CS_TRY(file.write(rba, is, becomes));
  return true;
}

/// Writes `record` where there is room; the VVDS is extended when there is none.
Result<std::uint32_t> put_new(VvdsFile& file, Search& search, ByteView record) {
  if (!search.room) {
    const std::uint32_t end = file.interval_count() * kVvdsIntervalBytes;
    CS_TRY(file.extend());
    search.room = end;
  }
  CS_ASSIGN(const bool fits, rewrite(file, *search.room, {{}, record}));
  CS_CHECK(fits);
  return *search.room;
}

Result<std::uint32_t> add_record(VvdsFile& file, std::string_view volser, VvdsRecordKind kind,
                                 std::string_view name, ByteView record) {
  if (record.size() > whole_record_bytes_max(kVvdsIntervalBytes)) {
    return failure<msg::CSM0025E>(volser, "a record has at most 4089 bytes");
  }
  Search search{file, kind, name, static_cast<std::uint32_t>(record.size())};
  CS_TRY(search.run());
  if (!search.found.empty()) {
    return failure<msg::CSM0026E>(volser, name);
  }
  if (!search.findings.empty()) {
    return damaged(volser, search.findings.front());
  }
  return put_new(file, search, record);
}

/// What one record of a VVDS turns out to be.
void take_record(std::uint32_t rba, ByteView record, const dasd::Geometry& geometry,
                 VvdsContents& contents) {
  const VvdsRecordHead head = peek_vvds_record(record);
  const auto tell = [&](const Failure& why) {
    contents.findings.push_back(
        {rba, head.name.empty() ? why.inserts()[0] : head.name + ": " + why.inserts()[0],
         why.inserts()[1]});
  };
  if (head.kind == VvdsRecordKind::kNonVsam) {
    const auto decoded = decode_non_vsam_record(record);
    decoded ? contents.records.push_back({rba, *decoded}) : tell(decoded.failure());
    return;
  }
  auto decoded = decode_volume_record(record, geometry);
  if (!decoded) {
    tell(decoded.failure());
    return;
  }
  decoded->interval_rba = rba;
  contents.records.push_back({rba, *std::move(decoded)});
}

}  // namespace

Result<std::optional<Vvds>> Vvds::open(VolumeSet& volumes, std::string_view volser,
                                       dasd::Access access) {
  CS_ASSIGN(auto volume, volumes.volume(volser, access));
  CS_ASSIGN(const auto lock, volumes.lock(vvds_name(volser), io::LockMode::kShared, true));
  CS_ASSIGN(auto file, VvdsFile::open(std::move(volume), volser));
  if (!file) {
    return std::optional<Vvds>();
  }
  return std::optional(
      Vvds(std::make_shared<State>(State{&volumes, std::string(volser), *std::move(file)})));
}

Result<Vvds> Vvds::create(VolumeSet& volumes, std::string_view volser, std::uint32_t tracks) {
  CS_ASSIGN(auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(const auto lock, volumes.lock(vvds_name(volser), io::LockMode::kExclusive, true));
  CS_ASSIGN(auto file, VvdsFile::open(volume, volser));
  if (!file) {
    CS_ASSIGN(file, VvdsFile::create(std::move(volume), volser, tracks, volumes.today()));
  } else {
    CS_TRY(file->confirm());
  }
  return Vvds(std::make_shared<State>(State{&volumes, std::string(volser), *std::move(file)}));
}

Result<VvdsContents> Vvds::read() {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kShared));
  VvdsFile& file = state_->file;
  CS_TRY(file.refresh());
  VvdsContents contents;
  if (auto catalogs = file.catalogs()) {
    contents.catalogs = *std::move(catalogs);
  } else if (catalogs.failure().is(msg::CSM0028E)) {
    contents.findings.push_back(
        {0, catalogs.failure().inserts()[2], catalogs.failure().inserts()[3]});
  } else {
    return catalogs.failure();
  }
  CS_TRY(file.scan(
      [&](std::uint32_t rba, ByteView interval) -> Result<bool> {
        for (const ByteView record : records_of(rba, interval, contents.findings)) {
          if (rba != 0) {
            take_record(rba, record, file.geometry(), contents);
          }
        }
        return true;
      },
      contents.findings));
  return contents;
}

Result<std::optional<VvdsRecord>> Vvds::find(std::string_view component_name) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kShared));
  VvdsFile& file = state_->file;
  CS_TRY(file.refresh());
  Search search{file, VvdsRecordKind::kVolumeRecord, component_name};
  CS_TRY(search.run());
  if (search.found.empty()) {
    if (!search.findings.empty()) {
      return damaged(state_->volser, search.findings.front());
    }
    return std::optional<VvdsRecord>();
  }
  const Place& place = search.found.front();
  auto record = decode_volume_record(place.record, file.geometry());
  if (!record) {
    return damaged(state_->volser,
                   {place.rba, record.failure().inserts()[0], record.failure().inserts()[1]});
  }
  record->interval_rba = place.rba;
  return std::optional(VvdsRecord{place.rba, *std::move(record)});
}

Result<std::optional<VvdsRecord>> Vvds::find_non_vsam(std::string_view name) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kShared));
  CS_TRY(state_->file.refresh());
  Search search{state_->file, VvdsRecordKind::kNonVsam, name};
  CS_TRY(search.run());
  if (search.found.empty()) {
    if (!search.findings.empty()) {
      return damaged(state_->volser, search.findings.front());
    }
    return std::optional<VvdsRecord>();
  }
  CS_ASSIGN(auto record, decode_non_vsam_record(search.found.front().record));
  return std::optional(VvdsRecord{search.found.front().rba, std::move(record)});
}

Result<std::uint32_t> Vvds::add(const VolumeRecord& record) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kExclusive));
  CS_TRY(state_->file.refresh());
  return add_record(state_->file, state_->volser, VvdsRecordKind::kVolumeRecord,
                    record.component_name, encode_volume_record(record, state_->file.geometry()));
}

Result<std::uint32_t> Vvds::add(const NonVsamVolumeRecord& record) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kExclusive));
  CS_TRY(state_->file.refresh());
  return add_record(state_->file, state_->volser, VvdsRecordKind::kNonVsam, record.data_set_name,
                    encode_non_vsam_record(record));
}

Result<std::uint32_t> Vvds::update(const VolumeRecord& record) {
  return change(record.component_name, [&](VolumeRecord& current) -> Result<void> {
    current = record;
    return {};
  });
}

Result<std::uint32_t> Vvds::change(std::string_view component_name, const Change& change) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kExclusive));
  VvdsFile& file = state_->file;
  CS_TRY(file.refresh());
  const std::string name(component_name);
  Search search{file, VvdsRecordKind::kVolumeRecord, name};
  CS_TRY(search.run());
  if (search.found.empty() || name == vvds_name(state_->volser)) {
    return search.findings.empty() ? failure<msg::CSM0020E>(name, state_->volser)
                                   : damaged(state_->volser, search.findings.front());
  }
  Place place = search.found.front();
  auto record = decode_volume_record(place.record, file.geometry());
  if (!record) {
    return damaged(state_->volser,
                   {place.rba, record.failure().inserts()[0], record.failure().inserts()[1]});
  }
  record->interval_rba = place.rba;
  CS_TRY(change(*record));
  const Bytes becomes = encode_volume_record(*record, file.geometry());
  if (record->component_name != name) {
    Search other{file, VvdsRecordKind::kVolumeRecord, record->component_name};
    CS_TRY(other.run());
    if (!other.found.empty()) {
      return failure<msg::CSM0026E>(state_->volser, record->component_name);
    }
  }
  // A second record of the name is what a move that was killed left: this change ends it.
  for (std::size_t i = search.found.size(); i > 1; --i) {
    const Place& extra = search.found[i - 1];
    CS_TRY(rewrite(file, extra.rba, {extra.number, {}}));
  }
  if (becomes == place.record) {
    return place.rba;
  }
  CS_ASSIGN(const bool fits, rewrite(file, place.rba, {place.number, becomes}));
  if (fits) {
    return place.rba;
  }
  Search room{file, VvdsRecordKind::kVolumeRecord, name,
              static_cast<std::uint32_t>(becomes.size())};
  CS_TRY(room.run());
  CS_ASSIGN(const std::uint32_t rba, put_new(file, room, becomes));
  CS_KILL_POINT("vsam.vvds_record_moved");
  CS_TRY(rewrite(file, place.rba, {place.number, {}}));
  return rba;
}

Result<bool> Vvds::remove(std::string_view component_name) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kExclusive));
  CS_TRY(state_->file.refresh());
  bool any = false;
  if (component_name == vvds_name(state_->volser)) {
    return any;  // its own record stays while it is there
  }
  for (const VvdsRecordKind kind : {VvdsRecordKind::kVolumeRecord, VvdsRecordKind::kNonVsam}) {
    Search search{state_->file, kind, component_name};
    CS_TRY(search.run());
    for (std::size_t i = search.found.size(); i > 0; --i) {
      CS_TRY(rewrite(state_->file, search.found[i - 1].rba, {search.found[i - 1].number, {}}));
      any = true;
    }
  }
  return any;
}

Result<void> Vvds::add_catalog(std::string_view catalog_name) {
  CS_ASSIGN(const auto lock, state_->lock(io::LockMode::kExclusive));
  CS_TRY(state_->file.refresh());
  return state_->file.add_catalog(catalog_name);
}

}  // namespace coldsite::vsam

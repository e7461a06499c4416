#include "datasets/vsam/volume_check.hpp"

#include <map>

#include <fmt/format.h>

#include "datasets/vsam/component_space.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::string_view kVvdsPrefix = "SYS1.VVDS.V";
constexpr std::uint8_t kSmsManaged = 0x80;

class Check {
 public:
  Check(VolumeCheck& check, const dasd::Vtoc& vtoc, const dasd::Geometry& geometry)
      : check_(check), vtoc_(vtoc), geometry_(geometry) {}

  void run() {
    for (const dasd::VtocFinding& finding : vtoc_.findings) {
      add(VolumeFindingKind::kVtocDamaged, "", 0,
          fmt::format("{} record {}: {} {}", to_string(finding.where.track), finding.where.record,
                      finding.field, finding.what));
    }
    for (const VvdsRecord& record : check_.records) {
      if (const auto* vsam = std::get_if<VolumeRecord>(&record.content)) {
        look_at(*vsam, record.interval_rba);
      } else {
        look_at(std::get<NonVsamVolumeRecord>(record.content), record.interval_rba);
      }
    }
    for (const dasd::DataSetLabel& label : vtoc_.data_sets) {
      look_at(label);
    }
  }

 private:
  void add(VolumeFindingKind kind, const std::string& name, std::uint32_t rba, std::string text) {
    check_.findings.push_back({kind, name, rba, std::move(text)});
  }

  void look_at(const VolumeRecord& record, std::uint32_t rba) {
    if (!vvrs_.emplace(record.component_name, rba).second) {
      add(VolumeFindingKind::kRecordTwice, record.component_name, rba,
          fmt::format("the VVDS has a record of it at RBA {} too", vvrs_[record.component_name]));
    }
    const dasd::DataSetLabel* label = vtoc_.find(record.component_name);
    if (label == nullptr) {
      add(VolumeFindingKind::kRecordWithoutLabel, record.component_name, rba,
          "the VVDS has a record of it, the VTOC does not have it");
      return;
    }
    const ExtentComparison comparison = compare_extents(record, *label, geometry_);
    if (comparison.difference) {
      add(VolumeFindingKind::kExtentsDiffer, record.component_name, rba, *comparison.difference);
    } else if (comparison.vtoc_only != 0) {
      add(VolumeFindingKind::kLabelHasMore, record.component_name, rba,
          fmt::format("the VTOC has {} extents that the VVDS does not have", comparison.vtoc_only));
    }
  }

  void look_at(const NonVsamVolumeRecord& record, std::uint32_t rba) {
    nvrs_.emplace(record.data_set_name, rba);
    if (vtoc_.find(record.data_set_name) == nullptr) {
      add(VolumeFindingKind::kRecordWithoutLabel, record.data_set_name, rba,
          "the VVDS has a non-VSAM record of it, the VTOC does not have it");
    }
  }

  void look_at(const dasd::DataSetLabel& label) {
    if (label.organization == dasd::Organization::kVsam) {
      check_.data_sets.push_back(label);
      if (label.name != vvds_name(check_.volser) && label.name.starts_with(kVvdsPrefix)) {
        add(VolumeFindingKind::kOtherVvds, label.name, 0,
            fmt::format("the volume is '{}': its VVDS kept the name of another serial",
                        check_.volser));
      } else if (!vvrs_.contains(label.name)) {
        add(VolumeFindingKind::kLabelWithoutRecord, label.name, 0,
            "the VTOC has it as a VSAM data set, the VVDS has no record of it");
      }
    } else if ((label.sms_flags & kSmsManaged) != 0 && !nvrs_.contains(label.name)) {
      add(VolumeFindingKind::kLabelWithoutRecord, label.name, 0,
          "the VTOC has it as SMS-managed, the VVDS has no non-VSAM record of it");
    }
  }

  VolumeCheck& check_;
  const dasd::Vtoc& vtoc_;
  const dasd::Geometry& geometry_;
  std::map<std::string, std::uint32_t> vvrs_, nvrs_;
};

}  // namespace

Result<VolumeCheck> check_volume(VolumeSet& volumes, std::string_view volser) {
  VolumeCheck check;
  check.volser = volser;
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kRead));
  CS_ASSIGN(const dasd::Vtoc vtoc, dasd::read_vtoc(*volume));
  CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kRead));
  check.has_vvds = vvds.has_value();
  if (vvds) {
    CS_ASSIGN(VvdsContents contents, vvds->read());
    check.catalogs = std::move(contents.catalogs);
    check.records = std::move(contents.records);
    for (const VvdsFinding& finding : contents.findings) {
      check.findings.push_back({VolumeFindingKind::kVvdsDamaged, "", finding.interval_rba,
                                fmt::format("{}: {}", finding.field, finding.what)});
    }
  }
  Check(check, vtoc, volume->geometry()).run();
  return check;
}

}  // namespace coldsite::vsam

// A site: a directory with volumes, tapes, spool and locks (see `README.md` of this folder for
// site.conf). threads: one Site object to a thread; processes meet through locks only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dasd/volume.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/tape/tape_image.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::site {

struct DeviceDefinition {  ///< [dasd] device = 0a80 3390-1
  std::uint16_t address = 0;
  dasd::DeviceModel model;
  std::uint32_t cylinders = 0;
};

struct SiteConfiguration {
  std::string name, sysplex, code_page = "IBM-1047", time_zone = "+00:00";
  int time_zone_minutes = 0;  ///< east of UTC
  std::vector<DeviceDefinition> devices;
  std::uint32_t tape_drives = 2;
  std::string tape_format = "het";        ///< het or aws
  std::uint64_t tape_capacity_bytes = 0;  ///< [tape] capacity = 200M; 0 = no end
  std::map<std::string, std::vector<std::string>> storage_groups;  ///< volser masks
  std::map<std::string, std::vector<std::pair<std::uint16_t, std::uint16_t>>> esoterics,
      boxes;                                     ///< address ranges
  std::string master_catalog, master_volser;     ///< [catalog] master = NAME VOLSER; "": none
  std::vector<std::string> tape_esoterics;       ///< [esoteric] CART = tape
  std::vector<std::string> program_directories;  ///< relative to the site's directory
  /// Directories (with a "/", relative to the site's directory) and partitioned data sets that hold
  /// procedures, in the order they are searched.
  std::vector<std::string> procedure_libraries;
};

/// errors: CSE0001E cannot read site.conf; CSE0002E unknown or bad setting (line).
[[nodiscard]] Result<SiteConfiguration> parse_site_configuration(std::string_view text,
                                                                 std::string_view source);

enum class DeviceState { kOnline, kOffline };

struct Device {
  DeviceDefinition definition;
  std::string path;  ///< <site>/dasd/0a80.3390
  DeviceState state = DeviceState::kOffline;
  std::string volser;          ///< empty: no readable label
  std::string offline_reason;  ///< "no label", "duplicate VOLSER of 0A80", "varied offline"
};

/// "0A80", "A80" or "/0A80" as UNIT= has it; nothing for a name.
[[nodiscard]] std::optional<std::uint16_t> parse_unit_address(std::string_view unit);
/// TAPE, CART, HET, AWS, 3420 ... 3592.
[[nodiscard]] bool is_tape_unit_name(std::string_view unit);

class Site {
 public:
  /// Opens the site; missing images and folders are created (first use = IPL). Online: every device
  /// whose label is readable and whose VOLSER no lower address has.
  static Result<std::unique_ptr<Site>> open(io::FileStore& store, const std::string& directory);

  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] const SiteConfiguration& configuration() const { return configuration_; }
  [[nodiscard]] const text::CodePage& code_page() const { return *code_page_; }
  [[nodiscard]] const std::vector<Device>& devices() const { return devices_; }
  [[nodiscard]] io::FileStore& store() { return *store_; }

  [[nodiscard]] std::string run_directory() const { return io::join_path(directory_, "run"); }

  /// The online devices of an esoteric, a generic type ("3390", "DASD"), or an address, ascending.
  /// errors: IEF244I none of that name.
  [[nodiscard]] Result<std::vector<const Device*>> online_devices(std::string_view unit) const;

  /// Reads every label again (after INIT, relabel, VARY).
  Result<void> refresh();
  /// errors: CSE0010E no such device; CSE0011E volume not mounted.
  Result<const Device*> find_device(std::uint16_t address) const;
  Result<const Device*> find_volume(std::string_view volser) const;

  /// VARY addr,ONLINE|OFFLINE; kept in <site>/run. errors: CSE0012E duplicate VOLSER; CSE0013E no
  /// label.
  Result<void> vary(std::uint16_t address, DeviceState state);

  Result<std::unique_ptr<dasd::Volume>> open_volume(const Device& device, dasd::Access access);

  /// is_tape_unit_name(), or a tape esoteric of site.conf.
  [[nodiscard]] bool is_tape_unit(std::string_view unit) const;

  /// The tape library: <site>/tape/VOLSER.het or .aws. Nothing when there is none.
  Result<std::optional<std::string>> find_tape(std::string_view volser);
  Result<std::vector<std::string>> tape_volsers();
  /// A new labelled scratch volume; `volser` empty: the next free T-number.
  Result<std::string> create_scratch_tape(std::string_view volser);
  [[nodiscard]] tape::TapeFormat tape_format() const;

 private:
  Site() = default;
  Result<void> make_folders_and_images();
  Result<void> make_image(const Device& device);
  void read_device(Device& device);
  Result<std::map<std::uint16_t, DeviceState>> read_varied();
  void decide_states(const std::map<std::uint16_t, DeviceState>& varied);

  io::FileStore* store_ = nullptr;
  std::string directory_;
  SiteConfiguration configuration_;
  const text::CodePage* code_page_ = nullptr;
  std::vector<Device> devices_;
};

}  // namespace coldsite::site

// The operands that several IDCAMS commands share, as plain data. What is optional and not coded is
// empty: defaults belong to the command that runs, which may have a MODEL or the other component to
// ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/cards/parsed.hpp"

namespace coldsite::idcams {

using cards::Word;

/// A name of a catalog entry or data set, in upper case; with a password it was coded
/// name/password, which is read and dropped with a warning.
struct EntryName {
  std::string name;    ///< up to 44 characters; may have '*' where the command takes generic names
  std::string member;  ///< name(member); empty: none
  SourcePosition position;

  [[nodiscard]] bool is_generic() const { return name.find_first_of("*%") != std::string::npos; }
};

enum class SpaceUnit { kCylinders, kTracks, kRecords, kKilobytes, kMegabytes };

/// CYLINDERS(primary[ secondary]) and the other units.
struct Space {
  SpaceUnit unit = SpaceUnit::kTracks;
  std::uint32_t primary = 0;
  std::uint32_t secondary = 0;  ///< 0: none
  SourcePosition position;
};

/// KEYS(length offset), in bytes.
struct Keys {
  std::uint32_t length = 0;
  std::uint32_t offset = 0;
  SourcePosition position;
};

/// RECORDSIZE(average maximum), in bytes.
struct RecordSize {
  std::uint32_t average = 0;
  std::uint32_t maximum = 0;
  SourcePosition position;
};

/// FREESPACE(CI-percent[ CA-percent]).
struct FreeSpace {
  std::uint32_t control_interval_percent = 0;
  std::uint32_t control_area_percent = 0;
  SourcePosition position;
};

/// SHAREOPTIONS(crossregion[ crosssystem]).
struct ShareOptions {
  std::uint32_t cross_region = 1;
  std::uint32_t cross_system = 3;
  SourcePosition position;
};

/// TO(date) or FOR(days); never both.
struct Retention {
  std::optional<std::uint32_t> to_year, to_day;  ///< TO: four-digit year, day of the year
  std::optional<std::uint32_t> for_days;         ///< FOR: 0 to 93000
  SourcePosition position;
};

/// MODEL(entryname[ catalogname]).
struct Model {
  EntryName entry;
  std::optional<EntryName> catalog;
};

enum class Organization { kIndexed, kNonIndexed, kNumbered, kLinear };
enum class Logging { kNone, kUndo, kAll };
enum class BackupWhileOpen { kTypeCics, kTypeIms, kNo };

/// What can be coded for a cluster, an alternate index or a catalog, and for its DATA and INDEX.
struct ComponentOptions {
  std::optional<EntryName> name;
  std::optional<Space> space;
  std::vector<Word> volumes;  ///< in order of coding; "*" is a volume that SMS would choose
  std::optional<std::uint32_t> buffer_space_bytes;
  std::optional<std::uint32_t> control_interval_bytes;
  std::optional<FreeSpace> free_space;
  std::optional<Keys> keys;
  std::optional<RecordSize> record_size;
  std::optional<ShareOptions> share_options;
  std::optional<bool> erase;        ///< ERASE | NOERASE
  std::optional<bool> ordered;      ///< ORDERED | UNORDERED
  std::optional<bool> reuse;        ///< REUSE | NOREUSE
  std::optional<bool> spanned;      ///< SPANNED | NONSPANNED
  std::optional<bool> speed;        ///< SPEED | RECOVERY
  std::optional<bool> write_check;  ///< WRITECHECK | NOWRITECHECK
  std::optional<bool> unique_keys;  ///< UNIQUEKEY | NONUNIQUEKEY
  std::optional<Word> file;         ///< FILE(ddname)
  std::optional<Word> owner;
  std::optional<Word> exception_exit;
  std::optional<Retention> retention;
  std::optional<Model> model;
};

/// The options in effect for a component: what `component` does not say, `whole` does; of names,
/// models and owners there is no inheritance.
[[nodiscard]] ComponentOptions inherit(const ComponentOptions& whole,
                                       const std::optional<ComponentOptions>& component);

/// SMS constructs; coded names are kept as text.
struct SmsClasses {
  std::optional<Word> storage_class, data_class, management_class;
};

/// A key as it was coded: characters, or bytes in hexadecimal.
struct KeyValue {
  std::string text;                 ///< without the '*' of a generic key; empty when hexadecimal
  std::vector<std::uint8_t> bytes;  ///< X'...'
  bool is_hexadecimal = false;
  bool is_generic = false;  ///< ABC*
  SourcePosition position;
};

/// INFILE/OUTFILE(ddname) or INDATASET/OUTDATASET(entryname): one of the two is coded.
struct DataReference {
  std::optional<Word> ddname;
  std::optional<EntryName> data_set;

  [[nodiscard]] bool is_coded() const { return ddname || data_set; }
};

/// Where a REPRO or PRINT begins and ends. At most one start and one end is coded.
struct RecordRange {
  std::optional<KeyValue> from_key, to_key;
  std::optional<std::uint64_t> from_address, to_address;  ///< RBA in bytes
  std::optional<std::uint64_t> from_number, to_number;    ///< relative record, from 1
  std::optional<std::uint64_t> skip, count;
};

}  // namespace coldsite::idcams

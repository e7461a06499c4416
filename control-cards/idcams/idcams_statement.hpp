// IDCAMS (Access Method Services) commands as a tree of statements that an interpreter runs one by
// one, as IDCAMS does: what is wrong with one command stands in the tree as BadCommand, and the
// next one is run all the same.
//
//   DEFINE CLUSTER|ALTERNATEINDEX|PATH|NONVSAM|GENERATIONDATAGROUP|ALIAS|USERCATALOG|MASTERCATALOG
//   DELETE ALTER LISTCAT REPRO EXPORT IMPORT VERIFY EXAMINE DIAGNOSE PRINT BLDINDEX
//   IF LASTCC|MAXCC comparison number THEN [command | DO ... END] [ELSE [command | DO ... END]]
//   SET LASTCC|MAXCC = number   PARM [MARGINS(left right)] [GRAPHICS(CHAIN(name))]   CANCEL
//
// Operands and abbreviations are in idcams_syntax*.cpp, one table for each command, with what is
// refused by name and what is read and changes nothing.
// source: DFSMS Access Method Services Commands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"
#include "control-cards/idcams/idcams_operands.hpp"

namespace coldsite::idcams {

struct DefineClusterCommand {
  ComponentOptions cluster;  ///< its name is always coded
  std::optional<ComponentOptions> data, index;
  std::optional<Organization> organization;  ///< empty: INDEXED, or the model's
  SmsClasses sms;
  std::optional<Logging> log;
  std::optional<Word> log_stream;
  std::optional<BackupWhileOpen> backup_while_open;
  bool recatalog = false;
  std::optional<EntryName> catalog;
};

struct DefineAlternateIndexCommand {
  ComponentOptions alternate_index;  ///< its name is always coded
  std::optional<ComponentOptions> data, index;
  EntryName relate;
  std::optional<bool> upgrade;  ///< UPGRADE | NOUPGRADE; UNIQUEKEY is in the options
  bool recatalog = false;
  std::optional<EntryName> catalog;
};

struct DefinePathCommand {
  EntryName name, path_entry;
  bool update = true;  ///< UPDATE | NOUPDATE
  std::optional<Word> owner;
  std::optional<Retention> retention;
  std::optional<Model> model;
  bool recatalog = false;
  std::optional<EntryName> catalog;
};

struct DefineNonVsamCommand {
  EntryName name;
  std::vector<Word> device_types;  ///< names, or 8 hexadecimal digits (X'3010200F'), or 0000
  std::vector<Word> volumes;       ///< serials, or one symbolic: "******" or "&SYMBOL"
  std::vector<std::uint32_t> file_sequence_numbers;
  std::optional<Word> owner;
  std::optional<Retention> retention;
  bool recatalog = false;
  std::optional<EntryName> catalog;
};

enum class GdgOrder { kLifo, kFifo };

struct DefineGdgCommand {
  EntryName name;
  std::uint32_t limit = 0;  ///< 1 to 255, with EXTENDED 1 to 999
  bool empty = false;       ///< EMPTY | NOEMPTY
  bool scratch = false;     ///< SCRATCH | NOSCRATCH
  bool purge = false;       ///< PURGE | NOPURGE
  bool extended = false;    ///< EXTENDED | NOEXTENDED
  std::optional<GdgOrder> order;
  std::optional<Word> owner;
  std::optional<Retention> retention;
  std::optional<EntryName> catalog;
};

struct DefineAliasCommand {
  EntryName name;
  std::optional<EntryName> relate;
  std::optional<Word> symbolic_relate;  ///< the name with its symbols, as coded
  std::optional<EntryName> catalog;
};

struct DefineCatalogCommand {
  bool is_master = false;    ///< MASTERCATALOG: defined as a user catalog, as DFSMS does
  ComponentOptions options;  ///< name and one volume are coded (a volume may stand in DATA)
  std::optional<ComponentOptions> data, index;
  SmsClasses sms;
  bool lock = false;       ///< LOCK | UNLOCK
  bool recatalog = false;  ///< for a catalog whose VVDS and VTOC entries are there
  std::optional<EntryName> catalog;
};

/// The kinds of entries, as DELETE and LISTCAT name them.
enum class EntryType {
  kAlias,
  kAlternateIndex,
  kCluster,
  kData,
  kIndex,
  kGenerationDataGroup,
  kLibraryEntry,
  kNonVsam,
  kNonVsamRecord,  ///< NVR of the VVDS
  kPageSpace,
  kPath,
  kSpace,
  kTrueName,
  kUserCatalog,
  kVsamRecord,  ///< VVR of the VVDS
  kVolumeEntry,
};

struct DeleteCommand {
  std::vector<EntryName> entries;  ///< at least one
  std::optional<EntryType> type;   ///< NVR, VVR and TRUENAME are types here
  std::optional<Word> file;
  std::optional<bool> erase;    ///< ERASE | NOERASE; empty: the entry's own
  std::optional<bool> scratch;  ///< SCRATCH | NOSCRATCH; empty: SCRATCH, or the GDG's own
  bool purge = false, force = false, recovery = false, mask = false;
  std::optional<EntryName> catalog;
};

/// The attributes that NULLIFY takes away.
enum class NullifiedAttribute {
  kBackupWhileOpen,
  kExceptionExit,
  kLog,
  kLogStream,
  kManagementClass,
  kOwner,
  kRetention,
};

struct AlterCommand {
  EntryName entry;
  ComponentOptions changes;  ///< KEYS, RECORDSIZE, FREESPACE, SHAREOPTIONS, OWNER, TO|FOR ...
  std::optional<EntryName> new_name;
  std::vector<Word> add_volumes, remove_volumes;
  std::optional<bool> empty, scratch, purge, extended;  ///< of a GDG
  std::optional<std::uint32_t> limit;
  std::optional<GdgOrder> order;
  bool roll_in = false;
  std::optional<bool> inhibit;  ///< INHIBIT | UNINHIBIT
  std::optional<bool> update;   ///< UPDATE | NOUPDATE, of a path
  std::optional<bool> upgrade;  ///< UPGRADE | NOUPGRADE, of an alternate index
  std::optional<bool> lock;     ///< LOCK | UNLOCK, of a catalog
  std::set<NullifiedAttribute> nullify;
  SmsClasses sms;
  std::optional<Logging> log;
  std::optional<Word> log_stream;
  std::optional<BackupWhileOpen> backup_while_open;
  std::optional<Word> file;
  std::optional<EntryName> catalog;
};

enum class ListcatFields { kName, kHistory, kVolume, kAllocation, kAll };

struct ListcatCommand {
  std::vector<EntryName> entries;  ///< ENTRIES; generic names allowed
  std::vector<EntryName> levels;   ///< LEVEL; not with entries
  bool with_components = false;    ///< CDILVL: LEVEL lists what belongs to an entry below it
  std::set<EntryType> types;       ///< empty: all
  ListcatFields fields = ListcatFields::kName;
  std::optional<std::uint32_t> creation_days, expiration_days;
  std::optional<Word> outfile;  ///< ddname; empty: SYSPRINT
  std::optional<EntryName> catalog;
};

struct ReproCommand {
  DataReference input, output;
  RecordRange range;
  bool replace = false;  ///< REPLACE | NOREPLACE
  bool reuse = false;    ///< REUSE | NOREUSE
  bool merge_catalog = false;
  std::vector<EntryName> entries, levels;  ///< with MERGECAT
  std::optional<std::uint32_t> error_limit;
};

struct ExportCommand {
  EntryName entry;
  bool disconnect = false;  ///< EXPORT entry DISCONNECT: nothing else is coded
  bool permanent = true;    ///< PERMANENT | TEMPORARY
  std::optional<Word> infile;
  DataReference output;
  std::optional<bool> erase;
  bool purge = false, inhibit_source = false, inhibit_target = false;
  std::optional<bool> ci_mode;  ///< CIMODE | RECORDMODE
  std::optional<EntryName> catalog;
};

/// OBJECTS((entryname ...) ...).
struct ImportObject {
  EntryName entry;
  std::optional<EntryName> new_name;
  std::optional<Word> file;
  std::vector<Word> volumes;
  std::optional<Word> device_type;
  std::optional<bool> ordered;
  SmsClasses sms;
};

struct ImportCommand {
  bool connect = false;  ///< IMPORT CONNECT: objects are the catalogs, with volume and device type
  bool alias = false;    ///< IMPORT CONNECT ALIAS: keeps the aliases that are there
  DataReference input, output;
  std::vector<ImportObject> objects;
  bool into_empty = false, purge = false;
  std::optional<bool> erase;
  bool lock = false;
  std::optional<EntryName> catalog;
};

struct VerifyCommand {
  DataReference target;  ///< FILE | DATASET
  bool recover = false;
};

struct ExamineCommand {
  EntryName entry;
  bool index_test = true, data_test = false;
  std::optional<std::uint32_t> error_limit;
};

struct DiagnoseCommand {
  bool is_vvds = false;  ///< VVDS, else ICFCATALOG
  DataReference input;
  std::vector<Word> compare_ddnames;         ///< COMPAREDD
  std::vector<EntryName> compare_data_sets;  ///< COMPAREDS
  std::vector<EntryName> include, exclude;   ///< ENTRY(...)
  std::optional<EntryName> include_level, exclude_level;
  std::vector<EntryName> include_catalogs, exclude_catalogs;
  bool dump = true, list = false;
  std::optional<std::uint32_t> error_limit;
};

enum class PrintFormat { kCharacter, kHexadecimal, kDump };

struct PrintCommand {
  DataReference input;
  std::optional<Word> outfile;  ///< ddname; empty: SYSPRINT
  PrintFormat format = PrintFormat::kDump;
  RecordRange range;
};

struct BldindexCommand {
  std::vector<DataReference> inputs;   ///< INFILE has one, INDATASET one
  std::vector<DataReference> outputs;  ///< in order of coding, at least one
  std::optional<bool> sort_call;       ///< SORTCALL | NOSORTCALL
  bool external_sort = false;
  std::vector<Word> work_files;
  std::optional<EntryName> catalog;
};

// Modal commands

enum class ConditionVariable { kLastcc, kMaxcc };
enum class Comparison { kEqual, kNotEqual, kGreater, kLess, kGreaterOrEqual, kLessOrEqual };

struct Statement;

struct IfCommand {
  ConditionVariable variable = ConditionVariable::kLastcc;
  Comparison comparison = Comparison::kEqual;
  std::uint32_t value = 0;
  std::vector<Statement> then_clause;  ///< empty: a null command
  std::vector<Statement> else_clause;  ///< empty: none, or a null command
};

struct SetCommand {
  ConditionVariable variable = ConditionVariable::kMaxcc;
  std::uint32_t value = 0;  ///< more than 16 is 16
};

/// PARM: the parser has already read the rest of the deck with the margins.
struct ParmCommand {
  std::uint32_t left_margin = 0, right_margin = 0;  ///< 0: not coded
};

/// Ends the step; what stands behind it is not run.
struct CancelCommand {};

/// A command that cannot be run: its failures in order, each with its place. What follows is told
/// by the one that runs the tree: IDC3202I, in a clause that is not taken IDC3216I, and with
/// condition code 16 IDC3207I (nothing behind it is run, taken or not).
struct BadCommand {
  std::vector<Failure> failures;
  int condition_code = 12;  ///< 12, or 16 for wrong IF-THEN-ELSE sequences
};

using Command =
    std::variant<BadCommand, DefineClusterCommand, DefineAlternateIndexCommand, DefinePathCommand,
                 DefineNonVsamCommand, DefineGdgCommand, DefineAliasCommand, DefineCatalogCommand,
                 DeleteCommand, AlterCommand, ListcatCommand, ReproCommand, ExportCommand,
                 ImportCommand, VerifyCommand, ExamineCommand, DiagnoseCommand, PrintCommand,
                 BldindexCommand, IfCommand, SetCommand, ParmCommand, CancelCommand>;

/// A command with its place. The records to echo before it runs are first_card to end_card, counted
/// from 0; comments and empty records belong to the command behind them, and END to none: who
/// echoes keeps the last record echoed, and goes on from there.
struct Statement {
  Command command;
  SourcePosition position;        ///< the verb
  std::size_t first_card = 0;     ///< index of its first record in the deck
  std::size_t end_card = 0;       ///< behind its last record; of an IF, of the IF alone
  std::size_t else_card_end = 0;  ///< of an IF: behind the record with ELSE; 0: no ELSE
  std::vector<Failure> warnings;  ///< all of condition code 0: what is read and changes nothing
};

/// The left and right margin that the deck is read with, from 1 and both included.
struct Margins {
  std::uint32_t left = 2;
  std::uint32_t right = 72;
};

/// The statements of the deck in order; never fails as a whole: errors are BadCommand statements.
/// `margins` come from the PARM of the step. A deck of nothing but comments gives no statement.
[[nodiscard]] std::vector<Statement> parse_idcams(const cards::CardDeck& deck,
                                                  Margins margins = {});

/// The PARM field of the step: "MARGINS(1 80)", empty for none.
/// errors: IDC32nnI, CSS0011E for GRAPHICS and TEST.
[[nodiscard]] Result<Margins> parse_idcams_parm(std::string_view parm);

}  // namespace coldsite::idcams

// ADRDSSU (DFSMSdss) commands as plain data.
//
//   COPY     FULL | TRACKS(c1,h1,c2,h2) ...   from to [COPYVOLID|DUMPCONDITIONING] options
//   DUMP     FULL | TRACKS(c1,h1,c2,h2) ...   from to [COMPRESS|HWCOMPRESS|ZCOMPRESS[(..)]] options
//   RESTORE  FULL | TRACKS(c1,h1,c2,h2) ...   from to [COPYVOLID|NOCOPYVOLID] [NOVERIFY] options
//   PRINT    TRACKS(c1,h1[,c2,h2]) | VTOC | DATASET(name) [ALLDATA]
//                                             from [OUTDDNAME(dd)] [TOLERATE(IOERROR)]
//   COPYDUMP INDDNAME(dd) OUTDDNAME(dd[,dd]...)
//   SERIAL | PARALLEL
//   from     INDDNAME(dd[,dd]...) | INDYNAM(volser | (volser[,unit]) ...)
//   to       OUTDDNAME(dd[,dd]...) | OUTDYNAM(volser | (volser[,unit]) ...)
//   options  ADMINISTRATOR ALLDATA(*|dd,...) ALLEXCP CANCELERROR
//            FASTREPLICATION(REQUIRED|PREFERRED|NONE) OPTIMIZE(1-4) PURGE
//            TOLERATE(IOERROR|ENQFAILURE) WAIT(seconds,retries) OUTTRACKS(c,h)
//
// Ours: NOVERIFY on RESTORE skips the verification of the whole dump before the first track is
// written. NORUN is PARM='TYPRUN=NORUN' on EXEC, not a card.
// COMPRESS, HWCOMPRESS and ZCOMPRESS are one thing here: the dump is compressed (zstd).
// Refused by name, with what to do: DATASET(...) of COPY, DUMP and RESTORE, DEFRAG RELEASE
// CONSOLIDATE COMPRESS and the other commands, CONCURRENT, FCNOCOPY, FCWITHDRAW, encryption
// keywords, RESET, IF-THEN-ELSE and SET (LASTCC, MAXCC), WTO, WTOR.
// source: z/OS DFSMSdss Storage Administration, "Syntax".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"
#include "datasets/dasd/geometry.hpp"

namespace coldsite::adrdssu {

/// TRACKS(c1,h1,c2,h2): both ends included.
struct TrackRange {
  dasd::TrackAddress first, last;
  SourcePosition position;
};

/// INDYNAM/OUTDYNAM((volser,unit),...).
struct DynamicVolume {
  std::string volser;
  std::string unit;  ///< empty: not coded
  SourcePosition position;
};

/// Where data comes from or goes to: DD names or volumes, never both.
struct Media {
  std::vector<cards::Word> ddnames;
  std::vector<DynamicVolume> volumes;

  [[nodiscard]] bool empty() const { return ddnames.empty() && volumes.empty(); }
  [[nodiscard]] std::size_t size() const { return ddnames.size() + volumes.size(); }
};

enum class FastReplication { kPreferred, kRequired, kNone };

/// What COPY, DUMP and RESTORE share.
struct CommonOperands {
  SourcePosition position;  ///< of the command
  bool full = false;
  std::vector<TrackRange> tracks;  ///< TRACKS; empty with FULL
  Media from, to;
  bool administrator = false;
  bool cancel_error = false;                ///< CANCELERROR: stop at the first I/O error
  bool tolerate_io_error = false;           ///< TOLERATE(IOERROR)
  bool tolerate_enqueue = false;            ///< TOLERATE(ENQFAILURE)
  bool purge = false;                       ///< overwrite unexpired data sets
  bool all_excp = false;                    ///< ALLEXCP
  bool all_data = false;                    ///< ALLDATA(*)
  std::vector<cards::Word> all_data_names;  ///< ALLDATA(name,...)
  std::optional<std::uint32_t> optimize;    ///< OPTIMIZE(1-4)
  std::optional<std::uint32_t> wait_seconds, wait_retries;  ///< WAIT(seconds,retries)
};

enum class LabelRule {
  kKeepTarget,        ///< neither coded (COPY, RESTORE FULL): the target keeps its volume serial
  kCopyVolumeId,      ///< COPYVOLID
  kDumpConditioning,  ///< DUMPCONDITIONING
};

struct CopyCommand {
  CommonOperands common;
  LabelRule label = LabelRule::kKeepTarget;
  FastReplication fast_replication = FastReplication::kPreferred;
  std::optional<dasd::TrackAddress> out_track;  ///< OUTTRACKS(c,h): with TRACKS
};

struct DumpCommand {
  CommonOperands common;  ///< `to` has one dump for each OUTDD
  bool compress = false;
};

struct RestoreCommand {
  CommonOperands common;
  LabelRule label = LabelRule::kKeepTarget;
  bool no_copy_volume_id = false;               ///< NOCOPYVOLID
  bool no_verify = false;                       ///< ours
  std::optional<dasd::TrackAddress> out_track;  ///< OUTTRACKS(c,h): with TRACKS
};

struct PrintCommand {
  SourcePosition position;
  Media from;
  std::vector<TrackRange> tracks;       ///< TRACKS; empty otherwise
  std::optional<cards::Word> data_set;  ///< DATASET(name)
  bool all_data = false;                ///< ALLDATA: all its tracks, used or not
  bool vtoc = false;
  std::optional<cards::Word> output;  ///< OUTDDNAME; SYSPRINT when not coded
  bool tolerate_io_error = false;
};

struct CopyDumpCommand {
  SourcePosition position;
  cards::Word from;
  std::vector<cards::Word> to;  ///< 1 to 255
};

/// SERIAL or PARALLEL: how the commands behind it run.
struct SchedulingCommand {
  SourcePosition position;
  bool parallel = false;
};

using AdrdssuStatement = std::variant<CopyCommand, DumpCommand, RestoreCommand, PrintCommand,
                                      CopyDumpCommand, SchedulingCommand>;

/// errors: CSS00nnE of every language, CSS06nnE, each with card and column.
[[nodiscard]] cards::Parsed<AdrdssuStatement> parse_adrdssu(const cards::CardDeck& deck);

}  // namespace coldsite::adrdssu

// IEHPROGM statements as plain data.
//
//   [name] SCRATCH {VTOC|DSNAME=name},VOL=device={serial|(serial,...)}[,PURGE][,MEMBER=name][,SYS]
//   [name] RENAME  DSNAME=name,VOL=device={serial|(serial,...)},NEWNAME=name[,MEMBER=name]
//   [name] CATLG   DSNAME=name,VOL=device={serial|(serial,...)|(serial,seqno,...)}
//   [name] UNCATLG DSNAME=name
//   [name] BLDG    INDEX=name,ENTRIES=n[,EMPTY][,DELETE]
//   [name] DLTX    INDEX=name
//
// A number of up to four digits behind a serial of CATLG is the sequence number of a tape file.
// With MEMBER=, NEWNAME= is a member name.
// Refused by name: BLDX BLDA DLTA CONNECT RELEASE and CVOL= (OS catalogs), ADD REPLACE DELETEP LIST
// (passwords).
// source: z/OS DFSMSdfp Utilities, IEHPROGM.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"

namespace coldsite::iehprogm {

enum class Operation { kScratch, kRename, kCatalog, kUncatalog, kBuildGroup, kDeleteGroup };

/// One volume of VOL=.
struct VolumeWord {
  cards::Word serial;
  std::uint16_t file_sequence = 0;  ///< tape; 0: not coded
};

struct IehprogmStatement {
  SourcePosition position;
  Operation operation = Operation::kScratch;
  bool is_vtoc = false;  ///< SCRATCH VTOC
  cards::Word data_set;  ///< DSNAME= or INDEX=
  std::string device;    ///< of VOL=
  std::vector<VolumeWord> volumes;
  std::optional<cards::Word> member, new_name;
  bool purges = false, only_temporary = false;  ///< PURGE, SYS
  std::uint32_t entries = 0;                    ///< BLDG: generations that are kept
  bool empties = false, deletes = false;
};

/// errors: CSS00nnE of every language, CSS0101E, CSS0901E, CSS0902E, each with card and column. The
/// statements that hold are there although others do not.
[[nodiscard]] cards::Parsed<IehprogmStatement> parse_iehprogm(const cards::CardDeck& deck);

}  // namespace coldsite::iehprogm

// ICKDSF commands as plain data.
//
//   INIT     device volume-check VOLID(serial) [OWNERID(owner)] [PURGE|NOPURGE]
//            [VTOC(cylinder,head,tracks)] [INDEX(cylinder,head,tracks)] [STORAGEGROUP]
//            [DEVICETYPE(type)] [NOVALIDATE] [NOCHECK] [NOMAP]
//   REFORMAT device volume-check [VOLID(serial)] [OWNERID(owner)] [PURGE|NOPURGE]
//   INSPECT  device [volume-check] [ALLTRACKS | TRACKS((cylinder,head)...) | CYLRANGE(first,last)]
//            [NOASSIGN] [NOCHECK] [PRESERVE] [NOSKIP]
//   BUILDIX  device OSVTOC [PURGE|NOPURGE]
//   device        UNITADDRESS(address) | DDNAME(ddname)
//   volume-check  VERIFY(serial[,owner]) | VERIFY(*NONE*) | NOVERIFY
//
// Numbers are decimal or X'hexadecimal'. Abbreviations: UNIT, DNAME, VFY, NVFY, VOL, OWNER, PRG,
// NPRG, IX, STGR, DEVTYP, NVAL, NCK, ALLT, TRKS, OS; INSP, REF.
// Refused by name: SYSNAME; VALIDATE, CHECK, MAP, CYLINDERS, RECLAIM, TRACKS of INIT (they work on
// the surface of a disk; an image has none); VTOC and INDEX operands of REFORMAT; ASSIGN, CHECK,
// NOPRESERVE, SKIP of INSPECT (it only reads here); IXVTOC of BUILDIX (the layout of index records
// is not public); every other command; IF and SET.
// source: Device Support Facilities User's Guide and Reference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"
#include "datasets/dasd/geometry.hpp"

namespace coldsite::ickdsf {

/// Exactly one of the two is coded.
struct DeviceReference {
  std::string unit_address;  ///< UNITADDRESS: 3 or 4 hexadecimal digits, "0A80" (always 4 here)
  std::string ddname;        ///< DDNAME
  SourcePosition position;
};

enum class VolumeCheck {
  kNotCoded,    ///< INSPECT only
  kNoVerify,    ///< NOVERIFY
  kVerify,      ///< VERIFY(serial[,owner])
  kVerifyNone,  ///< VERIFY(*NONE*): the volume must have no label
};

/// VERIFY or NOVERIFY.
struct Verification {
  VolumeCheck check = VolumeCheck::kNotCoded;
  std::string volser;
  std::string owner;  ///< empty: not coded
  SourcePosition position;
};

/// VTOC(cylinder,head,tracks) or INDEX(cylinder,head,tracks).
struct AreaOperand {
  dasd::TrackAddress start;
  std::uint32_t tracks = 0;
  SourcePosition position;
};

struct InitCommand {
  SourcePosition position;
  DeviceReference device;
  Verification verification;
  cards::Word volid;  ///< always coded
  std::optional<cards::Word> owner;
  std::optional<cards::Word> device_type;
  std::optional<AreaOperand> vtoc;
  std::optional<AreaOperand> index;
  bool storage_group = false;
  bool purge = false;  ///< data sets with an expiration date may go
};

struct ReformatCommand {
  SourcePosition position;
  DeviceReference device;
  Verification verification;
  std::optional<cards::Word> volid;  ///< VOLID, OWNERID or both are coded
  std::optional<cards::Word> owner;
  bool purge = false;
};

struct InspectCommand {
  SourcePosition position;
  DeviceReference device;
  Verification verification;
  std::vector<dasd::TrackAddress> tracks;  ///< TRACKS; empty with no range: every track
  std::optional<std::uint32_t> first_cylinder, last_cylinder;  ///< CYLRANGE, both included
};

/// BUILDIX OSVTOC: from the indexed format back to the OS format.
struct BuildIndexCommand {
  SourcePosition position;
  DeviceReference device;
  bool purge = false;  ///< the index data set goes too
};

using IckdsfStatement =
    std::variant<InitCommand, ReformatCommand, InspectCommand, BuildIndexCommand>;

/// errors: CSS00nnE of every language, CSS02nnE, each with card and column.
[[nodiscard]] cards::Parsed<IckdsfStatement> parse_ickdsf(const cards::CardDeck& deck);

}  // namespace coldsite::ickdsf

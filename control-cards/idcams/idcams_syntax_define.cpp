// The tables of DEFINE, one for each type of entry.
#include <algorithm>
#include <array>

#include "control-cards/idcams/idcams_syntax.hpp"
#include "control-cards/idcams/syntax_words.hpp"

namespace coldsite::idcams {
namespace {

using namespace syntax_words;

// What several types share. A word that makes no sense at its level (KEYS of an index) is found by
// the command, as z/OS does.
constexpr std::array kSpace = {
    values("CYLINDERS CYLINDER CYL", 1, 2), values("KILOBYTES KILOBYTE KB", 1, 2),
    values("MEGABYTES MEGABYTE MB", 1, 2),  values("RECORDS RECORD REC", 1, 2),
    values("TRACKS TRACK TRK", 1, 2),       values("VOLUMES VOLUME VOL", 1, kVolumesMost)};
constexpr std::array kComponentOwn = {values("NAME", 1, 1),
                                      values("BUFFERSPACE BUFSPC BUFSP", 1, 1),
                                      values("CONTROLINTERVALSIZE CISZ CNVSZ", 1, 1),
                                      flag("ERASE ERAS"),
                                      flag("NOERASE NERAS"),
                                      values("EXCEPTIONEXIT EEXT", 1, 1),
                                      values("FILE", 1, 1),
                                      values("FREESPACE FSPC", 1, 2),
                                      values("KEYS KEY", 2, 2),
                                      refused("KEYRANGES KEYRANGE KRNG", kNoKeyRanges),
                                      values("MODEL", 1, 3),
                                      flag("ORDERED ORD"),
                                      flag("UNORDERED UNORD"),
                                      values("OWNER", 1, 1),
                                      values("RECORDSIZE RECSZ", 2, 2),
                                      flag("REUSE RUS"),
                                      flag("NOREUSE NRUS"),
                                      values("SHAREOPTIONS SHAREOPTION SHR", 1, 2),
                                      flag("SPANNED SPND"),
                                      flag("NONSPANNED NSPND"),
                                      flag("SPEED"),
                                      flag("RECOVERY RCVY"),
                                      flag("WRITECHECK WCK"),
                                      flag("NOWRITECHECK NWCK"),
                                      flag("UNIQUEKEY UNQK"),
                                      flag("NONUNIQUEKEY NUNQK"),
                                      ignored("UNIQUE UNQ", kAlwaysUnique),
                                      ignored("SUBALLOCATION SUBAL", kAlwaysUnique),
                                      ignored("IMBED IMBD", kNoImbed),
                                      ignored("NOIMBED NIMBD", kNoImbed),
                                      ignored("REPLICATE REPL", kNoImbed),
                                      ignored("NOREPLICATE NREPL", kNoImbed)};
constexpr std::array kSms = {
    values("DATACLASS DATACLAS", 1, 1), values("MANAGEMENTCLASS MGMTCLAS", 1, 1),
    values("STORAGECLASS STORCLAS", 1, 1), refused("ACCOUNT ACCT", kNoAccounting)};
constexpr std::array kRetention = {values("TO", 1, 1), values("FOR", 1, 1)};
constexpr std::array kRecatalog = {flag("RECATALOG RCTLG"), flag("NORECATALOG NRCTLG")};
constexpr std::array kRls = {values("BWO", 1, 1),
                             values("LOG", 1, 1),
                             values("LOGSTREAMID LSID", 1, 1),
                             refused("FRLOG", kNoRls),
                             refused("RLSQUIESCE RLSQ", kNoRls),
                             ignored("RLSENABLE RLSE", kNoRls),
                             refused("DATABASE", kNoDocuments),
                             refused("KEYNAME", kNoDocuments),
                             refused("KEYNAMEU", kNoDocuments),
                             ignored("LOGREPLICATE LOGREP", kNoRls),
                             ignored("NOLOGREPLICATE NOLOGREP", kNoRls),
                             ignored("EATTR", kAnyCylinder),
                             refused("KEYLABEL", kNoEncryption),
                             refused("ZFS", kNoZfs),
                             refused("CCSID", kNoCcsid),
                             ignored("RECLAIMCA", kNoReclaim),
                             ignored("NORECLAIMCA", kNoReclaim)};
constexpr std::array kBuffers = {ignored("BUFND BFND", kOwnBuffers),
                                 ignored("BUFNI BFNI", kOwnBuffers), ignored("STRNO", kOwnBuffers)};

constexpr auto kComponent = join(kComponentOwn, kSpace, kPasswords, kStaging);
constexpr auto kCatalogComponent = join(kComponent, kBuffers);
constexpr auto kWhole = join(kComponent, kSms, kRetention, kRecatalog, kRls);
constexpr auto kCluster = join(kWhole, std::array{flag("INDEXED IXD"), flag("LINEAR LIN"),
                                                  flag("NONINDEXED NIXD"), flag("NUMBERED NUMD")});
constexpr auto kAlternateIndex = join(
    kWhole, std::array{values("RELATE REL", 1, 1), flag("UPGRADE UPG"), flag("NOUPGRADE NUPG")});
constexpr auto kPath =
    join(std::array{values("NAME", 1, 1), values("PATHENTRY PENT", 1, 1), flag("UPDATE UPD"),
                    flag("NOUPDATE NUPD"), values("FILE", 1, 1), values("MODEL", 1, 3),
                    values("OWNER", 1, 1)},
         kRetention, kRecatalog, kPasswords);
constexpr auto kNonVsam = join(
    std::array{
        values("NAME", 1, 1), values("DEVICETYPES DEVICETYPE DEVT", 1, kVolumesMost),
        values("VOLUMES VOLUME VOL", 1, kVolumesMost),
        values("FILESEQUENCENUMBERS FILESEQUENCENUMBER FSEQN", 1, kVolumesMost),
        values("FILE", 1, 1), values("OWNER", 1, 1), ignored("DATACLASS DATACLAS", kNotOfNonVsam),
        ignored("MANAGEMENTCLASS MGMTCLAS", kNotOfNonVsam),
        ignored("STORAGECLASS STORCLAS", kNotOfNonVsam), refused("COLLECTION COLLN", kNoObjects)},
    kRetention, kRecatalog);
constexpr auto kGdg =
    join(std::array{values("NAME", 1, 1), values("LIMIT LIM", 1, 1), flag("EMPTY EMP"),
                    flag("NOEMPTY NEMP"), flag("SCRATCH SCR"), flag("NOSCRATCH NSCR"),
                    flag("PURGE PRG"), flag("NOPURGE NPRG"), flag("FIFO"), flag("LIFO"),
                    flag("EXTENDED EXT"), flag("NOEXTENDED NEXT"), values("OWNER", 1, 1)},
         kRetention);
constexpr std::array kAlias = {values("NAME", 1, 1), values("RELATE REL", 1, 1),
                               values("SYMBOLICRELATE SYMREL", 1, 1)};
constexpr auto kUserCatalog = join(
    kWhole, kBuffers,
    std::array{flag("ICFCATALOG ICFCAT"), refused("VSAMCATALOG VSAMCAT", kIcfOnly),
               refused("VOLCATALOG VOLCAT", kIcfOnly), ignored("ECSHARING ECSHR", kNoEcs),
               ignored("NOECSHARING NECSHR", kNoEcs), flag("LOCK"), flag("UNLOCK"),
               refused("SUSPEND", kNoSuspend), ignored("RESUME", kNoSuspend),
               refused("RECONNECT", "IMPORT CONNECT does it"),
               ignored("RECOVERABLE RVBL", kIcfOnly), ignored("NOTRECOVERABLE NRVBL", kIcfOnly)});

constexpr auto kCatalog = values("CATALOG CAT", 1, 2);

consteval Keyword own(std::string_view spellings, std::span<const Keyword> table) {
  return group(spellings, 0, 0, table);
}

constexpr Keyword kDefineCluster[] = {own("CLUSTER CL", kCluster), own("DATA", kComponent),
                                      own("INDEX IX", kComponent), kCatalog};
constexpr Keyword kDefineAix[] = {own("ALTERNATEINDEX AIX", kAlternateIndex),
                                  own("DATA", kComponent), own("INDEX IX", kComponent), kCatalog};
constexpr Keyword kDefinePath[] = {own("PATH", kPath), kCatalog};
constexpr Keyword kDefineNonVsam[] = {own("NONVSAM NVSAM", kNonVsam), kCatalog};
constexpr Keyword kDefineGdg[] = {own("GENERATIONDATAGROUP GDG", kGdg), kCatalog};
constexpr Keyword kDefineAlias[] = {own("ALIAS", kAlias), kCatalog};
constexpr Keyword kDefineUserCatalog[] = {own("USERCATALOG UCAT", kUserCatalog),
                                          own("DATA", kCatalogComponent),
                                          own("INDEX IX", kCatalogComponent), kCatalog};
constexpr Keyword kDefineMasterCatalog[] = {own("MASTERCATALOG MRCAT MCAT", kUserCatalog),
                                            own("DATA", kCatalogComponent),
                                            own("INDEX IX", kCatalogComponent), kCatalog};
constexpr Keyword kDefinePageSpace[] = {
    refused("PAGESPACE PGSPC", "there is no paging on an image; leave the command out"), kCatalog};
constexpr Keyword kDefineSpace[] = {
    refused("SPACE SPC", "a data space belongs to VSAM catalogs; ICF catalogs need none"),
    kCatalog};

constexpr CommandSyntax kTypes[] = {
    {"CLUSTER CL", kDefineCluster},
    {"ALTERNATEINDEX AIX", kDefineAix},
    {"PATH", kDefinePath},
    {"NONVSAM NVSAM", kDefineNonVsam},
    {"GENERATIONDATAGROUP GDG", kDefineGdg},
    {"ALIAS", kDefineAlias},
    {"USERCATALOG UCAT", kDefineUserCatalog},
    {"MASTERCATALOG MRCAT MCAT", kDefineMasterCatalog},
    {"PAGESPACE PGSPC", kDefinePageSpace},
    {"SPACE SPC", kDefineSpace},
};

}  // namespace

const CommandSyntax* find_define_type(std::string_view type) {
  const auto* found = std::ranges::find_if(kTypes, [&](const CommandSyntax& syntax) {
    return Keyword{syntax.spellings, {}, 0, 0, {}, {}, {}}.is_spelled(type);
  });
  return found == std::end(kTypes) ? nullptr : found;
}

}  // namespace coldsite::idcams

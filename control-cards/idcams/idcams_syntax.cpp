#include "control-cards/idcams/idcams_syntax.hpp"

#include <algorithm>
#include <array>

#include "control-cards/idcams/syntax_words.hpp"

namespace coldsite::idcams {
namespace {

using namespace syntax_words;

constexpr auto kCatalog = values("CATALOG CAT", 1, 2);
constexpr Keyword kInEnvironment[] = {
    refused("ENVIRONMENT ENV", "it describes ISAM and DOS files; take it away")};
constexpr auto kInFile = group("INFILE IFILE", 1, 1, kInEnvironment);
constexpr auto kInDataSet = group("INDATASET IDS", 1, 1, kInEnvironment);
constexpr auto kOutFile = group("OUTFILE OFILE", 1, 1, kInEnvironment);
constexpr auto kOutDataSet = group("OUTDATASET ODS", 1, 1, kInEnvironment);

constexpr Keyword kDelete[] = {kCatalog,
                               values("FILE", 1, 1),
                               flag("ALIAS"),
                               flag("ALTERNATEINDEX AIX"),
                               flag("CLUSTER CL"),
                               flag("GENERATIONDATAGROUP GDG"),
                               refused("LIBRARYENTRY LIBENTRY LIBENT", kNoLibrary),
                               refused("VOLUMEENTRY VOLENTRY VOLENT", kNoLibrary),
                               flag("NONVSAM NVSAM"),
                               flag("NVR"),
                               refused("PAGESPACE PGSPC", "there is no paging on an image"),
                               flag("PATH"),
                               refused("SPACE SPC", "ICF catalogs have no data spaces"),
                               flag("TRUENAME TNAME"),
                               flag("USERCATALOG UCAT"),
                               refused("MASTERCATALOG MRCAT MCAT", "the site names it"),
                               flag("VVR"),
                               flag("ERASE ERAS"),
                               flag("NOERASE NERAS"),
                               flag("FORCE FRC"),
                               flag("NOFORCE NFRC"),
                               flag("PURGE PRG PURG"),
                               flag("NOPURGE NPRG"),
                               flag("RECOVERY RCVRY"),
                               flag("NORECOVERY NRCVRY"),
                               flag("SCRATCH SCR"),
                               flag("NOSCRATCH NSCR"),
                               flag("MASK"),
                               flag("NOMASK"),
                               refused("TEST", "LISTCAT shows what a mask selects"),
                               refused("EXCLUDE", "code a mask that leaves them out"),
                               refused("NODISCONNECT", "DELETE takes the connector too"),
                               ignored("NOTEST", "nothing is only tested")};

constexpr Keyword kNullify[] = {ignored("AUTHORIZATION AUTH", kNoPasswords),
                                flag("BWO"),
                                ignored("CODE", kNoPasswords),
                                flag("EXCEPTIONEXIT EEXT"),
                                flag("LOG"),
                                flag("LOGSTREAMID LSID"),
                                flag("OWNER"),
                                flag("MANAGEMENTCLASS MGMTCLAS"),
                                flag("RETENTION RETN"),
                                ignored("MASTERPW MRPW", kNoPasswords),
                                ignored("CONTROLPW CTLPW", kNoPasswords),
                                ignored("UPDATEPW UPDPW", kNoPasswords),
                                ignored("READPW RDPW", kNoPasswords)};

constexpr auto kAlter = join(kPasswords, kStaging,
                             std::array{kCatalog,
                                        values("ADDVOLUMES ADDVOLUME AVOL", 1, kVolumesMost),
                                        values("REMOVEVOLUMES REMOVEVOLUME RVOL", 1, kVolumesMost),
                                        values("NEWNAME NEWNM", 1, 1),
                                        values("BUFFERSPACE BUFSPC BUFSP", 1, 1),
                                        ignored("BUFND BFND", kOwnBuffers),
                                        ignored("BUFNI BFNI", kOwnBuffers),
                                        ignored("STRNO", kOwnBuffers),
                                        values("EXCEPTIONEXIT EEXT", 1, 1),
                                        values("FILE", 1, 1),
                                        values("FREESPACE FSPC", 1, 2),
                                        values("KEYS KEY", 2, 2),
                                        values("LIMIT LIM", 1, 1),
                                        group("NULLIFY NULL", 0, 0, kNullify),
                                        values("OWNER", 1, 1),
                                        values("RECORDSIZE RECSZ", 2, 2),
                                        values("SHAREOPTIONS SHAREOPTION SHR", 1, 2),
                                        values("TO", 1, 1),
                                        values("FOR", 1, 1),
                                        flag("EMPTY EMP"),
                                        flag("NOEMPTY NEMP"),
                                        flag("SCRATCH SCR"),
                                        flag("NOSCRATCH NSCR"),
                                        flag("PURGE PRG"),
                                        flag("NOPURGE NPRG"),
                                        flag("EXTENDED EXT"),
                                        flag("NOEXTENDED NEXT"),
                                        flag("FIFO"),
                                        flag("LIFO"),
                                        flag("ROLLIN"),
                                        flag("ERASE ERAS"),
                                        flag("NOERASE NERAS"),
                                        flag("INHIBIT INH"),
                                        flag("UNINHIBIT UNINH"),
                                        flag("LOCK"),
                                        flag("UNLOCK"),
                                        flag("REUSE RUS"),
                                        flag("NOREUSE NRUS"),
                                        flag("UNIQUEKEY UNQK"),
                                        flag("NONUNIQUEKEY NUNQK"),
                                        flag("UPDATE UPD"),
                                        flag("NOUPDATE NUPD"),
                                        flag("UPGRADE UPG"),
                                        flag("NOUPGRADE NUPG"),
                                        flag("WRITECHECK WCK"),
                                        flag("NOWRITECHECK NWCK"),
                                        values("DATACLASS DATACLAS", 1, 1),
                                        values("MANAGEMENTCLASS MGMTCLAS", 1, 1),
                                        values("STORAGECLASS STORCLAS", 1, 1),
                                        values("BWO", 1, 1),
                                        values("LOG", 1, 1),
                                        values("LOGSTREAMID LSID", 1, 1),
                                        refused("ACCOUNT ACCT", kNoAccounting),
                                        refused("CCSID", kNoCcsid),
                                        refused("FILEDATA", "it is for files of z/OS UNIX"),
                                        refused("FRLOG", kNoRls),
                                        refused("RLSQUIESCE RLSQ", kNoRls),
                                        ignored("RLSENABLE RLSE", kNoRls),
                                        ignored("LOGREPLICATE LOGREP", kNoRls),
                                        ignored("NOLOGREPLICATE NOLOGREP", kNoRls),
                                        ignored("ECSHARING ECSHR", kNoEcs),
                                        ignored("NOECSHARING NECSHR", kNoEcs),
                                        refused("SUSPEND", kNoSuspend),
                                        ignored("RESUME", kNoSuspend),
                                        ignored("RECLAIMCA", kNoReclaim),
                                        ignored("NORECLAIMCA", kNoReclaim),
                                        refused("TYPE", "a data set keeps its organization"),
                                        ignored("EXTENDEDADDRESSABLE XADDR", kAnyCylinder)});

constexpr Keyword kListcat[] = {kCatalog,
                                values("ENTRIES ENTRY ENT", 1, kEntriesMost),
                                values("LEVEL LVL", 1, kEntriesMost),
                                values("OUTFILE OFILE", 1, 1),
                                values("CREATION CREAT", 1, 1),
                                values("EXPIRATION EXPIR", 1, 1),
                                flag("ALIAS"),
                                flag("ALTERNATEINDEX AIX"),
                                flag("CLUSTER CL"),
                                flag("DATA"),
                                flag("GENERATIONDATAGROUP GDG"),
                                flag("INDEX IX"),
                                flag("NONVSAM NVSAM"),
                                flag("PAGESPACE PGSPC"),
                                flag("PATH"),
                                flag("SPACE SPC"),
                                flag("USERCATALOG UCAT"),
                                refused("LIBRARY LIB", kNoLibrary),
                                ignored("FILE", "volumes are found by the entries"),
                                flag("CDILVL"),
                                flag("NOCDILVL"),
                                ignored("PREFIX", "a batch step has no prefix"),
                                ignored("NOPREFIX", "a batch step has no prefix"),
                                refused("LIBRARYENTRIES LIBENTRIES LIBENT", kNoLibrary),
                                refused("VOLUMEENTRIES VOLENTRIES VOLENT", kNoLibrary),
                                refused("NOTUSABLE NUS", "ICF entries are never marked so"),
                                flag("NAMES NAME"),
                                flag("HISTORY HIST"),
                                flag("VOLUMES VOLUME VOL"),
                                flag("ALLOCATION ALLOC"),
                                flag("ALL")};

constexpr std::array kRange = {values("FROMKEY FKEY", 1, 1),
                               values("TOKEY", 1, 1),
                               values("FROMADDRESS FADDR", 1, 1),
                               values("TOADDRESS TADDR", 1, 1),
                               values("FROMNUMBER FNUM", 1, 1),
                               values("TONUMBER TNUM", 1, 1),
                               values("SKIP", 1, 1),
                               values("COUNT", 1, 1)};

constexpr auto kRepro =
    join(kRange, std::array{kInFile,
                            kInDataSet,
                            kOutFile,
                            kOutDataSet,

                            flag("REPLACE REP"),
                            flag("NOREPLACE NREP"),
                            flag("REUSE RUS"),
                            flag("NOREUSE NRUS"),
                            flag("MERGECAT MRGC"),
                            flag("NOMERGECAT NOMRGC"),
                            values("ENTRIES ENTRY ENT", 1, kEntriesMost),
                            values("LEVEL LVL", 1, kEntriesMost),
                            values("ERRORLIMIT ELIMIT", 1, 1),
                            refused("VOLUMEENTRIES VOLENTRIES VOLENT", kNoLibrary),
                            ignored("FILE", "volumes are found by the entries"),
                            refused("CIMODE", "REPRO copies records; take it away"),
                            ignored("NOCIMODE", "REPRO copies records"),
                            ignored("MESSAGELEVEL", "all messages are told"),
                            refused("INSERTSHIFT", kNoDbcs),
                            refused("INSERTALL", kNoDbcs),
                            refused("SKIPDBCSCHECK", kNoDbcs),
                            ignored("NODBCSCHECK", kNoDbcs),
                            refused("INHIBITSOURCE INHS", "ALTER INHIBIT does it"),
                            refused("INHIBITTARGET INHT", "ALTER INHIBIT does it"),
                            refused("ENCIPHER ENCPHR", kNoCipher),
                            refused("DECIPHER DECPHR", kNoCipher),
                            refused("DBCS", kNoDbcs),
                            ignored("NOFORCE", "nothing is forced"),
                            refused("FORCE", "nothing is forced")});

constexpr Keyword kExport[] = {values("INFILE IFILE", 1, 1),
                               kOutFile,
                               kOutDataSet,
                               kCatalog,
                               flag("DISCONNECT DCON"),
                               flag("PERMANENT PERM"),
                               flag("TEMPORARY TEMP"),
                               flag("ERASE ERAS"),
                               flag("NOERASE NERAS"),
                               flag("PURGE PRG"),
                               flag("NOPURGE NPRG"),
                               flag("INHIBITSOURCE INHS"),
                               flag("NOINHIBITSOURCE NINHS"),
                               flag("INHIBITTARGET INHT"),
                               flag("NOINHIBITTARGET NINHT"),
                               flag("CIMODE CIM"),
                               flag("RECORDMODE RECM"),
                               refused("ALIAS", "EXPORT of a catalog is not supported"),
                               ignored("UNLOCK", "a catalog is not exported"),
                               refused("LOCK", "EXPORT of a catalog is not supported")};

constexpr Keyword kObject[] = {values("NEWNAME NEWNM", 1, 1),
                               values("FILE", 1, 1),
                               values("VOLUMES VOLUME VOL", 1, kVolumesMost),
                               values("DEVICETYPES DEVICETYPE DEVT", 1, 1),
                               flag("ORDERED ORD"),
                               flag("UNORDERED UNORD"),
                               values("DATACLASS DATACLAS", 1, 1),
                               values("MANAGEMENTCLASS MGMTCLAS", 1, 1),
                               values("STORAGECLASS STORCLAS", 1, 1),
                               refused("KEYRANGES KEYRANGE KRNG", kNoKeyRanges)};

constexpr Keyword kImport[] = {kInFile,
                               kInDataSet,
                               kOutFile,
                               kOutDataSet,
                               kCatalog,
                               groups("OBJECTS OBJECT OBJ", 1, 1, kObject),
                               flag("CONNECT CON"),
                               flag("ALIAS ALS"),
                               ignored("NOALIAS NALS", "it is what IMPORT does without ALIAS"),
                               flag("INTOEMPTY IEMPTY"),
                               flag("PURGE PRG"),
                               flag("NOPURGE NPRG"),
                               flag("ERASE ERAS"),
                               flag("NOERASE NERAS"),
                               flag("LOCK"),
                               flag("UNLOCK"),
                               ignored("SAVRAC", kNoRacf),
                               ignored("NOSAVRAC", kNoRacf),
                               refused("VOLCATALOG VOLCAT", kNoLibrary)};

constexpr Keyword kVerify[] = {values("FILE", 1, 1), values("DATASET DS", 1, 1), flag("RECOVER")};

constexpr Keyword kExamine[] = {values("NAME", 1, 1),        flag("INDEXTEST ITEST"),
                                flag("NOINDEXTEST NOITEST"), flag("DATATEST DTEST"),
                                flag("NODATATEST NODTEST"),  values("ERRORLIMIT ELIMIT", 1, 1)};

constexpr Keyword kSelection[] = {values("ENTRIES ENTRY ENT", 1, kEntriesMost),
                                  values("LEVEL LVL", 1, 1),
                                  values("CATALOG CAT", 1, kVolumesMost)};
constexpr Keyword kDiagnose[] = {flag("ICFCATALOG ICFCAT"),
                                 flag("VVDS"),
                                 values("INFILE IFILE", 1, 1),
                                 values("INDATASET IDS", 1, 1),
                                 values("COMPAREDD CMPRDD", 1, kVolumesMost),
                                 values("COMPAREDS CMPRDS", 1, kVolumesMost),
                                 group("INCLUDE INCL", 0, 0, kSelection),
                                 group("EXCLUDE EXCL", 0, 0, kSelection),
                                 flag("DUMP DMP"),
                                 flag("NODUMP NDMP NDUMP"),
                                 flag("LIST LST"),
                                 flag("NOLIST NLST"),
                                 values("ERRORLIMIT ELIMIT", 1, 1)};

constexpr auto kPrint = join(
    kRange, std::array{kInFile, kInDataSet, values("OUTFILE OFILE", 1, 1), flag("CHARACTER CHAR"),
                       flag("HEX"), flag("DUMP"), refused("DBCS", kNoDbcs)});

constexpr Keyword kBldindex[] = {values("INFILE IFILE", 1, 1),
                                 values("INDATASET IDS", 1, 1),
                                 values("OUTFILE OFILE", 1, kVolumesMost),
                                 values("OUTDATASET ODS", 1, kVolumesMost),
                                 kCatalog,
                                 values("WORKFILES WORKFILE WFILES WFILE", 2, 2),
                                 flag("EXTERNALSORT ESORT"),
                                 flag("INTERNALSORT ISORT"),
                                 flag("SORTCALL SCALL"),
                                 flag("NOSORTCALL NSCALL"),
                                 ignored("SORTDEVICETYPE SORTDVT", "the sort is our own"),
                                 ignored("SORTFILENUMBER SORTFN", "the sort is our own"),
                                 ignored("SORTMESSAGEDD SORTMDD", "the sort is our own"),
                                 ignored("SORTMESSAGELEVEL SORTML", "the sort is our own")};

constexpr Keyword kGraphics[] = {ignored("CHAIN", "listings are UTF-8 text"),
                                 refused("TABLE", "listings are UTF-8 text; take it away")};
constexpr Keyword kParm[] = {values("MARGINS MARGIN", 2, 2), group("GRAPHICS", 0, 0, kGraphics),
                             refused("TEST", "it dumps work areas of z/OS; take it away")};

constexpr CommandSyntax kCommands[] = {
    {"DELETE DEL", kDelete, 1},
    {"ALTER", kAlter, 1},
    {"LISTCAT LISTC", kListcat},
    {"REPRO", kRepro},
    {"EXPORT EXP", kExport, 1},
    {"IMPORT IMP", kImport},
    {"VERIFY VFY", kVerify},
    {"EXAMINE EXM", kExamine},
    {"DIAGNOSE DIAG", kDiagnose},
    {"PRINT", kPrint},
    {"BLDINDEX BIX", kBldindex},
    {"PARM", kParm},
    {"CANCEL", {}},
};

struct RefusedCommand {
  std::string_view spellings;
  std::string_view why;
};
constexpr RefusedCommand kRefused[] = {
    {"ALLOCATE ALLOC", "DD statements allocate data sets"},
    {"CHKLIST CKLST", "it lists checkpoints of programs, which a step here has not"},
    {"CNVTCAT CNVTC", "all catalogs are ICF catalogs"},
    {"CREATE CREATELIBRARYENTRY CREATEVOLUMEENTRY", "there are no tape libraries"},
    {"DCOLLECT DCOL", "LISTCAT ALL and iehlist LISTVTOC show what it collects"},
    {"EXPORTRA XPRA IMPORTRA MPRA LISTCRA LISTR RESETCAT RCAT",
     "recovery areas belong to VSAM catalogs"},
    {"LISTDATA LDATA SETCACHE SETC BINDDATA BDATA", "an image has no cache"},
    {"SHCDS", "there is no record-level sharing"},
    {"ADDV AUDITMSS COMPARET CONVERTV COPYV CREATEV DUPLICATEV EJECTC EJECTV LISTDSET LISTMSF "
     "LISTMSVI MODIFYV RECOVERV REMOVEVR REPLACEG SCRATCHV SCRDSET STOREC STOREV TRACE TUNE",
     "there is no mass storage"},
};

bool is_spelled(std::string_view spellings, std::string_view word) {
  return Keyword{spellings, {}, 0, 0, {}, {}, {}}.is_spelled(word);
}

}  // namespace

const CommandSyntax* find_command(std::string_view verb) {
  const auto* found = std::ranges::find_if(
      kCommands, [&](const CommandSyntax& syntax) { return is_spelled(syntax.spellings, verb); });
  return found == std::end(kCommands) ? nullptr : found;
}

std::string_view why_refused(std::string_view verb) {
  const auto* found = std::ranges::find_if(
      kRefused, [&](const RefusedCommand& command) { return is_spelled(command.spellings, verb); });
  return found == std::end(kRefused) ? std::string_view() : found->why;
}

std::string_view canonical_name(const CommandSyntax& syntax) {
  return syntax.spellings.substr(0, syntax.spellings.find(' '));
}

}  // namespace coldsite::idcams

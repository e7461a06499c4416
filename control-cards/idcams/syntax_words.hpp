// The words that the tables of the commands are written in. Only for idcams_syntax*.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "control-cards/idcams/operand_tree.hpp"

namespace coldsite::idcams::syntax_words {

inline constexpr std::size_t kVolumesMost = 255;
inline constexpr std::size_t kEntriesMost = 1000;

consteval Keyword flag(std::string_view spellings) {
  return {spellings, Form::kFlag, 0, 0, {}, Use::kTaken, {}};
}
consteval Keyword values(std::string_view spellings, std::size_t least, std::size_t most) {
  return {spellings, Form::kValues, least, most, {}, Use::kTaken, {}};
}
/// `least` to `most` values in front of the keywords of `inner`.
consteval Keyword group(std::string_view spellings, std::size_t least, std::size_t most,
                        std::span<const Keyword> inner) {
  return {spellings, Form::kGroup, least, most, inner, Use::kTaken, {}};
}
consteval Keyword groups(std::string_view spellings, std::size_t least, std::size_t most,
                         std::span<const Keyword> inner) {
  return {spellings, Form::kGroups, least, most, inner, Use::kTaken, {}};
}
consteval Keyword ignored(std::string_view spellings, std::string_view why) {
  return {spellings, Form::kFlag, 0, 0, {}, Use::kIgnored, why};
}
consteval Keyword refused(std::string_view spellings, std::string_view why) {
  return {spellings, Form::kFlag, 0, 0, {}, Use::kRefused, why};
}

inline constexpr std::string_view kNoPasswords = "catalogs have no passwords";
inline constexpr std::string_view kNoStaging = "there is no mass storage";
inline constexpr std::string_view kAlwaysUnique = "each component has space of its own";
inline constexpr std::string_view kNoImbed = "index records are not imbedded or replicated";
inline constexpr std::string_view kNoKeyRanges = "key ranges are not kept; take it away";
inline constexpr std::string_view kNoAccounting = "catalogs keep no account data; take it away";
inline constexpr std::string_view kNoRls = "there is no record-level sharing";
inline constexpr std::string_view kAnyCylinder = "data sets may have any cylinder of a volume";
inline constexpr std::string_view kNoEncryption = "data sets are not encrypted; take it away";
inline constexpr std::string_view kNoZfs = "zFS is not kept; code LINEAR";
inline constexpr std::string_view kNoCcsid = "catalogs keep no CCSID; take it away";
inline constexpr std::string_view kNoReclaim = "empty control areas are not reclaimed";
inline constexpr std::string_view kNotOfNonVsam = "an entry of a data set has no SMS classes";
inline constexpr std::string_view kNoObjects = "there is no object storage; take it away";
inline constexpr std::string_view kIcfOnly = "all catalogs are ICF catalogs";
inline constexpr std::string_view kNoEcs = "there is no catalog sharing by coupling facility";
inline constexpr std::string_view kNoSuspend = "catalog requests are never suspended";
inline constexpr std::string_view kNoCipher = "records are not encrypted; take it away";
inline constexpr std::string_view kNoDbcs = "double-byte text is not split; take it away";
inline constexpr std::string_view kNoLibrary = "there are no tape libraries; take it away";
inline constexpr std::string_view kNoDocuments = "documents are not kept as records; take it away";
inline constexpr std::string_view kNoRacf = "there are no RACF profiles";

inline constexpr std::string_view kOwnBuffers = "programs size their own buffers";

/// One table from several.
template <std::size_t... N>
consteval auto join(const std::array<Keyword, N>&... tables) {
  std::array<Keyword, (N + ...)> joined;
  auto out = joined.begin();
  ((out = std::copy(tables.begin(), tables.end(), out)), ...);
  return joined;
}

inline constexpr std::array kPasswords = {ignored("ATTEMPTS ATTEMPT ATT", kNoPasswords),
                                          ignored("AUTHORIZATION AUTH", kNoPasswords),
                                          ignored("CODE", kNoPasswords),
                                          ignored("CONTROLPW CTLPW", kNoPasswords),
                                          ignored("MASTERPW MRPW", kNoPasswords),
                                          ignored("READPW RDPW", kNoPasswords),
                                          ignored("UPDATEPW UPDPW", kNoPasswords)};
inline constexpr std::array kStaging = {ignored("STAGE", kNoStaging), ignored("BIND", kNoStaging),
                                        ignored("CYLINDERFAULT CYLF", kNoStaging),
                                        ignored("DESTAGEWAIT DSTGW", kNoStaging),
                                        ignored("NODESTAGEWAIT NDSTGW", kNoStaging)};

}  // namespace coldsite::idcams::syntax_words

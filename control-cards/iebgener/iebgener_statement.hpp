// IEBGENER statements as plain data.
//
//   [name] GENERATE [MAXNAME=n][,MAXFLDS=n][,MAXGPS=n][,MAXLITS=n]
//   [name] LABELS   DATA=NO
//   [name] MEMBER   NAME={name|(name[,alias]...)}
//   [name] RECORD   [IDENT=(length,'name',input-location)]
//                   [,FIELD=([length],[input-location|'literal'],[conversion],
//                            [output-location])]...
//   conversion: PZ packed to zoned, ZP zoned to packed, HE BCD (H-set) to EBCDIC
//   literal: 'text' ('' for one apostrophe) or X'hexadecimal'
//
// Defaults: length 80 (a literal's own length), input-location 1, output-location 1.
// Refused by name: EXITS (user exit routines), LABELS DATA other than NO and LABELS= on RECORD
// (user labels), DBCS=YES and the double-byte conversions CG CV GV VC VG.
// Checked: order (GENERATE first), MAXNAME, MAXFLDS, MAXGPS and MAXLITS large enough, a literal of
// at most 40 bytes, IDENT of at most 8.
// source: z/OS DFSMSdfp Utilities, IEBGENER.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"

namespace coldsite::iebgener {

enum class Conversion { kNone, kPackedToZoned, kZonedToPacked, kBcdToEbcdic };

/// Bytes that the user gives: text to be put into the data set's code page, or bytes as they are.
struct Literal {
  std::string text;
  bool is_hexadecimal = false;  ///< `text` holds raw bytes
};

/// FIELD=(length,from,conversion,output-location). units: locations count bytes from 1.
struct FieldOperand {
  SourcePosition position;
  std::uint32_t length_bytes = 80;  ///< of the input field before conversion
  std::uint32_t input_location = 1;
  std::optional<Literal> literal;  ///< instead of an input location
  Conversion conversion = Conversion::kNone;
  std::uint32_t output_location = 1;

  /// Bytes in the output record: PZ 2n-1, ZP n/2+1, otherwise n.
  [[nodiscard]] std::uint32_t output_bytes() const;
};

/// IDENT=(length,'name',input-location): the last record of this group.
struct IdentOperand {
  SourcePosition position;
  std::uint32_t length_bytes = 0;
  Literal name;
  std::uint32_t input_location = 1;
};

/// One record group: how its records are edited, and where it ends.
struct RecordStatement {
  SourcePosition position;
  std::optional<IdentOperand> ident;
  std::vector<FieldOperand> fields;  ///< none: records are copied as they are
};

/// MEMBER and the RECORD statements that follow it. Without a MEMBER statement: one group with no
/// names.
struct MemberGroup {
  SourcePosition position;
  std::vector<cards::Word> names;  ///< the member, then its aliases
  std::vector<RecordStatement> records;
};

/// The deck as a whole. No deck: a plain copy.
struct GenerateRequest {
  SourcePosition position;
  std::uint32_t names_max = 0, fields_max = 0, groups_max = 0, literal_bytes_max = 0;
  std::vector<MemberGroup> members;
};

/// `statements` is empty (plain copy) or has one element.
/// errors: CSS00nnE of every language, CSS04nnE, each with card and column.
[[nodiscard]] cards::Parsed<GenerateRequest> parse_iebgener(const cards::CardDeck& deck);

}  // namespace coldsite::iebgener

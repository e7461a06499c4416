// IEHLIST statements as plain data.
//
//   [name] LISTVTOC [FORMAT|DUMP][,DATE=dddyy][,VOL=device=serial][,DSNAME=(name[,name]...)]
//   [name] LISTPDS  DSNAME=(name[,name]...)[,VOL=device=serial][,FORMAT|DUMP]
//
// VOL=device=(serial) is accepted too; "device" may be a type or a generic name and is only
// compared with the volume's type by the program. A statement without VOL lists the volume that
// the program finds by DD. Up to ten names in a list.
// Refused by name: LISTCTLG (OS catalogs), INDEXDSN (no VTOC index is kept), VOL with several
// serials.
// source: z/OS DFSMSdfp Utilities, IEHLIST.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"
#include "datasets/dasd/dscb.hpp"

namespace coldsite::iehlist {

enum class ListingForm { kEdited, kFormat, kDump };

/// VOL=device=serial.
struct VolumeOperand {
  std::string device;
  std::string volser;
  SourcePosition position;
};

struct ListVtoc {
  SourcePosition position;
  ListingForm form = ListingForm::kEdited;
  std::optional<dasd::LabelDate> expires_before;  ///< DATE: mark what expires before it
  std::optional<VolumeOperand> volume;
  std::vector<cards::Word> data_sets;  ///< empty: all
};

struct ListPds {
  SourcePosition position;
  ListingForm form = ListingForm::kEdited;
  std::optional<VolumeOperand> volume;
  std::vector<cards::Word> data_sets;  ///< at least one
};

using IehlistStatement = std::variant<ListVtoc, ListPds>;

/// errors: CSS00nnE of every language, CSS03nnE, each with card and column.
[[nodiscard]] cards::Parsed<IehlistStatement> parse_iehlist(const cards::CardDeck& deck);

}  // namespace coldsite::iehlist

// IEBCOPY statements as plain data, gathered into copy steps.
//
//   [name] COPY    OUTDD=ddname,INDD=dds[,LIST=YES|NO]
//   [name] COPYMOD OUTDD=ddname,INDD=dds[,MAXBLK=n|nK][,MINBLK=n|nK][,LIST=YES|NO]
//                  INDD=dds                   a further step with the same OUTDD
//   [name] SELECT  MEMBER=name | (name | (name[,newname][,R]) ...)
//   [name] EXCLUDE MEMBER=name | (name[,name]...)
//   dds    ddname | (ddname | (ddname,R) ...)
//
// Abbreviations: C, CM, S, E; O, I, M, L. SELECT and EXCLUDE belong to the COPY or INDD before
// them; one step takes one kind. Load modules are copied as records: COPYMOD's block sizes are for
// the program to honour or refuse.
// Refused by name: COPYGRP, ALTERMOD, INDEX.
// source: z/OS DFSMSdfp Utilities, IEBCOPY.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/parsed.hpp"

namespace coldsite::iebcopy {

/// An input of INDD=; R: its members replace those of the same name.
struct InputDd {
  std::string ddname;
  bool replace = false;
  SourcePosition position;
};

/// SELECT MEMBER=((name,newname,R)).
struct MemberSelection {
  std::string name;
  std::string new_name;  ///< empty: keeps its name
  bool replace = false;
  SourcePosition position;
};

/// One copy: from `inputs` in order to `output`. An input equal to the output alone, with neither
/// SELECT nor EXCLUDE, asks for a compress in place.
struct CopyStep {
  SourcePosition position;
  bool is_copymod = false;
  cards::Word output;
  std::vector<InputDd> inputs;
  std::optional<bool> list;                                       ///< LIST=
  std::optional<std::uint32_t> block_bytes_max, block_bytes_min;  ///< COPYMOD
  std::vector<MemberSelection> selects;
  std::vector<cards::Word> excludes;
};

/// errors: CSS00nnE of every language, CSS05nnE, each with card and column.
[[nodiscard]] cards::Parsed<CopyStep> parse_iebcopy(const cards::CardDeck& deck);

}  // namespace coldsite::iebcopy

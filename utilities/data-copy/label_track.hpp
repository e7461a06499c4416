// The label track (cylinder 0 head 0) in the hands of a volume copy: which volser the copy gets,
// and the two marks that a volume may carry.
//
// An incomplete volume: a label without VTOC whose owner is "*INCOMPLETE*". It is written before
// the first track of a restore or copy and replaced after the last one, so a volume never looks
// whole before it is. A dump-conditioned volume: bytes 16-25 of the VOL1 record (reserved) hold
// "CSDC" and the volser of the source; a full dump of it is a dump of the source.
#pragma once

#include <optional>
#include <string>

#include "datasets/bytes.hpp"
#include "datasets/dasd/label.hpp"

namespace coldsite::copy {

inline constexpr std::string_view kIncompleteOwner = "*INCOMPLETE*";

[[nodiscard]] bool is_incomplete(const dasd::VolumeLabel& label);
/// The same of a volume; one without a readable label is not marked.
[[nodiscard]] bool has_incomplete_mark(dasd::Volume& volume);

/// Writes the incomplete mark; the volser stays what it was (or `fallback` where there is no
/// label), so that the same step finds the volume again. Durable when it returns.
[[nodiscard]] Result<void> mark_incomplete(dasd::Volume& target, const std::string& fallback);

/// Puts `volser` into the VOL1 record of a track-0 slot. errors: CSV0020E no VOL1 record.
[[nodiscard]] Result<void> set_volser(Bytes& slot, const dasd::Geometry& geometry,
                                      std::string_view volser);

/// Sets or takes away the mark of a dump-conditioned volume.
[[nodiscard]] Result<void> set_conditioned(Bytes& slot, const dasd::Geometry& geometry,
                                           std::string_view source_volser);

/// The volser of the source when the slot is of a dump-conditioned volume.
[[nodiscard]] std::optional<std::string> conditioned_volser(const Bytes& slot,
                                                            const dasd::Geometry& geometry);

/// The VTOC address of a track-0 slot. errors: CSV0020E.
[[nodiscard]] Result<dasd::VolumeLabel> label_of_slot(const Bytes& slot,
                                                      const dasd::Geometry& geometry);

}  // namespace coldsite::copy

// Finding the way on a mounted volume: label groups and file sequence numbers. Shared by the
// reader, the writer and the map of a tape.
//
// A labelled volume: VOL1 HDR1 HDR2 TM data TM EOF1 EOF2 TM HDR1 ... TM TM
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "datasets/tape/tape_file.hpp"

namespace coldsite::tape {

/// Labels up to a tape mark. Empty: the mark (or the end of the tape) came first.
struct LabelGroup {
  std::optional<TapeFileLabel> label;
  BlockKind ended_by = BlockKind::kTapeMark;
  bool is_initial = false;  ///< the dummy HDR1 of a tape nothing was written on yet
};

/// Reads a header or trailer group and the mark behind it; user labels are passed over.
/// errors: CST0010E; CST0011E.
[[nodiscard]] Result<LabelGroup> read_label_group(TapeImage& tape);

struct MountedVolume {
  std::unique_ptr<TapeImage> tape;  ///< behind VOL1 (SL), at load point (NL, BLP); nullptr: none
  std::string volser;               ///< as the label says; NL: as asked for, or the path
};

/// Mounts volume `index` and checks its label against what was asked for.
/// errors: CST0022E; CST0026E; CST0029E.
[[nodiscard]] Result<MountedVolume> mount_volume(VolumeSource& volumes, std::size_t index,
                                                 Access access, LabelType label_type);

/// Where a file is, or where it would be written.
struct FilePlace {
  std::optional<TapeFileLabel> header;  ///< SL: of the file found; nothing: it is not there
  bool is_found = false;
  std::uint32_t files_before = 0;
  std::uint64_t header_position = 0;
};

enum class FilePurpose {
  kKeep,     ///< to read the file or to write behind it
  kReplace,  ///< to write over it
};

/// Moves to the data of the file (SL: behind its header group). When it is not there, the place is
/// the end of the last file and `files_before` says how many there are. A header that cannot be
/// read, where a file is to be written, counts as not there: that is how a power failure leaves the
/// file that a step was writing, and the step must be able to run again. errors: CST0027E; those of
/// read_label_group.
[[nodiscard]] Result<FilePlace> find_file(MountedVolume& volume, const TapeFileRequest& request,
                                          FilePurpose purpose);

}  // namespace coldsite::tape

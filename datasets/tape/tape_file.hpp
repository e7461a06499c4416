// One file (data set) on labelled or unlabelled tape, over as many volumes as it takes.
// Who brings the volumes is the caller's business: a VolumeSource mounts the first and the next.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "datasets/io/block_io.hpp"
#include "datasets/tape/labels.hpp"
#include "datasets/tape/tape_image.hpp"

namespace coldsite::tape {

enum class LabelType { kStandard, kNone, kBypass };  ///< SL, NL, BLP

/// Mounts volumes for a tape file. `index` 0 is the first.
class VolumeSource {
 public:
  virtual ~VolumeSource() = default;
  /// The volume to read or write as number `index`; past the last volume there is: nothing
  /// (nullptr). A writer that goes on to a volume that has no VOL1 label fails, so a source of
  /// scratch tapes initialises them.
  virtual Result<std::unique_ptr<TapeImage>> mount(std::size_t index, Access access) = 0;
  /// VOLSER of volume `index` as asked for (may be empty for a tape named by path).
  [[nodiscard]] virtual std::string volser(std::size_t index) const = 0;
};

/// What to find or make.
struct TapeFileRequest {
  std::string data_set_name;  ///< empty: any
  /// LABEL=(n,...). On a tape whose first HDR1 has a number above 1 the numbers count from there;
  /// a number below it means the n-th file of the tape.
  std::uint32_t file_sequence = 1;
  LabelType label_type = LabelType::kStandard;
  bool extend = false;       ///< DISP=MOD: write behind the last block of the file
  TapeFileLabel attributes;  ///< for output: DCB, dates, job
  dasd::LabelDate today;     ///< for the expiration check of what would be overwritten
};

/// Finds the file and reads its blocks to the end of the last volume; checks the block counts of
/// the trailers and the order of the volumes. errors: CST0020E file not there (what is); CST0021E
/// data set name differs (IEC149I 813-04); CST0022E volser differs;
/// CST0023E block count differs (237-04); CST0024E next volume missing; CST0026E no label;
/// CST0027E the file has no end; CST0028E wrong volume in the sequence.
class TapeFileReader : public io::BlockReader {
 public:
  static Result<std::unique_ptr<TapeFileReader>> open(VolumeSource& volumes,
                                                      const TapeFileRequest& request);
  /// From HDR1/HDR2 (defaults for NL).
  [[nodiscard]] virtual const TapeFileLabel& label() const = 0;
};

/// Writes a file; at end of volume writes EOV labels and goes on on the next volume. close() writes
/// the EOF labels and makes the tape durable; a writer destroyed without close() leaves a tape
/// whose end is recognisably unfinished (and, tape being tape, the files behind that place are gone
/// from the first write on). Numbers above the last file plus one are refused.
/// errors: CST0020E no place for the file; CST0021E MOD of another data set; CST0022E;
/// CST0024E no further volume to write on; CST0025E protected by an expiration date; CST0026E.
class TapeFileWriter : public io::BlockWriter {
 public:
  static Result<std::unique_ptr<TapeFileWriter>> open(VolumeSource& volumes,
                                                      const TapeFileRequest& request);
  /// The VOLSERs written so far.
  [[nodiscard]] virtual const std::vector<std::string>& volsers() const = 0;
};

/// Writes VOL1, a dummy HDR1 and a tape mark: a fresh labelled volume, as IEHINITT does.
[[nodiscard]] Result<void> initialize_tape(TapeImage& tape, const TapeVolumeLabel& label);

/// One row of a tape's map: what files it holds, checked against its labels.
struct TapeMapEntry {
  TapeFileLabel label;
  std::uint64_t blocks = 0;
  std::uint64_t data_bytes = 0;
  std::vector<std::string> findings;
};
struct TapeMap {
  TapeVolumeLabel label;
  bool is_labelled = false;
  std::vector<TapeMapEntry> files;
  std::uint64_t stale_bytes = 0;  ///< behind the end of the last file (often one more mark)
};
/// Reads the whole tape. Damage inside becomes a finding of the file it is in and ends the map.
/// errors: those of read_block() in the first block; CST0011E of VOL1.
[[nodiscard]] Result<TapeMap> map_tape(TapeImage& tape);

}  // namespace coldsite::tape

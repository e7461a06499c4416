// The lines PRINT makes of a record: what it is known by, then its bytes as characters, in
// hexadecimal, or as a dump.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/bytes.hpp"
#include "datasets/text/code_page.hpp"
#include "utilities/idcams/listing.hpp"

namespace coldsite::idcams {

/// By what the records of a data set are known.
enum class RecordIdentity { kKey, kRba, kNumber, kSequence };

struct RecordPlace {
  RecordIdentity identity = RecordIdentity::kSequence;
  ByteView key;             ///< kKey
  std::uint64_t value = 0;  ///< RBA, relative record number, or sequence number from 1
};

/// "KEY OF RECORD - ...", "RBA OF RECORD - ...", "RELATIVE RECORD NUMBER - ...",
/// "RECORD SEQUENCE NUMBER - ...". A key is shown as characters where the record is.
[[nodiscard]] std::string identity_line(const RecordPlace& place, PrintFormat format,
                                        const text::CodePage& code_page);

/// Printable characters as they are, a full stop for all others.
[[nodiscard]] std::string printable_text(ByteView bytes, const text::CodePage& code_page);

/// 120 columns: 120 characters, 60 bytes in hexadecimal, or 32 bytes of a dump to a line.
[[nodiscard]] std::vector<std::string> data_lines(ByteView bytes, PrintFormat format,
                                                  const text::CodePage& code_page);

/// Identity and data, a line skipped before.
[[nodiscard]] std::vector<PrintLine> record_lines(const RecordPlace& place, ByteView record,
                                                  PrintFormat format,
                                                  const text::CodePage& code_page);

}  // namespace coldsite::idcams

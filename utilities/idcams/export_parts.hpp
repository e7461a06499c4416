// What EXPORT and IMPORT share.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "datasets/access/records.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// Opens a portable data set for writing: RECFM=VBS, as long as its records need.
[[nodiscard]] Result<std::unique_ptr<access::RecordWriter>> open_portable_writer(
    Session& session, const DataReference& reference, std::uint32_t record_bytes_max);

/// "11/21/26" and "10:00:00" in the site's time.
[[nodiscard]] std::pair<std::string, std::string> date_and_time(Session& session,
                                                                io::Timestamp time);

}  // namespace coldsite::idcams

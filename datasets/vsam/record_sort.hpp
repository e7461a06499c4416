// Sorts fixed-length byte strings that do not fit into memory: sorted runs go to work files, which
// are read back together. For building alternate indexes.
// Work files lose their names as soon as they are open, so that a kill leaves nothing behind.
// threads: one user.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/io/file_store.hpp"

namespace coldsite::vsam {

class RecordSort {
 public:
  /// shape: every record has `record_bytes` bytes. `work_path` names the work files, with a number
  /// behind; `memory_bytes` is what records take before they are written to one.
  RecordSort(io::FileStore& store, std::string work_path, std::size_t record_bytes,
             std::size_t memory_bytes);
  ~RecordSort();

  Result<void> add(ByteView record);
  /// No record may be added after the first call. Gives the records in ascending order; good until
  /// the next call; nothing at the end.
  Result<std::optional<ByteView>> next();

 private:
  class Run;

  void sort_buffer();
  Result<void> spill();
  Result<void> begin_output();

  io::FileStore& store_;
  std::string work_path_;
  std::size_t record_bytes_;
  std::size_t buffer_records_max_;
  Bytes buffer_;
  std::vector<std::uint32_t> order_;  ///< of the records in buffer_, sorted
  std::vector<std::unique_ptr<Run>> runs_;
  std::vector<Run*> heap_;
  Run* given_ = nullptr;  ///< whose record was given out last
  std::size_t next_in_buffer_ = 0;
  bool is_output_ = false;
};

}  // namespace coldsite::vsam

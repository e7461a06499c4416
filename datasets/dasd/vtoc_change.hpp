// One change of a VTOC, from lock to free space. The format 4's "interrupted" bit (DIRF) stands
// from mark() to finish(); a change that finds it set first puts right what a killed one left:
// format 3 and 9 DSCBs nobody points to, extent counts, free space. The commit point of every
// change is the write of one format 1 DSCB. threads: one user; the lock keeps the others out.
#pragma once

#include <memory>
#include <vector>

#include "datasets/dasd/free_space.hpp"
#include "datasets/dasd/vtoc_table.hpp"

namespace coldsite::dasd {

class VtocChange {
 public:
  /// Locks, reads and, where a change was interrupted, repairs. errors: as read_vtoc(); CSV0004E.
  static Result<VtocChange> begin(Volume& volume);

  [[nodiscard]] VtocTable& table() { return table_; }

  /// The format 1 or 8 of a data set. errors: CSV0056E.
  [[nodiscard]] Result<std::size_t> find_name(std::string_view name) const;
  /// errors: CSV0050E.
  [[nodiscard]] Result<void> check_name_is_new(std::string_view name) const;
  /// Free space may only be given out when every extent is known. errors: CSV0042E.
  [[nodiscard]] Result<void> check_extents_known();
  [[nodiscard]] std::vector<FreeRun> free_runs();

  /// Sets the interrupted bit; from here on the VTOC is being changed.
  Result<void> mark();
  /// Marks, then writes the extents of `label` (format 3 first, then the format 1 at `index`), then
  /// clears format 3 DSCBs that are no longer used. errors: CSV0052E; CSV0059E.
  Result<void> write_extents(std::size_t index, const DataSetLabel& label);
  /// Free space, counters, interrupted bit off. The caller's sync makes the change last.
  Result<void> finish();

 private:
  VtocChange(Volume& volume, std::unique_ptr<io::FileLock> lock, VtocTable table)
      : volume_(&volume), lock_(std::move(lock)), table_(std::move(table)) {}
  [[nodiscard]] bool has_orphans();
  Result<void> repair();
  [[nodiscard]] std::optional<std::size_t> find_free_but(std::size_t index) const;
  Result<void> write_free_space(Format4& format4);
  Result<std::vector<std::size_t>> take_slots(char format, std::size_t count);
  Result<void> write_list(const std::vector<std::size_t>& slots, std::vector<FreeRun> runs,
                          bool is_format7);
  [[nodiscard]] RecordAddress highest_format1() const;

  Volume* volume_;
  std::unique_ptr<io::FileLock> lock_;
  VtocTable table_;
};

}  // namespace coldsite::dasd

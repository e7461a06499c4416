// Partitioned data sets (BPAM): the directory, members, STOW.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/io/clock.hpp"

namespace coldsite::access {

/// A directory entry. `user_data` is kept byte by byte; statistics() reads it where it has the ISPF
/// shape.
struct Member {
  std::string name;
  dasd::RelativeAddress start;  ///< TTR
  bool is_alias = false;
  std::uint8_t note_count = 0;  ///< TTRNs in the user data
  Bytes user_data;
};

struct MemberStatistics {  ///< ISPF
  int version = 1, modification = 0;
  io::CalendarTime created{}, changed{};
  std::uint32_t lines = 0, initial_lines = 0, modified_lines = 0;
  std::string user;
};
[[nodiscard]] std::optional<MemberStatistics> statistics(const Member& member);
[[nodiscard]] Bytes make_statistics(const MemberStatistics& statistics);

/// 1 to 8 of A-Z 0-9 $ # @ (first not a digit), or the X'C0' brace IBM uses.
[[nodiscard]] bool is_member_name(std::string_view text);

/// An open PDS. threads: one user; processes are kept apart by the VTOC lock and the data set
/// enqueue.
class PartitionedDataSet {
 public:
  virtual ~PartitionedDataSet() = default;

  /// errors: CSA0020E not partitioned; CSA0021E damaged directory (block, field); CSV0010E.
  static Result<std::unique_ptr<PartitionedDataSet>> open(dasd::Volume& volume,
                                                          dasd::DataSetLabel data_set);

  [[nodiscard]] virtual const dasd::DataSetLabel& label() const = 0;
  /// In name order (EBCDIC).
  [[nodiscard]] virtual const std::vector<Member>& members() const = 0;
  [[nodiscard]] virtual const Member* find(std::string_view name) const = 0;
  [[nodiscard]] virtual std::uint32_t directory_blocks() const = 0;
  [[nodiscard]] virtual std::uint32_t directory_blocks_used() const = 0;

  /// Blocks from the member's start to its end-of-file record.
  virtual Result<std::unique_ptr<io::BlockReader>> read_member(const Member& member) = 0;

  /// Writes behind the last used block; the member becomes visible when the writer's close() has
  /// stowed it (add, or replace when `replace`). errors: CSA0022E name exists; CSA0023E directory
  /// full (S013-.. / SE14 on close); CSA0011E..13E x37.
  virtual Result<std::unique_ptr<io::BlockWriter>> write_member(Member member, bool replace) = 0;

  virtual Result<void> add_alias(std::string_view name, const Member& target) = 0;
  virtual Result<void> delete_member(std::string_view name) = 0;
  virtual Result<void> rename_member(std::string_view name, std::string_view new_name) = 0;
};

/// Writes `blocks` empty directory blocks and their end-of-file record at the start of a new PDS.
[[nodiscard]] Result<void> initialize_directory(dasd::Volume& volume, dasd::DataSetLabel& data_set,
                                                std::uint32_t blocks);

}  // namespace coldsite::access

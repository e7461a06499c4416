// Partitioned data sets (BPAM): the directory, members, STOW.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "datasets/access/dasd_blocks.hpp"
#include "datasets/access/records.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/io/clock.hpp"

namespace coldsite::access {

/// A directory entry. `user_data` is kept byte by byte; statistics() reads it where it has the ISPF
/// shape.
struct Member {
  std::string name;
  dasd::RelativeAddress start = {};  ///< TTR
  bool is_alias = false;
  std::uint8_t note_count = 0;  ///< TTRNs in the user data
  Bytes user_data = {};
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

/// Writes one member. The member becomes visible when close() has stowed it.
class MemberWriter : public io::BlockWriter {
 public:
  /// Where the last block went (NOTE); before the first block, where the member begins.
  [[nodiscard]] virtual dasd::RelativeAddress last_address() const = 0;
  /// The user data to be stowed, where it is known only after the blocks (TTRs in it).
  virtual void set_user_data(Bytes user_data, std::uint8_t note_count) = 0;
};

/// An open PDS. threads: one user; processes are kept apart by the VTOC lock and the data set
/// enqueue.
///
/// Order of writes, so that a kill never loses a member: the blocks and the end-of-file record of
/// the member, then LSTAR in the VTOC, then the directory. Where several directory blocks change,
/// entries that move back are written from the last block to the first and entries that move
/// forward from the first to the last, so that every entry is in at least one block at any moment;
/// a reader takes the first of two entries of one name. So after a kill the new member is either in
/// or not, and all others are there.
class PartitionedDataSet {
 public:
  virtual ~PartitionedDataSet() = default;

  /// The volume must outlive the data set. errors: CSA0020E not partitioned; CSA0021E damaged
  /// directory (block, field); CSV0010E.
  static Result<std::unique_ptr<PartitionedDataSet>> open(dasd::Volume& volume,
                                                          dasd::DataSetLabel data_set);

  [[nodiscard]] virtual const dasd::DataSetLabel& label() const = 0;
  /// In name order (EBCDIC).
  [[nodiscard]] virtual const std::vector<Member>& members() const = 0;
  [[nodiscard]] virtual const Member* find(std::string_view name) const = 0;
  [[nodiscard]] virtual std::uint32_t directory_blocks() const = 0;
  [[nodiscard]] virtual std::uint32_t directory_blocks_used() const = 0;

  /// Blocks from the member's start to its end-of-file record.
  virtual Result<std::unique_ptr<DasdBlockReader>> read_member(const Member& member) = 0;

  /// Writes behind the last used block; one member at a time. close() stows it (add, or replace
  /// when `replace`). errors: CSA0022E name exists; CSA0023E directory full (at close); CSA0026E
  /// bad name; IEC031I D37 and IEC032I E37.
  virtual Result<std::unique_ptr<MemberWriter>> write_member(Member member, bool replace) = 0;

  /// Puts an entry into the directory as it is (its blocks are there already): aliases, moved
  /// members. errors: as write_member.
  virtual Result<void> stow(const Member& entry, bool replace) = 0;
  Result<void> add_alias(std::string_view name, const Member& target);
  /// errors: CSA0025E no such member. Aliases of it stay, as with STOW.
  virtual Result<void> delete_member(std::string_view name) = 0;
  /// After a kill the member may stand under both names. errors: CSA0022E; CSA0025E; CSA0026E.
  virtual Result<void> rename_member(std::string_view name, std::string_view new_name) = 0;

  /// Attributes for the label (written with the next member).
  virtual void set_attributes(const DataControlBlock& dcb) = 0;

  /// Group commit: members written after hold() become visible and durable together at commit(),
  /// with one sync for all; without hold() each of them at its close().
  virtual void hold() = 0;
  virtual Result<void> commit() = 0;

  /// Where the next member goes: behind `last` (compress). Nothing that the directory points to may
  /// stand there. The label goes on naming the highest block in use until settle_last_block().
  virtual Result<void> set_last_block(dasd::RelativeAddress last) = 0;
  /// The label's LSTAR becomes the end of the last member, even where that is lower than before.
  virtual Result<void> settle_last_block() = 0;
  /// Of the end-of-file record behind the directory.
  [[nodiscard]] virtual dasd::RelativeAddress directory_end() const = 0;
};

/// The first data set that has the member, as a concatenation finds it; nothing when none has.
struct FoundMember {
  PartitionedDataSet* data_set = nullptr;
  const Member* member = nullptr;
};
[[nodiscard]] std::optional<FoundMember> find_in_concatenation(
    std::span<const std::unique_ptr<PartitionedDataSet>> data_sets, std::string_view name);

/// Writes `blocks` empty directory blocks and their end-of-file record at the start of a new PDS.
/// errors: CSA0024E the directory does not fit into the extents.
[[nodiscard]] Result<void> initialize_directory(dasd::Volume& volume, dasd::DataSetLabel& data_set,
                                                std::uint32_t blocks);

}  // namespace coldsite::access

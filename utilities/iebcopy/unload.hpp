// Libraries unloaded to sequential data sets, and read back from them.
#pragma once

#include "utilities/iebcopy/member_copy.hpp"
#include "utilities/iebcopy/unload_format.hpp"

namespace coldsite::iebcopy {

/// The attributes of a data set that holds the unload (RECFM=VS).
[[nodiscard]] access::DataControlBlock unload_attributes(const UnloadHeader& header);

/// Writes headers, directory and members of the plan. `volume` is where the library is.
[[nodiscard]] Result<CopyResult> unload_members(access::PartitionedDataSet& library,
                                                dasd::Volume& volume, const MemberPlan& plan,
                                                access::RecordWriter& output);

/// An unloaded library as a source of members.
class UnloadSource final : public MemberSource {
 public:
  /// Reads the headers and the directory. errors: IEB120E; CSA0021E.
  static Result<std::unique_ptr<UnloadSource>> open(std::unique_ptr<access::RecordReader> records);

  [[nodiscard]] const std::vector<access::Member>& members() const override { return members_; }
  [[nodiscard]] access::DataControlBlock attributes() const override { return header_.dcb; }
  Result<std::unique_ptr<access::DasdBlockReader>> open(const access::Member& member) override;

  struct Block {
    dasd::RelativeAddress address;
    bool is_end = false;
    ByteView data;
  };
  /// The next block of the members; nothing at the end. Good until the next call.
  Result<std::optional<Block>> next_block();

 private:
  Result<Bytes> read_header_record();
  Result<void> read_directory();
  Result<bool> next_record();

  std::unique_ptr<access::RecordReader> records_;
  UnloadHeader header_;
  std::vector<access::Member> members_;
  Bytes record_;
  std::size_t offset_ = 0;
  std::optional<Block> ahead_;  ///< the first block of the member that was opened
};

}  // namespace coldsite::iebcopy

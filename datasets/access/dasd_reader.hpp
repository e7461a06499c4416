// The reader behind sequential data sets and members: blocks from a place to the end-of-file
// record.
#pragma once

#include "datasets/access/dasd_blocks.hpp"
#include "datasets/access/track_window.hpp"

namespace coldsite::access {

class ExtentReader final : public DasdBlockReader {
 public:
  /// Reads from relative track 0, or from the block `member` begins with.
  ExtentReader(dasd::Volume& volume, const dasd::DataSetLabel& data_set);
  ExtentReader(dasd::Volume& volume, const dasd::DataSetLabel& data_set, std::string member,
               dasd::RelativeAddress start);

  Result<std::optional<ByteView>> read_block() override;
  [[nodiscard]] dasd::RelativeAddress last_address() const override { return last_; }
  /// Of the end-of-file record, once it was found.
  [[nodiscard]] dasd::RelativeAddress end_address() const { return end_; }

 private:
  Result<void> find_start();
  Result<std::optional<dasd::RecordView>> next_record();
  Result<std::optional<ByteView>> end_of_extents();

  TrackWindow window_;
  std::string data_set_name_;
  std::string member_;
  dasd::RelativeAddress start_;
  dasd::RelativeAddress label_last_;
  std::uint32_t track_ = 0;
  std::optional<dasd::TrackReader> records_;
  dasd::RelativeAddress last_;
  dasd::RelativeAddress end_;
  bool at_end_ = false;
};

}  // namespace coldsite::access

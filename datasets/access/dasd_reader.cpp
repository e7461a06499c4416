// Blocks read from tracks.
#include "datasets/access/dasd_reader.hpp"

#include "datasets/messages/csa.hpp"

namespace coldsite::access {

ExtentReader::ExtentReader(dasd::Volume& volume, const dasd::DataSetLabel& data_set)
    : window_(volume, ExtentMap(data_set, volume.geometry())),
      data_set_name_(data_set.name),
      label_last_(data_set.last_block) {}

ExtentReader::ExtentReader(dasd::Volume& volume, const dasd::DataSetLabel& data_set,
                           std::string member, dasd::RelativeAddress start)
    : ExtentReader(volume, data_set) {
  member_ = std::move(member);
  start_ = start;
}

Result<std::optional<ByteView>> ExtentReader::read_block() {
  if (at_end_) {
    return std::optional<ByteView>();
  }
  if (!records_ && start_.record != 0) {
    CS_TRY(find_start());
  }
  CS_ASSIGN(const std::optional<dasd::RecordView> record, next_record());
  if (!record) {
    at_end_ = true;
    return end_of_extents();
  }
  const dasd::RelativeAddress address{track_, record->count.record};
  if (record->count.is_end_of_file()) {
    at_end_ = true;
    end_ = address;
    return std::optional<ByteView>();
  }
  last_ = address;
  // Key and data stand next to each other on the track.
  const ByteView& key = record->key;
  const ByteView block =
      key.empty() ? record->data : ByteView(key.data(), key.size() + record->data.size());
  return std::optional<ByteView>(block);
}

Result<std::optional<dasd::RecordView>> ExtentReader::next_record() {
  while (true) {
    if (!records_) {
      if (track_ >= window_.map().track_count()) {
        return std::optional<dasd::RecordView>();
      }
      CS_ASSIGN(records_, window_.open_track(track_));
    }
    const std::optional<dasd::RecordView> record = records_->next();
    if (record) {
      return record;
    }
    records_.reset();
    ++track_;
  }
}

/// Opens the track of the member and passes over the records before it.
Result<void> ExtentReader::find_start() {
  const auto lost = [&](const std::string& why) {
    return failure<msg::CSA0027E>(member_, data_set_name_, start_.track, start_.record, why);
  };
  if (start_.track >= window_.map().track_count()) {
    return lost("the data set has " + std::to_string(window_.map().track_count()) + " tracks");
  }
  track_ = start_.track;
  CS_ASSIGN(dasd::TrackReader records, window_.open_track(track_));
  for (int passed = 0; passed < start_.record - 1; ++passed) {
    if (!records.next()) {
      break;
    }
  }
  dasd::TrackReader ahead = records;
  const std::optional<dasd::RecordView> record = ahead.next();
  if (!record || record->count.record != start_.record) {
    return lost("the track has no such record");
  }
  records_ = records;
  return {};
}

Result<std::optional<ByteView>> ExtentReader::end_of_extents() {
  if (!member_.empty()) {
    return failure<msg::CSA0028E>(member_, data_set_name_);
  }
  // Full to the last track and then released (RLSE): the label says that this was all.
  if (last_.record != 0 && last_ == label_last_) {
    end_ = {track_, 0};
    return std::optional<ByteView>();
  }
  return failure<msg::CSA0010E>(data_set_name_, label_last_.record, label_last_.track);
}

Result<std::unique_ptr<DasdBlockReader>> open_dasd_reader(dasd::Volume& volume,
                                                          const dasd::DataSetLabel& data_set) {
  return std::unique_ptr<DasdBlockReader>(std::make_unique<ExtentReader>(volume, data_set));
}

}  // namespace coldsite::access

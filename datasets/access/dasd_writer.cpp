// The writer of sequential data sets. What a kill leaves is told in dasd_blocks.hpp; the order of
// the writes is what makes it true:
//   data behind the first track, [sync], the first track, the label, sync
// and, before the first of these, when old data are replaced: an end-of-file record alone on the
// first track, the label of an empty data set, sync. The first track is written from behind: what
// stands behind its end mark, sync, then all or nothing what makes it be read.
#include <algorithm>

#include "datasets/access/dasd_blocks.hpp"
#include "datasets/access/track_appender.hpp"
#include "datasets/access/track_window.hpp"
#include "datasets/io/kill_point.hpp"

namespace coldsite::access {
namespace {

constexpr std::uint8_t kLastVolume = 0x80;
constexpr std::uint8_t kChanged = 0x02;

class SequentialWriter final : public io::BlockWriter {
 public:
  SequentialWriter(dasd::Volume& volume, dasd::DataSetLabel data_set, const DataControlBlock& dcb,
                   bool release)
      : volume_(&volume),
        data_set_(std::move(data_set)),
        dcb_(dcb),
        release_(release),
        appender_(volume, data_set_) {}

  Result<void> begin(WriteMode mode) {
    const bool has_data = data_set_.last_block != dasd::RelativeAddress{};
    is_guarded_ = has_data;
    must_empty_ = has_data && mode == WriteMode::kReplace;
    if (mode == WriteMode::kExtend && has_data) {
      CS_ASSIGN(last_, find_last_data_block());
    }
    return appender_.begin(last_);
  }

  Result<void> write_block(ByteView block) override {
    const std::size_t key_bytes = std::min<std::size_t>(dcb_.key_bytes, block.size());
    const ByteView key = block.first(key_bytes);
    const ByteView data = block.subspan(key_bytes);
    if (must_empty_ && appender_.leaves_first_track(key.size(), data.size())) {
      CS_TRY(empty_data_set());
    }
    CS_ASSIGN(last_, appender_.add(key, data));
    track_balance_ = appender_.bytes_left();
    return {};
  }

  Result<void> close() override {
    CS_TRY(appender_.add({}, {}));
    if (must_empty_) {
      CS_TRY(empty_data_set());
    }
    CS_TRY(appender_.flush_later_tracks());
    if (is_guarded_) {
      CS_TRY(volume_->sync());
    }
    CS_KILL_POINT("dasd_writer.before_first_track");
    CS_TRY(appender_.flush_first_track());
    CS_KILL_POINT("dasd_writer.before_label");
    CS_TRY(update_label());
    CS_TRY(volume_->sync());  // this makes the data set true
    CS_KILL_POINT("dasd_writer.before_release");
    return release_ ? dasd::release_unused(*volume_, data_set_) : Result<void>();
  }

 private:
  /// LSTAR, or the place before it where it names the end-of-file record (dasdload does so).
  Result<dasd::RelativeAddress> find_last_data_block() {
    const dasd::RelativeAddress last = data_set_.last_block;
    TrackWindow window(*volume_, ExtentMap(data_set_, volume_->geometry()));
    if (last.track >= window.map().track_count()) {
      return last;  // which begin() refuses
    }
    CS_ASSIGN(dasd::TrackReader records, window.open_track(last.track));
    for (int number = 1; number <= last.record; ++number) {
      const std::optional<dasd::RecordView> record = records.next();
      if (number == last.record && record && record->count.is_end_of_file()) {
        return dasd::RelativeAddress{last.track, static_cast<std::uint8_t>(number - 1)};
      }
    }
    return last;
  }

  /// The old data are given up: from here to close() the data set is empty.
  Result<void> empty_data_set() {
    CS_KILL_POINT("dasd_writer.before_empty");
    CS_TRY(appender_.empty_first_track());
    data_set_.last_block = {};
    data_set_.track_balance = 0;
    CS_TRY(dasd::update_data_set(*volume_, data_set_));
    CS_TRY(volume_->sync());
    CS_KILL_POINT("dasd_writer.emptied");
    must_empty_ = false;
    return {};
  }

  Result<void> update_label() {
    if (data_set_.organization == dasd::Organization::kUnknown) {
      data_set_.organization = dcb_.organization == dasd::Organization::kUnknown
                                   ? dasd::Organization::kSequential
                                   : dcb_.organization;
    }
    data_set_.record_format = dcb_.record_format;
    data_set_.record_bytes = dcb_.record_bytes;
    data_set_.block_bytes = dcb_.block_bytes;
    data_set_.key_bytes = dcb_.key_bytes;
    data_set_.last_block = last_;
    data_set_.track_balance = static_cast<std::uint16_t>(track_balance_);
    data_set_.indicators |= kLastVolume | kChanged;
    return dasd::update_data_set(*volume_, data_set_);
  }

  dasd::Volume* volume_;
  dasd::DataSetLabel data_set_;
  DataControlBlock dcb_;
  bool release_;
  TrackAppender appender_;
  dasd::RelativeAddress last_;
  std::uint32_t track_balance_ = 0;
  bool is_guarded_ = false;  ///< there are old data that a kill must not harm
  bool must_empty_ = false;
};

}  // namespace

Result<std::unique_ptr<io::BlockWriter>> open_dasd_writer(dasd::Volume& volume,
                                                          dasd::DataSetLabel data_set,
                                                          const DataControlBlock& dcb,
                                                          WriteMode mode, bool release) {
  auto writer = std::make_unique<SequentialWriter>(volume, std::move(data_set), dcb, release);
  CS_TRY(writer->begin(mode));
  return std::unique_ptr<io::BlockWriter>(std::move(writer));
}

}  // namespace coldsite::access

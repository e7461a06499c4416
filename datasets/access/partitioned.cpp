// Partitioned data sets: members read and written, STOW. The order of writes stands in
// partitioned.hpp.
#include "datasets/access/partitioned.hpp"

#include <algorithm>

#include "datasets/access/dasd_reader.hpp"
#include "datasets/access/directory.hpp"
#include "datasets/access/track_appender.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csa.hpp"

namespace coldsite::access {
namespace {

constexpr std::uint8_t kLastVolume = 0x80;
constexpr std::uint8_t kChanged = 0x02;

class Library final : public PartitionedDataSet {
 public:
  Library(dasd::Volume& volume, dasd::DataSetLabel data_set, Directory directory)
      : volume_(&volume), label_(std::move(data_set)), directory_(std::move(directory)) {}

  [[nodiscard]] const dasd::DataSetLabel& label() const override { return label_; }
  [[nodiscard]] const std::vector<Member>& members() const override { return directory_.members(); }
  [[nodiscard]] const Member* find(std::string_view name) const override {
    return directory_.find(name);
  }
  [[nodiscard]] std::uint32_t directory_blocks() const override { return directory_.blocks(); }
  [[nodiscard]] std::uint32_t directory_blocks_used() const override {
    return directory_.blocks_used();
  }

  Result<std::unique_ptr<DasdBlockReader>> read_member(const Member& member) override;
  Result<std::unique_ptr<MemberWriter>> write_member(Member member, bool replace) override;
  Result<void> stow(const Member& entry, bool replace) override;
  Result<void> delete_member(std::string_view name) override;
  Result<void> rename_member(std::string_view name, std::string_view new_name) override;
  void set_attributes(const DataControlBlock& dcb) override;
  void hold() override { is_held_ = true; }
  Result<void> commit() override;
  Result<void> set_last_block(dasd::RelativeAddress last) override;
  Result<void> settle_last_block() override;
  [[nodiscard]] dasd::RelativeAddress directory_end() const override {
    return directory_.end_address();
  }

  // For the member writer.
  Result<TrackAppender*> appender();
  Result<void> finish_member(const Member& member, bool replace, dasd::RelativeAddress end);
  void abandon_member();

 private:
  Result<void> check_new(std::string_view name, bool replace) const;
  Result<void> insert(const Member& entry);
  Result<void> find_end();
  Result<dasd::RelativeAddress> end_of_file_from(dasd::RelativeAddress start);
  Result<void> flush_tracks();

  dasd::Volume* volume_;
  dasd::DataSetLabel label_;
  Directory directory_;
  std::optional<TrackAppender> appender_;
  std::optional<dasd::RelativeAddress> end_;  ///< the last record in use; found when first needed
  bool is_held_ = false;
  bool has_new_attributes_ = false;
  bool may_lower_last_ = false;  ///< LSTAR may become lower than it was
};

class LibraryMemberWriter final : public MemberWriter {
 public:
  LibraryMemberWriter(Library& library, TrackAppender& appender, Member member, bool replace)
      : library_(&library), appender_(&appender), member_(std::move(member)), replace_(replace) {}

  ~LibraryMemberWriter() override {
    if (!is_closed_) {
      library_->abandon_member();
    }
  }
  LibraryMemberWriter(const LibraryMemberWriter&) = delete;
  LibraryMemberWriter& operator=(const LibraryMemberWriter&) = delete;

  Result<void> write_block(ByteView block) override {
    CS_ASSIGN(last_, appender_->add({}, block));
    if (start_ == dasd::RelativeAddress{}) {
      start_ = last_;
    }
    return {};
  }

  Result<void> close() override {
    CS_ASSIGN(const dasd::RelativeAddress end, appender_->add({}, {}));
    member_.start = start_ == dasd::RelativeAddress{} ? end : start_;
    CS_TRY(library_->finish_member(member_, replace_, end));
    is_closed_ = true;
    return {};
  }

  [[nodiscard]] dasd::RelativeAddress last_address() const override {
    return last_ == dasd::RelativeAddress{} ? appender_->next_address() : last_;
  }
  void set_user_data(Bytes user_data, std::uint8_t note_count) override {
    member_.user_data = std::move(user_data);
    member_.note_count = note_count;
  }

 private:
  Library* library_;
  TrackAppender* appender_;
  Member member_;
  bool replace_;
  bool is_closed_ = false;
  dasd::RelativeAddress start_, last_;
};

Result<std::unique_ptr<DasdBlockReader>> Library::read_member(const Member& member) {
  if (appender_) {
    CS_TRY(flush_tracks());
  }
  if (member.start <= directory_.end_address()) {
    return failure<msg::CSA0027E>(member.name, label_.name, member.start.track, member.start.record,
                                  "that is inside the directory");
  }
  return std::unique_ptr<DasdBlockReader>(
      std::make_unique<ExtentReader>(*volume_, label_, member.name, member.start));
}

Result<void> Library::check_new(std::string_view name, bool replace) const {
  if (!is_member_name(name)) {
    return failure<msg::CSA0026E>(name);
  }
  if (!replace && directory_.find(name) != nullptr) {
    return failure<msg::CSA0022E>(name, label_.name);
  }
  return {};
}

Result<std::unique_ptr<MemberWriter>> Library::write_member(Member member, bool replace) {
  CS_TRY(check_new(member.name, replace));
  CS_ASSIGN(TrackAppender* const tracks, appender());
  return std::unique_ptr<MemberWriter>(
      std::make_unique<LibraryMemberWriter>(*this, *tracks, std::move(member), replace));
}

Result<TrackAppender*> Library::appender() {
  if (!appender_) {
    CS_TRY(find_end());
    appender_.emplace(*volume_, label_);
    CS_TRY(appender_->begin(*end_));
  }
  return &*appender_;
}

/// Where the space in use ends: behind LSTAR, the directory, and every member, whichever is last.
/// Labels that other programs wrote may name the last data block, whose end-of-file record must
/// stay, or a place before the last member, or no block at all.
Result<void> Library::find_end() {
  if (end_) {
    return {};
  }
  dasd::RelativeAddress last = directory_.end_address();
  for (const Member& member : directory_.members()) {
    last = std::max(last, member.start);
  }
  if (label_.last_block > last) {
    auto end = end_of_file_from(label_.last_block);
    if (end || !end.failure().is(msg::CSA0027E)) {
      CS_ASSIGN(end_, std::move(end));
      return {};
    }
  }
  CS_ASSIGN(end_, end_of_file_from(last));
  return {};
}

/// The first end-of-file record at or behind a record.
Result<dasd::RelativeAddress> Library::end_of_file_from(dasd::RelativeAddress start) {
  ExtentReader reader(*volume_, label_, "(last)", start);
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> block, reader.read_block());
    if (!block) {
      return reader.end_address();
    }
  }
}

void Library::abandon_member() {
  if (!is_held_) {
    appender_.reset();
  }
}

Result<void> Library::finish_member(const Member& member, bool replace, dasd::RelativeAddress end) {
  CS_TRY(check_new(member.name, replace));
  CS_TRY(insert(member));
  end_ = end;
  return is_held_ ? Result<void>() : commit();
}

/// Into the directory in memory. A directory without room is compacted first.
Result<void> Library::insert(const Member& entry) {
  if (directory_.insert(entry)) {
    return {};
  }
  CS_TRY(commit());
  if (directory_.compact()) {
    CS_TRY(directory_.write(*volume_));
    if (directory_.insert(entry)) {
      return {};
    }
  }
  return failure<msg::CSA0023E>(label_.name, entry.name);
}

Result<void> Library::flush_tracks() {
  CS_TRY(appender_->flush_later_tracks());
  return appender_->flush_first_track();
}

Result<void> Library::commit() {
  if (appender_) {
    CS_TRY(flush_tracks());
    CS_TRY(volume_->sync());
    CS_KILL_POINT("member.after_data");
    label_.track_balance = static_cast<std::uint16_t>(appender_->bytes_left());
  }
  const bool moves_end =
      end_ && (label_.last_block < *end_ || (may_lower_last_ && label_.last_block != *end_));
  if (moves_end || has_new_attributes_) {
    label_.last_block = moves_end ? *end_ : label_.last_block;
    label_.directory_bytes_last = directory_.bytes_in_last_block();
    label_.indicators |= kLastVolume | kChanged;
    CS_TRY(dasd::update_data_set(*volume_, label_));
    has_new_attributes_ = false;
    CS_KILL_POINT("member.after_label");
  }
  CS_TRY(directory_.write(*volume_));
  CS_TRY(volume_->sync());  // this makes the members true
  CS_KILL_POINT("member.after_directory");
  appender_.reset();
  return {};
}

Result<void> Library::stow(const Member& entry, bool replace) {
  CS_TRY(check_new(entry.name, replace));
  CS_TRY(insert(entry));
  return is_held_ ? Result<void>() : commit();
}

Result<void> Library::delete_member(std::string_view name) {
  if (directory_.find(name) == nullptr) {
    return failure<msg::CSA0025E>(name, label_.name);
  }
  CS_TRY(commit());
  directory_.erase(name);
  CS_TRY(directory_.write(*volume_));
  return volume_->sync();
}

Result<void> Library::rename_member(std::string_view name, std::string_view new_name) {
  const Member* found = directory_.find(name);
  if (found == nullptr) {
    return failure<msg::CSA0025E>(name, label_.name);
  }
  CS_TRY(check_new(new_name, false));
  Member renamed = *found;
  renamed.name = new_name;
  CS_TRY(insert(renamed));
  return delete_member(name);
}

void Library::set_attributes(const DataControlBlock& dcb) {
  label_.record_format = dcb.record_format;
  label_.record_bytes = dcb.record_bytes;
  label_.block_bytes = dcb.block_bytes;
  label_.key_bytes = dcb.key_bytes;
  has_new_attributes_ = true;
}

Result<void> Library::set_last_block(dasd::RelativeAddress last) {
  CS_TRY(commit());
  end_ = last;
  return {};
}

Result<void> Library::settle_last_block() {
  CS_TRY(commit());
  dasd::RelativeAddress last = directory_.end_address();
  for (const Member& member : directory_.members()) {
    last = std::max(last, member.start);
  }
  CS_ASSIGN(end_, end_of_file_from(last));
  may_lower_last_ = true;
  return commit();
}

}  // namespace

Result<std::unique_ptr<PartitionedDataSet>> PartitionedDataSet::open(dasd::Volume& volume,
                                                                     dasd::DataSetLabel data_set) {
  if (data_set.organization != dasd::Organization::kPartitioned) {
    return failure<msg::CSA0020E>(data_set.name);
  }
  CS_ASSIGN(Directory directory, Directory::read(volume, data_set));
  return std::unique_ptr<PartitionedDataSet>(
      std::make_unique<Library>(volume, std::move(data_set), std::move(directory)));
}

Result<void> PartitionedDataSet::add_alias(std::string_view name, const Member& target) {
  Member alias = target;
  alias.name = name;
  alias.is_alias = true;
  return stow(alias, false);
}

std::optional<FoundMember> find_in_concatenation(
    std::span<const std::unique_ptr<PartitionedDataSet>> data_sets, std::string_view name) {
  for (const auto& data_set : data_sets) {
    if (const Member* member = data_set->find(name)) {
      return FoundMember{data_set.get(), member};
    }
  }
  return std::nullopt;
}

Result<void> initialize_directory(dasd::Volume& volume, dasd::DataSetLabel& data_set,
                                  std::uint32_t blocks) {
  const dasd::Geometry& geometry = volume.geometry();
  const ExtentMap map(data_set, geometry);
  const std::uint32_t per_track =
      geometry.records_per_track(kDirectoryKeyBytes, kDirectoryDataBytes);
  if (blocks == 0 || blocks / per_track >= map.track_count()) {
    return failure<msg::CSA0024E>(blocks, map.track_count(), data_set.name);
  }
  TrackAppender appender(volume, data_set);
  CS_TRY(appender.begin({}));
  for (std::uint32_t block = 0; block < blocks; ++block) {
    const Bytes bytes = Directory::empty_block(block == 0);
    const ByteView view = bytes;
    CS_TRY(appender.add(view.first(kDirectoryKeyBytes), view.subspan(kDirectoryKeyBytes)));
  }
  CS_ASSIGN(const dasd::RelativeAddress end, appender.add({}, {}));
  CS_TRY(appender.flush_later_tracks());
  CS_TRY(appender.flush_first_track());
  data_set.organization = dasd::Organization::kPartitioned;
  data_set.last_block = end;
  data_set.track_balance = static_cast<std::uint16_t>(appender.bytes_left());
  data_set.directory_bytes_last = 10;
  data_set.indicators |= kLastVolume;
  return dasd::update_data_set(volume, data_set);
}

}  // namespace coldsite::access

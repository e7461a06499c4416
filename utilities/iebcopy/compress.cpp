// The order of moves. `front` is the end of what is in place; the next member by start is moved
// there when its blocks end on a track before the first one still in use; otherwise it goes behind
// the last member, once, to make room.
#include "utilities/iebcopy/compress.hpp"

#include <algorithm>
#include <set>

#include "datasets/access/track_window.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/iec.hpp"

namespace coldsite::iebcopy {
namespace {

/// Follows how blocks would fill tracks, by the device's formula.
class SpaceProbe {
 public:
  SpaceProbe(const dasd::Geometry& geometry, dasd::RelativeAddress at, std::uint32_t used)
      : geometry_(&geometry), at_(at), used_(used) {}

  /// Where a block of this length goes.
  dasd::RelativeAddress add(std::uint32_t data_bytes) {
    const bool fits = at_.record < 255 && used_ + geometry_->last_record_space(0, data_bytes) <=
                                              geometry_->capacity_bytes;
    if (!fits) {
      at_ = {at_.track + 1, 0};
      used_ = 0;
    }
    used_ += geometry_->record_space(0, data_bytes);
    ++at_.record;
    return at_;
  }

 private:
  const dasd::Geometry* geometry_;
  dasd::RelativeAddress at_;
  std::uint32_t used_;
};

class Compress {
 public:
  Compress(access::PartitionedDataSet& library, dasd::Volume& volume)
      : library_(&library), volume_(&volume), front_(library.directory_end()) {}

  Result<CompressResult> run();

 private:
  /// Where the blocks of a member are and how long they are.
  struct Shape {
    std::vector<std::uint32_t> block_bytes;
    dasd::RelativeAddress end;  ///< of the last block; the start when there is none
  };

  [[nodiscard]] MemberPlan next_group() const;
  Result<Shape> read_shape(const access::Member& member);
  Result<std::uint32_t> space_used(dasd::RelativeAddress up_to);
  Result<dasd::RelativeAddress> end_of(const access::Member& member);
  Result<bool> move(const MemberPlan& group, dasd::RelativeAddress behind);
  Result<bool> move_away(const MemberPlan& group);
  Result<bool> settle_group(const MemberPlan& group);

  access::PartitionedDataSet* library_;
  dasd::Volume* volume_;
  dasd::RelativeAddress front_;
  std::set<std::string> moved_;
  std::set<std::string> evacuated_;
  CompressResult result_;
};

/// The member behind the front with the lowest start, and its aliases.
MemberPlan Compress::next_group() const {
  MemberPlan plan;
  for (const access::Member& member : library_->members()) {
    if (member.start <= front_) {
      continue;
    }
    if (!plan.members.empty() && member.start > plan.members.front().member.start) {
      continue;
    }
    if (!plan.members.empty() && member.start < plan.members.front().member.start) {
      plan.members.clear();
    }
    plan.members.push_back({member, member.name, true});
  }
  std::ranges::stable_sort(plan.members, {},
                           [](const PlannedMember& planned) { return planned.member.is_alias; });
  return plan;
}

Result<Compress::Shape> Compress::read_shape(const access::Member& member) {
  Shape shape;
  shape.end = member.start;
  CS_ASSIGN(const auto reader, library_->read_member(member));
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> block, reader->read_block());
    if (!block) {
      return shape;
    }
    shape.block_bytes.push_back(static_cast<std::uint32_t>(block->size()));
    shape.end = reader->last_address();
  }
}

/// Capacity that the records of a track take, up to one of them.
Result<std::uint32_t> Compress::space_used(dasd::RelativeAddress up_to) {
  const dasd::Geometry& geometry = volume_->geometry();
  access::TrackWindow window(*volume_, access::ExtentMap(library_->label(), geometry));
  CS_ASSIGN(dasd::TrackReader records, window.open_track(up_to.track));
  std::uint32_t used = 0;
  for (int number = 1; number <= up_to.record; ++number) {
    const auto record = records.next();
    if (record) {
      used += geometry.record_space(record->count.key_bytes, record->count.data_bytes);
    }
  }
  return used;
}

/// The end-of-file record of a member.
Result<dasd::RelativeAddress> Compress::end_of(const access::Member& member) {
  CS_ASSIGN(const Shape shape, read_shape(member));
  if (shape.block_bytes.empty()) {
    return member.start;
  }
  CS_ASSIGN(const std::uint32_t used, space_used(shape.end));
  return SpaceProbe(volume_->geometry(), shape.end, used).add(0);
}

/// Copies the group behind a place and points the directory there. False when it had no room.
Result<bool> Compress::move(const MemberPlan& group, dasd::RelativeAddress behind) {
  CS_TRY(library_->set_last_block(behind));
  LibrarySource source(*library_);
  CS_ASSIGN(const CopyResult copied, copy_members(source, group, BlockMode::kAsTheyAre, *library_));
  CS_KILL_POINT("compress.after_move");
  if (copied.stopped || !copied.unreadable.empty()) {
    const Failure& why = copied.stopped ? *copied.stopped : copied.unreadable.front();
    const bool no_room = why.is(msg::IEC030I) || why.is(msg::IEC031I) || why.is(msg::IEC032I);
    if (!no_room) {
      result_.stopped = why;
    }
    return false;
  }
  moved_.insert(group.members.front().member.name);
  return true;
}

/// Behind the last member; the first time on a track of its own, so that no track is left half in
/// the way.
Result<bool> Compress::move_away(const MemberPlan& group) {
  const auto last = std::ranges::max_element(library_->members(), {}, &access::Member::start);
  CS_ASSIGN(dasd::RelativeAddress behind, end_of(*last));
  const std::uint32_t tracks =
      access::ExtentMap(library_->label(), volume_->geometry()).track_count();
  if (evacuated_.size() == 1 && behind.track + 1 < tracks) {
    behind = {behind.track + 1, 0};
  }
  return move(group, behind);
}

/// One step: the group is in place, moved to the front, or moved out of the way. False when the
/// rest has to stay.
Result<bool> Compress::settle_group(const MemberPlan& group) {
  const access::Member member = group.members.front().member;
  CS_ASSIGN(const Shape shape, read_shape(member));
  CS_ASSIGN(const std::uint32_t used, space_used(front_));
  SpaceProbe probe(volume_->geometry(), front_, used);
  const std::uint32_t first_bytes = shape.block_bytes.empty() ? 0 : shape.block_bytes.front();
  const dasd::RelativeAddress ideal = probe.add(first_bytes);
  dasd::RelativeAddress end = ideal;
  for (std::size_t i = 1; i < shape.block_bytes.size(); ++i) {
    end = probe.add(shape.block_bytes[i]);
  }
  if (!shape.block_bytes.empty()) {
    end = probe.add(0);
  }
  if (member.start == ideal) {
    CS_ASSIGN(front_, end_of(member));
    return true;
  }
  if (end.track < member.start.track) {
    CS_ASSIGN(const bool is_moved, move(group, front_));
    if (is_moved) {
      CS_ASSIGN(front_, end_of(*library_->find(member.name)));
    }
    return is_moved;
  }
  if (!evacuated_.insert(member.name).second) {
    return false;
  }
  return move_away(group);
}

Result<CompressResult> Compress::run() {
  while (true) {
    const MemberPlan group = next_group();
    if (group.members.empty()) {
      break;
    }
    CS_ASSIGN(const bool is_settled, settle_group(group));
    if (is_settled) {
      continue;
    }
    for (const access::Member& member : library_->members()) {
      if (member.start > front_) {
        result_.left.push_back(member.name);
      }
    }
    break;
  }
  CS_TRY(library_->settle_last_block());
  result_.moved = moved_.size();
  result_.in_place = library_->members().size() - moved_.size();
  return result_;
}

}  // namespace

Result<CompressResult> compress_library(access::PartitionedDataSet& library, dasd::Volume& volume) {
  return Compress(library, volume).run();
}

}  // namespace coldsite::iebcopy

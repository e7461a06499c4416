// Copying members.
#include "utilities/iebcopy/member_copy.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/ieb.hpp"

namespace coldsite::iebcopy {
namespace {

constexpr std::size_t kNoteBytes = 4;  ///< TTRN

dasd::RelativeAddress load_address(ByteView bytes) {
  return {load_be16(bytes, 0), bytes[2]};
}

/// The note list of a member: where it is and how many TTRs it has.
struct NoteList {
  dasd::RelativeAddress where;
  std::size_t count = 0;
};

std::optional<NoteList> note_list_of(const access::Member& member) {
  for (std::size_t i = 0; i < member.note_count; ++i) {
    const std::size_t offset = i * kNoteBytes;
    if (offset + kNoteBytes <= member.user_data.size() && member.user_data[offset + 3] != 0) {
      return NoteList{load_address(ByteView(member.user_data).subspan(offset)),
                      member.user_data[offset + 3]};
    }
  }
  return std::nullopt;
}

/// Failures that end the whole copy belong to the output; others to the member.
struct MemberFailure {
  Failure failure;
  bool is_of_output = false;
};
using MemberOutcome = std::optional<MemberFailure>;

/// All entries that begin at one place: a member and its aliases.
class GroupCopy {
 public:
  GroupCopy(MemberSource& source, std::span<const PlannedMember> group, BlockMode mode,
            access::PartitionedDataSet& output)
      : source_(&source), group_(group), mode_(mode), output_(&output) {}

  MemberOutcome run() {
    const PlannedMember& first = group_.front();
    auto reader = source_->open(first.member);
    if (!reader) {
      return MemberFailure{reader.failure()};
    }
    access::Member entry = first.member;
    entry.name = first.new_name;
    auto writer = output_->write_member(entry, first.replace);
    if (!writer) {
      return MemberFailure{writer.failure(), true};
    }
    MemberOutcome outcome = mode_ == BlockMode::kAsTheyAre
                                ? copy_blocks(**reader, **writer)
                                : copy_records(*std::move(reader), **writer);
    if (outcome) {
      return outcome;
    }
    addresses_.relocate_user_data(entry);
    (*writer)->set_user_data(entry.user_data, entry.note_count);
    if (const auto closed = (*writer)->close(); !closed) {
      return MemberFailure{closed.failure(), true};
    }
    return stow_aliases();
  }

 private:
  MemberOutcome copy_blocks(access::DasdBlockReader& reader, access::MemberWriter& writer) {
    const auto notes = note_list_of(group_.front().member);
    while (true) {
      auto block = reader.read_block();
      if (!block) {
        return MemberFailure{block.failure()};
      }
      if (!*block) {
        return std::nullopt;
      }
      Bytes with_notes;
      ByteView bytes = **block;
      if (notes && reader.last_address() == notes->where) {
        with_notes.assign(bytes.begin(), bytes.end());
        addresses_.relocate_notes(with_notes, notes->count);
        bytes = with_notes;
      }
      if (const auto written = writer.write_block(bytes); !written) {
        return MemberFailure{written.failure(), true};
      }
      addresses_.add(reader.last_address(), writer.last_address());
    }
  }

  MemberOutcome copy_records(std::unique_ptr<access::DasdBlockReader> blocks,
                             access::MemberWriter& member) {
    const auto reader = access::make_record_reader(std::move(blocks), source_->attributes());
    const auto writer = access::make_record_writer(std::make_unique<Borrowed>(member),
                                                   access::attributes_of(output_->label()));
    while (true) {
      const auto records = reader->read_records();
      if (!records) {
        return MemberFailure{records.failure()};
      }
      const auto done = records->empty() ? writer->close() : writer->write_records(*records);
      if (!done) {
        return MemberFailure{done.failure(), true};
      }
      if (records->empty()) {
        return std::nullopt;
      }
    }
  }

  /// The member's writer is closed later, by its owner.
  class Borrowed final : public io::BlockWriter {
   public:
    explicit Borrowed(io::BlockWriter& blocks) : blocks_(&blocks) {}
    Result<void> write_block(ByteView block) override { return blocks_->write_block(block); }
    Result<void> close() override { return {}; }

   private:
    io::BlockWriter* blocks_;
  };

  MemberOutcome stow_aliases() {
    const dasd::RelativeAddress start = output_->find(group_.front().new_name)->start;
    for (const PlannedMember& planned : group_.subspan(1)) {
      access::Member entry = planned.member;
      entry.name = planned.new_name;
      entry.start = start;
      addresses_.relocate_user_data(entry);
      if (const auto stowed = output_->stow(entry, planned.replace); !stowed) {
        return MemberFailure{stowed.failure(), true};
      }
    }
    return std::nullopt;
  }

  MemberSource* source_;
  std::span<const PlannedMember> group_;
  BlockMode mode_;
  access::PartitionedDataSet* output_;
  AddressMap addresses_;
};

}  // namespace

void AddressMap::relocate(ByteSpan ttr) const {
  const dasd::RelativeAddress from = load_address(ttr);
  const auto at = std::ranges::find(
      moves_, from, &std::pair<dasd::RelativeAddress, dasd::RelativeAddress>::first);
  if (at != moves_.end()) {
    store_be(ttr, 0, 2, at->second.track);
    ttr[2] = at->second.record;
  }
}

void AddressMap::relocate_notes(ByteSpan notes, std::size_t count) const {
  for (std::size_t offset = 0; count > 0 && offset + kNoteBytes <= notes.size(); --count) {
    relocate(notes.subspan(offset, kNoteBytes));
    offset += kNoteBytes;
  }
}

void AddressMap::relocate_user_data(access::Member& member) const {
  relocate_notes(member.user_data, member.note_count);
}

Result<BlockMode> choose_block_mode(const access::DataControlBlock& input,
                                    const access::DataControlBlock& output) {
  const dasd::RecordFormat from = input.record_format;
  const dasd::RecordFormat to = output.record_format;
  const bool same_form = from.is_fixed() == to.is_fixed() && from.is_variable() == to.is_variable();
  const bool same_length = !from.is_fixed() || input.record_bytes == output.record_bytes;
  if (!same_form || !same_length || from.is_spanned() != to.is_spanned()) {
    return failure<msg::IEB120E>(
        "DCB", fmt::format("INPUT RECFM={},LRECL={} OUTPUT RECFM={},LRECL={}", to_string(from),
                           input.record_bytes, to_string(to), output.record_bytes));
  }
  if (from.is_undefined() && input.block_bytes > output.block_bytes) {
    return failure<msg::IEB120E>(
        "BLKSIZE", fmt::format("RECFM=U INPUT BLKSIZE={} IS LARGER THAN OUTPUT BLKSIZE={}",
                               input.block_bytes, output.block_bytes));
  }
  const bool as_is = from.is_undefined() || input.block_bytes == output.block_bytes;
  return as_is ? BlockMode::kAsTheyAre : BlockMode::kReblock;
}

Result<CopyResult> copy_members(MemberSource& source, const MemberPlan& plan, BlockMode mode,
                                access::PartitionedDataSet& output) {
  CopyResult result;
  output.hold();
  const std::span<const PlannedMember> all = plan.members;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t end = first + 1;
    while (end < all.size() && all[end].member.start == all[first].member.start) {
      ++end;
    }
    const auto group = all.subspan(first, end - first);
    const MemberOutcome outcome = GroupCopy(source, group, mode, output).run();
    if (!outcome) {
      for (const PlannedMember& planned : group) {
        result.copied.push_back({planned.new_name, planned.member.name});
      }
    } else if (outcome->is_of_output) {
      result.stopped = outcome->failure.while_doing("copying member", group.front().new_name);
      break;
    } else {
      result.unreadable.push_back(
          outcome->failure.while_doing("copying member", group.front().member.name));
    }
    first = end;
  }
  CS_TRY(output.commit());
  return result;
}

}  // namespace coldsite::iebcopy

#include "utilities/iebupdte/in_place.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "datasets/access/extent_map.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"
#include "utilities/iebupdte/change.hpp"
#include "utilities/iebupdte/masters.hpp"
#include "utilities/iebupdte/sequence_number.hpp"

namespace coldsite::iebupdte {
namespace {

/// A record of the data set that is to be other bytes.
struct ChangedRecord {
  dasd::RelativeAddress block;
  std::uint32_t offset_bytes = 0;  ///< in the block
  Bytes bytes;
};

/// The cards of one function, in order.
struct Cards {
  std::vector<Item> data;
  std::optional<DetailStatement> renumbers;
};

Result<Cards> take_cards(CardSource& source, UpdateLog& log) {
  Cards cards;
  while (true) {
    CS_ASSIGN(const Item* ahead, source.peek());
    const auto* detail = ahead->get<DetailStatement>();
    if (!ahead->data && detail == nullptr) {
      return cards;
    }
    log.statement(*ahead);
    if (detail != nullptr) {
      if (detail->is_delete || !detail->is_all || cards.renumbers) {
        return failure<msg::IEB807I>().at(detail->position);
      }
      cards.renumbers = *detail;
    }
    CS_ASSIGN(Item item, source.take());
    if (item.data) {
      cards.data.push_back(std::move(item));
    }
  }
}

class InPlace {
 public:
  InPlace(const FunctionStatement& statement, Cards cards, UpdateLog& log)
      : statement_(&statement), cards_(std::move(cards)), log_(&log) {
    if (cards_.renumbers) {
      numbers_.emplace(*cards_.renumbers->number, *cards_.renumbers->increment);
    }
  }

  /// What a pass over all records changes.
  Result<std::vector<ChangedRecord>> plan(access::DasdBlockReader& blocks,
                                          std::size_t record_bytes) {
    bool has_records = false;
    while (true) {
      CS_ASSIGN(const std::optional<ByteView> block, blocks.read_block());
      if (!block) {
        break;
      }
      has_records = true;
      for (std::size_t at = 0; at + record_bytes <= block->size(); at += record_bytes) {
        CS_TRY(look_at(block->subspan(at, record_bytes),
                       {blocks.last_address(), static_cast<std::uint32_t>(at), {}}));
      }
    }
    if (!has_records) {
      return failure<msg::IEB823I>("SYSUT1").at(statement_->position);
    }
    if (next_card_ != cards_.data.size()) {  // a record of that number is not there, or passed
      return failure<msg::IEB807I>().at(cards_.data[next_card_].position);
    }
    return std::move(changes_);
  }

 private:
  Result<void> look_at(ByteView record, ChangedRecord change) {
    change.bytes.assign(record.begin(), record.end());
    Became became = Became::kSame;
    if (next_card_ < cards_.data.size()) {
      const Item& item = cards_.data[next_card_];
      CS_ASSIGN(const Bytes card, to_record(item, record.size()));
      if (compare_sequences(sequence_of(card, statement_->new_field),
                            sequence_of(record, statement_->old_field)) == 0) {
        const auto first = static_cast<std::ptrdiff_t>(
            std::min<std::size_t>(statement_->column - 1, record.size()));
        std::copy(card.begin() + first, card.end(), change.bytes.begin() + first);
        became = Became::kReplaced;
        ++next_card_;
      }
    }
    if (numbers_) {
      CS_ASSIGN(const Bytes number,
                numbers_->take(statement_->old_field, cards_.renumbers->position));
      put_sequence(change.bytes, statement_->old_field, number);
    }
    const bool is_same = std::ranges::equal(change.bytes, record);
    if (became == Became::kSame && !is_same) {
      became = Became::kRenumbered;
    }
    log_->record(change.bytes, became);
    if (!is_same) {
      changes_.push_back(std::move(change));
    }
    return {};
  }

  const FunctionStatement* statement_;
  Cards cards_;
  UpdateLog* log_;
  std::optional<NumberSeries> numbers_;
  std::size_t next_card_ = 0;
  std::vector<ChangedRecord> changes_;
};

/// Where the data of each record of a track begin in its slot, by record number.
Result<std::map<std::uint8_t, std::uint32_t>> data_offsets(dasd::Volume& volume,
                                                           std::uint32_t track) {
  const dasd::Geometry& geometry = volume.geometry();
  Bytes slot(geometry.slot_bytes);
  CS_TRY(volume.read_slots({track, 1}, slot));
  CS_ASSIGN(dasd::TrackReader records,
            dasd::TrackReader::open(slot, geometry.track_address(track), geometry));
  std::map<std::uint8_t, std::uint32_t> offsets;
  while (const auto record = records.next()) {
    offsets[record->count.record] = static_cast<std::uint32_t>(record->data.data() - slot.data());
  }
  return offsets;
}

Result<void> write_changes(site::OpenDataSet& open, const std::vector<ChangedRecord>& changes) {
  const access::ExtentMap map(open.label, open.volume->geometry());
  std::vector<dasd::SlotPart> parts;
  std::map<std::uint8_t, std::uint32_t> offsets;
  std::optional<std::uint32_t> track;
  for (const ChangedRecord& change : changes) {
    const std::uint32_t absolute = map.absolute(change.block.track);
    if (track != absolute) {
      CS_ASSIGN(offsets, data_offsets(*open.volume, absolute));
      track = absolute;
    }
    parts.push_back({absolute, offsets[change.block.record] + change.offset_bytes, change.bytes});
  }
  CS_KILL_POINT("iebupdte.before_in_place");
  CS_TRY(open.volume->write_together(parts));
  return open.volume->sync();
}

Result<void> update_blocks(const FunctionStatement& statement, Cards cards, site::OpenDataSet& open,
                           access::DasdBlockReader& blocks, UpdateLog& log) {
  const access::DataControlBlock dcb = access::attributes_of(open.label);
  CS_TRY(check_records(dcb, "SYSUT1"));
  const std::uint32_t record_bytes = dcb.record_bytes != 0 ? dcb.record_bytes : dcb.block_bytes;
  if (record_bytes == 0) {
    return failure<msg::CSU0023S>("SYSUT1", to_string(dcb.record_format), 0);
  }
  InPlace pass(statement, std::move(cards), log);
  CS_ASSIGN(const std::vector<ChangedRecord> changes, pass.plan(blocks, record_bytes));
  return changes.empty() ? Result<void>() : write_changes(open, changes);
}

}  // namespace

Result<void> update_in_place(const FunctionStatement& statement, CardSource& source,
                             batch::StepContext& context, UpdateLog& log) {
  CS_ASSIGN(const site::Allocation* allocation, context.allocated_one("SYSUT1"));
  if (allocation->kind != site::AllocationKind::kDasdDataSet) {
    return failure<msg::CSU0026S>("SYSUT1");
  }
  CS_ASSIGN(Cards cards, take_cards(source, log));
  if (cards.data.empty() && !cards.renumbers) {
    return failure<msg::IEB807I>().at(statement.position);
  }
  CS_ASSIGN(site::OpenDataSet open,
            site::open_data_set(*allocation, dasd::Access::kUpdate, context.allocation));
  if (open.label.organization != dasd::Organization::kPartitioned) {
    CS_ASSIGN(const auto blocks, access::open_dasd_reader(*open.volume, open.label));
    return update_blocks(statement, std::move(cards), open, *blocks, log);
  }
  CS_ASSIGN(const auto library, access::PartitionedDataSet::open(*open.volume, open.label));
  const std::string name = !allocation->request.member.empty() ? allocation->request.member
                           : statement.name                    ? statement.name->text
                                                               : std::string();
  const access::Member* member = library->find(name);
  if (member == nullptr) {
    return failure<msg::IEB817I>(name, "OM DIRECTORY.").at(statement.position);
  }
  CS_ASSIGN(const auto blocks, library->read_member(*member));
  return update_blocks(statement, std::move(cards), open, *blocks, log);
}

}  // namespace coldsite::iebupdte

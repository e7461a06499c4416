#include "utilities/idcams/record_target.hpp"

#include <algorithm>

#include "datasets/messages/csm.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

class ClusterTarget final : public RecordTarget {
 public:
  ClusterTarget(std::unique_ptr<vsam::Cluster> cluster, bool replaces,
                std::unique_ptr<vsam::UpgradeSet> upgrades)
      : cluster_(std::move(cluster)),
        upgrades_(std::move(upgrades)),
        replaces_(replaces),
        is_loading_(cluster_->data().high_used_rba() == 0) {}

  Result<PutOutcome> put(const StreamRecord& record) override {
    switch (cluster_->attributes().organization) {
      case vsam::Organization::kKeySequenced:
        return put_keyed(record.bytes);
      case vsam::Organization::kEntrySequenced:
        return insert(record.bytes);
      case vsam::Organization::kRelative:
      case vsam::Organization::kVariableRelative:
        return put_numbered(record);
      case vsam::Organization::kLinear:
        return put_page(record.bytes);
    }
    return failure<msg::IDC3582I>();
  }

  [[nodiscard]] std::optional<ByteView> key_of(ByteView record) const override {
    const vsam::ComponentAttributes& attributes = cluster_->attributes();
    if (!is_keyed() || record.size() < attributes.key_offset + attributes.key_bytes) {
      return std::nullopt;
    }
    return record.subspan(attributes.key_offset, attributes.key_bytes);
  }

  Result<void> close() override {
    if (upgrades_ != nullptr) {
      CS_TRY(upgrades_->close());
    }
    return cluster_->close();
  }
  Result<void> abandon() override { return close(); }

 private:
  static Result<PutOutcome> outcome_of(const Result<std::uint64_t>& inserted) {
    if (inserted) {
      return PutOutcome::kWritten;
    }
    if (inserted.failure().is(msg::CSM0047E)) {
      return PutOutcome::kDuplicate;
    }
    if (inserted.failure().is(msg::CSM0048E)) {
      return PutOutcome::kLength;
    }
    return inserted.failure();
  }

  [[nodiscard]] bool has_upgrades() const { return upgrades_ != nullptr && !upgrades_->is_empty(); }

  /// The record, then its pointers.
  Result<PutOutcome> insert(ByteView record) {
    if (!has_upgrades()) {
      return outcome_of(cluster_->insert(record));
    }
    CS_ASSIGN(const auto conflict, upgrades_->find_conflict(record, {}));
    if (conflict) {
      return PutOutcome::kDuplicateInUpgradeSet;
    }
    const auto inserted = cluster_->insert(record);
    if (!inserted) {
      return outcome_of(inserted);
    }
    const Bytes pointer = vsam::pointer_to({record, *inserted, 0}, cluster_->attributes());
    CS_TRY(upgrades_->insert(record, pointer, is_keyed()));
    return PutOutcome::kWritten;
  }

  /// The old record's pointers go, the record is replaced, its new pointers come.
  Result<PutOutcome> replace(ByteView record, ByteView key) {
    if (has_upgrades()) {
      const Bytes pointer(key.begin(), key.end());
      CS_ASSIGN(const auto conflict, upgrades_->find_conflict(record, pointer));
      if (conflict) {
        return PutOutcome::kDuplicateInUpgradeSet;
      }
      CS_ASSIGN(const auto old, cluster_->get(key));
      if (old) {
        const Bytes old_bytes(old->bytes.begin(), old->bytes.end());
        CS_TRY(upgrades_->erase(old_bytes, pointer));
      }
      CS_TRY(cluster_->replace(record));
      CS_TRY(upgrades_->insert(record, pointer, true));
      return PutOutcome::kWritten;
    }
    CS_ASSIGN(const bool was_there, cluster_->replace(record));
    return was_there ? PutOutcome::kWritten : PutOutcome::kDuplicate;
  }

  [[nodiscard]] bool is_keyed() const {
    return cluster_->attributes().organization == vsam::Organization::kKeySequenced;
  }

  /// An empty data set is loaded in the order of its keys, as IDCAMS wants it.
  Result<PutOutcome> put_keyed(ByteView record) {
    const vsam::ComponentAttributes& attributes = cluster_->attributes();
    const std::size_t key_end = attributes.key_offset + attributes.key_bytes;
    if (record.size() < key_end) {
      return PutOutcome::kLength;
    }
    const ByteView key = record.subspan(attributes.key_offset, attributes.key_bytes);
    if (is_loading_ && !last_key_.empty() && std::ranges::lexicographical_compare(key, last_key_)) {
      return PutOutcome::kOutOfSequence;
    }
    CS_ASSIGN(PutOutcome outcome, insert(record));
    if (outcome == PutOutcome::kDuplicate && replaces_) {
      CS_ASSIGN(outcome, replace(record, key));
    }
    if (outcome == PutOutcome::kWritten && is_loading_) {
      last_key_.assign(key.begin(), key.end());
    }
    return outcome;
  }

  Result<PutOutcome> put_numbered(const StreamRecord& record) {
    ByteView bytes = record.bytes;
    const bool is_fixed = cluster_->attributes().organization == vsam::Organization::kRelative;
    const std::size_t slot_bytes = cluster_->attributes().max_record_bytes;
    if (is_fixed && bytes.size() < slot_bytes) {
      padded_.assign(bytes.begin(), bytes.end());
      padded_.resize(slot_bytes, 0);
      bytes = padded_;
    }
    if (record.place.identity != RecordIdentity::kNumber) {
      return outcome_of(cluster_->insert(bytes));
    }
    const auto number = static_cast<std::uint32_t>(record.place.value);
    CS_ASSIGN(const PutOutcome outcome, outcome_of(cluster_->insert_number(number, bytes)));
    if (outcome != PutOutcome::kDuplicate || !replaces_) {
      return outcome;
    }
    const auto cursor = cluster_->cursor();
    CS_ASSIGN(const bool is_there, cursor->point_number(number));
    CS_ASSIGN(const auto old, cursor->next());
    if (!is_there || !old) {
      return outcome;
    }
    CS_TRY(cursor->update(bytes));
    return PutOutcome::kWritten;
  }

  Result<PutOutcome> put_page(ByteView bytes) {
    const std::uint32_t page_bytes = cluster_->attributes().interval_bytes;
    if (bytes.size() > page_bytes) {
      return PutOutcome::kLength;
    }
    padded_.assign(bytes.begin(), bytes.end());
    padded_.resize(page_bytes, 0);
    CS_TRY(cluster_->write_interval(next_rba_, padded_));
    next_rba_ += page_bytes;
    return PutOutcome::kWritten;
  }

  std::unique_ptr<vsam::Cluster> cluster_;
  std::unique_ptr<vsam::UpgradeSet> upgrades_;
  bool replaces_;
  bool is_loading_;
  Bytes last_key_, padded_;
  std::uint64_t next_rba_ = 0;
};

class SequentialTarget final : public RecordTarget {
 public:
  explicit SequentialTarget(std::unique_ptr<access::RecordWriter> writer)
      : writer_(std::move(writer)) {}

  Result<PutOutcome> put(const StreamRecord& record) override {
    const access::DataControlBlock& dcb = writer_->attributes();
    ByteView bytes = record.bytes;
    if (dcb.record_format.is_fixed()) {
      if (bytes.size() > dcb.record_bytes) {
        return PutOutcome::kLength;
      }
      if (bytes.size() < dcb.record_bytes) {
        padded_.assign(bytes.begin(), bytes.end());
        padded_.resize(dcb.record_bytes, text::kEbcdicBlank);
        bytes = padded_;
      }
    } else if (dcb.record_format.is_variable() && dcb.record_bytes != 0 &&
               dcb.record_bytes != access::kRecordBytesX && bytes.size() + 4 > dcb.record_bytes) {
      return PutOutcome::kLength;
    }
    CS_TRY(writer_->write_record(bytes));
    return PutOutcome::kWritten;
  }

  Result<void> close() override { return writer_->close(); }
  Result<void> abandon() override { return {}; }

 private:
  std::unique_ptr<access::RecordWriter> writer_;
  Bytes padded_;
};

}  // namespace

std::unique_ptr<RecordTarget> make_cluster_target(std::unique_ptr<vsam::Cluster> cluster,
                                                  bool replaces,
                                                  std::unique_ptr<vsam::UpgradeSet> upgrades) {
  return std::make_unique<ClusterTarget>(std::move(cluster), replaces, std::move(upgrades));
}

std::unique_ptr<RecordTarget> make_sequential_target(std::unique_ptr<access::RecordWriter> writer) {
  return std::make_unique<SequentialTarget>(std::move(writer));
}

}  // namespace coldsite::idcams

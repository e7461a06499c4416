#include "utilities/idcams/path_source.hpp"

namespace coldsite::idcams {
namespace {

class PathSource final : public RecordSource {
 public:
  PathSource(std::unique_ptr<vsam::Cluster> index, std::unique_ptr<vsam::Cluster> base)
      : index_(std::move(index)), base_(std::move(base)), reader_(std::in_place, *index_, *base_) {}

  [[nodiscard]] RecordIdentity identity() const override { return RecordIdentity::kKey; }
  [[nodiscard]] std::uint32_t key_bytes() const override { return index_->attributes().key_bytes; }
  [[nodiscard]] std::uint32_t record_bytes_max() const override {
    return base_->attributes().max_record_bytes;
  }
  [[nodiscard]] bool is_fixed() const override {
    return base_->attributes().average_record_bytes == base_->attributes().max_record_bytes;
  }
  Result<bool> position_key(ByteView key) override { return reader_->point_key(key); }
  Result<std::optional<StreamRecord>> next() override {
    CS_ASSIGN(const std::optional<vsam::Record> record, reader_->next());
    if (!record) {
      return std::optional<StreamRecord>();
    }
    return std::optional(
        StreamRecord{record->bytes, {RecordIdentity::kKey, reader_->key(), record->rba}});
  }
  Result<void> close() override {
    reader_.reset();
    CS_TRY(index_->close());
    return base_->close();
  }

 private:
  std::unique_ptr<vsam::Cluster> index_, base_;
  std::optional<vsam::PathReader> reader_;
};

}  // namespace

std::unique_ptr<RecordSource> make_path_source(std::unique_ptr<vsam::Cluster> index,
                                               std::unique_ptr<vsam::Cluster> base) {
  return std::make_unique<PathSource>(std::move(index), std::move(base));
}

}  // namespace coldsite::idcams

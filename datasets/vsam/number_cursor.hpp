// What relative record data sets of both kinds have in common: requests by record number.
// Inside datasets/vsam only. threads: as Cluster.
#pragma once

#include <optional>
#include <string_view>

#include "datasets/vsam/cluster.hpp"

namespace coldsite::vsam {

/// Requests by number. The views that they give out are as Record says.
class NumberRequests {
 public:
  virtual ~NumberRequests() = default;
  /// The record of this number or the next one there is; the one before.
  virtual Result<std::optional<Record>> at_or_after(std::uint32_t number) = 0;
  virtual Result<std::optional<Record>> at_or_before(std::uint32_t number) = 0;
  virtual Result<void> update_number(std::uint32_t number, ByteView record) = 0;
  virtual Result<bool> erase_number(std::uint32_t number) = 0;
  [[nodiscard]] virtual Failure refused(std::string_view request) const = 0;
};

/// A cursor over any cluster that has numbers; `cluster` must outlive it.
class NumberCursor : public Cursor {
 public:
  explicit NumberCursor(NumberRequests& cluster) : cluster_(cluster) {}

  Result<bool> point_key(ByteView key, Search search, Direction direction) override;
  Result<bool> point_rba(std::uint64_t rba, Direction direction) override;
  Result<bool> point_number(std::uint32_t number, Search search, Direction direction) override;
  Result<void> point_first() override;
  Result<void> point_last() override;
  Result<std::optional<Record>> next() override;
  Result<std::optional<Record>> previous() override;
  Result<void> update(ByteView record) override;
  Result<void> erase() override;

 private:
  enum class Where { kStart, kPointed, kOn, kEnd, kLost };  // as KeyCursor has them

  Result<std::optional<Record>> give(const std::optional<Record>& record, Where otherwise);

  NumberRequests& cluster_;
  Where where_ = Where::kStart;
  std::uint32_t number_ = 0;
  bool has_record_ = false;
};

}  // namespace coldsite::vsam

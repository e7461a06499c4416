// A linear data set: pages of the CI size without CIDF and RDFs, read and written by RBA.
//
// Crash safety: a control area is formatted (zeros) before a page of it is written, and HURBA goes
// to its end at once; close() sets the real one. After an unclean end HURBA is at the end of the
// last area in use, and pages that were never written are zeros.
// Inside datasets/vsam only. threads: as Cluster.
#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/cluster_base.hpp"

namespace coldsite::vsam {
namespace {

class NoCursor : public Cursor {
 public:
  explicit NoCursor(const ClusterBase& cluster) : cluster_(cluster) {}

  Result<bool> point_key(ByteView, Search, Direction) override { return refused(); }
  Result<bool> point_rba(std::uint64_t, Direction) override { return refused(); }
  Result<bool> point_number(std::uint32_t, Search, Direction) override { return refused(); }
  Result<void> point_first() override { return refused(); }
  Result<void> point_last() override { return refused(); }
  Result<std::optional<Record>> next() override { return refused(); }
  Result<std::optional<Record>> previous() override { return refused(); }
  Result<void> update(ByteView) override { return refused(); }
  Result<void> erase() override { return refused(); }

 private:
  [[nodiscard]] Failure refused() const { return cluster_.not_possible("A request for a record"); }

  const ClusterBase& cluster_;
};

class Linear : public ClusterBase {
 public:
  explicit Linear(OpenState state) : ClusterBase(std::move(state)) {}

  [[nodiscard]] std::unique_ptr<Cursor> cursor() override {
    return std::make_unique<NoCursor>(*this);
  }
  Result<void> read_interval(std::uint64_t rba, ByteSpan out) override;
  Result<void> write_interval(std::uint64_t rba, ByteView bytes) override;
  [[nodiscard]] bool is_empty() const override { return used_ == 0; }

  Result<std::string> verify() override {
    return fmt::format("{} pages, to the end of a control area", used_);
  }

 protected:
  Result<void> load_state() override {
    used_ = used_intervals();
    formatted_areas_ = areas_of(used_);
    return {};
  }
  void store_state() override { set_used_intervals(used_); }

 private:
  Result<void> format_up_to(std::uint32_t interval);

  std::uint32_t used_ = 0;  ///< pages up to HURBA
  std::uint32_t formatted_areas_ = 0;
};

Result<void> Linear::read_interval(std::uint64_t rba, ByteSpan out) {
  CS_TRY(check_usable());
  CS_TRY(check_rba(rba));
  const auto interval = static_cast<std::uint32_t>(rba / interval_bytes());
  if (interval >= formatted_areas_ * storage().intervals_per_area()) {
    return damaged(interval, "it is behind the high-used RBA");
  }
  ++statistics().retrieved;
  CS_ASSIGN(const Buffer* const page, pool().get(storage(), interval));
  std::ranges::copy(page->bytes, out.begin());
  return {};
}

/// Formats the areas up to the page's, and says so in the VVR before a page of them is written.
Result<void> Linear::format_up_to(std::uint32_t interval) {
  const std::uint32_t area = interval / storage().intervals_per_area();
  if (area < formatted_areas_) {
    return {};
  }
  CS_TRY(ensure_area(area));
  for (; formatted_areas_ <= area; ++formatted_areas_) {
    CS_TRY(storage().write_area(formatted_areas_, {}));
  }
  CS_KILL_POINT("vsam.area_formatted");
  const std::uint32_t used = used_;
  used_ = formatted_areas_ * storage().intervals_per_area();
  CS_TRY(write_components());
  used_ = used;
  return {};
}

Result<void> Linear::write_interval(std::uint64_t rba, ByteView bytes) {
  CS_TRY(begin_change());
  if (rba % interval_bytes() != 0) {
    return check_rba(rba);
  }
  if (rba + interval_bytes() > std::uint64_t{1} << 32) {
    return failure<msg::CSM0023E>(data().place.name, "a page behind 4 GiB was asked for");
  }
  const auto interval = static_cast<std::uint32_t>(rba / interval_bytes());
  CS_TRY(format_up_to(interval));
  CS_ASSIGN(Buffer* const page, pool().make(storage(), interval));
  std::ranges::copy(bytes, page->bytes.begin());
  used_ = std::max(used_, interval + 1);
  ++statistics().updated;
  return changed(*page);
}

}  // namespace

std::unique_ptr<ClusterBase> make_linear(OpenState state) {
  return std::make_unique<Linear>(std::move(state));
}

}  // namespace coldsite::vsam

// Every damage of the matrix is planted and found; what is whole has no findings.
#include "datasets/vsam/examine.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/index_record.hpp"
#include "datasets/vsam/interval_storage.hpp"
#include "datasets/vsam/vvds.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

using Kind = ExamineKind;

/// The CIs of one component, to be changed behind VSAM's back.
class Surgery {
 public:
  Surgery(VolumeSet& volumes, const ComponentPlace& place)
      : component_(read_component(volumes, place).value()),
        storage_(IntervalStorage::open(volumes, component_, dasd::Access::kUpdate).value()) {}

  Component& component() { return component_; }
  IntervalStorage& storage() { return *storage_; }
  Bytes read(std::uint32_t number) {
    Bytes interval(storage_->interval_bytes());
    EXPECT_TRUE(storage_->read(number, interval));
    return interval;
  }
  void write(std::uint32_t number, ByteView interval) {
    EXPECT_TRUE(storage_->write(number, interval));
  }
  void change(std::uint32_t number, const std::function<void(Bytes&)>& how) {
    Bytes interval = read(number);
    how(interval);
    write(number, interval);
  }
  IndexRecord record(std::uint32_t number) {
    IndexRecord record;
    EXPECT_FALSE(record.decode(read(number), 8));
    return record;
  }
  void change_record(std::uint32_t number, const std::function<void(IndexRecord&)>& how) {
    IndexRecord changed = record(number);
    how(changed);
    Bytes interval(storage_->interval_bytes());
    changed.encode(interval);
    write(number, interval);
  }

 private:
  Component component_;
  std::unique_ptr<IntervalStorage> storage_;
};

class ExamineTest : public ClusterTest {
 protected:
  /// Two levels of index, several control areas, CIs of some records.
  void build(Organization organization = Organization::kKeySequenced, bool is_spanned = false) {
    ClusterDefinition definition = small_cluster(organization);
    definition.attributes.is_spanned = is_spanned;
    if (is_spanned) {
      definition.attributes.max_record_bytes = 3000;
    }
    place_ = define(definition, 6);
    auto cluster = open(place_);
    io::Random random(7);
    for (std::uint64_t key = 0; key < 1200; ++key) {
      const std::size_t bytes = is_spanned && key % 50 == 7 ? 2500 : 100;
      CS_ASSERT_OK(cluster->insert(keyed_record(key * 10, bytes)));
    }
    for (std::uint64_t i = 0; i < 400 && organization == Organization::kKeySequenced; ++i) {
      static_cast<void>(cluster->insert(keyed_record(random.below(12'000), 90)));
    }
    CS_ASSERT_OK(cluster->close());
    volumes_.dismount();
    CS_ASSERT_OK(store_->clone_file("VSM001", "saved"));
  }

  void restore() {
    volumes_.dismount();
    CS_ASSERT_OK(store_->remove_file("VSM001"));
    CS_ASSERT_OK(store_->clone_file("saved", "VSM001"));
  }

  ExamineReport run(const ExamineOptions& options = {}) {
    auto report = examine(volumes_, place_, options);
    EXPECT_TRUE(report) << to_string(report.failure());
    return report ? *report : ExamineReport();
  }

  static std::string text_of(const ExamineReport& report) {
    std::string text;
    for (const ExamineFinding& finding : report.findings) {
      text += std::to_string(static_cast<int>(finding.kind)) +
              (finding.in_index ? " index " : " data ") + std::to_string(finding.rba) + " level " +
              std::to_string(finding.level) + ": " + finding.text + "\n";
    }
    return text;
  }

  /// Plants a damage, looks for the kinds, and takes the damage back.
  void expect_found(const char* damage, const std::function<void()>& plant,
                    const std::set<Kind>& kinds) {
    SCOPED_TRACE(damage);
    plant();
    const ExamineReport report = run();
    for (const Kind kind : kinds) {
      EXPECT_TRUE(std::ranges::any_of(
          report.findings, [kind](const ExamineFinding& finding) { return finding.kind == kind; }))
          << static_cast<int>(kind) << " is not among\n"
          << text_of(report);
    }
    restore();
  }

  void change_vvr(const std::string& name, const std::function<void(VolumeRecord&)>& how) {
    auto vvds = *Vvds::open(volumes_, "VSM001", dasd::Access::kUpdate);
    CS_ASSERT_OK(vvds->change(name, [&](VolumeRecord& record) -> Result<void> {
      how(record);
      return {};
    }));
  }

  Surgery index() { return {volumes_, place_.index}; }
  Surgery data() { return {volumes_, place_.data}; }
  std::uint32_t root() {
    Surgery surgery = index();
    return surgery.component().volumes[0].root_rba / surgery.storage().interval_bytes();
  }
  /// The nth sequence set record.
  std::uint32_t leaf(std::size_t nth) { return index().record(root()).entries[nth].pointer; }
  /// A sequence set record with free CIs.
  std::uint32_t leaf_with_room() {
    std::size_t nth = 0;
    while (index().record(leaf(nth)).free.empty()) {
      ++nth;
    }
    return leaf(nth);
  }
  /// The data CI of an entry of the first sequence set record.
  std::uint32_t interval(std::size_t entry) {
    const IndexRecord record = index().record(leaf(0));
    return record.base_rba / 512 + record.entries[entry].pointer;
  }

  ClusterPlace place_;
};

TEST_F(ExamineTest, AWholeClusterHasNoFindings) {
  build();
  const ExamineReport report = run();
  EXPECT_EQ(text_of(report), "");
  EXPECT_GE(report.records, 1200U);
  EXPECT_EQ(report.index_levels, 2U);
  EXPECT_GT(report.index_intervals, 4U);
  EXPECT_EQ(report.record_bytes_max, 100U);
  EXPECT_GT(report.empty_intervals, 0U);
  EXPECT_GT(report.free_percent, 0U);
}

TEST_F(ExamineTest, FindsDamagedIndexRecords) {
  build();
  expect_found("a byte of the CIDF",
               [&] { index().change(leaf(1), [](Bytes& ci) { ci.back() ^= 1; }); },
               {Kind::kIndexRecordDamaged, Kind::kChainBroken, Kind::kAreaUnknown});
  expect_found("zeros",
               [&] { index().change(leaf(1), [](Bytes& ci) { std::ranges::fill(ci, 0); }); },
               {Kind::kIndexEndOfFile});
  expect_found("keys out of order in a record",
               [&] {
                 index().change_record(
                     leaf(0), [](IndexRecord& r) { std::swap(r.entries[1], r.entries[4]); });
               },
               {Kind::kIndexRecordDamaged});
  expect_found("a sequence set record of level 2",
               [&] { index().change(leaf(1), [](Bytes& ci) { ci[16] = 2; }); },
               {Kind::kLevelWrong});
  expect_found("a chain pointer between records",
               [&] { index().change_record(leaf(0), [](IndexRecord& r) { r.next_rba += 1; }); },
               {Kind::kChainBroken});
}

TEST_F(ExamineTest, FindsWrongPointersOfTheSequenceSet) {
  build();
  expect_found("a CI twice",
               [&] {
                 index().change_record(
                     leaf(0), [](IndexRecord& r) { r.entries[3].pointer = r.entries[2].pointer; });
               },
               {Kind::kSequenceSetPointerTwice, Kind::kFreeListWrong, Kind::kKeyOutsideBounds});
  expect_found("a used CI is free",
               [&] {
                 index().change_record(leaf_with_room(), [](IndexRecord& r) {
                   r.free.back() = r.entries[0].pointer;
                 });
               },
               {Kind::kSequenceSetPointerTwice});
  expect_found(
      "a free CI is lost",
      [&] { index().change_record(leaf_with_room(), [](IndexRecord& r) { r.free.pop_back(); }); },
      {Kind::kFreeListWrong});
  expect_found(
      "a CI behind the control area",
      [&] { index().change_record(leaf_with_room(), [](IndexRecord& r) { r.free.back() = 250; }); },
      {Kind::kFreeListWrong});
  expect_found("another control area",
               [&] {
                 Surgery surgery = index();
                 const std::uint32_t base = surgery.record(leaf(0)).base_rba;
                 surgery.change_record(leaf(1), [base](IndexRecord& r) { r.base_rba = base; });
               },
               {Kind::kAreaTwice, Kind::kAreaUnknown});
  expect_found(
      "a control area that is not there",
      [&] { index().change_record(leaf(1), [](IndexRecord& r) { r.base_rba = 0x4000'0000; }); },
      {Kind::kAreaOutside});
}

TEST_F(ExamineTest, FindsBrokenChains) {
  build();
  expect_found("ends early",
               [&] { index().change_record(leaf(1), [](IndexRecord& r) { r.next_rba = 0; }); },
               {Kind::kChainBroken});
  expect_found("in a circle",
               [&] {
                 Surgery surgery = index();
                 const std::uint32_t first = leaf(1) * surgery.storage().interval_bytes();
                 surgery.change_record(leaf(2), [first](IndexRecord& r) { r.next_rba = first; });
               },
               {Kind::kChainBroken});
  expect_found("a record is left out",
               [&] {
                 Surgery surgery = index();
                 const std::uint32_t next = surgery.record(leaf(1)).next_rba;
                 surgery.change_record(leaf(0), [next](IndexRecord& r) { r.next_rba = next; });
               },
               {Kind::kChainBroken});
  expect_found("outside",
               [&] {
                 Surgery surgery = index();
                 const std::uint32_t behind = surgery.storage().interval_bytes() * 4000;
                 surgery.change_record(leaf(0), [behind](IndexRecord& r) { r.next_rba = behind; });
               },
               {Kind::kChainBroken});
}

TEST_F(ExamineTest, FindsWrongUpperLevels) {
  build();
  expect_found("a pointer twice",
               [&] {
                 index().change_record(
                     root(), [](IndexRecord& r) { r.entries[2].pointer = r.entries[1].pointer; });
               },
               {Kind::kPointerTwice, Kind::kNotInParent});
  expect_found(
      "a pointer outside",
      [&] { index().change_record(root(), [](IndexRecord& r) { r.entries[2].pointer = 200; }); },
      {Kind::kPointerOutside});
  expect_found("an entry is missing",
               [&] { index().change_record(root(), [](IndexRecord& r) { r.erase(1, 1); }); },
               {Kind::kNotInParent});
  expect_found("another key",
               [&] {
                 index().change_record(root(), [](IndexRecord& r) {
                   Bytes bound(r.bound(1).begin(), r.bound(1).end());
                   bound.back() = static_cast<std::uint8_t>(bound.back() - 1);
                   r.set_bound(1, bound);
                 });
               },
               {Kind::kBoundWrong});
  expect_found("keys of the sequence set do not ascend",
               [&] {
                 Surgery surgery = index();
                 const Bytes high(8, 0xF0);
                 surgery.change_record(
                     leaf(1), [&](IndexRecord& r) { r.set_bound(r.entries.size() - 1, high); });
               },
               {Kind::kIndexKeyOrder, Kind::kBoundWrong});
}

TEST_F(ExamineTest, FindsWhatTheVvrSaysWrong) {
  build();
  const auto vvr = [&](const char* damage, const std::string& name,
                       const std::function<void(VolumeRecord&)>& how, const std::set<Kind>& kinds) {
    expect_found(
        damage, [&] { change_vvr(name, how); }, kinds);
  };
  const std::string data_name = place_.data.name, index_name = place_.index.name;
  vvr("root", index_name, [](VolumeRecord& r) { r.root_rba = 0; }, {Kind::kRootWrong});
  vvr("root outside", index_name, [](VolumeRecord& r) { r.root_rba = 0x7000'0000; },
      {Kind::kRootWrong});
  vvr("first sequence set record", index_name,
      [](VolumeRecord& r) { r.first_sequence_set_rba = r.root_rba; }, {Kind::kSequenceSetStart});
  vvr("levels", index_name, [](VolumeRecord& r) { r.statistics.levels = 3; }, {Kind::kLevelWrong});
  vvr("index HURBA too low", index_name, [](VolumeRecord& r) { r.high_used_rba = r.root_rba; },
      {Kind::kRootWrong});
  vvr("index HURBA odd", index_name, [](VolumeRecord& r) { r.high_used_rba -= 100; },
      {Kind::kIndexHighUsedRba});
  vvr("index HURBA too high", index_name,
      [](VolumeRecord& r) { r.high_used_rba = r.high_allocated_rba; }, {Kind::kIndexEndOfFile});
  vvr("data HURBA odd", data_name, [](VolumeRecord& r) { r.high_used_rba -= 100; },
      {Kind::kDataHighUsedRba});
  vvr("data HURBA too low", data_name, [](VolumeRecord& r) { r.high_used_rba -= 49 * 512; },
      {Kind::kAreaOutside});
  vvr("data HURBA too high", data_name, [](VolumeRecord& r) { r.high_used_rba += 49 * 512; },
      {Kind::kAreaUnknown});
  vvr("records", data_name, [](VolumeRecord& r) { ++r.statistics.records; }, {Kind::kRecordCount});
  vvr("open", data_name, [](VolumeRecord& r) { r.is_open_for_output = true; }, {Kind::kNotClosed});
  vvr("record length", data_name, [](VolumeRecord& r) { r.attributes.max_record_bytes = 95; },
      {Kind::kRecordLength});
}

TEST_F(ExamineTest, FindsDamagedData) {
  build();
  expect_found("a byte of the CIDF",
               [&] { data().change(interval(3), [](Bytes& ci) { ci.back() ^= 1; }); },
               {Kind::kDataIntervalDamaged});
  expect_found("zeros",
               [&] { data().change(interval(3), [](Bytes& ci) { std::ranges::fill(ci, 0); }); },
               {Kind::kDataEndOfFile});
  expect_found("keys out of order",
               [&] {
                 data().change(interval(3), [](Bytes& ci) {
                   std::swap_ranges(ci.begin() + 4, ci.begin() + 12, ci.begin() + 104);
                 });
               },
               {Kind::kKeyOrder});
  expect_found("a key of another CI",
               [&] { data().change(interval(3), [](Bytes& ci) { ci[5] ^= 0x40; }); },
               {Kind::kKeyOutsideBounds});
  expect_found("two CIs changed places",
               [&] {
                 Surgery surgery = data();
                 const Bytes one = surgery.read(interval(3));
                 surgery.write(interval(3), surgery.read(interval(5)));
                 surgery.write(interval(5), one);
               },
               {Kind::kKeyOutsideBounds, Kind::kKeyOrder});
  expect_found("busy", [&] { data().change(interval(3), [](Bytes& ci) { set_busy(ci, true); }); },
               {Kind::kSplitUnfinished});
  expect_found("a record of 3 bytes",
               [&] {
                 data().change(interval(3),
                               [](Bytes& ci) { IntervalBuilder(ci).add(Bytes(3, 0xC1)); });
               },
               {Kind::kRecordLength});
  expect_found("an unreadable track",
               [&] {
                 Surgery surgery = data();
                 const std::uint32_t track = surgery.component().volumes[0].extents[0].tracks.first;
                 const Bytes wrong(8, 0x55);
                 CS_ASSERT_OK((*volumes_.volume("VSM001", dasd::Access::kUpdate))
                                  ->write_part(track, 21 + 3 * 520, wrong));
               },
               {Kind::kDataUnreadable});
}

TEST_F(ExamineTest, FindsSegmentsThatDoNotFollow) {
  build(Organization::kKeySequenced, true);
  EXPECT_EQ(text_of(run()), "");
  EXPECT_EQ(run().record_bytes_max, 2500U);
  std::vector<std::uint32_t> of_record;
  const IndexRecord record = index().record(leaf(0));
  IntervalDirectory directory;
  for (std::size_t entry = 0; entry < record.entries.size() && of_record.size() < 3; ++entry) {
    ASSERT_FALSE(directory.decode(data().read(interval(entry))));
    if (directory.segment != Segment::kWhole) {
      of_record.push_back(interval(entry));
    }
  }
  ASSERT_EQ(of_record.size(), 3U);
  expect_found("update number",
               [&] {
                 data().change(of_record[1], [](Bytes& ci) { ci[ci.size() - 9] ^= 1; });
                 data().change(of_record[1], [](Bytes& ci) { ci[ci.size() - 8] ^= 1; });
               },
               {Kind::kSegments});
  expect_found("the first one is gone",
               [&] { data().change(of_record[0], [](Bytes& ci) { IntervalBuilder{ci}; }); },
               {Kind::kSegments});
  expect_found("one in the middle is gone",
               [&] { data().change(of_record[1], [](Bytes& ci) { IntervalBuilder{ci}; }); },
               {Kind::kSegments});
}

TEST_F(ExamineTest, LooksAtDataSetsWithoutIndex) {
  build(Organization::kEntrySequenced);
  EXPECT_TRUE(examine(volumes_, place_).failure().is(msg::CSM0040E));
  ExamineReport report = run({.index_test = false});
  EXPECT_EQ(text_of(report), "");
  EXPECT_EQ(report.records, 1200U);
  data().change(2, [](Bytes& ci) { ci.back() ^= 1; });
  data().change(3, [](Bytes& ci) { std::ranges::fill(ci, 0); });
  report = run({.index_test = false});
  ASSERT_GE(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].kind, Kind::kDataIntervalDamaged);
  EXPECT_EQ(report.findings[0].rba, 1024U);
  EXPECT_EQ(report.findings[1].kind, Kind::kDataEndOfFile);
  EXPECT_EQ(report.worst(), ExamineSeverity::kMajor);
}

TEST_F(ExamineTest, NotesNoMoreThanItsLimit) {
  build();
  index().change(leaf(1), [](Bytes& ci) { ci.back() ^= 1; });
  const std::size_t all = run().findings.size();
  const ExamineReport report = run({.findings_max = 1});
  EXPECT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings_left_out, all - 1);
}

TEST_F(ExamineTest, AnEmptyClusterHasNoFindings) {
  place_ = define(small_cluster(Organization::kKeySequenced), 6);
  EXPECT_EQ(text_of(run()), "");
}

}  // namespace
}  // namespace coldsite::vsam

// Space under stress: random changes, and a stop at any write of each kind of change.
#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "datasets/messages/csi.hpp"
#include "tests/datasets/dasd/dasd_fixture.hpp"

namespace coldsite::dasd {
namespace {

/// Passes everything on; from the n-th write on, every write fails as after a kill.
class StoppingFile : public io::File {
 public:
  StoppingFile(std::unique_ptr<io::File> file, int* writes_left)
      : file_(std::move(file)), writes_left_(writes_left) {}
  const std::string& path() const override { return file_->path(); }
  Result<std::size_t> read_at(std::uint64_t offset, ByteSpan out) override {
    return file_->read_at(offset, out);
  }
  Result<void> write_at(std::uint64_t offset, ByteView data) override {
    CS_TRY(count());
    return file_->write_at(offset, data);
  }
  Result<std::uint64_t> size_bytes() override { return file_->size_bytes(); }
  Result<void> resize(std::uint64_t size) override { return file_->resize(size); }
  Result<void> sync() override { return file_->sync(); }
  Result<void> zero_range(io::ByteRange range) override {
    CS_TRY(count());
    return file_->zero_range(range);
  }
  Result<std::optional<io::ByteRange>> find_data(std::uint64_t offset) override {
    return file_->find_data(offset);
  }
  Result<void> clone_range(io::File& source, io::ByteRange range, std::uint64_t target) override {
    return file_->clone_range(source, range, target);
  }
  Result<void> copy_range(io::File& source, io::ByteRange range, std::uint64_t target) override {
    return file_->copy_range(source, range, target);
  }
  Result<std::unique_ptr<io::FileLock>> lock(io::ByteRange range, io::LockMode mode) override {
    return file_->lock(range, mode);
  }
  Result<std::unique_ptr<io::FileLock>> try_lock(io::ByteRange range, io::LockMode mode) override {
    return file_->try_lock(range, mode);
  }

 private:
  Result<void> count() {
    if (*writes_left_ == 0) {
      return failure<msg::CSI0003E>(path(), 0, "stopped by the test");
    }
    --*writes_left_;
    return {};
  }
  std::unique_ptr<io::File> file_;
  int* writes_left_;
};

class StoppingStore : public io::FileStore {
 public:
  explicit StoppingStore(io::FileStore& store) : store_(store) {}
  int writes_left = -1;  ///< -1: no stop

  Result<std::unique_ptr<io::File>> open(const std::string& path, io::OpenMode mode) override {
    CS_ASSIGN(auto file, store_.open(path, mode));
    return std::unique_ptr<io::File>(std::make_unique<StoppingFile>(std::move(file), &writes_left));
  }
  Result<std::optional<io::FileInfo>> info(const std::string& path) override {
    return store_.info(path);
  }
  Result<std::vector<std::string>> list(const std::string& directory) override {
    return store_.list(directory);
  }
  Result<void> make_directories(const std::string& directory) override {
    return store_.make_directories(directory);
  }
  Result<void> remove_file(const std::string& path) override { return store_.remove_file(path); }
  Result<void> rename_file(const std::string& from, const std::string& to) override {
    return store_.rename_file(from, to);
  }
  Result<void> sync_directory(const std::string& directory) override {
    return store_.sync_directory(directory);
  }
  Result<void> clone_file(const std::string& from, const std::string& to) override {
    return store_.clone_file(from, to);
  }

 private:
  io::FileStore& store_;
};

/// Name, extents and last block of every data set: what a change may change.
std::string state_of(Volume& volume) {
  const auto vtoc = read_vtoc(volume);
  if (!vtoc) {
    return to_string(vtoc.failure());
  }
  std::vector<std::string> lines;
  for (const DataSetLabel& data_set : vtoc->data_sets) {
    std::string line = data_set.name + " " + std::to_string(data_set.last_block.track);
    for (const Extent& extent : data_set.extents) {
      line += " " + std::to_string(extent.first_track(volume.geometry())) + "+" +
              std::to_string(extent.track_count(volume.geometry()));
    }
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

std::string overlaps_of(Volume& volume) {
  std::string text;
  const Vtoc vtoc = read_vtoc(volume).value();
  for (const VtocFinding& finding : vtoc.findings) {
    if (finding.what.find("overlap") != std::string::npos ||
        finding.what.find("twice") != std::string::npos) {
      text += finding.what + "\n";
    }
  }
  return text;
}

using Change = std::function<Result<void>(Volume&)>;

class SpaceStopTest : public DasdTest {
 protected:
  /// Data sets with 3 and 5 extents.
  void make_base() {
    auto volume = make_volume("base.ckd", "2311", 12, 2);
    DataSetLabel many = *allocate_data_set(*volume, sequential("MANY"), tracks(1, 1));
    DataSetLabel some = *allocate_data_set(*volume, sequential("SOME"), tracks(2, 2));
    DataSetLabel three = *allocate_data_set(*volume, sequential("THREE"), tracks(3, 1));
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(extend_data_set(*volume, many));
      ASSERT_TRUE(extend_data_set(*volume, some));
      ASSERT_TRUE(i > 1 || extend_data_set(*volume, three));
    }
    ASSERT_EQ(findings_of(*volume), "");
  }

  /// Stops `change` before its 1st, 2nd, ... write: old or new state, no overlap, and the next
  /// change finds everything in order.
  void check_every_stop(const Change& change) {
    make_base();
    CS_ASSERT_OK(store_->clone_file("base.ckd", "new.ckd"));
    auto new_volume = open_volume(*store_, "new.ckd", Access::kUpdate);
    const std::string old_state = state_of(**new_volume);
    CS_ASSERT_OK(change(**new_volume));
    const std::string new_state = state_of(**new_volume);
    ASSERT_NE(old_state, new_state);
    for (int stop = 0; stop < 60; ++stop) {
      const std::string path = "stop" + std::to_string(stop);
      CS_ASSERT_OK(store_->clone_file("base.ckd", path));
      StoppingStore stopping(*store_);
      auto volume = open_volume(stopping, path, Access::kUpdate);
      stopping.writes_left = stop;
      const bool is_done = change(**volume).ok();
      stopping.writes_left = -1;
      const std::string state = state_of(**volume);
      EXPECT_TRUE(state == old_state || state == new_state) << stop << "\n" << state;
      EXPECT_EQ(overlaps_of(**volume), "") << stop;
      CS_ASSERT_OK(allocate_data_set(**volume, sequential("NEXT"), tracks(2)));
      EXPECT_EQ(findings_of(**volume), "") << stop;
      if (is_done) {
        return;
      }
    }
    FAIL() << "60 writes and no end";
  }
};

TEST_F(SpaceStopTest, AllocationIsOldOrNew) {
  check_every_stop([](Volume& volume) -> Result<void> {
    CS_TRY(allocate_data_set(volume, sequential("ADDED"), tracks(5, 1)));
    return {};
  });
}

TEST_F(SpaceStopTest, ExtensionIntoANewFormat3IsOldOrNew) {
  check_every_stop([](Volume& volume) {
    DataSetLabel three = sequential("THREE");
    return extend_data_set(volume, three);
  });
}

TEST_F(SpaceStopTest, ExtensionOfAFormat3IsOldOrNew) {
  check_every_stop([](Volume& volume) {
    DataSetLabel many = sequential("MANY");
    return extend_data_set(volume, many);
  });
}

TEST_F(SpaceStopTest, ReleaseOfAFormat3IsOldOrNew) {
  check_every_stop([](Volume& volume) {
    DataSetLabel some = sequential("SOME");
    some.last_block = {1, 1};
    return release_unused(volume, some);
  });
}

TEST_F(SpaceStopTest, ReleaseInsideAFormat3IsOldOrNew) {
  check_every_stop([](Volume& volume) {
    DataSetLabel some = sequential("SOME");
    some.last_block = {6, 1};
    return release_unused(volume, some);
  });
}

TEST_F(SpaceStopTest, ScratchIsOldOrNew) {
  check_every_stop([](Volume& volume) {
    return scratch_data_set(volume, "MANY", {2026, 1}, false);
  });
}

TEST_F(SpaceStopTest, RenameIsOldOrNew) {
  check_every_stop([](Volume& volume) { return rename_data_set(volume, "MANY", "FEW"); });
}

/// Random changes with a model of what must be there.
class SpacePropertyTest : public DasdTest, public testing::WithParamInterface<unsigned> {
 protected:
  void step(Volume& volume, std::mt19937& random) {
    const auto pick = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    const std::string name = "DS" + std::to_string(pick(40));
    switch (pick(6)) {
      case 0:
      case 1: {
        SpaceRequest space =
            pick(3) == 0 ? cylinders(1 + pick(2), 1) : tracks(1 + pick(20), pick(4));
        space.contiguous = pick(4) == 0;
        if (const auto made = allocate_data_set(volume, sequential(name), space)) {
          model_[name] = *made;
        }
        return;
      }
      case 2:
      case 3:
        if (model_.contains(name)) {
          static_cast<void>(extend_data_set(volume, model_[name]));
        }
        return;
      case 4:
        if (model_.contains(name)) {
          model_[name].last_block.track = pick(30);
          CS_ASSERT_OK(release_unused(volume, model_[name]));
        }
        return;
      default:
        remove_or_rename(volume, name, pick(2) == 0);
    }
  }

  void remove_or_rename(Volume& volume, const std::string& name, bool rename) {
    const std::string new_name = name + "X";
    if (!model_.contains(name) || (rename && model_.contains(new_name))) {
      return;
    }
    auto entry = model_.extract(name);
    if (rename) {
      CS_ASSERT_OK(rename_data_set(volume, name, new_name));
      entry.mapped().name = new_name;
      entry.key() = new_name;
      model_.insert(std::move(entry));
    } else {
      CS_ASSERT_OK(scratch_data_set(volume, name, {}, true));
    }
  }

  void check(Volume& volume, std::uint32_t usable_tracks) {
    const Vtoc vtoc = read_vtoc(volume).value();
    ASSERT_TRUE(vtoc.findings.empty()) << findings_of(volume);
    ASSERT_EQ(vtoc.data_sets.size(), model_.size());
    std::uint32_t tracks_used = 1 + vtoc.extent.track_count(volume.geometry());
    for (const DataSetLabel& data_set : vtoc.data_sets) {
      const DataSetLabel& expected = model_.at(data_set.name);
      ASSERT_EQ(data_set.extents.size(), expected.extents.size()) << data_set.name;
      ASSERT_EQ(data_set.track_count(volume.geometry()), expected.track_count(volume.geometry()));
      tracks_used += data_set.track_count(volume.geometry());
    }
    for (const FreeExtent& run : vtoc.free) {
      tracks_used += run.track_count;
    }
    ASSERT_EQ(tracks_used, usable_tracks);
  }

  std::map<std::string, DataSetLabel> model_;
};

TEST_P(SpacePropertyTest, RandomChangesKeepTheVtocInOrder) {
  std::mt19937 random(GetParam());
  auto volume = make_volume("v.ckd", "2311", 60, 3);
  for (int i = 0; i < 300; ++i) {
    step(*volume, random);
    check(*volume, 600);
    if (HasFatalFailure()) {
      FAIL() << "seed " << GetParam() << " step " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SpacePropertyTest, testing::Range(1U, 6U));

}  // namespace
}  // namespace coldsite::dasd

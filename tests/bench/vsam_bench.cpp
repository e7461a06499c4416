// One side of the VSAM rows of tests/bench/run: a KSDS of ours, or SQLite with a WITHOUT ROWID
// table, does the same piece of work on the same file system with the same durability (one
// transaction there, one close() here).
//
//   vsam_bench vsam|sqlite create|load|read|insert|scan DIRECTORY
#include <sqlite3.h>

#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/random.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/vsam/cluster.hpp"
#include "datasets/vsam/definition.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint64_t kRecords = 1'000'000, kRandom = 200'000;
constexpr std::size_t kRecordBytes = 100, kKeyBytes = 8;
constexpr std::uint32_t kIntervalBytes = 4096;    // as large as a page of SQLite
constexpr std::uint32_t kCacheBytes = 128 << 20;  // buffers of either side

/// Loaded keys are multiples of 16, so that inserts find room between them.
void make_record(std::uint64_t key, ByteSpan record) {
  std::fill(record.begin(), record.end(), static_cast<std::uint8_t>(0x40 + key % 101));
  store_be(record, 0, kKeyBytes, key);
}

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "vsam_bench: %s\n", what.c_str());
  std::exit(1);
}

template <class T>
T checked(Result<T> result) {
  if (!result) {
    fail(to_string(result.failure()));
  }
  return *std::move(result);
}
void checked(const Result<void>& result) {
  if (!result) {
    fail(to_string(result.failure()));
  }
}

class Side {
 public:
  virtual ~Side() = default;
  virtual void create() = 0;
  virtual void begin(bool for_update) = 0;
  virtual void insert(ByteView record) = 0;
  virtual bool read(ByteView key) = 0;
  virtual std::uint64_t scan() = 0;
  virtual void end() = 0;
};

class BenchVolumes : public VolumeSet {
 public:
  explicit BenchVolumes(std::string directory)
      : directory_(std::move(directory)), store_(io::make_real_store()) {
    io::keep_writes_whole(*store_, directory_ + "/writes");  // as every program of a site does
  }

  void make() {
    const dasd::Geometry& geometry = *checked(dasd::find_device_model("3390")).geometry;
    const std::string path = directory_ + "/BENCH1";
    if (checked(store_->info(path))) {
      checked(store_->remove_file(path));
    }
    const auto volume = checked(dasd::create_volume(*store_, path, geometry, 700));
    dasd::VolumeLabel label;
    label.volser = "BENCH1";
    checked(dasd::write_empty_vtoc(*volume, label, {{0, 1}, 14}));
    checked(volume->sync());
  }

  Result<std::shared_ptr<dasd::Volume>> volume(std::string_view volser, dasd::Access) override {
    if (!volume_) {
      CS_ASSIGN(volume_, dasd::open_volume(*store_, directory_ + "/" + std::string(volser),
                                           dasd::Access::kUpdate));
    }
    return volume_;
  }
  Result<std::shared_ptr<void>> lock(std::string_view, io::LockMode, bool) override {
    return std::shared_ptr<void>(std::make_shared<int>());
  }
  io::Timestamp now() override { return {1'795'000'000'000'000}; }
  dasd::LabelDate today() override { return {2026, 325}; }

 private:
  std::string directory_;
  std::unique_ptr<io::FileStore> store_;
  std::shared_ptr<dasd::Volume> volume_;
};

class VsamSide : public Side {
 public:
  explicit VsamSide(const std::string& directory) : volumes_(directory) {}

  void create() override {
    volumes_.make();
    ClusterDefinition definition;
    definition.name = "BENCH.KSDS";
    definition.catalog_name = "BENCH";
    definition.attributes.key_bytes = kKeyBytes;
    definition.attributes.average_record_bytes = kRecordBytes;
    definition.attributes.max_record_bytes = kRecordBytes;
    definition.data.volsers = {"BENCH1"};
    definition.data.space_unit = dasd::SpaceUnit::kCylinders;
    definition.data.primary = 350;
    definition.data.secondary = 50;
    definition.data.interval_bytes = kIntervalBytes;
    checked(define_cluster(volumes_, definition));
  }

  void begin(bool for_update) override {
    ClusterPlace place;
    place.name = "BENCH.KSDS";
    place.data = {default_component_name(place.name, ComponentRole::kData), {"BENCH1"}, {}};
    place.index = {default_component_name(place.name, ComponentRole::kIndex), {"BENCH1"}, {}};
    OpenOptions options;
    options.update = for_update;
    options.defer_writes = true;
    options.data_buffers = kCacheBytes / kIntervalBytes;
    std::vector<Failure> notes;
    cluster_ = checked(Cluster::open(volumes_, place, options, notes));
  }
  void insert(ByteView record) override { checked(cluster_->insert(record)); }
  bool read(ByteView key) override {
    const auto record = checked(cluster_->get(key));
    return record && record->bytes.size() == kRecordBytes && record->bytes[7] == key[7];
  }
  std::uint64_t scan() override {
    const auto cursor = cluster_->cursor();
    std::uint64_t bytes = 0;
    while (const auto record = checked(cursor->next())) {
      bytes += record->bytes.size();
    }
    return bytes;
  }
  void end() override { checked(cluster_->close()); }

 private:
  BenchVolumes volumes_;
  std::unique_ptr<Cluster> cluster_;
};

class SqliteSide : public Side {
 public:
  explicit SqliteSide(const std::string& directory) : path_(directory + "/bench.sqlite") {}
  ~SqliteSide() override { sqlite3_close(database_); }

  void create() override {
    static_cast<void>(std::remove(path_.c_str()));
    open();
    run("CREATE TABLE records(k BLOB PRIMARY KEY, v BLOB) WITHOUT ROWID");
  }
  void begin(bool) override {
    open();
    prepare("INSERT INTO records VALUES(?1, ?2)", insert_);
    prepare("SELECT v FROM records WHERE k = ?1", read_);
    run("BEGIN");
  }
  void insert(ByteView record) override {
    bind(insert_, 1, record.first(kKeyBytes));
    bind(insert_, 2, record.subspan(kKeyBytes));
    if (sqlite3_step(insert_) != SQLITE_DONE) {
      fail(sqlite3_errmsg(database_));
    }
    sqlite3_reset(insert_);
  }
  bool read(ByteView key) override {
    bind(read_, 1, key);
    const bool is_there = sqlite3_step(read_) == SQLITE_ROW &&
                          sqlite3_column_bytes(read_, 0) == int{kRecordBytes - kKeyBytes} &&
                          sqlite3_column_blob(read_, 0) != nullptr;
    sqlite3_reset(read_);
    return is_there;
  }
  std::uint64_t scan() override {
    sqlite3_stmt* all = nullptr;
    prepare("SELECT k, v FROM records ORDER BY k", all);
    std::uint64_t bytes = 0;
    while (sqlite3_step(all) == SQLITE_ROW) {
      bytes += static_cast<std::uint64_t>(sqlite3_column_bytes(all, 0)) +
               static_cast<std::uint64_t>(sqlite3_column_bytes(all, 1));
    }
    sqlite3_finalize(all);
    return bytes;
  }
  void end() override {
    run("COMMIT");
    sqlite3_finalize(insert_);
    sqlite3_finalize(read_);
  }

 private:
  void open() {
    if (sqlite3_open(path_.c_str(), &database_) != SQLITE_OK) {
      fail(sqlite3_errmsg(database_));
    }
    run(("PRAGMA cache_size = -" + std::to_string(kCacheBytes / 1024)).c_str());
  }
  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(sqlite3_errmsg(database_));
    }
  }
  void prepare(const char* sql, sqlite3_stmt*& statement) {
    if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) {
      fail(sqlite3_errmsg(database_));
    }
  }
  static void bind(sqlite3_stmt* statement, int at, ByteView bytes) {
    sqlite3_bind_blob(statement, at, bytes.data(), static_cast<int>(bytes.size()), nullptr);
  }

  std::string path_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt *insert_ = nullptr, *read_ = nullptr;
};

void run(Side& side, const std::string& work) {
  Bytes record(kRecordBytes);
  io::Random random(20261121);
  if (work == "create") {
    side.create();
    return;
  }
  side.begin(work == "load" || work == "insert");
  if (work == "load") {
    for (std::uint64_t i = 0; i < kRecords; ++i) {
      make_record(i * 16, record);
      side.insert(record);
    }
  } else if (work == "read") {
    Bytes key(kKeyBytes);
    for (std::uint64_t i = 0; i < kRandom; ++i) {
      store_be(key, 0, kKeyBytes, random.below(kRecords) * 16);
      if (!side.read(key)) {
        fail("a record is missing");
      }
    }
  } else if (work == "insert") {
    std::vector<std::uint64_t> places(kRandom);
    std::iota(places.begin(), places.end(), std::uint64_t{0});
    for (std::uint64_t i = kRandom - 1; i > 0; --i) {
      std::swap(places[i], places[random.below(i + 1)]);
    }
    for (const std::uint64_t place : places) {
      make_record(place * 80 + 1 + random.below(15), record);  // between two that were loaded
      side.insert(record);
    }
  } else if (work == "scan") {
    if (side.scan() < kRecords * kRecordBytes) {
      fail("records are missing");
    }
  } else {
    fail("unknown work: " + work);
  }
  side.end();
}

}  // namespace
}  // namespace coldsite::vsam

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: vsam_bench vsam|sqlite create|load|read|insert|scan DIRECTORY\n");
    return 64;
  }
  const std::string directory = argv[3];
  if (std::string(argv[1]) == "vsam") {
    coldsite::vsam::VsamSide side(directory);
    coldsite::vsam::run(side, argv[2]);
  } else {
    coldsite::vsam::SqliteSide side(directory);
    coldsite::vsam::run(side, argv[2]);
  }
  return 0;
}

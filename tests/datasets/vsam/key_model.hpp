// Random requests on a key-sequenced cluster of random shape, each answer held against KeyTable.
// The same seed makes the same run.
#pragma once

#include <memory>
#include <string>

#include "tests/datasets/vsam/cluster_fixture.hpp"
#include "tests/datasets/vsam/key_table.hpp"

namespace coldsite::vsam {

class KeyModelTest : public ClusterTest {
 protected:
  /// `changes` requests or groups of requests. Failures name the seed.
  void run(std::uint64_t seed, int changes);

 private:
  /// Where a cursor stands, by its key.
  struct ModelCursor {
    enum class Where { kStart, kPointed, kOn, kEnd, kLost };
    Where where = Where::kStart;
    Bytes key;
    bool has_record = false;
  };

  void choose_shape();
  void open_again();
  Bytes random_key();
  Bytes random_record(const Bytes& key);
  Bytes key_in(const Bytes& record) const;

  void step();
  void insert(const Bytes& key);
  void insert_run();
  void replace();
  void erase();
  void get();
  void point();
  void skip_sequentially();
  void move(bool is_forward);
  void update_by_cursor();
  void erase_by_cursor();
  void compare_everything();
  void close_and_examine();

  io::Random random_{0};
  ClusterPlace place_;
  OpenOptions options_;
  std::uint32_t key_bytes_ = 0, key_offset_ = 0, record_bytes_max_ = 0;
  std::unique_ptr<KeyTable> table_;
  std::unique_ptr<Cluster> cluster_;
  std::unique_ptr<Cursor> cursor_;
  ModelCursor model_;
};

}  // namespace coldsite::vsam

// What a key-sequenced data set should hold: a std::map and an SQLite table that must agree with
// each other in every answer.
#pragma once

#include <sqlite3.h>

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "datasets/bytes.hpp"

namespace coldsite::vsam {

class KeyTable {
 public:
  using Found = std::optional<Bytes>;  ///< a record

  KeyTable() {
    EXPECT_EQ(sqlite3_open(":memory:", &database_), SQLITE_OK);
    run("CREATE TABLE records(k BLOB PRIMARY KEY, v BLOB) WITHOUT ROWID");
  }
  ~KeyTable() {
    for (const auto& [sql, statement] : statements_) {
      sqlite3_finalize(statement);
    }
    sqlite3_close(database_);
  }
  KeyTable(const KeyTable&) = delete;
  KeyTable& operator=(const KeyTable&) = delete;

  [[nodiscard]] std::size_t size() const { return map_.size(); }
  [[nodiscard]] const std::map<Bytes, Bytes>& records() const { return map_; }

  void put(const Bytes& key, const Bytes& record) {
    map_[key] = record;
    change("INSERT OR REPLACE INTO records VALUES(?1, ?2)", key, record);
  }
  void erase(const Bytes& key) {
    map_.erase(key);
    change("DELETE FROM records WHERE k = ?1", key, {});
  }

  Found find(const Bytes& key) {
    return agree(map_.find(key), "SELECT v FROM records WHERE k = ?1", key);
  }
  Found at_or_after(const Bytes& key) {
    return agree(map_.lower_bound(key), "SELECT v FROM records WHERE k >= ?1 ORDER BY k LIMIT 1",
                 key);
  }
  Found after(const Bytes& key) {
    return agree(map_.upper_bound(key), "SELECT v FROM records WHERE k > ?1 ORDER BY k LIMIT 1",
                 key);
  }
  Found before(const Bytes& key) {
    const auto behind = map_.lower_bound(key);
    return agree(behind == map_.begin() ? map_.end() : std::prev(behind),
                 "SELECT v FROM records WHERE k < ?1 ORDER BY k DESC LIMIT 1", key);
  }
  Found last() {
    return agree(map_.empty() ? map_.end() : std::prev(map_.end()),
                 "SELECT v FROM records WHERE ?1 IS NOT NULL ORDER BY k DESC LIMIT 1", Bytes(1));
  }

 private:
  void run(const char* sql) {
    EXPECT_EQ(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database_);
  }
  sqlite3_stmt* prepared(const char* sql) {
    sqlite3_stmt*& statement = statements_[sql];
    if (statement == nullptr) {
      EXPECT_EQ(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr), SQLITE_OK)
          << sqlite3_errmsg(database_);
    }
    sqlite3_reset(statement);
    return statement;
  }
  static void bind(sqlite3_stmt* statement, int at, const Bytes& bytes) {
    sqlite3_bind_blob(statement, at, bytes.data(), static_cast<int>(bytes.size()), nullptr);
  }
  void change(const char* sql, const Bytes& key, const Bytes& record) {
    sqlite3_stmt* const statement = prepared(sql);
    bind(statement, 1, key);
    if (sqlite3_bind_parameter_count(statement) > 1) {
      bind(statement, 2, record);
    }
    EXPECT_EQ(sqlite3_step(statement), SQLITE_DONE) << sqlite3_errmsg(database_);
    sqlite3_reset(statement);
  }
  Found agree(std::map<Bytes, Bytes>::const_iterator here, const char* sql, const Bytes& key) {
    sqlite3_stmt* const statement = prepared(sql);
    bind(statement, 1, key);
    Found found;
    if (sqlite3_step(statement) == SQLITE_ROW) {
      const auto* const bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, 0));
      found = Bytes(bytes, bytes + sqlite3_column_bytes(statement, 0));
    }
    sqlite3_reset(statement);
    EXPECT_EQ(found, here == map_.end() ? Found() : Found(here->second)) << sql;
    return found;
  }

  std::map<Bytes, Bytes> map_;
  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

}  // namespace coldsite::vsam

// A small site in memory: volumes PRD001 and PRD002 at 0A80 and 0A81, 0A82 blank.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "datasets/site/allocation.hpp"
#include "datasets/site/enqueue.hpp"
#include "datasets/site/open.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::site {

inline constexpr std::string_view kSmallSite =
    "name = LOCAL\n[dasd]\ndevice = 0a80 3390 10\ndevice = 0a81 3390 10\ndevice = 0a82 3390 10\n"
    "[tape]\ndrives = 2\n[esoteric]\nSYSDA = 0a80-0a8f\nONLY81 = 0a81\n";

class SiteTest : public ::testing::Test {
 protected:
  SiteTest() {
    write_file("site/site.conf", kSmallSite);
    open_site();
    label_volume(0x0A80, "PRD001");
    label_volume(0x0A81, "PRD002");
    EXPECT_TRUE(site->refresh().ok());
  }

  void write_file(const std::string& path, std::string_view text) {
    EXPECT_TRUE(store->make_directories(io::directory_of(path)).ok());
    EXPECT_TRUE(io::replace_file(*store, path, Bytes(text.begin(), text.end())).ok());
  }
  std::string read_file(const std::string& path) {
    const auto content = io::read_file(*store, path);
    EXPECT_TRUE(content.ok()) << to_string(content.failure());
    return content ? std::string(content->begin(), content->end()) : "";
  }

  void open_site() {
    auto opened = Site::open(*store, "site");
    ASSERT_TRUE(opened.ok()) << to_string(opened.failure());
    site = *std::move(opened);
    context = new_context();
  }

  AllocationContext new_context() {
    AllocationContext fresh;
    fresh.site = site.get();
    fresh.store = store.get();
    fresh.clock = clock.get();
    fresh.job_name = "JOB";
    fresh.step_name = "STEP";
    fresh.may_wait = false;
    return fresh;
  }

  void label_volume(std::uint16_t address, const std::string& volser) {
    const Device* device = *site->find_device(address);
    const auto volume = site->open_volume(*device, dasd::Access::kUpdate);
    ASSERT_TRUE(volume.ok());
    dasd::VolumeLabel label;
    label.volser = volser;
    ASSERT_TRUE(dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 4}).ok());
  }

  /// "SYSUT1=DSN=..." as --dd takes it.
  static DdRequest dd(const std::string& option) {
    auto request = coldsite::dd::parse_dd_option(option);
    EXPECT_TRUE(request.ok()) << to_string(request.failure());
    return *request;
  }
  Result<Allocation> allocate(const std::string& option) {
    return site::allocate(dd(option), context);
  }
  Allocation must_allocate(const std::string& option) {
    auto allocation = allocate(option);
    EXPECT_TRUE(allocation.ok()) << to_string(allocation.failure());
    return allocation ? *std::move(allocation) : Allocation();
  }

  void write_records(const Allocation& allocation, const std::vector<std::string>& lines,
                     const access::DataControlBlock& program = {}) {
    auto writer = open_writer(allocation, program, context);
    ASSERT_TRUE(writer.ok()) << to_string(writer.failure());
    for (const std::string& line : lines) {
      Bytes record = *code_page_of(context).from_utf8(line);
      if ((*writer)->attributes().record_format.is_fixed()) {
        record.resize((*writer)->attributes().record_bytes, 0x40);
      }
      const auto written = (*writer)->write_record(record);
      ASSERT_TRUE(written.ok()) << to_string(written.failure());
    }
    const auto closed = (*writer)->close();
    ASSERT_TRUE(closed.ok()) << to_string(closed.failure());
  }

  std::vector<std::string> read_records(const std::vector<Allocation>& parts) {
    std::vector<std::string> lines;
    auto reader = open_reader(parts, {}, context);
    EXPECT_TRUE(reader.ok()) << to_string(reader.failure());
    while (reader) {
      const auto record = (*reader)->read_record();
      EXPECT_TRUE(record.ok()) << to_string(record.failure());
      if (!record || !*record) {
        break;
      }
      std::string line = code_page_of(context).to_utf8(**record);
      lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
    }
    return lines;
  }

  std::unique_ptr<io::FileStore> store = io::make_memory_store();
  std::unique_ptr<io::Clock> clock =
      io::make_stepped_clock(io::from_calendar({2026, 11, 21, 10, 0, 0, 0, 325}), 1'000'000);
  std::unique_ptr<Site> site;
  AllocationContext context;
};

}  // namespace coldsite::site

// A small volume with data sets, and the lines and facts that a listing of it makes.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "datasets/access/partitioned.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "tests/places.hpp"
#include "utilities/batch/report.hpp"
#include "utilities/iehlist/pds_listing.hpp"
#include "utilities/iehlist/vtoc_listing.hpp"

namespace coldsite::iehlist {

inline std::unique_ptr<dasd::Volume> make_volume(io::FileStore& store, const std::string& path,
                                                 const std::string& volser = "TST001") {
  const dasd::Geometry* geometry = dasd::find_device_model("3390")->geometry;
  auto volume = dasd::create_volume(store, path, *geometry, 10);
  EXPECT_TRUE(volume) << to_string(volume.failure());
  dasd::VolumeLabel label;
  label.volser = volser;
  const auto written = dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 4});
  EXPECT_TRUE(written) << to_string(written.failure());
  return std::move(*volume);
}

inline dasd::DataSetLabel make_data_set(dasd::Volume& volume, const std::string& name,
                                        const dasd::SpaceRequest& space) {
  dasd::DataSetLabel label;
  label.name = name;
  label.first_volser = "TST001";
  label.created = {2026, 325};
  label.organization = dasd::Organization::kSequential;
  label.record_format = *dasd::parse_record_format("FB");
  label.record_bytes = 80;
  label.block_bytes = 27920;
  label.system_code = "IBMOSVS2";
  const auto made = dasd::allocate_data_set(volume, label, space);
  EXPECT_TRUE(made) << to_string(made.failure());
  return *made;
}

inline dasd::DataSetLabel make_library(dasd::Volume& volume, const std::string& name,
                                       const std::string& record_format = "FB") {
  dasd::DataSetLabel label;
  label.name = name;
  label.first_volser = "TST001";
  label.created = {2026, 325};
  label.expires = {2027, 1};
  label.organization = dasd::Organization::kPartitioned;
  label.record_format = *dasd::parse_record_format(record_format);
  label.record_bytes = record_format == "U" ? 0 : 80;
  label.block_bytes = record_format == "U" ? 19069 : 6160;
  auto made = dasd::allocate_data_set(
      volume, label,
      {.unit = dasd::SpaceUnit::kCylinders, .primary = 1, .secondary = 2, .directory_blocks = 10});
  EXPECT_TRUE(made) << to_string(made.failure());
  const auto initialized = access::initialize_directory(volume, *made, 10);
  EXPECT_TRUE(initialized) << to_string(initialized.failure());
  return *made;
}

inline void add_member(dasd::Volume& volume, const std::string& library, access::Member member,
                       const Bytes& block) {
  const auto label = dasd::find_data_set(volume, library);
  ASSERT_TRUE(label && *label);
  const auto opened = access::PartitionedDataSet::open(volume, **label);
  ASSERT_TRUE(opened) << to_string(opened.failure());
  const auto writer = (*opened)->write_member(std::move(member), false);
  ASSERT_TRUE(writer) << to_string(writer.failure());
  ASSERT_TRUE((*writer)->write_block(block));
  ASSERT_TRUE((*writer)->close());
}

/// What one listing printed, told and ended with.
struct Listed {
  std::vector<std::string> lines;
  std::string json;
  int condition_code = 0;

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const std::string& line : lines) {
      all += line + "\n";
    }
    return all;
  }
};

template <class Function>
Listed listed(const Function& list) {
  Listed result;
  batch::Report report("iehlist", batch::make_memory_sink(result.lines));
  report.want_json([&result](std::string_view json) -> Result<void> {
    result.json = json;
    return {};
  });
  list(report);
  result.condition_code = report.exit_status();
  return result;
}

/// The listing as it stands in golden/`name`; COLDSITE_UPDATE_GOLDEN=1 writes it anew.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = source_directory() + "/tests/utilities/iehlist/golden/" + name;
  if (std::getenv("COLDSITE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
  }
  std::ostringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(text, golden.str()) << path;
}

inline ListVtoc vtoc_statement(ListingForm form, const std::vector<cards::Word>& names = {}) {
  ListVtoc statement;
  statement.form = form;
  statement.data_sets = names;
  return statement;
}
inline ListVtoc dated_statement(ListingForm form, dasd::LabelDate date) {
  ListVtoc statement = vtoc_statement(form);
  statement.expires_before = date;
  return statement;
}
inline ListPds pds_statement(ListingForm form, const std::vector<std::string>& names) {
  ListPds statement;
  statement.form = form;
  for (const std::string& name : names) {
    statement.data_sets.push_back({name, {}});
  }
  return statement;
}

inline Listed list(dasd::Volume& volume, const ListVtoc& statement) {
  return listed([&](batch::Report& report) { list_vtoc(report, volume, statement); });
}
inline Listed list(dasd::Volume& volume, const ListPds& statement) {
  return listed([&](batch::Report& report) { list_pds(report, volume, statement); });
}

}  // namespace coldsite::iehlist

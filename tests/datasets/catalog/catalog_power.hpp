// Random changes of a catalog until the power fails and takes any of the writes since the last sync
// with it: each entry is as it was by then, or after one of the changes since.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "datasets/catalog/catalog.hpp"
#include "datasets/catalog/entry_codec.hpp"
#include "datasets/io/fault_store.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"
#include "tests/datasets/vsam/vsam_fixture.hpp"

namespace coldsite::catalog {

class CatalogPower : public ::testing::Test {
 protected:
  using Form = std::optional<Bytes>;  ///< an entry in bytes; nothing: no such entry

  void create() {
    volumes_.make("CAT001", 5);
    auto created = Catalog::create(volumes_, Catalog::standard_definition("UCAT.TEST", "CAT001"));
    ASSERT_TRUE(created.ok()) << to_string(created.failure());
    catalog_ = *std::move(created);
    CS_ASSERT_OK(catalog_->sync());
    CS_ASSERT_OK(faults_->sync_directory("."));
  }

  static Form form_of(const Entry& entry) {
    StoredEntry stored;
    stored.entry = entry;
    const auto records = encode_entry(stored, 32'000);
    EXPECT_TRUE(records.ok() && records->size() == 1);
    return records.ok() ? Form((*records)[0]) : Form();
  }

  /// Data sets of one volume, of so many that they take extension records, and clusters.
  Entry entry_of(const std::string& name) {
    if (random_.chance(1, 4)) {
      return testing::sphere(name);
    }
    Entry entry = testing::non_vsam(name);
    const std::uint64_t volumes = random_.chance(1, 10) ? 240 : random_.between(1, 3);
    for (std::uint64_t i = 1; i < volumes; ++i) {
      entry.non_vsam->volumes.push_back(testing::disk(fmt::format("W{:05}", i)));
    }
    return entry;
  }

  Result<void> change() {
    const std::string name = fmt::format("A.N{:05}", random_.below(300));
    auto& forms = forms_[name];
    if (forms.empty()) {
      forms.emplace_back();
    }
    if (!forms.back()) {
      const Entry entry = entry_of(name);
      forms.push_back(form_of(entry));
      return catalog_->add(entry);
    }
    if (random_.chance(1, 2)) {
      forms.emplace_back();
      return catalog_->remove(name);
    }
    return catalog_->change(name, [&](Entry& entry) -> Result<void> {
      if (entry.non_vsam) {
        entry = entry_of(name).non_vsam ? testing::non_vsam(name, "OTHER1") : entry;
      } else {
        entry.sphere->base.ownership.owner = fmt::format("OWN{}", random_.below(1000));
      }
      forms.push_back(form_of(entry));
      return {};
    });
  }

  void fail_power() {
    io::CrashModel model;
    model.keep =
        random_.chance(1, 3) ? io::CrashModel::Keep::kFirst : io::CrashModel::Keep::kRandom;
    model.count = random_.below(faults_->unsynced_changes() + 1);
    model.random = io::Random(random_.next());
    catalog_.reset();
    volumes_.dismount();
    CS_ASSERT_OK(faults_->crash(model));
    auto opened = Catalog::open(volumes_, "UCAT.TEST", "CAT001");
    ASSERT_TRUE(opened.ok()) << to_string(opened.failure());
    catalog_ = *std::move(opened);
  }

  void judge() {
    for (auto& [name, forms] : forms_) {
      const auto found = catalog_->find(name);
      ASSERT_TRUE(found.ok()) << to_string(found.failure());
      const Form form = *found ? form_of((*found)->entry) : Form();
      ASSERT_NE(std::ranges::find(forms, form), forms.end())
          << name << (form ? " is in none of its states" : " is lost");
      forms.assign(1, form);
      const auto data = catalog_->find(name + ".DATA");
      ASSERT_TRUE(data.ok()) << to_string(data.failure());
      ASSERT_EQ(data->has_value(), *found && (*found)->entry.sphere) << name;
    }
    std::vector<CatalogFinding> findings;
    CS_ASSERT_OK(catalog_->scan(
        "", [](const Entry&) { return Result<bool>(true); }, findings));
    for (const CatalogFinding& finding : findings) {
      ADD_FAILURE() << finding.name << ": " << finding.what;
    }
  }

  void run(std::uint64_t seed, int rounds, std::uint64_t changes_max) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    random_ = io::Random(seed);
    create();
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
      const std::uint64_t changes = random_.between(1, changes_max);
      if (random_.chance(1, 2)) {
        faults_->fail_power_in(1 + random_.below(changes * 3));
      }
      for (std::uint64_t i = 0; i < changes && change(); ++i) {
        if (random_.chance(1, 20) && catalog_->sync()) {
          for (auto& [name, forms] : forms_) {
            forms.erase(forms.begin(), forms.end() - 1);
          }
        }
      }
      fail_power();
      if (!HasFatalFailure()) {
        judge();
      }
    }
  }

  io::Random random_{0};
  std::unique_ptr<io::FileStore> memory_ = io::make_memory_store();
  std::unique_ptr<io::FaultStore> faults_ = io::make_fault_store(*memory_);
  vsam::TestVolumes volumes_{*faults_};
  std::unique_ptr<Catalog> catalog_;
  std::map<std::string, std::vector<Form>> forms_;
};

}  // namespace coldsite::catalog

// A site in memory with two labelled volumes and a master catalog, and IDCAMS on it.
#pragma once

#include <string>
#include <vector>

#include "tests/utilities/program_fixture.hpp"
#include "utilities/ickdsf/ickdsf.hpp"
#include "utilities/idcams/idcams.hpp"

namespace coldsite::idcams {

class IdcamsTest : public coldsite::testing::ProgramTest {
 protected:
  void SetUp() override {
    put_file("site/site.conf",
             "name = LOCAL\n[dasd]\ndevice = 0a80 3390 12\ndevice = 0a81 3390 8\n"
             "[catalog]\nmaster = MASTER.CATALOG VOL001\n");
    static std::vector<Bytes> images;  // made once: they are the same for every test
    const std::vector<std::string> paths = {"site/dasd/0a80.3390", "site/dasd/0a81.3390"};
    if (images.empty()) {
      make_volumes();
      for (const std::string& path : paths) {
        images.push_back(io::read_file(*store_, path).value());
      }
    }
    ASSERT_TRUE(store_->make_directories("site/dasd"));
    for (std::size_t i = 0; i < paths.size(); ++i) {
      ASSERT_TRUE(io::replace_file(*store_, paths[i], images[i]));
    }
  }

  void make_volumes() {
    ASSERT_EQ(run(ickdsf::description(), ickdsf::run,
                  "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(VOL001)\n"
                  "  INIT UNITADDRESS(0A81) NOVERIFY VOLID(VOL002)\n",
                  {"--site", "site"}),
              0)
        << output();
    ASSERT_EQ(idcams("  DEFINE MASTERCATALOG(NAME(MASTER.CATALOG) VOLUME(VOL001) TRK(5 5))\n"), 0)
        << output();
  }

  /// Runs a deck; `arguments` are --dd options.
  int idcams(const std::string& cards, std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"--site", "site"});
    return run(description(), idcams::run, cards, arguments);
  }

  static std::string cluster(const std::string& name, const std::string& operands) {
    return "  DEFINE CLUSTER(NAME(" + name + ") VOLUMES(VOL001) TRACKS(5 5) -\n    " + operands +
           ")\n";
  }
  /// A KSDS of records of 20 bytes with a key of 4, loaded with `lines` (one record each).
  void load_ksds(const std::string& name, const std::string& lines) {
    put_file("records.txt", lines);
    ASSERT_EQ(idcams(cluster(name, "KEYS(4 0) RECORDSIZE(20 20)") +
                         "  REPRO INFILE(IN) OUTDATASET(" + name + ")\n",
                     {"--dd", "IN=PATH=./records.txt,RECFM=FB,LRECL=20"}),
              0)
        << output();
  }
};

}  // namespace coldsite::idcams

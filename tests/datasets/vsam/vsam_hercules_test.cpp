// Hercules' tools as the outside judge of the volumes that hold VSAM data sets: dasdls lists the
// VVDS and the components, an image compressed and expanded
// again holds everything.
#include <sstream>

#include "datasets/io/real_store.hpp"
#include "tests/datasets/vsam/definition_fixture.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::vsam {
namespace {

using ::testing::HasSubstr;

class VsamHerculesTest : public VsamTest {
 protected:
  void SetUp() override {
    if (!testing::are_installed("dasdls ckd2cckd cckd2ckd")) {
      GTEST_SKIP() << "Hercules' DASD tools are not installed";
    }
    store_ = io::make_real_store();
  }
  /// Volumes of the test's directory.
  class Volumes : public TestVolumes {
   public:
    Volumes(io::FileStore& store, std::string directory)
        : TestVolumes(store), directory_(std::move(directory)) {}
    [[nodiscard]] std::string path_of(std::string_view volser) const override {
      return directory_ + "/" + std::string(volser);
    }

   private:
    std::string directory_;
  };

  std::string run(const std::string& command) const {
    return testing::run_shell(command + " 2>&1", directory_.path()).output;
  }

  coldsite::testing::TemporaryDirectory directory_;
};

TEST_F(VsamHerculesTest, DasdlsListsTheVvdsAndTheComponents) {
  Volumes volumes(*store_, directory_.path());
  volumes.make("VSM001", 20);
  auto place = define_cluster(volumes, key_sequenced("PROD.KSDS", {"VSM001"}, 2, 1));
  ASSERT_TRUE(place) << to_string(place.failure());
  Component data = *read_component(volumes, place->data);
  for (int i = 0; i < 4; ++i) {
    CS_ASSERT_OK(extend_component(volumes, data));
  }
  CS_ASSERT_OK((*volumes.volume("VSM001", dasd::Access::kUpdate))->sync());
  const std::string listing = run("dasdls -info VSM001");
  EXPECT_THAT(listing, HasSubstr("SYS1.VVDS.VVSM001"));
  EXPECT_THAT(listing, HasSubstr("PROD.KSDS.DATA"));
  EXPECT_THAT(listing, HasSubstr("PROD.KSDS.INDEX"));
}

TEST_F(VsamHerculesTest, ACopyOfTheVolumeHoldsEverything) {
  Volumes volumes(*store_, directory_.path());
  volumes.make("VSM001", 20);
  auto place = define_cluster(volumes, key_sequenced("PROD.KSDS", {"VSM001"}, 2, 1));
  ASSERT_TRUE(place) << to_string(place.failure());
  volumes.dismount();
  run("ckd2cckd VSM001 packed && mv VSM001 old && cckd2ckd packed VSM001");
  EXPECT_EQ(findings_of(volumes, "VSM001"), "");
  CS_ASSERT_OK(read_component(volumes, place->data));
  CS_ASSERT_OK(read_component(volumes, place->index));
}

}  // namespace
}  // namespace coldsite::vsam

#include "control-cards/dd/dd_operands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/dd/dd_grammar.hpp"
#include "datasets/messages/css.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::dd {
namespace {

using site::DdRequest;
using site::Disposition;
using site::Status;
using testing::ElementsAre;

cards::Statement statement_of(std::string_view text) {
  const cards::CardDeck deck{"DD", {{std::string(text), 1}}};
  cards::Statement statement;
  statement.append(deck, 0, 1, text);
  return statement;
}

DdRequest parsed(std::string_view text) {
  auto request = parse_dd_operands("SYSUT1", statement_of(text));
  EXPECT_TRUE(request.ok()) << text << "\n" << (request ? "" : to_string(request.failure()));
  return request ? *request : DdRequest{};
}

TEST(DdOperands, DataSetNameForms) {
  EXPECT_EQ(parsed("DSN=PROD.DATA,DISP=SHR").data_set_name, "PROD.DATA");
  const DdRequest member = parsed("DSNAME=PROD.LIB(MEM1),DISP=SHR");
  EXPECT_EQ(member.data_set_name, "PROD.LIB");
  EXPECT_EQ(member.member, "MEM1");
  EXPECT_EQ(parsed("dsn=&&temp").data_set_name, "&&TEMP");
  EXPECT_EQ(parsed("DSN='any name, o''k'").data_set_name, "any name, o'k");
  EXPECT_TRUE(parsed("DSN=NULLFILE").is_dummy);
}

TEST(DdOperands, DispositionForms) {
  const DdRequest all = parsed("DSN=A,DISP=(NEW,CATLG,DELETE)");
  EXPECT_EQ(all.status, Status::kNew);
  EXPECT_EQ(all.normal, Disposition::kCatalog);
  EXPECT_EQ(all.abnormal, Disposition::kDelete);
  const DdRequest holes = parsed("DSN=A,DISP=(OLD,,DELETE)");
  EXPECT_EQ(holes.status, Status::kOld);
  EXPECT_FALSE(holes.normal);
  EXPECT_EQ(holes.abnormal, Disposition::kDelete);
  EXPECT_EQ(parsed("DSN=A,DISP=(,PASS)").normal, Disposition::kPass);
  EXPECT_TRUE(parsed("DSN=A,DISP=(,PASS)").is_status_coded);
  EXPECT_EQ(parsed("DSN=A,DISP=MOD").status, Status::kModify);
  EXPECT_FALSE(parsed("DSN=A").is_status_coded);
}

TEST(DdOperands, PassIsNoAbnormalDisposition) {
  const DdRequest request = parsed("DSN=&&A,DISP=(OLD,PASS,PASS)");
  EXPECT_EQ(request.normal, Disposition::kPass);
  EXPECT_FALSE(request.abnormal);
  ASSERT_EQ(request.ignored_keywords.size(), 1U);
  EXPECT_EQ(request.ignored_keywords[0].position.column, 24U);
}

TEST(DdOperands, ModelsOfAttributesSpaceAndVolume) {
  const DdRequest request = parsed("DSN=A,LIKE=B.C,DCB=(D.E,LRECL=X),VOL=REF=F.G,DISP=(,CATLG)");
  EXPECT_EQ(request.like_data_set, "B.C");
  EXPECT_EQ(request.model_data_set, "D.E");
  EXPECT_EQ(request.volume_of_data_set, "F.G");
  EXPECT_EQ(request.dcb.record_bytes, access::kRecordBytesX);
  EXPECT_EQ(parsed("DSN=A,DCB=(,BLKSIZE=120,LRECL=120)").dcb.block_bytes, 120U);
  EXPECT_EQ(parsed("DSN=A,VOL=(,,,,REF='F.G')").volume_of_data_set, "F.G");
  EXPECT_FALSE(parse_dd_operands("A", statement_of("DSN=A,VOL=REF=*.B")).ok());
  EXPECT_FALSE(parse_dd_operands("A", statement_of("DSN=A,LIKE=1B")).ok());
}

TEST(DdOperands, ClassesAndSerialsOfOtherCharacters) {
  EXPECT_EQ(parsed("SYSOUT=$").sysout_class, "$");
  EXPECT_THAT(parsed("DSN=A,VOL=SER=('*','A/B')").volumes, ElementsAre("*", "A/B"));
  EXPECT_FALSE(parse_dd_operands("A", statement_of("DSN=A,VOL=SER='TOOLONG'")).ok());
}

TEST(DdOperands, CommaBeforeNothingEndsAList) {
  const DdRequest made = parsed("DSN=A,DISP=(,CATLG,)");
  EXPECT_EQ(made.status, Status::kNew);
  EXPECT_EQ(made.normal, Disposition::kCatalog);
  EXPECT_FALSE(made.abnormal);
  EXPECT_EQ(parsed("DSN=A,DISP=(NEW,CATLG,)").normal, Disposition::kCatalog);
  EXPECT_EQ(parsed("DSN=A,DISP=(SHR,)").status, Status::kShare);
  EXPECT_EQ(parsed("DSN=A,DISP=(OLD,,)").status, Status::kOld);
  EXPECT_EQ(parsed("UNIT=(3390,,),VOL=SER=PRD001").unit, "3390");
  EXPECT_EQ(parsed("SPACE=(TRK,(5,2,),)").space->request.secondary, 2U);
  EXPECT_TRUE(parsed("SPACE=(TRK,(5,2),RLSE,,)").space->release);
  EXPECT_EQ(parsed("LABEL=(2,SL,,,)").file_sequence, 2U);
  EXPECT_EQ(parsed("VOL=(PRIVATE,,,2,)").volume_count, 2U);
}

TEST(DdOperands, DsntypeLargeIsTakenAndOtherTypesAreTold) {
  EXPECT_TRUE(parsed("DSN=A,DSNTYPE=LARGE,SPACE=(TRK,1)").is_large);
  EXPECT_TRUE(parsed("DSN=A,DSNTYPE=LARGE,SPACE=(TRK,1)").ignored_keywords.empty());
  EXPECT_TRUE(parsed("DSN=A,DSNTYPE=BASIC").ignored_keywords.empty());
  const DdRequest other = parsed("DSN=A,DSNTYPE=LIBRARY");
  EXPECT_FALSE(other.is_large);
  EXPECT_EQ(other.ignored_keywords.at(0).keyword, "DSNTYPE");
}

TEST(DdOperands, CountsOfUnitsAndVolumesAreForTapes) {
  EXPECT_EQ(parsed("DSN=A,UNIT=(TAPE,P),VOL=SER=(T00001,T00002)").unit_count, 2U);
  EXPECT_EQ(parsed("DSN=A,UNIT=(TAPE,P),VOL=(,,,3)").unit_count, 3U);
  EXPECT_TRUE(parsed("DSN=A,UNIT=(TAPE,2)").ignored_keywords.empty());
  const DdRequest disk = parsed("DSN=A,UNIT=(3390,2),VOL=(,,,4),SPACE=(TRK,1)");
  ASSERT_EQ(disk.ignored_keywords.size(), 2U);
  EXPECT_EQ(disk.ignored_keywords[0].keyword, "UNIT=(,n)");
  EXPECT_EQ(disk.ignored_keywords[1].keyword, "VOL=(,,,n)");
}

TEST(DdOperands, UnitAndVolumeForms) {
  const DdRequest list = parsed("DSN=A,UNIT=(TAPE,2,DEFER),VOL=(,RETAIN,2,5,SER=(T00001,T00002))");
  EXPECT_EQ(list.unit, "TAPE");
  EXPECT_EQ(list.unit_count, 2U);
  EXPECT_EQ(list.volume_sequence, 2U);
  EXPECT_EQ(list.volume_count, 5U);
  EXPECT_THAT(list.volumes, ElementsAre("T00001", "T00002"));
  EXPECT_EQ(parsed("UNIT=/0A80,VOL=SER=PRD001").unit, "0A80");
  EXPECT_THAT(parsed("UNIT=3390,VOLUME=SER='PRD-01'").volumes, ElementsAre("PRD-01"));
  EXPECT_THAT(parsed("UNIT=3390,VOL=(PRIVATE,SER=PRD001)").volumes, ElementsAre("PRD001"));
}

TEST(DdOperands, SpaceForms) {
  const auto tracks = parsed("SPACE=(TRK,(5,2,10),RLSE,CONTIG,ROUND)").space.value();
  EXPECT_EQ(tracks.request.primary, 5U);
  EXPECT_EQ(tracks.request.secondary, 2U);
  EXPECT_EQ(tracks.request.directory_blocks, 10U);
  EXPECT_TRUE(tracks.release && tracks.request.contiguous && tracks.request.round_to_cylinders);
  EXPECT_EQ(parsed("SPACE=(CYL,(5,,10),,CONTIG)").space->request.directory_blocks, 10U);
  EXPECT_EQ(parsed("SPACE=(CYL,7)").space->request.unit, dasd::SpaceUnit::kCylinders);
  const auto absolute = parsed("SPACE=(ABSTR,(30,15,4))").space.value();
  EXPECT_EQ(absolute.request.absolute_first_track, 15U);
  EXPECT_EQ(absolute.request.directory_blocks, 4U);
  const auto records = parsed("SPACE=(80,(2,1),RLSE),AVGREC=K").space.value();
  EXPECT_EQ(records.request.unit, dasd::SpaceUnit::kRecords);
  EXPECT_EQ(records.request.primary, 2048U);
  EXPECT_EQ(records.request.unit_bytes, 80U);
}

TEST(DdOperands, AttributesInDcbOrOnTheirOwn) {
  const DdRequest nested = parsed("DCB=(RECFM=VBA,LRECL=125,BLKSIZE=0,DSORG=PS,BUFNO=30,DEN=4)");
  EXPECT_EQ(nested.dcb.record_format.bits, 0x54);
  EXPECT_EQ(nested.dcb.record_bytes, 125U);
  ASSERT_EQ(nested.ignored_keywords.size(), 2U);
  EXPECT_EQ(nested.ignored_keywords[0].keyword, "BUFNO");
  EXPECT_EQ(nested.ignored_keywords[1].keyword, "DEN");
  EXPECT_EQ(parsed("DSN=A,BUFNO=5").ignored_keywords.at(0).keyword, "BUFNO");
  EXPECT_EQ(parsed("RECFM=FB,LRECL=80,BLKSIZE=3120").dcb.block_bytes, 3120U);
  EXPECT_EQ(parsed("DCB=BLKSIZE=3120").dcb.block_bytes, 3120U);
}

TEST(DdOperands, LabelAndRetentionForms) {
  const DdRequest label = parsed("LABEL=(3,SL,,,EXPDT=2030/015)");
  EXPECT_EQ(label.file_sequence, 3U);
  EXPECT_EQ(label.label_type, tape::LabelType::kStandard);
  EXPECT_EQ(label.expires.year, 2030);
  EXPECT_EQ(label.expires.day_of_year, 15);
  EXPECT_EQ(parsed("LABEL=(,BLP)").label_type, tape::LabelType::kBypass);
  EXPECT_EQ(parsed("LABEL=RETPD=30").retention_days, 30U);
  EXPECT_EQ(parsed("EXPDT=99365").expires.year, 1999);
}

TEST(DdOperands, KindsOfDd) {
  EXPECT_EQ(parsed("SYSOUT=*").sysout_class, "*");
  const DdRequest reader = parsed("SYSOUT=(A,INTRDR)");
  EXPECT_EQ(reader.sysout_class, "A");
  EXPECT_EQ(reader.sysout_writer, "INTRDR");
  EXPECT_EQ(parsed("SYSOUT=(,)").sysout_class, "");
  EXPECT_TRUE(parsed("DUMMY,DCB=BLKSIZE=80").is_dummy);
  EXPECT_TRUE(parsed("*").instream.has_value());
  const DdRequest data = parsed("DATA,DLM='&&7'");
  EXPECT_TRUE(data.is_instream_data);
  EXPECT_EQ(data.delimiter, "&7");
  EXPECT_EQ(parsed("UNIT=3390,PATH='Pack 1.ckd'").host_path, "Pack 1.ckd");
  EXPECT_EQ(parsed("PATH=/tmp/x.Txt,FILEDATA=BINARY").host_path, "/tmp/x.Txt");
  EXPECT_TRUE(parsed("").host_path.empty());
}

TEST(DdOperands, NullifiedKeywordIsNotCoded) {
  EXPECT_TRUE(parsed("DSN=A,UNIT=,VOL=,DISP=SHR").unit.empty());
}

TEST(DdOperands, KnownKeywordsWithoutEffectAreCollected) {
  const DdRequest request = parsed("DSN=A,STORCLAS=FAST,PATHOPTS=(ORDWR,OCREAT),FREE=CLOSE");
  ASSERT_EQ(request.ignored_keywords.size(), 3U);
  EXPECT_EQ(request.ignored_keywords[1].keyword, "PATHOPTS");
  EXPECT_EQ(request.ignored_keywords[1].position.column, 21U);
}

TEST(DdOption, TellsPathsFromOperands) {
  EXPECT_EQ(parse_dd_option("SYSIN=cards.txt")->host_path, "cards.txt");
  EXPECT_EQ(parse_dd_option("sysin=-")->host_path, "-");
  EXPECT_EQ(parse_dd_option("SYSIN=./a=b,c")->host_path, "./a=b,c");
  EXPECT_EQ(parse_dd_option("OUT=DSN=A.B")->status, Status::kShare);
  EXPECT_EQ(parse_dd_option("OUT=DSN=A.B,DISP=(NEW,CATLG)")->status, Status::kNew);
  EXPECT_TRUE(parse_dd_option("OUT=dummy")->is_dummy);
  EXPECT_EQ(parse_dd_option("OUT=SYSOUT=*")->sysout_class, "*");
}

std::string option_errors(const std::string& options) {
  std::string text;
  for (const auto& card : cards::CardDeck::from_text("", options).cards) {
    const auto request = parse_dd_option(card.text);
    text += request ? "accepted: " + card.text + "\n" : test::describe_all({request.failure()});
  }
  return text;
}

TEST(DdOption, GoldenErrors) {
  test::expect_golden("dd", option_errors);
}

TEST(DdOption, BytesThatAreNoTextAreRefusedLikeAnyOther) {
  const std::string bytes(40, '\xAD');
  EXPECT_TRUE(parse_dd_option("SYSUT1=DSN=" + bytes).failure().is(msg::CSS0010E));
  EXPECT_TRUE(parse_dd_bindings("SYSUT1 " + bytes, "dds").failure().is(msg::CSS0010E));
}

TEST(DdBindings, KeepConcatenationAndInstreamRecords) {
  const auto bindings = parse_dd_bindings(
      "SYSIN *\n<  COPY OUTDD=A\n<\nSYSUT1 DSN=A,DISP=SHR\n DSN=B,DISP=SHR\n", "dds");
  ASSERT_TRUE(bindings);
  ASSERT_EQ(bindings->size(), 2U);
  EXPECT_THAT(bindings->front().parts.front().instream.value(), ElementsAre("  COPY OUTDD=A", ""));
  EXPECT_EQ(bindings->back().parts.size(), 2U);
}

TEST(DdBindings, DamagedFilesAreRefusedByLine) {
  EXPECT_TRUE(parse_dd_bindings("<x\n", "dds").failure().is(msg::CSS0107E));
  EXPECT_TRUE(parse_dd_bindings(" DSN=A\n", "dds").failure().is(msg::CSS0111E));
  EXPECT_TRUE(parse_dd_bindings("1BAD DSN=A\n", "dds").failure().is(msg::CSS0106E));
  const auto bad = parse_dd_bindings("OK DUMMY\nNO DISP=X\n", "dds");
  EXPECT_EQ(bad.failure().position()->line, 2U);
  EXPECT_EQ(bad.failure().position()->column, 9U);
}

/// Random requests whose every field can be said in operands.
class RandomRequests {
 public:
  explicit RandomRequests(unsigned seed) : random_(seed) {}

  std::uint32_t number(std::uint32_t most) { return any() % (most + 1); }
  std::uint32_t any() { return static_cast<std::uint32_t>(random_()); }
  bool coin() { return number(1) == 1; }

  DdRequest next() {
    DdRequest request;
    switch (number(4)) {
      case 0:
        request.is_dummy = true;
        break;
      case 1:
        request.instream = std::vector<std::string>{" it's", "", "<&&"};
        request.is_instream_data = coin();
        request.delimiter = coin() ? "'&" : "$$";
        return request;
      case 2:
        request.sysout_class = coin() ? "*" : "";
        request.sysout_writer = coin() ? "INTRDR" : "";
        request.sysout_form = coin() ? "F1" : "";
        return request;
      case 3:
        request.host_path = coin() ? "-" : "/a b/it's,(x).ckd";
        request.is_text = coin();
        [[fallthrough]];
      default:
        add_data_set(request);
    }
    return request;
  }

 private:
  void add_data_set(DdRequest& request) {
    constexpr const char* kNames[] = {"", "A.B", "&&TEMP", "odd name", "NULLFILE", "&&odd"};
    request.data_set_name = kNames[number(5)];
    request.member = request.data_set_name == "A.B" && coin() ? "MEM" : "";
    if ((request.is_status_coded = coin())) {
      request.status = static_cast<Status>(number(3));
      if (coin()) {
        request.normal = static_cast<Disposition>(number(4));
      }
      if (coin()) {
        request.abnormal = static_cast<Disposition>(number(3));
      }
    }
    request.unit = coin() ? "3390-3" : "";
    request.unit_count = coin() ? 1 : 1 + number(58);
    for (std::uint32_t i = number(3); i > 0; --i) {
      request.volumes.push_back("V" + std::to_string(number(99999)));
    }
    if (coin()) {
      request.volume_count = 1 + number(254);
    }
    if (coin()) {
      request.volume_sequence = 1 + number(254);
    }
    add_space_and_attributes(request);
  }

  void add_space_and_attributes(DdRequest& request) {
    if (coin()) {
      site::SpaceParameter space;
      space.request.unit = static_cast<dasd::SpaceUnit>(number(4));
      space.request.primary = any();
      space.request.directory_blocks = number(1) * number(8388607);
      if (space.request.unit == dasd::SpaceUnit::kAbsoluteTracks) {
        space.request.absolute_first_track = 1 + number(99999);
      } else {
        space.request.secondary = number(1) * any();
        space.release = coin();
        space.request.contiguous = coin();
        space.request.round_to_cylinders = coin();
      }
      if (space.request.unit == dasd::SpaceUnit::kBlocks ||
          space.request.unit == dasd::SpaceUnit::kRecords) {
        space.request.unit_bytes = 1 + number(65534);
      }
      request.space = space;
    }
    constexpr std::uint8_t kFormats[] = {0, 0x80, 0x90, 0x98, 0x94, 0x50, 0x58, 0xC0, 0xC2};
    request.dcb.record_format.bits = kFormats[number(8)];
    request.dcb.record_bytes = number(32760);
    request.dcb.block_bytes = number(32760);
    request.dcb.key_bytes = static_cast<std::uint8_t>(number(255));
    request.dcb.organization =
        coin() ? dasd::Organization::kSequential : dasd::Organization::kPartitioned;
    if (coin()) {
      request.file_sequence = 1 + number(65534);
    }
    if (coin()) {
      request.label_type = static_cast<tape::LabelType>(number(2));
      request.expires = {1900 + static_cast<int>(number(200)), static_cast<int>(number(366))};
    } else {
      request.retention_days = number(93000);
    }
  }

  std::mt19937 random_;
};

void expect_equal(const DdRequest& a, const DdRequest& b) {
  EXPECT_EQ(a.ddname, b.ddname);
  EXPECT_EQ(a.is_dummy, b.is_dummy);
  EXPECT_EQ(a.instream, b.instream);
  EXPECT_EQ(a.is_instream_data, b.is_instream_data);
  EXPECT_EQ(a.delimiter, b.delimiter);
  EXPECT_EQ(a.sysout_class, b.sysout_class);
  EXPECT_EQ(a.sysout_writer, b.sysout_writer);
  EXPECT_EQ(a.sysout_form, b.sysout_form);
  EXPECT_EQ(a.host_path, b.host_path);
  EXPECT_EQ(a.is_text, b.is_text);
  EXPECT_EQ(a.data_set_name, b.data_set_name);
  EXPECT_EQ(a.member, b.member);
  EXPECT_EQ(a.is_status_coded, b.is_status_coded);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.normal, b.normal);
  EXPECT_EQ(a.abnormal, b.abnormal);
  EXPECT_EQ(a.unit, b.unit);
  EXPECT_EQ(a.unit_count, b.unit_count);
  EXPECT_EQ(a.volumes, b.volumes);
  EXPECT_EQ(a.volume_count, b.volume_count);
  EXPECT_EQ(a.volume_sequence, b.volume_sequence);
  EXPECT_EQ(a.dcb.record_format, b.dcb.record_format);
  EXPECT_EQ(a.dcb.record_bytes, b.dcb.record_bytes);
  EXPECT_EQ(a.dcb.block_bytes, b.dcb.block_bytes);
  EXPECT_EQ(a.dcb.key_bytes, b.dcb.key_bytes);
  EXPECT_EQ(a.dcb.organization, b.dcb.organization);
  EXPECT_EQ(a.file_sequence, b.file_sequence);
  EXPECT_EQ(a.label_type, b.label_type);
  EXPECT_EQ(a.expires, b.expires);
  EXPECT_EQ(a.retention_days, b.retention_days);
  ASSERT_EQ(a.space.has_value(), b.space.has_value());
  if (a.space) {
    EXPECT_EQ(a.space->release, b.space->release);
    const auto& x = a.space->request;
    const auto& y = b.space->request;
    EXPECT_EQ(x.unit, y.unit);
    EXPECT_EQ(x.primary, y.primary);
    EXPECT_EQ(x.secondary, y.secondary);
    EXPECT_EQ(x.directory_blocks, y.directory_blocks);
    EXPECT_EQ(x.unit_bytes, y.unit_bytes);
    EXPECT_EQ(x.absolute_first_track, y.absolute_first_track);
    EXPECT_EQ(x.contiguous, y.contiguous);
    EXPECT_EQ(x.round_to_cylinders, y.round_to_cylinders);
  }
}

TEST(DdBindings, FormatIsTheExactInverse) {
  constexpr unsigned kSeed = 20261121;
  RandomRequests random(kSeed);
  for (int round = 0; round < 2000 && !testing::Test::HasFailure(); ++round) {
    std::vector<site::DdBinding> bindings(1 + random.number(2));
    for (auto& binding : bindings) {
      binding.ddname = "DD" + std::to_string(random.number(99));
      binding.parts.resize(1 + random.number(2));
      for (auto& part : binding.parts) {
        part = random.next();
        part.ddname = binding.ddname;
      }
    }
    const std::string text = format_dd_bindings(bindings);
    const auto again = parse_dd_bindings(text, "dds");
    ASSERT_TRUE(again) << text << to_string(again.failure());
    ASSERT_EQ(again->size(), bindings.size()) << text;
    for (std::size_t i = 0; i < bindings.size(); ++i) {
      ASSERT_EQ((*again)[i].parts.size(), bindings[i].parts.size()) << text;
      for (std::size_t k = 0; k < bindings[i].parts.size(); ++k) {
        expect_equal((*again)[i].parts[k], bindings[i].parts[k]);
      }
    }
    EXPECT_EQ(format_dd_bindings(*again), text) << "seed " << kSeed << " round " << round;
  }
}

TEST(DdOperands, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::operands>(), 0U);
}

}  // namespace
}  // namespace coldsite::dd

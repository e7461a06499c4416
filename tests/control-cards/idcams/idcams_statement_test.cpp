#include "control-cards/idcams/idcams_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/idcams/idcams_grammar.hpp"
#include "control-cards/idcams/operand_values.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::idcams {
namespace {

std::vector<Statement> parse(std::string_view deck) {
  return parse_idcams(cards::CardDeck::from_text("SYSIN", deck));
}

template <class Type>
Type only(std::string_view deck) {
  const auto statements = parse(deck);
  EXPECT_EQ(statements.size(), 1U);
  if (statements.size() != 1 || !std::holds_alternative<Type>(statements[0].command)) {
    if (!statements.empty()) {
      if (const auto* bad = std::get_if<BadCommand>(&statements[0].command)) {
        ADD_FAILURE() << test::describe_all(bad->failures);
      }
    }
    ADD_FAILURE() << "not the command";
    return {};
  }
  return std::get<Type>(statements[0].command);
}

/// The id of the first failure, and the condition code.
std::pair<std::string, int> wrong(const Statement& statement) {
  const auto* bad = std::get_if<BadCommand>(&statement.command);
  return bad == nullptr
             ? std::pair(std::string("none"), 0)
             : std::pair(std::string(bad->failures.front().message().id), bad->condition_code);
}

/// The tree as a reader of a golden file sees it.
std::string describe_tree(const std::vector<Statement>& statements, const std::string& indent) {
  constexpr std::array kNames = {
      "bad command", "DEFINE CLUSTER", "DEFINE AIX",     "DEFINE PATH", "DEFINE NONVSAM",
      "DEFINE GDG",  "DEFINE ALIAS",   "DEFINE CATALOG", "DELETE",      "ALTER",
      "LISTCAT",     "REPRO",          "EXPORT",         "IMPORT",      "VERIFY",
      "EXAMINE",     "DIAGNOSE",       "PRINT",          "BLDINDEX",    "IF",
      "SET",         "PARM",           "CANCEL"};
  std::string text;
  for (const Statement& statement : statements) {
    text += indent + kNames.at(statement.command.index()) + " cards " +
            std::to_string(statement.first_card + 1) + "-" + std::to_string(statement.end_card) +
            "\n" + test::describe_all(statement.warnings);
    if (const auto* bad = std::get_if<BadCommand>(&statement.command)) {
      text += test::describe_all(bad->failures) + indent + "condition code " +
              std::to_string(bad->condition_code) + "\n";
    } else if (const auto* command = std::get_if<IfCommand>(&statement.command)) {
      text += indent + "then\n" + describe_tree(command->then_clause, indent + "  ");
      text += indent + "else\n" + describe_tree(command->else_clause, indent + "  ");
    }
  }
  return text;
}

TEST(Idcams, DefineClusterWithEverything) {
  const auto define = only<DefineClusterCommand>(
      " DEFINE CLUSTER (NAME(PROD.KSDS) INDEXED KEYS(12 4) -\n"
      "    RECORDSIZE(80,X'FF') -\n"
      "      CYL(5 1) VOLUMES(PRD001 PRD002) SHR(2 3) FSPC(10 5) REUSE -\n"
      "    SPANNED -\n"
      "      OWNER(PAYROLL) TO(2030123) STORCLAS(FAST) LOG(UNDO) -\n"
      "    BWO(TYPEIMS)) -\n"
      "    DATA (NAME(PROD.KSDS.DATA) CISZ(4096)) -\n"
      "    INDEX (NAME(PROD.KSDS.INDEX) CNVSZ(2048) TRK(3)) -\n"
      "    CATALOG(UCAT.PROD)\n");
  EXPECT_EQ(define.cluster.name->name, "PROD.KSDS");
  EXPECT_EQ(define.organization, Organization::kIndexed);
  EXPECT_EQ(define.cluster.keys->offset, 4U);
  EXPECT_EQ(define.cluster.record_size->maximum, 255U);
  EXPECT_EQ(define.cluster.space->unit, SpaceUnit::kCylinders);
  EXPECT_EQ(define.cluster.space->secondary, 1U);
  EXPECT_EQ(define.cluster.volumes.at(1).text, "PRD002");
  EXPECT_EQ(define.cluster.share_options->cross_region, 2U);
  EXPECT_EQ(define.cluster.free_space->control_area_percent, 5U);
  EXPECT_EQ(define.cluster.retention->to_year, 2030U);
  EXPECT_EQ(define.cluster.retention->to_day, 123U);
  EXPECT_EQ(define.sms.storage_class->text, "FAST");
  EXPECT_EQ(define.log, Logging::kUndo);
  EXPECT_EQ(define.backup_while_open, BackupWhileOpen::kTypeIms);
  EXPECT_EQ(define.data->control_interval_bytes, 4096U);
  EXPECT_EQ(define.catalog->name, "UCAT.PROD");
  const ComponentOptions index = inherit(define.cluster, define.index);
  EXPECT_EQ(index.name->name, "PROD.KSDS.INDEX");
  EXPECT_EQ(index.space->unit, SpaceUnit::kTracks);
  EXPECT_EQ(index.volumes.size(), 2U);
  EXPECT_EQ(inherit(define.cluster, define.data).space->primary, 5U);
}

TEST(Idcams, DefineOfTheOtherTypes) {
  const auto aix = only<DefineAlternateIndexCommand>(
      " DEF AIX(NAME(A.AIX) REL(A.KSDS) KEYS(5 20) UPG NUNQK REC(100) VOL(V1))\n");
  EXPECT_EQ(aix.relate.name, "A.KSDS");
  EXPECT_EQ(aix.upgrade, true);
  EXPECT_EQ(aix.alternate_index.unique_keys, false);
  const auto path = only<DefinePathCommand>(" DEFINE PATH(NAME(A.PATH) PENT(A.AIX) NOUPDATE)\n");
  EXPECT_EQ(path.path_entry.name, "A.AIX");
  EXPECT_FALSE(path.update);
  const auto gdg = only<DefineGdgCommand>(
      " DEFINE GDG(NAME(A.GDG) LIMIT(300) EXTENDED SCRATCH NOEMPTY FIFO PURGE)\n");
  EXPECT_EQ(gdg.limit, 300U);
  EXPECT_TRUE(gdg.scratch && gdg.purge && !gdg.empty);
  EXPECT_EQ(gdg.order, GdgOrder::kFifo);
  const auto catalog = only<DefineCatalogCommand>(
      " DEFINE UCAT(NAME(UCAT.PROD) VOLUME(CAT001) CYL(5 1) ICFCATALOG) -\n"
      "    DATA(CISZ(4096))\n");
  EXPECT_EQ(catalog.options.volumes.front().text, "CAT001");
  EXPECT_FALSE(catalog.is_master);
}

TEST(Idcams, DefineNonVsamOnTapesAndOnAnIndirectVolume) {
  const auto tape = only<DefineNonVsamCommand>(
      " DEFINE NONVSAM(NAME(ARC.G0001V00) DEVT(3590-1 X'78048083') -\n"
      "    VOL(T00001 T00002) -\n"
      "   FSEQN(1 2) RECATALOG FOR(30))\n");
  EXPECT_EQ(tape.device_types.at(1).text, "78048083");
  EXPECT_EQ(tape.volumes.size(), 2U);
  EXPECT_EQ(tape.file_sequence_numbers.at(1), 2U);
  EXPECT_TRUE(tape.recatalog);
  EXPECT_EQ(tape.retention->for_days, 30U);
  const auto symbolic = only<DefineNonVsamCommand>(
      " DEFINE NVSAM(NAME(SYS1.LINKLIB) DEVICETYPES(0000) VOLUMES(&SYSR1))\n");
  EXPECT_EQ(symbolic.volumes.at(0).text, "&SYSR1");
}

TEST(Idcams, DefineAliasByNameAndBySymbols) {
  EXPECT_EQ(only<DefineAliasCommand>(" DEFINE ALIAS(NAME(PROD) RELATE(UCAT.PROD))\n").relate->name,
            "UCAT.PROD");
  EXPECT_EQ(
      only<DefineAliasCommand>(" DEFINE ALIAS(NAME(A.B) SYMBOLICRELATE('SYS1.&SYSNAME..LIB'))\n")
          .symbolic_relate->text,
      "SYS1.&SYSNAME..LIB");
}

TEST(Idcams, DeleteTakesListsMembersAndMasks) {
  const auto several = only<DeleteCommand>(" DELETE (A.B,C.D/SECRET) CLUSTER PURGE ERASE\n");
  ASSERT_EQ(several.entries.size(), 2U);
  EXPECT_EQ(several.entries[1].name, "C.D");
  EXPECT_EQ(several.type, EntryType::kCluster);
  EXPECT_TRUE(several.purge);
  EXPECT_EQ(several.erase, true);
  EXPECT_EQ(only<DeleteCommand>(" DEL LIB.CNTL(MEM1)\n").entries[0].member, "MEM1");
  EXPECT_EQ(only<DeleteCommand>(" DEL 'LIB.CNTL(MEM1)'\n").entries[0].member, "MEM1");
  EXPECT_TRUE(only<DeleteCommand>(" DELETE A.*.C NSCR\n").entries[0].is_generic());
  EXPECT_EQ(only<DeleteCommand>(" DELETE A.**.B%X* MASK\n").entries[0].name, "A.**.B%X*");
  const auto vvr = only<DeleteCommand>(" DELETE A.DATA VVR FILE(DD1) CAT(UCAT.X)\n");
  EXPECT_EQ(vvr.type, EntryType::kVsamRecord);
  EXPECT_EQ(vvr.file->text, "DD1");
}

TEST(Idcams, AlterTakesAttributesAway) {
  const auto alter = only<AlterCommand>(
      " ALTER A.B NEWNAME(A.C) ADDVOLUMES(V1 V2) RVOL(V3) LIMIT(9) -\n"
      "    NULLIFY(OWNER RETN) UNINH -\n"
      "   SHAREOPTIONS(3 3) ROLLIN\n");
  EXPECT_EQ(alter.new_name->name, "A.C");
  EXPECT_EQ(alter.add_volumes.size(), 2U);
  EXPECT_EQ(alter.remove_volumes.at(0).text, "V3");
  EXPECT_TRUE(alter.nullify.contains(NullifiedAttribute::kRetention));
  EXPECT_EQ(alter.inhibit, false);
  EXPECT_EQ(alter.changes.share_options->cross_region, 3U);
  EXPECT_TRUE(alter.roll_in);
}

TEST(Idcams, ListcatTakesTypesAndFields) {
  const auto list =
      only<ListcatCommand>(" LISTC ENT(A.B A.*.C) CL NVSAM ALL OFILE(OUT) CREAT(5)\n");
  EXPECT_EQ(list.entries.size(), 2U);
  EXPECT_EQ(list.types.size(), 2U);
  EXPECT_EQ(list.fields, ListcatFields::kAll);
  EXPECT_EQ(list.outfile->text, "OUT");
  EXPECT_EQ(list.creation_days, 5U);
  EXPECT_EQ(only<ListcatCommand>(" LISTCAT LEVEL(SYS1) VOLUME\n").levels.at(0).name, "SYS1");
}

TEST(Idcams, ReproWithRanges) {
  const auto keys = only<ReproCommand>(
      " REPRO INFILE(IN) OUTDATASET('A.B(MEM)') FROMKEY(SMITH*) -\n"
      "    TOKEY(X'E2D4') REPLACE\n");
  EXPECT_EQ(keys.input.ddname->text, "IN");
  EXPECT_EQ(keys.output.data_set->member, "MEM");
  EXPECT_EQ(keys.range.from_key->text, "SMITH");
  EXPECT_TRUE(keys.range.from_key->is_generic);
  EXPECT_EQ(keys.range.to_key->bytes, (std::vector<std::uint8_t>{0xE2, 0xD4}));
  EXPECT_EQ(only<ReproCommand>(" REPRO IFILE(I) OFILE(O) SKIP(5) COUNT(7)\n").range.count, 7U);
  const auto merge =
      only<ReproCommand>(" REPRO IDS(UCAT.A) ODS(UCAT.B) MERGECAT LEVEL(PROD TEST)\n");
  EXPECT_TRUE(merge.merge_catalog);
  EXPECT_EQ(merge.levels.size(), 2U);
}

TEST(Idcams, ExportAndImport) {
  EXPECT_TRUE(only<ExportCommand>(" EXPORT UCAT.OLD DISCONNECT\n").disconnect);
  const auto exported = only<ExportCommand>(" EXPORT A.B OFILE(OUT) TEMPORARY INHS CIMODE\n");
  EXPECT_FALSE(exported.permanent);
  EXPECT_EQ(exported.ci_mode, true);
  const auto connect = only<ImportCommand>(
      " IMPORT CONNECT ALIAS OBJECTS((UCAT.PROD DEVT(3390) VOL(CAT001))) -\n"
      "    CAT(MCAT)\n");
  EXPECT_TRUE(connect.connect && connect.alias);
  EXPECT_EQ(connect.objects.at(0).device_type->text, "3390");
  const auto one = only<ImportCommand>(" IMPORT CONNECT OBJECTS(UCAT.A VOLUMES(C1) DEVT(3350))\n");
  EXPECT_EQ(one.objects.at(0).volumes.at(0).text, "C1");
  const auto import = only<ImportCommand>(
      " IMPORT IFILE(IN) ODS(NEW.KSDS) INTOEMPTY -\n"
      "   OBJECTS((A.B NEWNAME(C.D)) (A.B.DATA FILE(F1)))\n");
  EXPECT_EQ(import.objects.at(0).new_name->name, "C.D");
  EXPECT_EQ(import.objects.at(1).file->text, "F1");
  EXPECT_TRUE(import.into_empty);
}

TEST(Idcams, TheCommandsThatLookForDamage) {
  EXPECT_TRUE(only<VerifyCommand>(" VERIFY DS(A.B) RECOVER\n").recover);
  const auto examine = only<ExamineCommand>(" EXAMINE NAME(A.B) NOITEST DTEST ELIMIT(0)\n");
  EXPECT_FALSE(examine.index_test);
  EXPECT_TRUE(examine.data_test);
  EXPECT_EQ(examine.error_limit, 0U);
  const auto diagnose = only<DiagnoseCommand>(
      " DIAGNOSE VVDS IDS(SYS1.VVDS.VPRD001) CMPRDS(UCAT.A UCAT.B) -\n"
      "    EXCLUDE(LEVEL(TEST)) NOLIST\n");
  EXPECT_TRUE(diagnose.is_vvds);
  EXPECT_EQ(diagnose.compare_data_sets.size(), 2U);
  EXPECT_EQ(diagnose.exclude_level->name, "TEST");
}

TEST(Idcams, PrintAndBldindex) {
  EXPECT_EQ(only<PrintCommand>(" PRINT IDS(A.B) CHAR FADDR(4096) TADDR(8192)\n").format,
            PrintFormat::kCharacter);
  const auto build = only<BldindexCommand>(" BIX IFILE(BASE) OFILE(X1,X2) WFILES(W1 W2) ESORT\n");
  EXPECT_EQ(build.outputs.size(), 2U);
  EXPECT_EQ(build.work_files.size(), 2U);
  EXPECT_TRUE(build.external_sort);
}

TEST(Idcams, IfTakesCommandsGroupsAndNothing) {
  const auto statements = parse(
      " DELETE A.B\n"
      " IF LASTCC = 8 THEN SET MAXCC = 0\n"
      " IF MAXCC GT 4 THEN DO\n"
      "   LISTCAT\n"
      "   IF LASTCC ^= 0 THEN -\n"
      "     CANCEL\n"
      " END\n"
      " ELSE -\n"
      "   VERIFY FILE(X)\n"
      " IF LASTCC=0 THEN\n"
      " DELETE C.D\n");
  ASSERT_EQ(statements.size(), 5U);
  const auto& first = std::get<IfCommand>(statements[1].command);
  EXPECT_EQ(first.value, 8U);
  EXPECT_EQ(std::get<SetCommand>(first.then_clause.at(0).command).variable,
            ConditionVariable::kMaxcc);
  const auto& second = std::get<IfCommand>(statements[2].command);
  EXPECT_EQ(second.comparison, Comparison::kGreater);
  ASSERT_EQ(second.then_clause.size(), 2U);
  EXPECT_EQ(std::get<IfCommand>(second.then_clause[1].command).comparison, Comparison::kNotEqual);
  EXPECT_EQ(second.else_clause.size(), 1U);
  EXPECT_EQ(statements[2].end_card, 3U);
  EXPECT_EQ(statements[2].else_card_end, 9U);
  EXPECT_TRUE(std::get<IfCommand>(statements[3].command).then_clause.empty());
  EXPECT_TRUE(std::holds_alternative<DeleteCommand>(statements[4].command));
}

TEST(Idcams, ElseBelongsToTheInnermostIf) {
  const auto outer = only<IfCommand>(
      " IF LASTCC = 0 THEN -\n"
      "   IF MAXCC = 4 THEN -\n"
      "     LISTCAT\n"
      "   ELSE -\n"
      "     CANCEL\n"
      " ELSE\n");
  const auto& inner = std::get<IfCommand>(outer.then_clause.at(0).command);
  EXPECT_EQ(inner.else_clause.size(), 1U);
  EXPECT_TRUE(outer.else_clause.empty());
}

TEST(Idcams, ANullCommandTakesElseAwayFromItsIf) {
  const std::string deck = " IF LASTCC = 0 THEN LISTCAT\n";
  EXPECT_EQ(parse(deck + " /* goes on */ -\n ELSE CANCEL\n").size(), 1U);
  const auto statements = parse(deck + " /* ends */\n ELSE CANCEL\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(wrong(statements[1]), std::pair(std::string("IDC4227I"), 16));
}

TEST(Idcams, ASyntaxErrorDoesNotStopTheNextCommand) {
  const auto statements = parse(" DELETE\n DELTE A.B\n DELETE A.B CLUSTR\n DELETE A.B\n");
  ASSERT_EQ(statements.size(), 4U);
  EXPECT_EQ(wrong(statements[0]), std::pair(std::string("IDC3225I"), 12));
  EXPECT_EQ(wrong(statements[1]), std::pair(std::string("IDC3219I"), 12));
  EXPECT_EQ(wrong(statements[2]), std::pair(std::string("IDC3211I"), 12));
  EXPECT_EQ(wrong(statements[3]).second, 0);
}

TEST(Idcams, AModalErrorEndsTheDeck) {
  for (const auto& [deck, id] :
       std::map<std::string, std::string>{{" ELSE\n", "IDC4227I"},
                                          {" IF LASTCC THEN LISTCAT\n", "IDC4229I"},
                                          {" IF LASTCC = 0 LISTCAT\n", "IDC4232I"},
                                          {" SET MAXC = 0\n", "IDC4230I"},
                                          {" DELETE A.B -\n", "IDC4236I"},
                                          {" END DO\n", "IDC4228I"}}) {
    const auto statements = parse(deck + " LISTCAT\n LISTCAT\n");
    const auto& first = deck.ends_with("-\n") ? parse(deck) : statements;
    ASSERT_FALSE(first.empty()) << deck;
    EXPECT_EQ(wrong(first[0]), std::pair(id, 16)) << deck;
    EXPECT_EQ(first.size(), 1U) << deck;
  }
}

TEST(Idcams, TheGroupRunsBeforeItsEndIsMissed) {
  const auto statements = parse(" IF LASTCC = 0 THEN DO\n LISTCAT\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(std::get<IfCommand>(statements[0].command).then_clause.size(), 1U);
  EXPECT_EQ(wrong(statements[1]), std::pair(std::string("IDC4236I"), 16));
}

TEST(Idcams, IfNestsTenDeep) {
  std::string deck;
  for (int i = 0; i < 10; ++i) {
    deck += " IF LASTCC = 0 THEN -\n";
  }
  EXPECT_EQ(parse(deck + " LISTCAT\n").size(), 1U);
  const auto statements = parse(deck + " IF LASTCC = 0 THEN LISTCAT\n");
  const Statement* inner = statements.data();
  for (int i = 0; i < 10; ++i) {
    inner = std::get<IfCommand>(inner->command).then_clause.data();
  }
  EXPECT_EQ(wrong(*inner).first, "IDC4237I");
}

TEST(Idcams, HyphenKeepsBlanksAndPlusDropsThem) {
  EXPECT_EQ(only<DeleteCommand>(" DELETE A.LONG+\n      .NAME\n").entries[0].name, "A.LONG.NAME");
  EXPECT_EQ(only<DeleteCommand>(" DELETE A.LONG-\n .NAME\n").entries[0].name, "A.LONG.NAME");
  EXPECT_EQ(wrong(parse(" DELETE A.LONG-\n  .NAME\n").at(0)).first, "IDC3211I");
}

TEST(Idcams, CommentsEndWithTheirRecordUnlessItGoesOn) {
  EXPECT_EQ(parse(" /* first\n DELETE A.B\n").size(), 1U);
  EXPECT_TRUE(parse(" /* first -\n DELETE A.B */\n").empty());
  EXPECT_TRUE(only<DeleteCommand>(" DELETE /* what */ A.B -\n /* and */ -\n PURGE\n").purge);
  EXPECT_TRUE(parse(" /* one */\n\n /* two */\n").empty());
}

TEST(Idcams, TextBehindASemicolonIsToldAndNotRun) {
  const auto statements = parse(" DELETE A.B; DELETE C.D -\n DELETE E.F\n LISTCAT ; /* end */\n");
  ASSERT_EQ(statements.size(), 2U);
  ASSERT_EQ(statements[0].warnings.size(), 1U);
  EXPECT_EQ(statements[0].warnings[0].message().id, "CSS0702I");
  EXPECT_TRUE(statements[1].warnings.empty());
}

TEST(Idcams, MarginsOfParmHoldForTheRestOfTheDeck) {
  const auto statements =
      parse(" PARM MARGINS(1 40)\nDELETE A.B                              SEQ\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<DeleteCommand>(statements[1].command));
  const auto margins = parse_idcams_parm("MARGINS(1 80)");
  ASSERT_TRUE(margins.ok());
  EXPECT_EQ(margins->right, 80U);
  EXPECT_EQ(parse_idcams_parm("")->left, 2U);
  EXPECT_EQ(parse_idcams_parm("TEST(OFF)").failure().message().id, "CSS0011E");
}

TEST(Idcams, CardsOfCommentsAreEchoedWithTheCommandBehindThem) {
  const auto statements = parse(" LISTCAT\n /* then */\n\n DELETE A.B -\n   PURGE\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[1].first_card, 1U);
  EXPECT_EQ(statements[1].end_card, 5U);
  EXPECT_EQ(statements[1].position.line, 4U);
}

TEST(Idcams, NamesOfTheThreeRules) {
  EXPECT_TRUE(is_entry_name("SYS1.LINKLIB", NameRule::kPlain));
  EXPECT_FALSE(is_entry_name("SYS1.*", NameRule::kPlain));
  EXPECT_TRUE(is_entry_name("SYS1.*.X", NameRule::kGeneric));
  EXPECT_FALSE(is_entry_name("*.X", NameRule::kGeneric));
  EXPECT_FALSE(is_entry_name("SYS1.L*", NameRule::kGeneric));
  EXPECT_TRUE(is_entry_name("SYS1.L%N*.**", NameRule::kMask));
  EXPECT_FALSE(is_entry_name("NINECHARS9.X", NameRule::kPlain));
}

TEST(Idcams, DeepNestingIsAnErrorNotAnOverflow) {
  const std::string deep(100000, '(');
  std::string deck = " DELETE -\n";
  for (std::size_t at = 0; at < deep.size(); at += 60) {
    deck += " " + deep.substr(at, 60) + " -\n";
  }
  EXPECT_EQ(wrong(parse(deck + " A\n").at(0)).first, "IDC3212I");
}

TEST(Idcams, GoldenTrees) {
  test::expect_golden("idcams",
                      [](const std::string& deck) { return describe_tree(parse(deck), ""); });
}

TEST(Idcams, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::command>(), 0U);
  EXPECT_EQ(tao::pegtl::analyze<grammar::condition>(), 0U);
  EXPECT_EQ(tao::pegtl::analyze<grammar::assignment>(), 0U);
}

}  // namespace
}  // namespace coldsite::idcams

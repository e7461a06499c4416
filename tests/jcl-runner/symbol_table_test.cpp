#include "jcl-runner/symbol_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string replaced(std::string_view text, const SymbolTable& symbols) {
  return substitute(text_of(text), symbols).text.text();
}

SymbolTable table() {
  SymbolTable symbols;
  symbols.set("A", "ONE");
  symbols.set("LONGNAME", "L");
  symbols.set("EMPTY", "");
  symbols.define_system("LYYMMDD", "261121");
  return symbols;
}

TEST(SymbolTable, TakesThePeriodBehindASymbolWithIt) {
  EXPECT_EQ(replaced("DSN=&A..X", table()), "DSN=ONE.X");
  EXPECT_EQ(replaced("DSN=&A.B,DISP=&EMPTY.SHR", table()), "DSN=ONEB,DISP=SHR");
  EXPECT_EQ(replaced("DSN=&A(&LONGNAME)", table()), "DSN=ONE(L)");
  EXPECT_EQ(replaced("&EMPTY", table()), "");
}

TEST(SymbolTable, BuildsKeywords) {
  SymbolTable symbols = table();
  symbols.set("D", "DI");
  symbols.set("S", "SP");
  EXPECT_EQ(replaced("&D&S=SHR", symbols), "DISP=SHR");
}

TEST(SymbolTable, LeavesTwoAmpersandsAlone) {
  EXPECT_EQ(replaced("DSN=&&A,UNIT=&A", table()), "DSN=&&A,UNIT=ONE");
  EXPECT_EQ(replaced("PARM='X&&A&A'", table()), "PARM='X&&AONE'");
}

TEST(SymbolTable, LooksBetweenApostrophesButNotInNames) {
  EXPECT_EQ(replaced("PARM='&A,&NO'", table()), "PARM='ONE,&NO'");
  EXPECT_EQ(replaced("DSN='&A',PATH='/&A'", table()), "DSN='&A',PATH='/ONE'");
}

TEST(SymbolTable, CutsSystemSymbols) {
  EXPECT_EQ(replaced("D&LYYMMDD(1:2).X", table()), "D26X");
  EXPECT_EQ(replaced("D&LYYMMDD(-4:4)", table()), "D1121");
  EXPECT_EQ(replaced("&A(1:2)", table()), "ONE(1:2)") << "JCL symbols have no substrings";
  EXPECT_THAT(shown(substitute(text_of("&LYYMMDD(5:3)"), table()).errors),
              ElementsAre("CSJ0053E(1,9)"));
}

TEST(SymbolTable, TellsWhatHasNoValueAndWhere) {
  const Substitution done = substitute(text_of("DSN=&A..&NO,PARM='&NO'"), table());
  ASSERT_EQ(done.undefined.size(), 2U);
  EXPECT_EQ(done.undefined[0].offset, 8U);
  EXPECT_FALSE(done.undefined[0].is_quoted);
  EXPECT_TRUE(done.undefined[1].is_quoted);
  EXPECT_THAT(done.used, ElementsAre("A"));
}

TEST(SymbolTable, KeepsThePlaceOfWhatIsBehindASymbol) {
  const Substitution done = substitute(text_of("DSN=&A..X,DISP=SHR"), table());
  EXPECT_EQ(done.text.position(done.text.text().find("DISP")).column, 11U);
}

TEST(SymbolTable, ProceduresHideSetAndSetInsideLasts) {
  SymbolTable symbols = table();
  symbols.enter_procedure({{"A", "PROC"}});
  EXPECT_EQ(symbols.find("A")->value, "PROC");
  symbols.set("A", "INSIDE");
  EXPECT_EQ(symbols.find("A")->value, "INSIDE");
  symbols.enter_procedure({});
  EXPECT_EQ(symbols.find("A")->value, "INSIDE") << "seen by what it calls";
  symbols.leave_procedure();
  symbols.leave_procedure();
  EXPECT_EQ(symbols.find("A")->value, "INSIDE");
}

TEST(SymbolTable, TheCommandLineStandsAboveSetAndBelowProcedures) {
  SymbolTable symbols = table();
  symbols.define_on_command_line("A", "CMD");
  symbols.set("A", "SET");
  EXPECT_EQ(symbols.find("A")->value, "CMD");
  symbols.enter_procedure({{"A", "PROC"}});
  EXPECT_EQ(symbols.find("A")->value, "PROC");
}

TEST(SymbolTable, DataTakesExportedSymbolsAndKeepsColumns) {
  SymbolTable symbols;
  symbols.set("BEFORE", "X");
  symbols.export_symbol("BEFORE");
  symbols.export_symbol("LONG");
  symbols.set("LONG", "ABCDEFGH");
  symbols.set("HIDDEN", "X");
  symbols.define_system("SYSNAME", "SYSA");
  const auto data = [&](const std::string& record, DataSymbols which) {
    return substitute_in_data(record, which, symbols);
  };
  EXPECT_EQ(data("A &LONG      B", DataSymbols::kJclOnly), "A ABCDEFGH   B");
  EXPECT_EQ(data("&BEFORE &HIDDEN", DataSymbols::kJclOnly), "&BEFORE &HIDDEN");
  EXPECT_EQ(data("&SYSNAME", DataSymbols::kJclOnly), "&SYSNAME");
  EXPECT_EQ(data("&SYSNAME..X", DataSymbols::kSystemToo), "SYSA.X");
}

TEST(SymbolTable, KnowsNames) {
  EXPECT_TRUE(is_symbol_name("A#1"));
  EXPECT_FALSE(is_symbol_name("1A"));
  EXPECT_FALSE(is_symbol_name("TOOLONGNA"));
  EXPECT_FALSE(is_symbol_name(""));
}

TEST(SystemSymbols, TellWhoWhereAndWhen) {
  const SymbolTable symbols = test_symbols();
  EXPECT_EQ(symbols.find("SYSUID")->value, "TESTER");
  EXPECT_EQ(symbols.find("SYSCLONE")->value, "SA");
  EXPECT_EQ(symbols.find("HHMMSS")->value, "100203");
  EXPECT_EQ(symbols.find("LHHMMSS")->value, "110203");
  EXPECT_EQ(symbols.find("LJDAY")->value, "325");
  EXPECT_EQ(symbols.find("WDAY")->value, "SAT");
  EXPECT_EQ(to_user_id("jane.doe-42"), "JANEDOE4");
  EXPECT_EQ(to_user_id("42"), "USER");
}

}  // namespace
}  // namespace coldsite::jcl

#include "control-cards/iehprogm/iehprogm_check.hpp"

#include <algorithm>

#include "datasets/messages/css.hpp"

namespace coldsite::iehprogm {
namespace {

constexpr std::size_t kMemberNameMax = 8;

void check_member(const IehprogmStatement& statement, cards::StatementState& state) {
  if (!statement.member) {
    return;
  }
  if (statement.volumes.size() > 1) {
    state.add(failure<msg::CSS0901E>(statement.volumes.size()).at(statement.member->position));
  }
  if (statement.new_name && (statement.new_name->text.size() > kMemberNameMax ||
                             statement.new_name->text.find_first_of(".-") != std::string::npos)) {
    state.add(failure<msg::CSS0902E>(statement.new_name->text).at(statement.new_name->position));
  }
}

}  // namespace

void check_statement(const IehprogmStatement& statement, cards::StatementState& state) {
  switch (statement.operation) {
    case Operation::kScratch:
      state.require({"DSNAME", "VTOC"}, "SCRATCH");
      state.require({"VOL"}, "SCRATCH");
      state.exclude("VTOC", "DSNAME");
      state.exclude("VTOC", "MEMBER");
      state.exclude("DSNAME", "SYS");
      state.exclude("MEMBER", "PURGE");
      break;
    case Operation::kRename:
      state.require({"DSNAME"}, "RENAME");
      state.require({"VOL"}, "RENAME");
      state.require({"NEWNAME"}, "RENAME");
      break;
    case Operation::kCatalog:
      state.require({"DSNAME"}, "CATLG");
      state.require({"VOL"}, "CATLG");
      break;
    case Operation::kUncatalog:
      state.require({"DSNAME"}, "UNCATLG");
      break;
    case Operation::kBuildGroup:
      state.require({"INDEX"}, "BLDG");
      state.require({"ENTRIES"}, "BLDG");
      break;
    case Operation::kDeleteGroup:
      state.require({"INDEX"}, "DLTX");
      break;
  }
  check_member(statement, state);
}

bool is_file_sequence(std::string_view text) {
  return text.size() <= 4 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace coldsite::iehprogm

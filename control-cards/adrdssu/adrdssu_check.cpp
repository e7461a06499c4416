#include "control-cards/adrdssu/adrdssu_check.hpp"

#include "datasets/messages/css.hpp"

namespace coldsite::adrdssu {
namespace {

constexpr std::size_t kOutputsMax = 255;

void check_count(std::size_t count, std::size_t most, std::string_view what,
                 std::string_view command, cards::StatementState& state) {
  if (count > most) {
    state.add(failure<msg::CSS0601E>(command, most, what, count).at(state.command_position()));
  }
}

void check_tracks(const std::vector<TrackRange>& tracks, cards::StatementState& state) {
  for (const TrackRange& range : tracks) {
    if (range.last < range.first) {
      state.add(failure<msg::CSS0602E>().at(range.position));
    }
  }
}

void check_from(std::string_view command, cards::StatementState& state) {
  state.require({"INDDNAME", "INDYNAM"}, command);
  state.exclude("INDDNAME", "INDYNAM");
}

void check_to(std::string_view command, cards::StatementState& state) {
  state.require({"OUTDDNAME", "OUTDYNAM"}, command);
  state.exclude("OUTDDNAME", "OUTDYNAM");
}

void check_what(const CommonOperands& common, std::string_view command,
                cards::StatementState& state) {
  state.require({"FULL", "TRACKS"}, command);
  state.exclude("FULL", "TRACKS");
  check_tracks(common.tracks, state);
}

}  // namespace

void check_copy(const CopyCommand& command, cards::StatementState& state) {
  check_what(command.common, "COPY", state);
  check_from("COPY", state);
  check_to("COPY", state);
  check_count(command.common.from.size(), 1, "input", "COPY", state);
  check_count(command.common.to.size(), 1, "output", "COPY", state);
  state.exclude("COPYVOLID", "DUMPCONDITIONING");
  state.exclude("FULL", "OUTTRACKS");
  state.exclude("TRACKS", "DUMPCONDITIONING");
}

void check_dump(const DumpCommand& command, cards::StatementState& state) {
  check_what(command.common, "DUMP", state);
  check_from("DUMP", state);
  state.require({"OUTDDNAME"}, "DUMP");
  check_count(command.common.from.size(), 1, "input", "DUMP", state);
  check_count(command.common.to.size(), kOutputsMax, "outputs", "DUMP", state);
  state.exclude("COMPRESS", "HWCOMPRESS");
  state.exclude("COMPRESS", "ZCOMPRESS");
  state.exclude("HWCOMPRESS", "ZCOMPRESS");
}

void check_restore(const RestoreCommand& command, cards::StatementState& state) {
  check_what(command.common, "RESTORE", state);
  state.require({"INDDNAME"}, "RESTORE");
  check_to("RESTORE", state);
  check_count(command.common.from.size(), 1, "input", "RESTORE", state);
  check_count(command.common.to.size(), 1, "output", "RESTORE", state);
  state.exclude("COPYVOLID", "NOCOPYVOLID");
  state.exclude("FULL", "OUTTRACKS");
}

void check_print(const PrintCommand& command, cards::StatementState& state) {
  state.require({"TRACKS", "VTOC", "DATASET"}, "PRINT");
  state.exclude("TRACKS", "VTOC");
  state.exclude("TRACKS", "DATASET");
  state.exclude("VTOC", "DATASET");
  state.exclude("TRACKS", "ALLDATA");
  state.exclude("VTOC", "ALLDATA");
  check_from("PRINT", state);
  check_count(command.from.size(), 1, "input", "PRINT", state);
  check_tracks(command.tracks, state);
}

void check_copydump(const CopyDumpCommand& command, cards::StatementState& state) {
  state.require({"INDDNAME"}, "COPYDUMP");
  state.require({"OUTDDNAME"}, "COPYDUMP");
  check_count(command.to.size(), kOutputsMax, "outputs", "COPYDUMP", state);
}

}  // namespace coldsite::adrdssu

// From ADRDSSU cards to commands: what each rule of the grammar stands for.
#include "control-cards/adrdssu/adrdssu_statement.hpp"

#include "control-cards/adrdssu/adrdssu_check.hpp"
#include "control-cards/adrdssu/adrdssu_grammar.hpp"
#include "control-cards/adrdssu/adrdssu_messages.hpp"
#include "control-cards/cards/deck_parser.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::adrdssu {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::uint32_t kTrackNumberMax = 268434453;  // of cylinders; heads are far below
constexpr std::uint32_t kRetriesMax = 9999;

/// All operands of the commands; the commands take what is theirs.
class AdrdssuState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  CommonOperands common;
  std::vector<DynamicVolume> volumes;  ///< of the INDYNAM or OUTDYNAM being parsed
  std::vector<std::uint32_t> range;    ///< numbers of the TRACKS being parsed
  FastReplication fast_replication = FastReplication::kPreferred;
  dasd::TrackAddress out_track;
  std::optional<cards::Word> print_data_set;

  std::uint32_t take_number(std::string_view text, std::size_t offset) {
    constexpr int kHexadecimal = 16, kDecimal = 10;
    if (text.starts_with('X')) {
      return number(text.substr(2, text.size() - 3), offset, 0, kTrackNumberMax, kHexadecimal);
    }
    return number(text, offset, 0, kTrackNumberMax, kDecimal);
  }
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, AdrdssuState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(), Why);
  }
};

template <auto Do>
struct simple_action {
  static void apply(const auto& /*in*/, AdrdssuState& state) { Do(state); }
};

template <>
struct action<g::input_ddname> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.common.from.ddnames.push_back(state.word(in.string_view(), offset_of(in)));
  }
};
template <>
struct action<g::output_ddname> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.common.to.ddnames.push_back(state.word(in.string_view(), offset_of(in)));
  }
};
template <>
struct action<g::dynamic_volser> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.volumes.push_back({in.string(), {}, state.position(offset_of(in))});
  }
};
template <>
struct action<g::dynamic_unit> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.volumes.back().unit = in.string();
  }
};
template <>
struct action<g::indynam> : simple_action<[](AdrdssuState& state) {
  state.common.from.volumes = std::move(state.volumes);
  state.volumes.clear();
}> {};
template <>
struct action<g::outdynam> : simple_action<[](AdrdssuState& state) {
  state.common.to.volumes = std::move(state.volumes);
  state.volumes.clear();
}> {};

template <>
struct action<g::range_number> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.range.push_back(state.take_number(in.string_view(), offset_of(in)));
  }
};
/// TRACKS(c,h) of PRINT is the one track.
struct range_action {
  static void apply(const auto& in, AdrdssuState& state) {
    const std::vector<std::uint32_t>& n = state.range;
    const dasd::TrackAddress first{n.at(0), n.at(1)};
    const dasd::TrackAddress last = n.size() == 4 ? dasd::TrackAddress{n[2], n[3]} : first;
    state.common.tracks.push_back({first, last, state.position(offset_of(in))});
    state.range.clear();
  }
};
template <>
struct action<g::tracks> : range_action {};
template <>
struct action<g::print_tracks> : range_action {};
template <>
struct action<g::out_cylinder> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.out_track.cylinder = state.take_number(in.string_view(), offset_of(in));
  }
};
template <>
struct action<g::out_head> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.out_track.head = state.take_number(in.string_view(), offset_of(in));
  }
};

template <>
struct action<g::all_data_star>
    : simple_action<[](AdrdssuState& state) { state.common.all_data = true; }> {};
template <>
struct action<g::all_data_name> {
  static void apply(const auto& in, AdrdssuState& state) {
    if (!cards::is_data_set_name(in.string_view())) {
      state.fail<msg::CSS0101E>(offset_of(in), in.string_view());
    }
    state.common.all_data_names.push_back(state.word(in.string_view(), offset_of(in)));
  }
};
template <>
struct action<g::print_data_set_name> {
  static void apply(const auto& in, AdrdssuState& state) {
    if (!cards::is_data_set_name(in.string_view())) {
      state.fail<msg::CSS0101E>(offset_of(in), in.string_view());
    }
    state.print_data_set = state.word(in.string_view(), offset_of(in));
  }
};
template <>
struct action<g::optimize_level> {
  static void apply(const auto& in, AdrdssuState& state) {
    constexpr std::uint32_t kLevelMax = 4;
    state.common.optimize = state.number(in.string_view(), offset_of(in), 1, kLevelMax);
  }
};
template <>
struct action<g::tolerate_io>
    : simple_action<[](AdrdssuState& state) { state.common.tolerate_io_error = true; }> {};
template <>
struct action<g::tolerate_enqueue>
    : simple_action<[](AdrdssuState& state) { state.common.tolerate_enqueue = true; }> {};
template <>
struct action<g::wait_seconds> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.common.wait_seconds = state.number(in.string_view(), offset_of(in), 0, kRetriesMax);
  }
};
template <>
struct action<g::wait_retries> {
  static void apply(const auto& in, AdrdssuState& state) {
    state.common.wait_retries = state.number(in.string_view(), offset_of(in), 0, kRetriesMax);
  }
};
template <>
struct action<g::fast_required> : simple_action<[](AdrdssuState& state) {
  state.fast_replication = FastReplication::kRequired;
}> {};
template <>
struct action<g::fast_none>
    : simple_action<[](AdrdssuState& state) { state.fast_replication = FastReplication::kNone; }> {
};

constexpr char kNoDataSets[] =
    "data sets cannot be selected yet; code FULL or TRACKS, or copy them with IEBGENER or IEBCOPY";
template <>
struct action<g::dataset_word> : refuse_action<kNoDataSets> {};
constexpr char kNoRelation[] = "a copy is complete when the command ends; no relation is left";
template <>
struct action<g::copy_on_write_word> : refuse_action<kNoRelation> {};
constexpr char kNoEncryption[] = "dumps are not encrypted here; encrypt the tape image";
template <>
struct action<g::encryption_word> : refuse_action<kNoEncryption> {};
constexpr char kNoOperand[] = "take it away";
template <>
struct action<g::refused_word> : refuse_action<kNoOperand> {};
constexpr char kNoConditions[] =
    "commands are not conditional here; put them in steps of their own and code COND on EXEC";
template <>
struct action<g::conditional_word> : refuse_action<kNoConditions> {};
constexpr char kNoCommand[] =
    "the commands here are COPY, DUMP, RESTORE, PRINT, COPYDUMP, SERIAL and PARALLEL";
template <>
struct action<g::refused_command_word> : refuse_action<kNoCommand> {};

void finish_common(AdrdssuState& state) {
  CommonOperands& common = state.common;
  common.position = state.command_position();
  common.full = state.has("FULL");
  common.administrator = state.has("ADMINISTRATOR");
  common.cancel_error = state.has("CANCELERROR");
  common.purge = state.has("PURGE");
  common.all_excp = state.has("ALLEXCP");
}

std::optional<dasd::TrackAddress> out_track_of(const AdrdssuState& state) {
  return state.has("OUTTRACKS") ? std::optional(state.out_track) : std::nullopt;
}

CopyCommand make_copy(const AdrdssuState& state) {
  CopyCommand command;
  command.common = state.common;
  command.label = state.has("COPYVOLID")          ? LabelRule::kCopyVolumeId
                  : state.has("DUMPCONDITIONING") ? LabelRule::kDumpConditioning
                                                  : LabelRule::kKeepTarget;
  command.fast_replication = state.fast_replication;
  command.out_track = out_track_of(state);
  return command;
}

RestoreCommand make_restore(const AdrdssuState& state) {
  RestoreCommand command;
  command.common = state.common;
  command.label = state.has("COPYVOLID") ? LabelRule::kCopyVolumeId : LabelRule::kKeepTarget;
  command.no_copy_volume_id = state.has("NOCOPYVOLID");
  command.no_verify = state.has("NOVERIFY");
  command.out_track = out_track_of(state);
  return command;
}

PrintCommand make_print(const AdrdssuState& state) {
  PrintCommand command;
  command.position = state.command_position();
  command.from = state.common.from;
  command.tracks = state.common.tracks;
  command.data_set = state.print_data_set;
  command.all_data = state.has("ALLDATA");
  command.vtoc = state.has("VTOC");
  if (!state.common.to.ddnames.empty()) {
    command.output = state.common.to.ddnames.front();
  }
  command.tolerate_io_error = state.common.tolerate_io_error;
  return command;
}

/// PRINT and COPYDUMP keep only one of a list: more of them must not be lost silently.
void check_only_one(const Media& media, std::string_view what, std::string_view command,
                    AdrdssuState& state) {
  if (media.size() > 1) {
    state.add(failure<msg::CSS0601E>(command, 1, what, media.size()).at(state.command_position()));
  }
}

/// Checks a command and keeps it.
template <class Command>
void keep(Command command, void (*check)(const Command&, cards::StatementState&),
          AdrdssuState& state, cards::Parsed<AdrdssuStatement>& parsed) {
  check(command, state);
  parsed.statements.emplace_back(std::move(command));
}

void add_command(AdrdssuState& state, cards::Parsed<AdrdssuStatement>& parsed) {
  finish_common(state);
  if (state.has("COPY")) {
    keep(make_copy(state), check_copy, state, parsed);
  } else if (state.has("DUMP")) {
    const bool compress =
        state.has("COMPRESS") || state.has("HWCOMPRESS") || state.has("ZCOMPRESS");
    keep(DumpCommand{state.common, compress}, check_dump, state, parsed);
  } else if (state.has("RESTORE")) {
    keep(make_restore(state), check_restore, state, parsed);
  } else if (state.has("PRINT")) {
    check_only_one(state.common.to, "output", "PRINT", state);
    keep(make_print(state), check_print, state, parsed);
  } else if (state.has("COPYDUMP")) {
    check_only_one(state.common.from, "input", "COPYDUMP", state);
    const auto& from = state.common.from.ddnames;
    CopyDumpCommand command{state.command_position(), from.empty() ? cards::Word{} : from.front(),
                            state.common.to.ddnames};
    keep(std::move(command), check_copydump, state, parsed);
  } else {
    parsed.statements.emplace_back(
        SchedulingCommand{state.command_position(), state.has("PARALLEL")});
  }
}

}  // namespace

cards::Parsed<AdrdssuStatement> parse_adrdssu(const cards::CardDeck& deck) {
  return cards::parse_deck<AdrdssuStatement>(
      deck, cards::ContinuationRule::kTrailingHyphenOrPlus,
      [](const cards::Statement& statement, cards::Parsed<AdrdssuStatement>& parsed) {
        AdrdssuState state(statement);
        cards::grammar::run_grammar<g::statement, action, g::errors>(statement.text(), state);
        if (state.errors().empty()) {
          add_command(state, parsed);
        }
        parsed.errors.insert(parsed.errors.end(), state.errors().begin(), state.errors().end());
      });
}

}  // namespace coldsite::adrdssu

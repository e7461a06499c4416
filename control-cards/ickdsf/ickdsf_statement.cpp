// From ICKDSF cards to commands: what each rule of the grammar stands for.
#include "control-cards/ickdsf/ickdsf_statement.hpp"

#include "control-cards/cards/deck_parser.hpp"
#include "control-cards/ickdsf/ickdsf_check.hpp"
#include "control-cards/ickdsf/ickdsf_grammar.hpp"
#include "control-cards/ickdsf/ickdsf_messages.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::ickdsf {
namespace {

namespace g = grammar;
using cards::grammar::offset_of;

constexpr std::uint32_t kCylinderMax = 268434453;  // the format's limit, a 28-bit number
constexpr std::uint32_t kHeadMax = 65535;

/// All operands of the commands; the commands take what is theirs.
class IckdsfState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  DeviceReference device;
  Verification verification;
  cards::Word volid;
  std::optional<cards::Word> owner, device_type;
  AreaOperand area;
  std::optional<AreaOperand> vtoc, index;
  std::vector<dasd::TrackAddress> tracks;
  std::optional<std::uint32_t> first_cylinder, last_cylinder;

  std::uint32_t take_number(std::string_view text, std::size_t offset, std::uint32_t most) {
    constexpr int kHexadecimal = 16, kDecimal = 10;
    if (text.starts_with('X')) {
      return number(text.substr(2, text.size() - 3), offset, 0, most, kHexadecimal);
    }
    return number(text, offset, 0, most, kDecimal);
  }
};

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

template <auto Store, std::uint32_t Most>
struct number_action {
  static void apply(const auto& in, IckdsfState& state) {
    Store(state, state.take_number(in.string_view(), offset_of(in), Most));
  }
};

template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, IckdsfState& state) {
    state.fail<msg::CSS0011E>(offset_of(in), in.string_view(), Why);
  }
};

std::string text_of(std::string_view value) {
  return value.starts_with('\'') ? cards::unquote(value) : std::string(value);
}

template <>
struct action<g::unit_address> {
  static void apply(const auto& in, IckdsfState& state) {
    std::string address = in.string();
    address.insert(0, 4 - address.size(), '0');
    state.device.unit_address = address;
    state.device.position = state.position(offset_of(in));
  }
};
template <>
struct action<g::ddname> {
  static void apply(const auto& in, IckdsfState& state) {
    state.device.ddname = in.string();
    state.device.position = state.position(offset_of(in));
  }
};
template <>
struct action<g::verify_none> {
  static void apply(const auto& in, IckdsfState& state) {
    state.verification.check = VolumeCheck::kVerifyNone;
    state.verification.position = state.position(offset_of(in));
  }
};
template <>
struct action<g::verify_volser> {
  static void apply(const auto& in, IckdsfState& state) {
    state.verification.check = VolumeCheck::kVerify;
    state.verification.volser = in.string();
    state.verification.position = state.position(offset_of(in));
  }
};
template <>
struct action<g::verify_owner> {
  static void apply(const auto& in, IckdsfState& state) {
    state.verification.owner = text_of(in.string_view());
  }
};
template <>
struct action<g::no_verify> {
  static void apply(const auto& in, IckdsfState& state) {
    state.begin_operand("NOVERIFY", offset_of(in));
    state.verification.check = VolumeCheck::kNoVerify;
    state.verification.position = state.position(offset_of(in));
  }
};
template <>
struct action<g::new_volser> {
  static void apply(const auto& in, IckdsfState& state) {
    state.volid = state.word(in.string_view(), offset_of(in));
  }
};
template <>
struct action<g::new_owner> {
  static void apply(const auto& in, IckdsfState& state) {
    state.owner = state.word(text_of(in.string_view()), offset_of(in));
  }
};
template <>
struct action<g::device_type_name> {
  static void apply(const auto& in, IckdsfState& state) {
    state.device_type = state.word(in.string_view(), offset_of(in));
  }
};

constexpr auto kSetAreaCylinder = [](IckdsfState& s, std::uint32_t n) {
  s.area.start.cylinder = n;
};
constexpr auto kSetAreaHead = [](IckdsfState& s, std::uint32_t n) { s.area.start.head = n; };
constexpr auto kSetAreaTracks = [](IckdsfState& s, std::uint32_t n) { s.area.tracks = n; };
template <>
struct action<g::area_cylinder> : number_action<kSetAreaCylinder, kCylinderMax> {};
template <>
struct action<g::area_head> : number_action<kSetAreaHead, kHeadMax> {};
template <>
struct action<g::area_tracks> : number_action<kSetAreaTracks, 65535> {};
template <>
struct action<g::vtoc> {
  static void apply(const auto& in, IckdsfState& state) {
    state.area.position = state.position(offset_of(in));
    state.vtoc = state.area;
  }
};
template <>
struct action<g::index> {
  static void apply(const auto& in, IckdsfState& state) {
    state.area.position = state.position(offset_of(in));
    state.index = state.area;
  }
};

constexpr auto kAddTrack = [](IckdsfState& s, std::uint32_t n) { s.tracks.push_back({n, 0}); };
constexpr auto kSetTrackHead = [](IckdsfState& s, std::uint32_t n) { s.tracks.back().head = n; };
constexpr auto kSetFirst = [](IckdsfState& s, std::uint32_t n) { s.first_cylinder = n; };
constexpr auto kSetLast = [](IckdsfState& s, std::uint32_t n) { s.last_cylinder = n; };
template <>
struct action<g::track_cylinder> : number_action<kAddTrack, kCylinderMax> {};
template <>
struct action<g::track_head> : number_action<kSetTrackHead, kHeadMax> {};
template <>
struct action<g::first_cylinder> : number_action<kSetFirst, kCylinderMax> {};
template <>
struct action<g::last_cylinder> : number_action<kSetLast, kCylinderMax> {};

constexpr char kNoSurface[] = "an image has no surface to work on; take it away";
template <>
struct action<g::init_refused_word> : refuse_action<kNoSurface> {};
constexpr char kRelabelsOnly[] = "REFORMAT changes VOLID and OWNERID here; INIT makes a new VTOC";
template <>
struct action<g::reformat_refused_word> : refuse_action<kRelabelsOnly> {};
constexpr char kReadsOnly[] = "INSPECT only reads here; take it away";
template <>
struct action<g::inspect_refused_word> : refuse_action<kReadsOnly> {};
constexpr char kNoIndex[] =
    "the layout of a VTOC index is not public, so none is made here; run BUILDIX IXVTOC on z/OS";
template <>
struct action<g::index_refused_word> : refuse_action<kNoIndex> {};
constexpr char kNoCommand[] = "the commands here are INIT, REFORMAT, INSPECT and BUILDIX";
template <>
struct action<g::refused_command_word> : refuse_action<kNoCommand> {};

InitCommand make_init(IckdsfState& state) {
  InitCommand command{
      state.command_position(), state.device, state.verification, state.volid, state.owner,
      state.device_type,        state.vtoc,   state.index,        false,       false};
  command.storage_group = state.has("STORAGEGROUP");
  command.purge = state.has("PURGE");
  return command;
}

void add_command(IckdsfState& state, cards::Parsed<IckdsfStatement>& parsed) {
  if (state.has("INIT")) {
    InitCommand command = make_init(state);
    check_init(command, state);
    parsed.statements.emplace_back(std::move(command));
  } else if (state.has("REFORMAT")) {
    ReformatCommand command{
        state.command_position(), state.device, state.verification, {}, state.owner,
        state.has("PURGE")};
    if (state.has("VOLID")) {
      command.volid = state.volid;
    }
    check_reformat(command, state);
    parsed.statements.emplace_back(std::move(command));
  } else if (state.has("INSPECT")) {
    InspectCommand command{state.command_position(), state.device,
                           state.verification,       state.tracks,
                           state.first_cylinder,     state.last_cylinder};
    check_inspect(command, state);
    parsed.statements.emplace_back(std::move(command));
  } else if (state.has("BUILDIX")) {
    check_build_index(state);
    parsed.statements.emplace_back(
        BuildIndexCommand{state.command_position(), state.device, state.has("PURGE")});
  }
}

}  // namespace

cards::Parsed<IckdsfStatement> parse_ickdsf(const cards::CardDeck& deck) {
  return cards::parse_deck<IckdsfStatement>(
      deck, cards::ContinuationRule::kTrailingHyphenOrPlus,
      [](const cards::Statement& statement, cards::Parsed<IckdsfStatement>& parsed) {
        IckdsfState state(statement);
        cards::grammar::run_grammar<g::statement, action, g::errors>(statement.text(), state);
        if (state.errors().empty()) {
          add_command(state, parsed);
        }
        parsed.errors.insert(parsed.errors.end(), state.errors().begin(), state.errors().end());
      });
}

}  // namespace coldsite::ickdsf

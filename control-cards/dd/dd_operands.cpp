// From the operands' text to a DdRequest: what each rule of the grammar stands for.
#include "control-cards/dd/dd_operands.hpp"

#include <algorithm>

#include "control-cards/dd/dd_check.hpp"
#include "control-cards/dd/dd_grammar.hpp"
#include "control-cards/dd/dd_messages.hpp"
#include "control-cards/dd/dd_state.hpp"
#include "control-cards/dd/record_format.hpp"
#include "datasets/messages/css.hpp"

namespace coldsite::dd {
namespace {

using site::Disposition, site::Status;

constexpr std::uint32_t kNoLimit = 0xFFFFFFFF;

namespace g = grammar;

template <class Rule>
struct action : cards::grammar::keyword_action<Rule> {};

// ---- positional ----
template <>
struct action<g::positional_dummy>
    : simple_action<[](DdRequest& request) { request.is_dummy = true; }> {};
template <>
struct action<g::positional_star>
    : simple_action<[](DdRequest& request) { request.instream.emplace(); }> {};
template <>
struct action<g::positional_data> : simple_action<[](DdRequest& request) {
  request.instream.emplace();
  request.is_instream_data = true;
}> {};

// ---- DSN ----
template <>
struct action<g::dsn_back_reference> {
  static void apply(const auto& in, DdState& state) {
    state.fail<msg::CSS0102E>(cards::grammar::offset_of(in), in.string_view());
  }
};
template <>
struct action<g::dsn_symbol> {
  static void apply(const auto& in, DdState& state) {
    state.fail<msg::CSS0103E>(cards::grammar::offset_of(in), in.string_view());
  }
};
template <>
struct action<g::dsn_quoted> {
  static void apply(const auto& in, DdState& state) {
    constexpr std::size_t kNameMax = 44;
    state.request.data_set_name = cards::unquote(in.string_view());
    if (state.request.data_set_name.empty() || state.request.data_set_name.size() > kNameMax) {
      state.fail<msg::CSS0101E>(cards::grammar::offset_of(in), state.request.data_set_name);
    }
  }
};
template <>
struct action<g::dsn_name> {
  static void apply(const auto& in, DdState& state) {
    std::string_view text = in.string_view();
    const bool temporary = text.starts_with("&&");
    if (!cards::is_data_set_name(text.substr(temporary ? 2 : 0))) {
      state.fail<msg::CSS0101E>(cards::grammar::offset_of(in), text);
    }
    if (text == "NULLFILE") {
      state.request.is_dummy = true;
    } else {
      state.request.data_set_name = text;
    }
  }
};
template <>
struct action<g::dsn_member> {
  static void apply(const auto& in, DdState& state) { state.request.member = in.string(); }
};
template <>
struct action<g::dsn_generation> {
  static void apply(const auto& in, DdState& state) {
    state.request.generation = to_generation(in.string_view());
    if (!state.request.generation) {
      state.fail<msg::CSS0119E>(cards::grammar::offset_of(in), in.string_view());
    }
  }
};

// ---- DISP ----
constexpr auto kCoded = [](DdRequest& request) { request.is_status_coded = true; };
template <>
struct action<g::disp_value> : simple_action<kCoded> {};
template <>
struct action<g::status_new>
    : simple_action<[](DdRequest& request) { request.status = Status::kNew; }> {};
template <>
struct action<g::status_old>
    : simple_action<[](DdRequest& request) { request.status = Status::kOld; }> {};
template <>
struct action<g::status_share>
    : simple_action<[](DdRequest& request) { request.status = Status::kShare; }> {};
template <>
struct action<g::status_modify>
    : simple_action<[](DdRequest& request) { request.status = Status::kModify; }> {};

template <>
struct action<g::normal> {
  static void apply(const auto& in, DdState& state) {
    state.request.normal = to_disposition(in.string_view());
  }
};
template <>
struct action<g::abnormal_word> {
  static void apply(const auto& in, DdState& state) {
    state.request.abnormal = to_disposition(in.string_view());
  }
};
template <>
struct action<g::abnormal_pass> {
  static void apply(const auto& in, DdState& state) {
    state.ignore("PASS", cards::grammar::offset_of(in));
  }
};

// ---- UNIT and VOLUME ----
template <>
struct action<g::unit_name> {
  static void apply(const auto& in, DdState& state) {
    std::string_view text = in.string_view();
    text.remove_prefix(text.starts_with('/') ? 1 : 0);
    state.request.unit = text;
  }
};
template <>
struct action<g::unit_count> {
  static void apply(const auto& in, DdState& state) {
    state.unit_count_offset = cards::grammar::offset_of(in);
    state.request.unit_count = state.number(in.string_view(), *state.unit_count_offset, 1, 59);
  }
};
template <>
struct action<g::unit_affinity> : ignore_action {};
template <>
struct action<g::unit_separate> : ignore_action {};
template <>
struct action<g::unit_parallel> {
  static void apply(const auto& in, DdState& state) {
    state.unit_count_offset = cards::grammar::offset_of(in);
    state.is_parallel = true;
  }
};
template <>
struct action<g::volume_serial> {
  static void apply(const auto& in, DdState& state) {
    state.request.volumes.push_back(in.string());
  }
};
template <>
struct action<g::volume_quoted> {
  static void apply(const auto& in, DdState& state) {
    constexpr std::size_t kSerialMax = 6;  // any characters between apostrophes
    const std::string serial = cards::unquote(in.string_view());
    if (serial.empty() || serial.size() > kSerialMax) {
      state.fail_expected("a volume serial", cards::grammar::offset_of(in));
    }
    state.request.volumes.push_back(serial);
  }
};
template <>
struct action<g::volume_back_reference> : back_reference_action {};
template <>
struct action<g::volume_model_name> : name_action<&DdRequest::volume_of_data_set> {};
template <>
struct action<g::volume_sequence>
    : number_action<[](DdState& s, std::uint32_t n) { s.request.volume_sequence = n; }, 1, 255> {};
template <>
struct action<g::volume_count> {
  static void apply(const auto& in, DdState& state) {
    state.volume_count_offset = cards::grammar::offset_of(in);
    state.request.volume_count = state.number(in.string_view(), *state.volume_count_offset, 1, 255);
  }
};

// ---- SPACE ----
template <>
struct action<g::space_tracks> {
  static void apply(const auto& /*in*/, DdState& s) {
    s.space().request.unit = dasd::SpaceUnit::kTracks;
  }
};
template <>
struct action<g::space_cylinders> {
  static void apply(const auto& /*in*/, DdState& s) {
    s.space().request.unit = dasd::SpaceUnit::kCylinders;
  }
};
template <>
struct action<g::space_absolute> {
  static void apply(const auto& /*in*/, DdState& s) {
    s.space().request.unit = dasd::SpaceUnit::kAbsoluteTracks;
  }
};
constexpr auto kSetBlockLength = [](DdState& s, std::uint32_t n) {
  s.space().request.unit = dasd::SpaceUnit::kBlocks;
  s.space().request.unit_bytes = n;
};
template <>
struct action<g::space_block_length> : number_action<kSetBlockLength, 0, 65535> {};
template <>
struct action<g::primary>
    : number_action<[](DdState& s, std::uint32_t n) { s.space().request.primary = n; }, 0,
                    kNoLimit> {};
template <>
struct action<g::secondary>
    : number_action<[](DdState& s, std::uint32_t n) { s.space().request.secondary = n; }, 0,
                    kNoLimit> {};
template <>
struct action<g::directory>
    : number_action<[](DdState& s, std::uint32_t n) { s.space().request.directory_blocks = n; }, 0,
                    8388607> {};
constexpr auto kSetAddress = [](DdState& s, std::uint32_t n) {
  s.space().request.absolute_first_track = n;
};
template <>
struct action<g::absolute_address> : number_action<kSetAddress, 1, kNoLimit> {};
template <>
struct action<g::release> {
  static void apply(const auto& /*in*/, DdState& s) { s.space().release = true; }
};
template <>
struct action<g::contiguous> {
  static void apply(const auto& /*in*/, DdState& s) { s.space().request.contiguous = true; }
};
constexpr char kNoLargestExtents[] = "code CONTIG, or leave the place empty";
template <>
struct action<g::largest_extents> : refuse_action<kNoLargestExtents> {};
template <>
struct action<g::round> {
  static void apply(const auto& /*in*/, DdState& s) { s.space().request.round_to_cylinders = true; }
};
template <>
struct action<g::dsntype_large>
    : simple_action<[](DdRequest& request) { request.is_large = true; }> {};
template <>
struct action<g::average_record> {
  static void apply(const auto& in, DdState& s) {
    constexpr std::uint32_t kKibi = 1024, kMebi = 1048576;
    const std::string_view text = in.string_view();
    s.records_factor = text == "U" ? 1 : text == "K" ? kKibi : kMebi;
  }
};

// ---- DCB ----
template <>
struct action<g::record_format> {
  static void apply(const auto& in, DdState& state) {
    const auto format = to_record_format(in.string_view());
    if (!format) {
      state.fail<msg::CSS0104E>(cards::grammar::offset_of(in), in.string_view());
      return;
    }
    state.request.dcb.record_format = *format;
  }
};
template <>
struct action<g::record_length>
    : number_action<[](DdState& s, std::uint32_t n) { s.request.dcb.record_bytes = n; }, 0, 32760> {
};
template <>
struct action<g::record_length_x>
    : simple_action<[](DdRequest& request) { request.dcb.record_bytes = access::kRecordBytesX; }> {
};
template <>
struct action<g::block_size>
    : number_action<[](DdState& s, std::uint32_t n) { s.request.dcb.block_bytes = n; }, 0, 32760> {
};
constexpr auto kSetKeyLength = [](DdState& s, std::uint32_t n) {
  s.request.dcb.key_bytes = static_cast<std::uint8_t>(n);
};
template <>
struct action<g::key_length> : number_action<kSetKeyLength, 0, 255> {};
template <>
struct action<g::organization> {
  static void apply(const auto& in, DdState& state) {
    const std::string_view text = in.string_view();
    if (text == "PS") {
      state.request.dcb.organization = dasd::Organization::kSequential;
    } else if (text == "PO") {
      state.request.dcb.organization = dasd::Organization::kPartitioned;
    } else if (text == "DA") {
      state.request.dcb.organization = dasd::Organization::kDirect;
    } else {
      state.refuse(cards::grammar::offset_of(in), text, "DSORG takes PS, PO or DA here");
    }
  }
};
template <>
struct action<g::dcb_back_reference> : back_reference_action {};
template <>
struct action<g::dcb_model> : name_action<&DdRequest::model_data_set> {};
template <>
struct action<g::like_name> : name_action<&DdRequest::like_data_set> {};
template <>
struct action<g::dcb_ignored_word> : ignore_action {};

// ---- LABEL and retention ----
template <>
struct action<g::label_sequence>
    : number_action<[](DdState& s, std::uint32_t n) { s.request.file_sequence = n; }, 1, 65535> {};
template <>
struct action<g::label_standard>
    : simple_action<[](DdRequest& request) { request.label_type = tape::LabelType::kStandard; }> {};
template <>
struct action<g::label_none>
    : simple_action<[](DdRequest& request) { request.label_type = tape::LabelType::kNone; }> {};
template <>
struct action<g::label_bypass>
    : simple_action<[](DdRequest& request) { request.label_type = tape::LabelType::kBypass; }> {};
constexpr char kNoSuchLabels[] = "code SL, NL or BLP";
template <>
struct action<g::label_refused> : refuse_action<kNoSuchLabels> {};
template <>
struct action<g::label_password> : ignore_action {};
template <>
struct action<g::label_direction> : ignore_action {};
template <>
struct action<g::date> {
  static void apply(const auto& in, DdState& state) {
    const auto date = to_label_date(in.string_view());
    if (!date) {
      state.fail<msg::CSS0105E>(cards::grammar::offset_of(in), in.string_view());
      return;
    }
    state.request.expires = *date;
  }
};
template <>
struct action<g::days>
    : number_action<[](DdState& s, std::uint32_t n) { s.request.retention_days = n; }, 0, 93000> {};

// ---- SYSOUT, PATH, in-stream data ----
template <>
struct action<g::sysout_value> : simple_action<[](DdRequest& request) {
  if (!request.sysout_class) {
    request.sysout_class.emplace();
  }
}> {};
template <>
struct action<g::sysout_class> {
  static void apply(const auto& in, DdState& state) { state.request.sysout_class = in.string(); }
};
template <>
struct action<g::sysout_writer> {
  static void apply(const auto& in, DdState& state) { state.request.sysout_writer = in.string(); }
};
template <>
struct action<g::sysout_form> {
  static void apply(const auto& in, DdState& state) { state.request.sysout_form = in.string(); }
};
template <>
struct action<g::path_quoted> {
  static void apply(const auto& in, DdState& state) {
    state.request.host_path = cards::unquote(in.string_view());
    if (state.request.host_path.empty()) {
      state.fail_expected("a path", cards::grammar::offset_of(in));
    }
  }
};
template <>
struct action<g::path_unquoted> {
  static void apply(const auto& in, DdState& state) {
    // Host paths keep their case: take the user's own characters, not the folded ones.
    state.request.host_path =
        state.statement().text().substr(cards::grammar::offset_of(in), in.size());
  }
};
template <>
struct action<g::text_data> : simple_action<[](DdRequest& request) { request.is_text = true; }> {};
template <>
struct action<g::binary_data> : simple_action<[](DdRequest& request) { request.is_text = false; }> {
};
template <>
struct action<g::delimiter> {
  static void apply(const auto& in, DdState& state) {
    std::string text = in.string();
    if (text.starts_with('\'')) {
      text = cards::unquote(text);
      if (const std::size_t at = text.find("&&"); at != std::string::npos) {
        text.erase(at, 1);
      }
    }
    if (text.size() != 2) {
      state.fail<msg::CSS0108E>(cards::grammar::offset_of(in), text);
    }
    state.request.delimiter = text;
  }
};

template <>
struct action<g::ignored_word> : ignore_action {};
constexpr char kNoKeyword[] = "the DD would mean something else without it; take it away";
template <>
struct action<g::refused_word> : refuse_action<kNoKeyword> {};

/// AVGREC turns a block length into a record length and scales the amounts.
void apply_average_record(DdState& state) {
  if (state.records_factor == 0 || !state.request.space) {
    return;
  }
  dasd::SpaceRequest& space = state.request.space->request;
  const std::uint64_t most = kNoLimit / state.records_factor;
  if (space.unit != dasd::SpaceUnit::kBlocks || space.primary > most || space.secondary > most) {
    state.add(failure<msg::CSS0109E>("AVGREC", "SPACE").at(state.position(0)));
    return;
  }
  space.unit = dasd::SpaceUnit::kRecords;
  space.primary *= state.records_factor;
  space.secondary *= state.records_factor;
}

/// UNIT=(,P) is a unit for each volume. Counts are for tapes: SPACE makes a data set on DASD, and
/// that stays on one volume.
void apply_counts(DdState& state) {
  DdRequest& request = state.request;
  if (state.is_parallel) {
    const auto named = static_cast<std::uint32_t>(request.volumes.size());
    request.unit_count = std::max({1U, named, request.volume_count.value_or(1)});
  }
  if (!request.space) {
    return;
  }
  if (request.unit_count > 1) {
    state.ignore("UNIT=(,n)", *state.unit_count_offset);
  }
  if (request.volume_count.value_or(1) > 1) {
    state.ignore("VOL=(,,,n)", *state.volume_count_offset);
  }
}

}  // namespace

CheckedDdOperands check_dd_operands(std::string_view ddname, const cards::Statement& operands) {
  DdState state(operands);
  state.request.ddname = ddname;
  state.request.position = operands.position(0);
  cards::grammar::run_grammar<g::operands, action, g::errors>(cards::fold_case(operands.text()),
                                                              state);
  apply_average_record(state);
  apply_counts(state);
  for (Failure& failure : check_dd_request(state.request, state.records_factor != 0)) {
    state.add(std::move(failure));
  }
  return {std::move(state.request), state.errors()};
}

Result<DdRequest> parse_dd_operands(std::string_view ddname, const cards::Statement& operands) {
  CheckedDdOperands checked = check_dd_operands(ddname, operands);
  if (!checked.errors.empty()) {
    return checked.errors.front();
  }
  return std::move(checked.request);
}

}  // namespace coldsite::dd

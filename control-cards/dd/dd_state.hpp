// The state that the DD grammar's actions fill, and the kinds of actions that many rules share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/dd/dd_grammar.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/site/dd_request.hpp"

namespace coldsite::dd {

using site::DdRequest;

class DdState : public cards::StatementState {
 public:
  using StatementState::StatementState;

  DdRequest request;
  std::uint32_t records_factor = 0;  ///< AVGREC: 1, 1024, 1048576; 0 not coded
  bool is_parallel = false;          ///< UNIT=(,P)
  std::optional<std::size_t> unit_count_offset, volume_count_offset;

  site::SpaceParameter& space() { return request.space ? *request.space : request.space.emplace(); }
  void refuse(std::size_t offset, std::string_view keyword, std::string_view why) {
    fail<msg::CSS0011E>(offset, keyword, why);
  }
  void ignore(std::string_view keyword, std::size_t offset) {
    request.ignored_keywords.push_back({std::string(keyword), position(offset)});
  }
};

template <auto Store, std::uint32_t Least, std::uint32_t Most>
struct number_action {
  static void apply(const auto& in, DdState& state) {
    Store(state, state.number(in.string_view(), cards::grammar::offset_of(in), Least, Most));
  }
};

template <auto Do>
struct simple_action {
  static void apply(const auto& /*in*/, DdState& state) { Do(state.request); }
};

/// Actions that refuse what they match.
template <const char* Why>
struct refuse_action {
  static void apply(const auto& in, DdState& state) {
    state.refuse(cards::grammar::offset_of(in), in.string_view(), Why);
  }
};

/// Actions that note what changes nothing here.
struct ignore_action {
  static void apply(const auto& in, DdState& state) {
    state.ignore(in.string_view(), cards::grammar::offset_of(in));
  }
};

/// The runner has put in what these stand for; elsewhere they mean nothing.
struct back_reference_action {
  static void apply(const auto& in, DdState& state) {
    state.fail<msg::CSS0102E>(cards::grammar::offset_of(in), in.string_view());
  }
};
/// A name, or one between apostrophes.
template <std::string DdRequest::*Field>
struct name_action {
  static void apply(const auto& in, DdState& state) {
    const std::string_view text = in.string_view();
    state.request.*Field = text.starts_with('\'') ? cards::unquote(text) : std::string(text);
    if (!cards::is_data_set_name(state.request.*Field)) {
      state.fail<msg::CSS0101E>(cards::grammar::offset_of(in), text);
    }
  }
};

}  // namespace coldsite::dd

#include "control-cards/ickdsf/ickdsf_check.hpp"

#include "datasets/messages/css.hpp"

namespace coldsite::ickdsf {
namespace {

constexpr std::size_t kOwnerMax = 14;

void check_device(std::string_view command, cards::StatementState& state) {
  state.require({"UNITADDRESS", "DDNAME"}, command);
  state.exclude("UNITADDRESS", "DDNAME");
}

void check_device_and_volume(const Verification& verification, bool must_verify,
                             std::string_view command, cards::StatementState& state) {
  check_device(command, state);
  if (must_verify) {
    state.require({"VERIFY", "NOVERIFY"}, command);
  }
  state.exclude("VERIFY", "NOVERIFY");
  if (verification.owner.size() > kOwnerMax) {
    state.add(failure<msg::CSS0201E>(verification.owner).at(verification.position));
  }
}

void check_owner(const std::optional<cards::Word>& owner, cards::StatementState& state) {
  if (owner && (owner->text.empty() || owner->text.size() > kOwnerMax)) {
    state.add(failure<msg::CSS0201E>(owner->text).at(owner->position));
  }
}

}  // namespace

void check_init(const InitCommand& command, cards::StatementState& state) {
  check_device_and_volume(command.verification, true, "INIT", state);
  state.require({"VOLID"}, "INIT");
  state.exclude("PURGE", "NOPURGE");
  check_owner(command.owner, state);
}

void check_reformat(const ReformatCommand& command, cards::StatementState& state) {
  check_device_and_volume(command.verification, true, "REFORMAT", state);
  state.require({"VOLID", "OWNERID"}, "REFORMAT");
  state.exclude("PURGE", "NOPURGE");
  check_owner(command.owner, state);
}

void check_inspect(const InspectCommand& command, cards::StatementState& state) {
  check_device_and_volume(command.verification, false, "INSPECT", state);
  state.exclude("TRACKS", "ALLTRACKS");
  state.exclude("TRACKS", "CYLRANGE");
  state.exclude("ALLTRACKS", "CYLRANGE");
  if (command.first_cylinder && *command.first_cylinder > *command.last_cylinder) {
    state.add(failure<msg::CSS0202E>(*command.first_cylinder, *command.last_cylinder)
                  .at(command.position));
  }
}

void check_build_index(cards::StatementState& state) {
  check_device("BUILDIX", state);
  state.require({"OSVTOC"}, "BUILDIX");
  state.exclude("PURGE", "NOPURGE");
}

}  // namespace coldsite::ickdsf

// VERIFY: the ends of a data set, and what an interrupted job began, are put right.
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/vsam/verify.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"

namespace coldsite::idcams {
namespace {

Result<void> verify_one(Session& session, const vsam::ClusterPlace& place) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(place.name));
  CS_ASSIGN(const vsam::VerifyReport report, vsam::verify_cluster(*volumes, place));
  if (report.is_in_use) {
    return failure<msg::CSM0042E>(place.name, "another job writes it");
  }
  if (report.was_open) {
    session.say<msg::CSM0046W>(place.name, report.found);
  }
  return {};
}

Result<void> verify(Session& session, const VerifyCommand& command) {
  CS_ASSIGN(std::optional<VsamPlace> place, find_vsam(session, command.target));
  if (!place) {
    CS_ASSIGN(place, find_catalog(session, name_of(session, command.target)));
  }
  if (!place) {
    return failure<msg::CSL0011E>("the search order", name_of(session, command.target));
  }
  CS_TRY(verify_one(session, place->cluster));
  return place->index ? verify_one(session, *place->index) : Result<void>();
}

}  // namespace

void run_command(Session& session, const VerifyCommand& command) {
  if (auto done = verify(session, command); !done) {
    tell_open_error(session, name_of(session, command.target), done.failure());
  }
}

}  // namespace coldsite::idcams

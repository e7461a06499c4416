#include "jcl-runner/dd_conflicts.hpp"

#include <string>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

using site::DdRequest;
using site::Disposition;
using site::Status;

constexpr std::uint32_t kBlockDescriptorBytes = 4;

bool is_temporary(const DdRequest& request) {
  return request.data_set_name.starts_with('&');
}

bool is_data_set(const DdRequest& request) {
  return !request.is_dummy && !request.instream && !request.sysout_class &&
         request.host_path.empty();
}

/// Why no program could open a data set with these attributes; empty: it could.
std::string attribute_conflict(const access::DataControlBlock& dcb) {
  const dasd::RecordFormat format = dcb.record_format;
  const std::string block = "BLKSIZE=" + std::to_string(dcb.block_bytes);
  const std::string record = "LRECL=" + std::to_string(dcb.record_bytes);
  if (dcb.block_bytes == 0 || dcb.record_bytes == 0) {
    return {};
  }
  if (format.is_fixed()) {
    if (!format.is_blocked() && dcb.block_bytes != dcb.record_bytes) {
      return block + " is not " + record + ", and RECFM=F has no blocks of several records";
    }
    if (dcb.block_bytes % dcb.record_bytes != 0) {
      return block + " is no multiple of " + record;
    }
  }
  if (format.is_variable() && !format.is_spanned() &&
      dcb.block_bytes < dcb.record_bytes + kBlockDescriptorBytes) {
    return block + " has no room for a record of " + record + " and four bytes in front of it";
  }
  return {};
}

std::string organization_conflict(const DdRequest& request) {
  if (!request.space) {
    return {};
  }
  const bool has_directory = request.space->request.directory_blocks > 0;
  const bool is_sequential = request.dcb.organization == dasd::Organization::kSequential;
  const bool is_library =
      request.dcb.organization == dasd::Organization::kPartitioned || !request.member.empty();
  if (has_directory && is_sequential) {
    return "DSORG=PS has no directory blocks";
  }
  const bool is_made = request.status == Status::kNew && request.like_data_set.empty();
  if (is_made && is_library && !has_directory) {
    return "a new library needs directory blocks in SPACE";
  }
  return {};
}

/// Why the dispositions cannot be carried out as they are coded.
std::string disposition_conflict(const DdRequest& request) {
  const bool keeps =
      request.normal == Disposition::kKeep || request.normal == Disposition::kCatalog;
  if (is_temporary(request) && keeps) {
    return "a temporary data set goes with the job; only PASS and DELETE mean something";
  }
  const bool is_old = request.status == Status::kOld || request.status == Status::kShare;
  if (is_old && request.space && request.space->request.primary > 0 && request.volumes.empty() &&
      !request.unit.empty() && request.normal == Disposition::kCatalog) {
    return "a data set that is there already is not made anew; SPACE counts for nothing";
  }
  if (request.status == Status::kNew && request.normal == Disposition::kUncatalog) {
    return "a new data set is in no catalog yet; UNCATLG keeps it";
  }
  return {};
}

}  // namespace

std::vector<Failure> find_conflicts(const DdRequest& request) {
  std::vector<Failure> found;
  if (!is_data_set(request)) {
    return found;
  }
  for (const std::string& text :
       {attribute_conflict(request.dcb), organization_conflict(request)}) {
    if (!text.empty()) {
      found.push_back(failure<msg::CSJ0307W>(request.ddname, text).at(request.position));
    }
  }
  if (const std::string text = disposition_conflict(request); !text.empty()) {
    found.push_back(failure<msg::CSJ0308W>(request.ddname, text).at(request.position));
  }
  return found;
}

}  // namespace coldsite::jcl

#include "jcl-runner/dispositions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/ief.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kNameColumns = 44;
constexpr std::size_t kFirstSpoolNumber = 101;

bool has_disposition(const site::Allocation& part) {
  switch (part.kind) {
    case site::AllocationKind::kDasdDataSet:
    case site::AllocationKind::kTape:
    case site::AllocationKind::kVsam:
      return true;
    case site::AllocationKind::kHostFile:
      return part.request.is_status_coded;
    case site::AllocationKind::kDummy:
    case site::AllocationKind::kInstream:
    case site::AllocationKind::kSysout:
    case site::AllocationKind::kDasdVolume:
      break;
  }
  return false;
}

}  // namespace

bool is_left_behind(std::string_view disposition) {
  return !disposition.empty() && disposition != "DELETED" && disposition != "PASSED";
}

std::string Dispositions::coded_name_of(std::size_t dd, std::size_t part) const {
  const auto& coded = step_.dds[dd].parts;  // a whole generation group has become several
  return coded_name(coded[std::min(part, coded.size() - 1)].request);
}

site::Disposition Dispositions::choose(const site::Allocation& part,
                                       const std::string& coded_name) const {
  if (keeps_for_restart) {
    return part.is_new                       ? site::Disposition::kDelete
           : running_.passed.has(coded_name) ? site::Disposition::kPass
                                             : site::Disposition::kKeep;
  }
  const auto [normal, abnormal] = site::effective_dispositions(part.request, part.is_new);
  return is_abnormal ? abnormal : normal;
}

bool Dispositions::plan() {
  std::vector<PlannedDisposition>& planned = running_.checkpoint.dispositions;
  for (std::size_t i = 0; i < dds_.size(); ++i) {
    for (std::size_t k = 0; k < dds_[i].parts.size(); ++k) {
      const site::Allocation& part = dds_[i].parts[k];
      const std::string coded = coded_name_of(i, k);
      const site::Disposition disposition = choose(part, coded);
      const bool changes = disposition != site::Disposition::kKeep || part.is_new;
      if (!has_disposition(part) || (!changes && !running_.passed.has(coded))) {
        continue;
      }
      site::DdRequest request = site::resolved_request(part);
      request.status = site::Status::kOld;
      request.is_status_coded = true;
      request.normal = disposition;
      request.abnormal = disposition;
      planned.push_back({coded, std::move(request), part.is_new});
    }
  }
  return !planned.empty();
}

void Dispositions::carry_out() {
  std::size_t spool_number = kFirstSpoolNumber;
  for (std::size_t i = 0; i < dds_.size(); ++i) {
    for (std::size_t k = 0; k < dds_[i].parts.size(); ++k) {
      carry_out_part(dds_[i].parts[k], coded_name_of(i, k), spool_number++);
    }
  }
}

void Dispositions::carry_out_part(site::Allocation& part, const std::string& coded_name,
                                  std::size_t spool_number) {
  const site::DdRequest resolved = site::resolved_request(part);
  const site::AllocationKind kind = part.kind;
  const bool is_new = part.is_new;
  const std::string name = part.data_set_name.empty() ? part.request.host_path : part.data_set_name;
  std::string volumes = part.volser;
  for (const std::string& volser : part.tape_volsers) {
    volumes += (volumes.empty() ? "" : ",") + volser;
  }
  const site::Disposition disposition = choose(part, coded_name);
  part.request.normal = disposition;
  part.request.abnormal = disposition;
  auto done = site::deallocate(part, false, context_);
  CS_KILL_POINT("jcl.after_disposition");
  if (!done) {
    running_.log->say(done.failure());
    return;
  }
  if (kind == site::AllocationKind::kSysout || kind == site::AllocationKind::kInstream) {
    const bool is_output = kind == site::AllocationKind::kSysout;
    say(fmt::format("{}.{}.D{:07}.?", running_.job->name, running_.spool.job_id, spool_number),
        is_output ? "SYSOUT" : "SYSIN");
    return;
  }
  running_.passed.settle(step_.key, coded_name, resolved, is_new, *done);
  if (is_abend && is_new && is_left_behind(*done)) {
    running_.checkpoint.made.push_back(deletion_of(resolved));
  }
  if (done->empty()) {
    return;
  }
  if (done->starts_with("NOT CATLGD")) {
    running_.log->say<msg::IEF287I>(fmt::format("{:<{}}", name, kNameColumns), *done);
  } else {
    say(name, *done);
  }
  if (!volumes.empty()) {
    running_.log->system_line("IEF285I   VOL SER NOS= " + volumes + ".");
  }
}

void Dispositions::say(const std::string& name, const std::string& what) {
  running_.log->say<msg::IEF285I>(fmt::format("{:<{}}", name, kNameColumns), what);
}

}  // namespace coldsite::jcl

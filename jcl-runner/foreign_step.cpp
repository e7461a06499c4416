#include "jcl-runner/foreign_step.hpp"

#include <algorithm>

#include "datasets/messages/cse.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/site/open.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint32_t kTextRecordBytes = 80;

/// The host file as something records are read from and written to.
site::Allocation host_file(const site::Allocation& like, const std::string& path) {
  site::Allocation file;
  file.kind = site::AllocationKind::kHostFile;
  file.host_path = path;
  file.request.ddname = like.request.ddname;
  file.request.host_path = path;
  file.request.is_text = like.request.is_text;
  file.request.status = site::Status::kOld;
  file.request.is_status_coded = true;
  return file;
}

Result<void> copy_records(access::RecordReader& from, access::RecordWriter& to) {
  while (true) {
    CS_ASSIGN(const auto record, from.read_record());
    if (!record) {
      return to.close();
    }
    CS_TRY(to.write_record(*record));
  }
}

Result<void> copy_out(const site::DdAllocation& dd, const std::string& path,
                      site::AllocationContext& context) {
  CS_ASSIGN(const auto reader, site::open_reader(dd.parts, {}, context));
  CS_ASSIGN(const auto writer,
            site::open_writer(host_file(dd.parts.front(), path), reader->attributes(), context));
  return copy_records(*reader, *writer);
}

bool is_whole_library(const site::Allocation& part, site::AllocationContext& context) {
  if (part.kind != site::AllocationKind::kDasdDataSet || !part.request.member.empty() ||
      part.is_new) {
    return part.is_new && part.request.dcb.organization == dasd::Organization::kPartitioned &&
           part.request.member.empty();
  }
  auto open = site::open_data_set(part, dasd::Access::kRead, context);
  return open && open->label.organization == dasd::Organization::kPartitioned;
}

bool has_records(const site::Allocation& part) {
  return !part.is_new && part.request.status != site::Status::kModify &&
         part.request.status != site::Status::kNew;
}

bool may_be_written(const site::Allocation& part) {
  return (part.kind == site::AllocationKind::kDasdDataSet ||
          part.kind == site::AllocationKind::kTape) &&
         part.request.status != site::Status::kShare;
}

}  // namespace

Result<StagedDds::StagedDd> StagedDds::stage_dd(const site::DdAllocation& dd,
                                                site::AllocationContext& context,
                                                const SpoolJob& spool) {
  const site::Allocation& first = dd.parts.front();
  StagedDd staged;
  staged.ddname = dd.ddname;
  const bool is_single = dd.parts.size() == 1;
  switch (is_single ? first.kind : site::AllocationKind::kInstream) {
    case site::AllocationKind::kDummy:
      staged.path = "/dev/null";
      return staged;
    case site::AllocationKind::kHostFile:
    case site::AllocationKind::kSysout:
      staged.path = first.host_path;
      return staged;
    case site::AllocationKind::kDasdVolume:
      staged.path = first.volume_path;
      return staged;
    case site::AllocationKind::kDasdDataSet:
    case site::AllocationKind::kVsam:
    case site::AllocationKind::kTape:
    case site::AllocationKind::kInstream:
      break;
  }
  if (std::ranges::any_of(dd.parts, [&](const site::Allocation& part) {
        return is_whole_library(part, context);
      })) {
    return failure<msg::CSJ0103I>(dd.ddname);
  }
  staged.is_copy = true;
  staged.path = spool.file("." + context.step_name + "." + dd.ddname + ".stage");
  const bool reads =
      !is_single || first.kind == site::AllocationKind::kInstream || has_records(first);
  staged.target = is_single && may_be_written(first) ? &first : nullptr;
  const Result<void> copied = reads ? copy_out(dd, staged.path, context) : Result<void>();
  const bool is_new_member =
      !copied && staged.target != nullptr && copied.failure().is(msg::CSE0024E);
  if (!copied && !is_new_member) {
    return copied.failure();
  }
  if (!reads || is_new_member) {
    CS_TRY(context.store->open(staged.path, io::OpenMode::kCreateOrReplace));
  }
  CS_ASSIGN(const auto info, context.store->info(staged.path));
  if (info) {
    staged.modified_us = info->modified_us;
    staged.size_bytes = info->size_bytes;
  }
  return staged;
}

Result<StagedDds> StagedDds::stage(const std::vector<site::DdAllocation>& dds,
                                   site::AllocationContext& context, const SpoolJob& spool) {
  StagedDds all;
  for (const site::DdAllocation& dd : dds) {
    auto staged = stage_dd(dd, context, spool);
    if (!staged && staged.failure().is(msg::CSJ0103I)) {
      continue;  // libraries (STEPLIB ...) are not for such a program
    }
    if (!staged) {
      all.discard(*context.store);
      return staged.failure().while_doing("bringing DD", dd.ddname);
    }
    all.dds_.push_back(*std::move(staged));
  }
  return all;
}

std::vector<std::string> StagedDds::environment() const {
  std::vector<std::string> variables;
  for (const StagedDd& dd : dds_) {
    variables.push_back("DD_" + dd.ddname + "=" + dd.path);
  }
  return variables;
}

std::string StagedDds::path_of(std::string_view ddname) const {
  const auto found = std::ranges::find(dds_, ddname, &StagedDd::ddname);
  return found == dds_.end() ? std::string() : found->path;
}

Result<void> StagedDds::write_back_dd(const StagedDd& staged, site::AllocationContext& context) {
  access::DataControlBlock attributes;
  const access::DataControlBlock& coded = staged.target->request.dcb;
  const bool says_nothing = coded.record_bytes == 0 && coded.block_bytes == 0;
  if (staged.target->is_new && says_nothing) {
    attributes.record_format.bits = dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked;
    attributes.record_bytes = kTextRecordBytes;
  }
  CS_ASSIGN(const auto writer, site::open_writer(*staged.target, attributes, context));
  CS_ASSIGN(const auto reader, site::open_reader({host_file(*staged.target, staged.path)},
                                                 writer->attributes(), context));
  return copy_records(*reader, *writer);
}

Result<void> StagedDds::write_back(site::AllocationContext& context) {
  for (const StagedDd& dd : dds_) {
    if (dd.target == nullptr) {
      continue;
    }
    CS_ASSIGN(const auto info, context.store->info(dd.path));
    const bool is_changed =
        info && (info->modified_us != dd.modified_us || info->size_bytes != dd.size_bytes);
    if (!is_changed) {
      continue;
    }
    if (auto written = write_back_dd(dd, context); !written) {
      return written.failure().while_doing("taking back DD", dd.ddname);
    }
  }
  return {};
}

void StagedDds::discard(io::FileStore& store) const {
  for (const StagedDd& dd : dds_) {
    if (dd.is_copy) {
      (void)store.remove_file(dd.path);
    }
  }
}

}  // namespace coldsite::jcl

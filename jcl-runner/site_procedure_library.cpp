#include "jcl-runner/site_procedure_library.hpp"

#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/site/allocation.hpp"
#include "datasets/site/open.hpp"

namespace coldsite::jcl {
namespace {

site::DdRequest request_for(const std::string& data_set) {
  site::DdRequest request;
  request.data_set_name = data_set;
  request.status = site::Status::kShare;
  request.is_status_coded = true;
  return request;
}

/// The records as lines, trailing blanks cut off.
Result<std::string> read_text(const site::Allocation& allocation,
                              site::AllocationContext& context) {
  CS_ASSIGN(const auto reader, site::open_reader({allocation}, {}, context));
  std::string text;
  while (true) {
    CS_ASSIGN(const auto record, reader->read_record());
    if (!record) {
      return text;
    }
    std::string line = site::code_page_of(context).to_utf8(*record);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
}

}  // namespace

SiteProcedureLibrary::SiteProcedureLibrary(site::Site& site, io::Clock& clock,
                                           std::vector<std::string> first_directories)
    : site_(&site), clock_(&clock), system_libraries_(std::move(first_directories)) {
  const std::vector<std::string>& configured = site.configuration().procedure_libraries;
  for (const std::string& library : configured) {
    const bool is_relative = library.find('/') != std::string::npos && !library.starts_with('/');
    system_libraries_.push_back(is_relative ? io::join_path(site.directory(), library) : library);
  }
  const std::string own = io::join_path(site.directory(), "proclib");
  const auto info = site.store().info(own);
  if (configured.empty() && info && *info && (*info)->is_directory) {
    system_libraries_.push_back(own);
  }
}

Result<std::optional<LibraryMember>> SiteProcedureLibrary::find_member(
    const std::string& member, const std::vector<std::string>& private_libraries) {
  for (const std::string& library : private_libraries) {
    CS_ASSIGN(auto found, find_in(library, member));
    if (found) {
      found->is_system = false;
      return found;
    }
  }
  for (const std::string& library : system_libraries_) {
    CS_ASSIGN(auto found, find_in(library, member));
    if (found) {
      return found;
    }
  }
  return std::optional<LibraryMember>();
}

Result<std::optional<LibraryMember>> SiteProcedureLibrary::find_in(const std::string& library,
                                                                   const std::string& member) {
  CS_ASSIGN(const auto info, site_->store().info(library));
  if (info && info->is_directory) {
    return find_in_directory(site_->store(), library, member);
  }
  if (library.find('/') != std::string::npos) {
    return failure<msg::CSJ0054E>(library, "there is no such directory");
  }
  return find_in_data_set(library, member);
}

Result<std::optional<LibraryMember>> SiteProcedureLibrary::find_in_data_set(
    const std::string& library, const std::string& member) {
  site::AllocationContext context;
  context.site = site_;
  context.store = &site_->store();
  context.clock = clock_;
  auto allocation = site::allocate(request_for(library), context);
  if (!allocation) {
    return failure<msg::CSJ0054E>(library, allocation.failure().text());
  }
  bool is_there = false;
  {
    CS_ASSIGN(const site::OpenDataSet open,
              site::open_data_set(*allocation, dasd::Access::kRead, context));
    auto data_set = access::PartitionedDataSet::open(*open.volume, open.label);
    if (!data_set) {
      return failure<msg::CSJ0054E>(library, data_set.failure().text());
    }
    is_there = (*data_set)->find(member) != nullptr;
  }
  std::optional<LibraryMember> found;
  if (is_there) {
    allocation->request.member = member;
    CS_ASSIGN(const std::string text, read_text(*allocation, context));
    found = LibraryMember{make_source(member, text), library, true};
  }
  CS_TRY(site::deallocate(*allocation, false, context));
  return found;
}

}  // namespace coldsite::jcl

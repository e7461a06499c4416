// The parts of allocate() for each kind of thing; used by allocation.cpp only.
#pragma once

#include <string>

#include "datasets/site/allocation.hpp"

namespace coldsite::site {

/// "JOB STEP DDNAME", empty parts left out: how IEF messages begin.
[[nodiscard]] std::string request_place(const DdRequest& request, const AllocationContext& context);

/// The failure with the place of the DD in the input.
[[nodiscard]] Failure at_dd(const Failure& failure, const DdRequest& request);

/// "PROD.DATA", or what "&&TEMP" and a missing name stand for in this job.
[[nodiscard]] std::string resolve_data_set_name(const DdRequest& request,
                                                AllocationContext& context);

[[nodiscard]] Result<Allocation> allocate_dasd(const DdRequest& request,
                                               AllocationContext& context);
[[nodiscard]] Result<Allocation> allocate_tape(const DdRequest& request,
                                               AllocationContext& context);
[[nodiscard]] bool is_tape_request(const DdRequest& request, const AllocationContext& context);

/// Keeps other programs from the image while the allocation lasts (unless the runner does).
[[nodiscard]] Result<void> hold_image(Allocation& allocation, const std::string& path,
                                      io::LockMode mode, AllocationContext& context);

[[nodiscard]] Result<std::string> deallocate_dasd(Allocation& allocation, Disposition disposition,
                                                  AllocationContext& context);
[[nodiscard]] Result<std::string> deallocate_tape(Allocation& allocation, Disposition disposition,
                                                  AllocationContext& context);

/// <site>/run/mounts/<first VOLSER>: the further volumes a tape file was given while it was
/// written, one a line, so that whoever allocated it (the runner, for a program) learns of them.
[[nodiscard]] std::string mounts_path(const Site& site, const std::string& first_volser);

/// What stands there now; nothing while no further volume was mounted.
[[nodiscard]] Result<std::vector<std::string>> further_volumes(const Allocation& allocation,
                                                               AllocationContext& context);

/// The day `days` after `date`.
[[nodiscard]] dasd::LabelDate date_after(dasd::LabelDate date, std::uint32_t days);

}  // namespace coldsite::site

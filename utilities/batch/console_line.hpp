// What programs and operators say to the console of a running jclrun, and what it answers: lines of
// fields with a tab between them (a tab or a line feed inside a field becomes a blank).
//
//   PROGRAM job-id          who talks; WTO, WTOR and QEDIT need it
//   WTO text                -> OK
//   WTOR text               -> REPLY text, when the operator has given it
//   QEDIT                   -> STOP | MODIFY text, when the operator has said so
//   JOBS                    -> JOB id name kind step procstep started initiator identifier,
//                           for each; END
//   DATASETS name           -> HOLDER job id mode, for each job that holds it; END
//   REQUESTS                -> REQUEST number job-id job text, for each; END
//   REPLY number text       -> DONE | NONE (no such request here)
//   CANCEL job|id [DUMP]    -> DONE name | NONE (no such job here)
//   FORCE job|id            -> DONE name | NONE | FIRST name (CANCEL comes first)
//   STOP job[.ident]        -> DONE name | NONE | BUSY name (its program does not listen)
//   MODIFY job[.ident] text -> DONE name | NONE | BUSY name
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coldsite::batch {

[[nodiscard]] std::string console_line(const std::vector<std::string>& fields);
/// Always one field at least.
[[nodiscard]] std::vector<std::string> console_fields(std::string_view line);

}  // namespace coldsite::batch

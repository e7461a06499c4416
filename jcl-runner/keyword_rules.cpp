#include "jcl-runner/keyword_rules.hpp"

#include <algorithm>
#include <array>

namespace coldsite::jcl {
namespace {

constexpr auto kDo = Treatment::kHonoured;
constexpr auto kSkip = Treatment::kIgnored;
constexpr auto kNo = Treatment::kRefused;

constexpr std::string_view kNoJes = "there is no JES2 network or queue here";
constexpr std::string_view kNoLimit = "output is not limited";
constexpr std::string_view kNoSecurity = "the host's permissions count";
constexpr std::string_view kNoStorage = "the host gives the storage";

constexpr KeywordRule kRules[] = {
    {"", "JOB", kDo, "begins a job; several jobs may stand in a file"},
    {"", "EXEC", kDo, "PGM="},
    {"", "DD", kDo, "with concatenation, in-stream data and back-references"},
    {"", "//*", kDo, "comment"},
    {"", "/*", kDo, "ends in-stream data"},
    {"", "//", kDo, "null statement: ends the job; what follows is dead until the next JOB"},
    {"", "PROC", kNo, "write the steps out"},
    {"", "PEND", kNo, "write the steps out"},
    {"", "SET", kNo, "write the values out"},
    {"", "INCLUDE", kNo, "put the statements into the stream"},
    {"", "JCLLIB", kNo, "put the statements into the stream"},
    {"", "IF", kNo, "use COND on the EXEC statements"},
    {"", "ELSE", kNo, "use COND on the EXEC statements"},
    {"", "ENDIF", kNo, "use COND on the EXEC statements"},
    {"", "OUTPUT", kNo, "code SYSOUT=class on the DD"},
    {"", "COMMAND", kNo, "use 'jclrun command'"},
    {"", "CNTL", kNo, "remove the statements for the print program"},
    {"", "ENDCNTL", kNo, "remove the statements for the print program"},
    {"", "EXPORT", kNo, "write the values out"},
    {"", "SCHEDULE", kNo, "submit the jobs in the order they need"},
    {"", "NOTIFY", kNo, "look at the exit code of jclrun"},
    {"", "XMIT", kNo, kNoJes},
    {"", "JOBGROUP", kNo, "submit the jobs in the order they need"},
    {"", "/*JOBPARM", kSkip, kNoJes},
    {"", "/*MESSAGE", kSkip, kNoJes},
    {"", "/*NETACCT", kSkip, kNoJes},
    {"", "/*NOTIFY", kSkip, kNoJes},
    {"", "/*PRIORITY", kSkip, "jobs start in the order they are submitted"},
    {"", "/*ROUTE", kSkip, kNoJes},
    {"", "/*SETUP", kSkip, "tapes are mounted when a step needs them"},
    {"", "/*SIGNON", kSkip, kNoJes},
    {"", "/*SIGNOFF", kSkip, kNoJes},
    {"", "/*END", kSkip, kNoJes},
    {"", "/*OUTPUT", kNo, "code SYSOUT=class on the DD"},
    {"", "/*XEQ", kNo, "submit the job at the site that is meant"},
    {"", "/*XMIT", kNo, "submit the job at the site that is meant"},
    {"", "/*$", kNo, "use 'jclrun command'"},

    {"JOB", "CLASS", kDo, "shown in the job log"},
    {"JOB", "MSGCLASS", kDo, "what SYSOUT=* means"},
    {"JOB", "MSGLEVEL", kDo, "(0..2,0..1)"},
    {"JOB", "COND", kDo, "(code,operator), up to eight"},
    {"JOB", "TIME", kDo, "processor time of all steps; S322"},
    {"JOB", "TYPRUN", kDo, "SCAN and HOLD; JCLHOLD and COPY are refused"},
    {"JOB", "NOTIFY", kDo, "kept in job.json"},
    {"JOB", "USER", kDo, "kept in job.json"},
    {"JOB", "PASSWORD", kSkip, "masked in the listing; the host's permissions count"},
    {"JOB", "GROUP", kSkip, kNoSecurity},
    {"JOB", "SECLABEL", kSkip, kNoSecurity},
    {"JOB", "ADDRSPC", kSkip, kNoStorage},
    {"JOB", "REGION", kSkip, kNoStorage},
    {"JOB", "REGIONX", kSkip, kNoStorage},
    {"JOB", "MEMLIMIT", kSkip, kNoStorage},
    {"JOB", "BYTES", kSkip, kNoLimit},
    {"JOB", "CARDS", kSkip, kNoLimit},
    {"JOB", "LINES", kSkip, kNoLimit},
    {"JOB", "PAGES", kSkip, kNoLimit},
    {"JOB", "CCSID", kSkip, "site.conf names the code page"},
    {"JOB", "DSENQSHR", kSkip, "an enqueue keeps its mode until the job ends"},
    {"JOB", "EMAIL", kSkip, kNoJes},
    {"JOB", "JESLOG", kSkip, "the job log is one file"},
    {"JOB", "PERFORM", kSkip, "the host schedules"},
    {"JOB", "PRTY", kSkip, "jobs start in the order they are submitted"},
    {"JOB", "RD", kSkip, "a job is not restarted by itself"},
    {"JOB", "SCHENV", kSkip, "there is one system"},
    {"JOB", "SYSAFF", kSkip, "there is one system"},
    {"JOB", "SYSTEM", kSkip, "there is one system"},
    {"JOB", "UJOBCORR", kSkip, kNoJes},
    {"JOB", "RESTART", kNo, "take the steps that ran out of the stream"},
    {"JOB", "GDGBIAS", kNo, "generation data groups are not there yet"},
    {"JOB", "JOBRC", kNo, "jclrun ends with the highest step code"},

    {"EXEC", "PGM", kDo, "the executable in lower case; *.step.dd is refused"},
    {"EXEC", "PARM", kDo, "up to 100 characters"},
    {"EXEC", "COND", kDo, "(code,operator[,step]), EVEN, ONLY, up to eight"},
    {"EXEC", "TIME", kDo, "processor time of the step; S322"},
    {"EXEC", "ACCT", kSkip, "nothing is charged"},
    {"EXEC", "ADDRSPC", kSkip, kNoStorage},
    {"EXEC", "CCSID", kSkip, "site.conf names the code page"},
    {"EXEC", "DYNAMNBR", kSkip, "the number of allocations has no limit"},
    {"EXEC", "MEMLIMIT", kSkip, kNoStorage},
    {"EXEC", "PERFORM", kSkip, "the host schedules"},
    {"EXEC", "RD", kSkip, "a step is not restarted by itself"},
    {"EXEC", "REGION", kSkip, kNoStorage},
    {"EXEC", "REGIONX", kSkip, kNoStorage},
    {"EXEC", "PROC", kNo, "write the steps of the procedure out"},
    {"EXEC", "PARMDD", kNo, "use PARM"},
    {"EXEC", "ABDISPCC", kNo, "code the dispositions that a condition code needs"},
    {"EXEC", "RLSTMOUT", kNo, "there is no record level sharing"},
    {"EXEC", "TVSAMCOM", kNo, "there is no record level sharing"},
    {"EXEC", "TVSMSG", kNo, "there is no record level sharing"},
};

}  // namespace

std::span<const KeywordRule> keyword_rules() {
  return kRules;
}

const KeywordRule* find_rule(std::string_view statement, std::string_view keyword) {
  const auto* found = std::ranges::find_if(kRules, [&](const KeywordRule& rule) {
    return rule.statement == statement && rule.keyword == keyword;
  });
  return found == std::end(kRules) ? nullptr : found;
}

}  // namespace coldsite::jcl

// DIAGNOSE ICFCATALOG and VVDS: what catalogs, VVDSs and VTOCs say of each other, in the words of
// IDC21364I. The comparison itself is datasets/catalog/cross_check.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/catalog/cross_check.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/entry_mask.hpp"

namespace coldsite::idcams {
namespace {

using catalog::CrossKind;

struct Reason {
  int code;
  std::string_view text;
};

Reason reason_of(CrossKind kind) {
  switch (kind) {
    case CrossKind::kDamagedEntry:
      return {2, "RECORD NOT RECOGNIZED"};
    case CrossKind::kDamagedVolume:
      return {3, "VVDS OR VTOC RECORD NOT RECOGNIZED"};
    case CrossKind::kAliasWithoutEntry:
      return {11, "ASSOCIATION NOT FOUND"};
    case CrossKind::kGenerationWithoutBase:
      return {12, "GDG BASE NOT FOUND"};
    case CrossKind::kGenerationNotCataloged:
      return {13, "GENERATION NOT FOUND"};
    case CrossKind::kTruenameWithoutEntry:
      return {14, "TRUENAME WITHOUT ENTRY"};
    case CrossKind::kNoVolumeRecord:
      return {20, "VVDS ENTRY NOT FOUND"};
    case CrossKind::kNotCataloged:
      return {21, "CATALOG ENTRY NOT FOUND"};
    case CrossKind::kWrongCatalog:
      return {22, "UNEXPECTED CATALOG NAME FOUND"};
    case CrossKind::kWrongVolume:
      return {23, "UNEXPECTED VOLUME SERIAL FOUND"};
    case CrossKind::kCatalogNotThere:
      return {24, "CATALOG NOT FOUND"};
    case CrossKind::kVolumeNotThere:
      return {25, "VOLUME NOT FOUND"};
    case CrossKind::kNoDataSet:
      return {35, "VTOC ENTRY NOT FOUND"};
  }
  return {0, ""};
}

class DiagnoseRun {
 public:
  DiagnoseRun(Session& session, const DiagnoseCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<catalog::CrossCheckScope> scope();
  Result<std::string> volser_of(const std::string& ddname);
  Result<std::string> volser_of_name(const std::string& name);
  [[nodiscard]] bool is_included(const catalog::CrossFinding& finding) const;
  std::string type_letter(const std::string& name);
  void tell(const catalog::CrossFinding& finding);
  void tell_summary(const std::vector<catalog::CrossFinding>& findings);

  Session& session_;
  const DiagnoseCommand& command_;
};

Result<std::string> DiagnoseRun::volser_of(const std::string& ddname) {
  CS_ASSIGN(const site::Allocation* part, session_.context().allocated_one(ddname));
  return part->volser;
}

/// SYS1.VVDS.Vvolser.
Result<std::string> DiagnoseRun::volser_of_name(const std::string& name) {
  constexpr std::string_view kPrefix = "SYS1.VVDS.V";
  if (!name.starts_with(kPrefix)) {
    return failure<msg::CSN0004S>(name, "other than VVDS");
  }
  return name.substr(kPrefix.size());
}

Result<catalog::CrossCheckScope> DiagnoseRun::scope() {
  catalog::CrossCheckScope scope;
  const auto add_volume = [&](const DataReference& reference) -> Result<void> {
    if (reference.ddname) {
      CS_ASSIGN(scope.volsers.emplace_back(), volser_of(reference.ddname->text));
    } else {
      CS_ASSIGN(scope.volsers.emplace_back(), volser_of_name(reference.data_set->name));
    }
    return {};
  };
  std::vector<DataReference> compared;
  for (const Word& ddname : command_.compare_ddnames) {
    compared.push_back({ddname, {}});
  }
  for (const EntryName& name : command_.compare_data_sets) {
    compared.push_back({{}, name});
  }
  if (command_.is_vvds) {
    CS_TRY(add_volume(command_.input));
  } else {
    scope.catalogs.push_back(name_of(session_, command_.input));
  }
  for (const DataReference& reference : compared) {
    if (command_.is_vvds) {
      scope.catalogs.push_back(name_of(session_, reference));
    } else {
      CS_TRY(add_volume(reference));
    }
  }
  return scope;
}

bool DiagnoseRun::is_included(const catalog::CrossFinding& finding) const {
  const auto has = [](const std::vector<EntryName>& names, const std::string& name) {
    return std::ranges::find(names, name, &EntryName::name) != names.end();
  };
  const auto is_below = [&finding](const std::optional<EntryName>& level) {
    return level && EntryMask(level->name, MaskKind::kLevel).matches(finding.name);
  };
  const bool includes =
      !command_.include.empty() || command_.include_level || !command_.include_catalogs.empty();
  if (includes) {
    return has(command_.include, finding.name) || is_below(command_.include_level) ||
           has(command_.include_catalogs, finding.catalog);
  }
  return !has(command_.exclude, finding.name) && !is_below(command_.exclude_level) &&
         !has(command_.exclude_catalogs, finding.catalog);
}

std::string DiagnoseRun::type_letter(const std::string& name) {
  const auto located = session_.locate(name);
  return located && *located ? letter_of((*located)->found.type) : "D";
}

void DiagnoseRun::tell(const catalog::CrossFinding& finding) {
  const Reason reason = reason_of(finding.kind);
  session_.say<msg::IDC21364I>();
  const auto print = [this](const std::string& line) { session_.lines().print(line); };
  print(fmt::format("          {} ENTRY: {} ({})", command_.is_vvds ? "VVDS" : "ICFCAT",
                    finding.name, type_letter(finding.name)));
  print(fmt::format("          RECORD: {}{}", finding.name, command_.is_vvds ? "" : " /00"));
  if (!finding.volser.empty()) {
    print(fmt::format("          VOLUME: {}", finding.volser));
  }
  print(fmt::format("          REASON: {} - {}", reason.code, reason.text));
  if (command_.dump && !finding.text.empty()) {
    print(fmt::format("          {}", finding.text));
  }
  session_.context().report->fact_row("findings",
                                      {{"kind", std::string(catalog::to_string(finding.kind))},
                                       {"name", finding.name},
                                       {"volume", finding.volser},
                                       {"catalog", finding.catalog},
                                       {"reason", static_cast<std::int64_t>(reason.code)}});
}

void DiagnoseRun::tell_summary(const std::vector<catalog::CrossFinding>& findings) {
  session_.say<msg::IDC21363I>();
  for (const catalog::CrossFinding& finding : findings) {
    session_.lines().print(fmt::format("          {} ({}) - REASON CODE: {}", finding.name,
                                       type_letter(finding.name), reason_of(finding.kind).code));
  }
}

Result<void> DiagnoseRun::run() {
  CS_ASSIGN(const catalog::CrossCheckScope wanted, scope());
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs("DIAGNOSE"));
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes("DIAGNOSE"));
  CS_ASSIGN(std::vector<catalog::CrossFinding> findings,
            catalog::cross_check(*search, *volumes, wanted));
  const auto is_elsewhere = [&wanted](const catalog::CrossFinding& finding) {
    return !finding.volser.empty() &&
           std::ranges::find(wanted.volsers, finding.volser) == wanted.volsers.end();
  };
  std::erase_if(findings, [&](const auto& finding) {
    return !is_included(finding) || (command_.is_vvds && is_elsewhere(finding));
  });
  constexpr std::size_t kErrorLimit = 16;
  const std::size_t limit = command_.error_limit.value_or(kErrorLimit);
  if (findings.size() > limit) {
    session_.say<msg::CSN0017W>(findings.size(), limit);
    findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(limit), findings.end());
  }
  for (const catalog::CrossFinding& finding : findings) {
    tell(finding);
  }
  if (!findings.empty()) {
    tell_summary(findings);
  } else if (command_.list) {
    session_.say<msg::IDC01360I>();
    for (const std::string& name : command_.is_vvds ? wanted.volsers : wanted.catalogs) {
      session_.lines().print("          " + name);
    }
  }
  return {};
}

}  // namespace

void run_command(Session& session, const DiagnoseCommand& command) {
  if (auto done = DiagnoseRun(session, command).run(); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams

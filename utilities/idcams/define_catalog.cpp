// DEFINE USERCATALOG and MASTERCATALOG. A user catalog is made on its volume and then connected;
// the master catalog that site.conf names is made on its volume, and that is all.
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/cluster_definition.hpp"
#include "utilities/idcams/commands.hpp"

namespace coldsite::idcams {
namespace {

Result<std::string> volume_of(const DefineCatalogCommand& command) {
  const ComponentOptions data = inherit(command.options, command.data);
  if (data.volumes.size() != 1 || data.volumes[0].text == "*") {
    return failure<msg::IDC3506I>().at(command.options.name->position);
  }
  return data.volumes[0].text;
}

bool is_master_of_site(Session& session, const std::string& name) {
  const site::Site* site = session.context().site;
  return site != nullptr && site->configuration().master_catalog == name;
}

/// Whether a catalog has no entry but the one that describes itself.
Result<bool> knows_nothing(catalog::Catalog& catalog) {
  std::size_t entries = 0;
  std::vector<catalog::CatalogFinding> findings;
  const auto count = [&](const catalog::Entry&) -> Result<bool> { return ++entries < 2; };
  CS_TRY(catalog.scan("", count, findings));
  return entries < 2 && findings.empty();
}

Result<std::unique_ptr<catalog::Catalog>> make_catalog(Session& session,
                                                       const DefineCatalogCommand& command,
                                                       const std::string& volser) {
  const std::string& name = command.options.name->name;
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(name));
  if (command.recatalog) {
    return catalog::Catalog::open(*volumes, name, volser);
  }
  CS_ASSIGN(const vsam::ClusterDefinition definition,
            change_catalog_definition(catalog::Catalog::standard_definition(name, volser), command,
                                      {name, session.context().today(), {}}));
  auto made = catalog::Catalog::create(*volumes, definition);
  if (made || is_master_of_site(session, name) || !made.failure().is(msg::CSL0002E)) {
    return made;
  }
  // A killed define may have made it without coming to connect it.
  CS_ASSIGN(auto there, catalog::Catalog::open(*volumes, name, volser));
  CS_ASSIGN(const bool is_empty, knows_nothing(*there));
  return is_empty ? Result<std::unique_ptr<catalog::Catalog>>(std::move(there)) : std::move(made);
}

Result<void> connect(Session& session, const DefineCatalogCommand& command,
                     const std::string& volser) {
  const std::string& name = command.options.name->name;
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(name));
  vsam::ComponentPlace place{name, {volser}, {}};
  catalog::UserCatalogEntry user;
  user.name = name;
  user.ownership = {command.options.owner ? command.options.owner->text : "",
                    session.context().today(),
                    expiration_date(command.options.retention, session.context().today())};
  CS_ASSIGN(const auto cells, volume_cells(session, place));
  user.volume = cells.front();
  catalog::Entry entry;
  entry.user_catalog = std::move(user);
  CS_TRY(search->master().add(entry));
  return session.sync_catalogs();
}

Result<void> define_catalog(Session& session, const DefineCatalogCommand& command) {
  const std::string& name = command.options.name->name;
  CS_ASSIGN(const std::string volser, volume_of(command));
  if (command.lock) {
    session.say<msg::CSN0003W>("LOCK", "catalogs are not locked here");
  }
  const bool is_master = is_master_of_site(session, name);
  if (!is_master) {
    CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(name));
    CS_TRY(check_new_names(search->master(), {name}));
  }
  CS_ASSIGN(const std::unique_ptr<catalog::Catalog> made, make_catalog(session, command, volser));
  CS_TRY(made->close());
  CS_KILL_POINT("idcams.catalog_made");
  if (!is_master) {
    CS_TRY(connect(session, command, volser));
  }
  if (!command.recatalog) {
    session.say<msg::IDC0510I>(volser, 0);
  }
  return {};
}

}  // namespace

void run_command(Session& session, const DefineCatalogCommand& command) {
  if (auto done = define_catalog(session, command); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams

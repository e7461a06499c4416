// The functional commands. Each says what it did and what went wrong to the session, whose code is
// the condition code of the command.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

void run_command(Session& session, const DefineClusterCommand& command);
void run_command(Session& session, const DefineAlternateIndexCommand& command);
void run_command(Session& session, const DefinePathCommand& command);
void run_command(Session& session, const DefineNonVsamCommand& command);
void run_command(Session& session, const DefineGdgCommand& command);
void run_command(Session& session, const DefineAliasCommand& command);
void run_command(Session& session, const DefineCatalogCommand& command);
void run_command(Session& session, const DeleteCommand& command);
void run_command(Session& session, const AlterCommand& command);
void run_command(Session& session, const ListcatCommand& command);
void run_command(Session& session, const ReproCommand& command);
void run_command(Session& session, const ExportCommand& command);
void run_command(Session& session, const ImportCommand& command);
void run_command(Session& session, const VerifyCommand& command);
void run_command(Session& session, const ExamineCommand& command);
void run_command(Session& session, const DiagnoseCommand& command);
void run_command(Session& session, const PrintCommand& command);
void run_command(Session& session, const BldindexCommand& command);

/// One functional command of the deck (CommandRunner of the interpreter).
void run_functional_command(Session& session, const Command& command);

}  // namespace coldsite::idcams

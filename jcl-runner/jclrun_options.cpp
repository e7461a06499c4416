#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/symbol_table.hpp"

namespace coldsite::jcl {
namespace {

namespace po = boost::program_options;

constexpr std::array<std::pair<std::string_view, JclrunCommand>, 20> kCommands = {{
    {"submit", JclrunCommand::kSubmit},   {"release", JclrunCommand::kRelease},
    {"status", JclrunCommand::kStatus},   {"purge", JclrunCommand::kPurge},
    {"scan", JclrunCommand::kScan},       {"expand", JclrunCommand::kExpand},
    {"output", JclrunCommand::kOutput},   {"command", JclrunCommand::kOperator},
    {"restart", JclrunCommand::kRestart}, {"reply", JclrunCommand::kReply},
    {"cancel", JclrunCommand::kCancel},   {"start", JclrunCommand::kStart},
    {"wto", JclrunCommand::kWto},         {"wtor", JclrunCommand::kWtor},
    {"qedit", JclrunCommand::kQedit},     {"explain", JclrunCommand::kExplain},
    {"help", JclrunCommand::kHelp},       {"--help", JclrunCommand::kHelp},
    {"-h", JclrunCommand::kHelp},         {"--version", JclrunCommand::kVersion},
}};

struct OperandCount {
  std::size_t least, most;
  std::string_view name;
};

OperandCount operands_of(JclrunCommand command) {
  switch (command) {
    case JclrunCommand::kSubmit:
    case JclrunCommand::kScan:
    case JclrunCommand::kExpand:
      return {1, 10000, "file..."};
    case JclrunCommand::kOutput:
      return {0, 2, "[job [ddname]]"};
    case JclrunCommand::kRelease:
    case JclrunCommand::kPurge:
      return {1, 10000, "job..."};
    case JclrunCommand::kStatus:
      return {0, 1, "[job]"};
    case JclrunCommand::kRestart:
      return {1, 2, "job [step]"};
    case JclrunCommand::kOperator:
      return {1, 1, "'command'"};
    case JclrunCommand::kReply:
      return {2, 2, "number text"};
    case JclrunCommand::kCancel:
      return {1, 2, "job [DUMP]"};
    case JclrunCommand::kStart:
      return {1, 1, "procedure[.identifier][,SYMBOL=value]..."};
    case JclrunCommand::kWto:
    case JclrunCommand::kWtor:
      return {1, 1, "text"};
    case JclrunCommand::kExplain:
      return {1, 1, "ID"};
    case JclrunCommand::kQedit:
    case JclrunCommand::kHelp:
    case JclrunCommand::kVersion:
      break;
  }
  return {0, 0, ""};
}

bool is_operators(JclrunCommand command) {
  return command == JclrunCommand::kOperator || command == JclrunCommand::kReply ||
         command == JclrunCommand::kCancel || command == JclrunCommand::kStart;
}

bool needs_site(JclrunCommand command) {
  return command == JclrunCommand::kSubmit || command == JclrunCommand::kOutput ||
         command == JclrunCommand::kRelease || command == JclrunCommand::kStatus ||
         command == JclrunCommand::kPurge || command == JclrunCommand::kRestart ||
         is_operators(command);
}

po::options_description known_options(JclrunCommand command) {
  po::options_description known;
  const bool reads_jobs = command == JclrunCommand::kSubmit || command == JclrunCommand::kScan ||
                          command == JclrunCommand::kExpand;
  if (reads_jobs || needs_site(command)) {
    known.add_options()("site", po::value<std::string>());
  }
  if (reads_jobs) {
    known.add_options()("define,D", po::value<std::vector<std::string>>());
    known.add_options()("proclib", po::value<std::vector<std::string>>());
    known.add_options()("strict", po::bool_switch());
  }
  if (command == JclrunCommand::kOperator || command == JclrunCommand::kStart) {
    known.add_options()("proclib", po::value<std::vector<std::string>>());
  }
  if (command == JclrunCommand::kStart) {
    known.add_options()("tell-start", po::bool_switch());
  }
  const bool runs_jobs = command == JclrunCommand::kSubmit || command == JclrunCommand::kRelease;
  if (runs_jobs) {
    known.add_options()("initiators", po::value<std::string>());
    known.add_options()("replies", po::value<std::string>());
  }
  if (runs_jobs || command == JclrunCommand::kScan || command == JclrunCommand::kStatus) {
    known.add_options()("json", po::bool_switch());
  }
  if (command == JclrunCommand::kScan) {
    known.add_options()("syntax-only", po::bool_switch())("expand", po::bool_switch());
  }
  known.add_options()("operand", po::value<std::vector<std::string>>());
  return known;
}

bool flag(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 && values[name].as<bool>();
}

std::vector<std::string> words(const po::variables_map& values, const char* name) {
  return values.count(name) == 0 ? std::vector<std::string>{}
                                 : values[name].as<std::vector<std::string>>();
}

/// -D SYM=value.
Result<void> read_definitions(const std::vector<std::string>& coded, JclrunOptions& options) {
  for (const std::string& definition : coded) {
    const std::size_t equals = definition.find('=');
    const std::string name = definition.substr(0, equals);
    if (equals == std::string::npos || !is_symbol_name(name)) {
      return failure<msg::CSJ0131E>("-D takes SYMBOL=value, not '" + definition + "'");
    }
    options.symbols.emplace_back(name, definition.substr(equals + 1));
  }
  return {};
}

Result<void> read_options(const std::vector<std::string>& arguments, JclrunOptions& options) {
  const po::options_description known = known_options(options.command);
  po::positional_options_description positional;
  positional.add("operand", -1);
  po::variables_map values;
  try {
    po::store(
        po::command_line_parser(arguments)
            .options(known)
            .positional(positional)
            .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
            .run(),
        values);
  } catch (const po::error& error) {
    return failure<msg::CSJ0131E>(error.what());
  }
  if (values.count("site") != 0) {
    options.site_directory = values["site"].as<std::string>();
  }
  if (values.count("initiators") != 0) {
    auto initiators = parse_initiators(values["initiators"].as<std::string>());
    if (!initiators) {
      return failure<msg::CSJ0131E>(
          "--initiators takes 1 to 64, or a list of classes for each: A,BC,*");
    }
    options.initiators = *std::move(initiators);
  }
  if (values.count("replies") != 0) {
    options.replies_path = values["replies"].as<std::string>();
  }
  options.json = flag(values, "json");
  options.tell_start = flag(values, "tell-start");
  options.strict = flag(values, "strict");
  options.syntax_only = flag(values, "syntax-only");
  options.expand = flag(values, "expand");
  options.procedure_directories = words(values, "proclib");
  options.operands = words(values, "operand");
  CS_TRY(read_definitions(words(values, "define"), options));
  if (needs_site(options.command) && options.site_directory.empty()) {
    return failure<msg::CSJ0131E>("--site DIR is missing");
  }
  return {};
}

}  // namespace

Result<JclrunOptions> parse_jclrun_options(const std::vector<std::string>& arguments) {
  JclrunOptions options;
  if (arguments.empty()) {
    return failure<msg::CSJ0131E>(
        "jclrun submit|release|scan|expand|output|status|purge|command|explain ...");
  }
  const auto command = std::ranges::find(kCommands, arguments[0],
                                         &std::pair<std::string_view, JclrunCommand>::first);
  if (command == kCommands.end()) {
    return failure<msg::CSJ0131E>("no command '" + arguments[0] + "'");
  }
  options.command = command->second;
  if (std::ranges::find(arguments, "--help") != arguments.end()) {
    options.command = JclrunCommand::kHelp;
    return options;
  }
  CS_TRY(read_options({arguments.begin() + 1, arguments.end()}, options));
  const OperandCount count = operands_of(options.command);
  if (options.operands.size() < count.least || options.operands.size() > count.most) {
    return failure<msg::CSJ0131E>("jclrun " + arguments[0] + " ... " + std::string(count.name));
  }
  return options;
}

std::string jclrun_help() {
  return R"(usage: jclrun submit  --site DIR [--initiators N|CLASSES] [--replies FILE] [--json]
                      [reading] file...
       jclrun release --site DIR [--initiators N|CLASSES] [--replies FILE] [--json] job...
       jclrun scan    [--site DIR] [--json | --expand] [--syntax-only] [reading] file...
       jclrun expand  [--site DIR] [reading] file...
       jclrun output  --site DIR [JOBnnnnn|last [ddname]]
       jclrun status  --site DIR [--json] [job]
       jclrun purge   --site DIR job...
       jclrun restart --site DIR JOBnnnnn|last [step[.procstep]]
       jclrun command --site DIR [--proclib DIR]... 'D A,L'
       jclrun reply   --site DIR NN TEXT
       jclrun cancel  --site DIR JOBnnnnn|NAME [DUMP]
       jclrun start   --site DIR [--proclib DIR]... PROC[.IDENTIFIER][,SYMBOL=VALUE]...
       jclrun wto TEXT | wtor TEXT | qedit
       jclrun explain ID
       jclrun --help | --version

submit   runs the jobs of the files, N at a time (1), and waits for them; "-" is standard input;
         CLASSES is a list of classes for each initiator: A,BC,* are three, the last for every class
         --replies FILE: what the operator would reply, line by line: job message-id reply
release  runs jobs that are held (TYPRUN=HOLD, JCLHOLD, an ended jclrun)
scan     checks them, procedures expanded, and runs nothing: steps that never run, control
         statements, with --site programs and data sets too; --expand shows the statements first.
         With --syntax-only the statements alone, also of single procedures and members;
         procedures that are elsewhere are not looked for
expand   prints the statements with procedures put in, as JESJCL shows them
output   lists the jobs of the spool, or prints what a job wrote
status   tells where the jobs of the spool are
purge    takes jobs that do not run out of the spool, with all they wrote
restart  runs a job again from the step that failed, or from the one that is named
command  gives an operator's command: D A,L  D A,name  D R,L  D U  D T  D GRS,RES=(*,data set)
         C job[,DUMP]  P name  F name,text  R nn,text  S proc[.id][,SYM=value]  V address,ONLINE
reply    answers a message that waits (*nn), as R nn,text does
cancel   ends a running job: S222, with DUMP S122
start    runs a procedure as a started task, here; the command S starts one in the background
wto      in a script that runs as a step: tells the operator TEXT; wtor also waits for the reply
         and prints it; qedit waits for STOP or MODIFY and prints "STOP" or "MODIFY text"
explain  tells what a message or an abend code (S013-18) means and what to do

reading: -D SYM=value     gives a symbol a value, above every SET of the job; may be repeated
         --proclib DIR    a directory with procedures, before those of the site; may be repeated
         --strict         what would be ignored is an error

exit code of submit: the highest condition code of a step (99 for anything above), 100 when a job
abended, 101 for a JCL error, 64 for bad usage
)";
}

}  // namespace coldsite::jcl

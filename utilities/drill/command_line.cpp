#include "utilities/drill/command_line.hpp"

#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <cstdint>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "datasets/io/real_store.hpp"
#include "datasets/messages/csg.hpp"
#include "datasets/site/site.hpp"
#include "utilities/batch/print_sink.hpp"
#include "utilities/batch/report.hpp"
#include "utilities/drill/digest.hpp"
#include "utilities/drill/generate.hpp"
#include "utilities/drill/tapes.hpp"

namespace coldsite::drill {
namespace {

namespace options = boost::program_options;

constexpr int kBadUsage = 64;
constexpr char kHelp[] =
    "usage: drill COMMAND [options]\n"
    "Prepares, ships and scores disaster recovery drills.\n\n"
    "  drill generate --directory D [--seed N] [--megabytes N]   host files of every record shape\n"
    "  drill digest   --site S                                   a digest of each data set's "
    "content\n"
    "  drill compare  SOURCE TARGET                              two digest listings; CC 8 if they "
    "differ\n"
    "  drill picklist --site S                                   the tapes to ship, and what is on "
    "them\n"
    "  drill ship     --site S --to R TAPE ...                   carries tapes to another site\n\n";

struct Command {
  std::string verb;
  std::vector<std::string> words;
  std::string directory, site, to;
  std::uint64_t seed = 0;
  std::uint64_t megabytes = 0;
  bool json = false;
};

options::options_description describe(Command& command) {
  options::options_description description("options");
  description.add_options()                                                                  //
      ("directory", options::value(&command.directory), "where the host files go")           //
      ("seed", options::value(&command.seed)->default_value(20261121), "of the host files")  //
      ("megabytes", options::value(&command.megabytes)->default_value(210), "to generate")   //
      ("site", options::value(&command.site), "directory of the site")                       //
      ("to", options::value(&command.to), "directory of the other site")                     //
      ("json", options::bool_switch(&command.json), "the same facts for machines")           //
      ("help", "this text")("version", "the version of the suite");
  return description;
}

Result<std::unique_ptr<site::Site>> open_site(io::FileStore& store, const std::string& directory,
                                              std::string_view option) {
  if (directory.empty()) {
    return failure<msg::CSG0020T>(std::string(option) + " is needed");
  }
  return site::Site::open(store, directory);
}

Result<void> run_generate(const Command& command, io::FileStore& store, batch::Report& report) {
  if (command.directory.empty()) {
    return failure<msg::CSG0020T>("--directory is needed");
  }
  CS_ASSIGN(const GenerateSummary summary,
            generate_files(store, command.directory, plan_files(command.megabytes), command.seed));
  report.say<msg::CSG0005I>(summary.files, summary.bytes, command.seed);
  return {};
}

Result<void> run_digest(const Command& command, io::FileStore& store, batch::Report& report) {
  CS_ASSIGN(const auto site, open_site(store, command.site, "--site"));
  CS_ASSIGN(const std::vector<DataSetDigest> digests, digest_site(*site));
  std::istringstream lines(format_digests(digests));
  for (std::string line; std::getline(lines, line);) {
    report.print(line);
  }
  return {};
}

Result<std::vector<DataSetDigest>> read_digests(io::FileStore& store, const std::string& path) {
  CS_ASSIGN(const Bytes text, io::read_file(store, path));
  return parse_digests(std::string(text.begin(), text.end()), path);
}

Result<void> run_compare(const Command& command, io::FileStore& store, batch::Report& report) {
  if (command.words.size() != 2) {
    return failure<msg::CSG0020T>("compare takes two digest listings");
  }
  CS_ASSIGN(const std::vector<DataSetDigest> source, read_digests(store, command.words[0]));
  CS_ASSIGN(const std::vector<DataSetDigest> target, read_digests(store, command.words[1]));
  const std::vector<std::string> differences = compare_digests(source, target);
  for (const std::string& difference : differences) {
    report.say<msg::CSG0003E>(difference);
  }
  if (differences.empty()) {
    std::uint64_t blocks = 0;
    std::uint64_t bytes = 0;
    for (const DataSetDigest& digest : source) {
      blocks += digest.blocks;
      bytes += digest.bytes;
    }
    report.say<msg::CSG0004I>(source.size(), blocks, bytes);
  }
  return {};
}

Result<void> run_picklist(const Command& command, io::FileStore& store, batch::Report& report) {
  CS_ASSIGN(const auto site, open_site(store, command.site, "--site"));
  CS_ASSIGN(const std::vector<PickedTape> list, make_pick_list(*site));
  report.print("VOLSER      BLOCKS         BYTES   TAPE BYTES  DATA SETS");
  for (const PickedTape& tape : list) {
    std::string names;
    for (const std::string& name : tape.data_sets) {
      names.append(names.empty() ? "" : " ").append(name);
    }
    report.print(fmt::format("{:<6} {:>11} {:>13} {:>12}  {}", tape.volser, tape.blocks, tape.bytes,
                             tape.stored_bytes, names));
    for (const std::string& finding : tape.findings) {
      report.say<msg::CSG0012E>(tape.volser, finding);
    }
  }
  return {};
}

Result<void> run_ship(const Command& command, io::FileStore& store, batch::Report& report) {
  CS_ASSIGN(const auto from, open_site(store, command.site, "--site"));
  CS_ASSIGN(const auto to, open_site(store, command.to, "--to"));
  if (command.words.empty()) {
    return failure<msg::CSG0020T>("ship takes the VOLSERs of the pick list");
  }
  for (const std::string& volser : command.words) {
    auto shipped = ship_tape(*from, *to, volser);
    if (shipped) {
      report.say<msg::CSG0013I>(volser, *shipped);
    } else {
      report.say(shipped.failure());  // the other tapes still go on the truck
    }
  }
  return {};
}

using Runner = Result<void> (*)(const Command&, io::FileStore&, batch::Report&);

Runner find_runner(const std::string& verb) {
  static const std::map<std::string, Runner> runners = {{"generate", run_generate},
                                                        {"digest", run_digest},
                                                        {"compare", run_compare},
                                                        {"picklist", run_picklist},
                                                        {"ship", run_ship}};
  const auto found = runners.find(verb);
  return found == runners.end() ? nullptr : found->second;
}

/// The words of the command line, or the exit status that ends the program at once.
std::variant<Command, int> parse_command(int argc, char** argv) {
  Command command;
  options::options_description visible = describe(command);
  options::options_description all;
  all.add(visible).add_options()("words", options::value(&command.words));
  options::positional_options_description positional;
  positional.add("words", -1);
  try {
    options::variables_map values;
    options::store(
        options::command_line_parser(argc, argv).options(all).positional(positional).run(), values);
    options::notify(values);
    if (values.count("help") != 0) {
      std::cout << kHelp << visible;
      return 0;
    }
    if (values.count("version") != 0) {
      std::cout << "drill " CS_VERSION "\n";
      return 0;
    }
  } catch (const options::error& error) {
    std::cerr << "drill: " << error.what() << "; see 'drill --help'\n";
    return kBadUsage;
  }
  if (command.words.empty() || find_runner(command.words.front()) == nullptr) {
    std::cerr << kHelp;
    return kBadUsage;
  }
  command.verb = command.words.front();
  command.words.erase(command.words.begin());
  return command;
}

}  // namespace

int run_drill(int argc, char** argv) {
  const std::variant<Command, int> parsed = parse_command(argc, argv);
  if (const int* status = std::get_if<int>(&parsed)) {
    return *status;
  }
  const Command& command = std::get<Command>(parsed);
  const std::unique_ptr<io::FileStore> store = io::make_real_store();
  batch::Report report("drill", command.json ? batch::make_json_sink(std::cout)
                                             : batch::make_stream_sink(std::cout));
  if (command.json) {
    report.continue_json(std::cout);
  }
  const Result<void> ran = find_runner(command.verb)(command, *store, report);
  if (!ran) {
    report.say(ran.failure());
    if (ran.failure().is(msg::CSG0020T)) {
      std::cerr << kHelp;
      return kBadUsage;
    }
  }
  return report.exit_status();
}

}  // namespace coldsite::drill

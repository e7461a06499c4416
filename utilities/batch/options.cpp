// The only place where Boost.Program_options is used for command lines; its exceptions end here.
#include "utilities/batch/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdlib>
#include <sstream>

#include "datasets/messages/csp.hpp"

namespace coldsite::batch {
namespace {

namespace options = boost::program_options;

options::options_description describe_options(const ProgramDescription& program) {
  options::options_description all("options");
  auto add = all.add_options();
  add("site", options::value<std::string>()->value_name("DIR"),
      "the site to work in (COLDSITE_SITE)");
  add("dd", options::value<std::vector<std::string>>()->composing()->value_name("NAME=OPERANDS"),
      "a DD statement; the same name again concatenates");
  add("parm", options::value<std::string>()->value_name("TEXT"), "the program's PARM");
  if (program.takes_simulate) {
    add("simulate", "say what would be done, write nothing");
  }
  add("json", options::value<std::string>()->implicit_value("-")->value_name("FILE"),
      "the facts of the step as one JSON object");
  add("explain", options::value<std::string>()->value_name("ID"), "explain a message and stop");
  add("help", "show this and stop");
  add("version", "show the version and stop");
  return all;
}

std::string or_empty(std::optional<std::string> value) {
  return value ? *std::move(value) : std::string();
}

Options take_options(const options::variables_map& given, const Environment& environment) {
  Options taken;
  const auto text = [&](const char* name, const char* variable) {
    return given.count(name) != 0 ? given[name].as<std::string>() : or_empty(environment(variable));
  };
  taken.site_directory = text("site", "COLDSITE_SITE");
  taken.parm = text("parm", "COLDSITE_PARM");
  if (given.count("dd") != 0) {
    taken.dd_options = given["dd"].as<std::vector<std::string>>();
  }
  taken.dd_bindings_path = or_empty(environment("COLDSITE_DDS"));
  taken.job_name = or_empty(environment("COLDSITE_JOB"));
  taken.step_name = or_empty(environment("COLDSITE_STEP"));
  taken.job_id = or_empty(environment("COLDSITE_JOBID"));
  taken.console_path = or_empty(environment("COLDSITE_CONSOLE"));
  taken.replies_path = or_empty(environment("COLDSITE_REPLIES"));
  taken.simulate = given.count("simulate") != 0;
  taken.help = given.count("help") != 0;
  taken.version = given.count("version") != 0;
  if (given.count("explain") != 0) {
    taken.explain = given["explain"].as<std::string>();
  }
  if (given.count("json") != 0) {
    taken.json = given["json"].as<std::string>();
  } else {
    taken.json = environment("COLDSITE_JSON");
  }
  return taken;
}

}  // namespace

Environment process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

Result<Options> parse_options(const ProgramDescription& program,
                              const std::vector<std::string>& arguments,
                              const Environment& environment) {
  const options::options_description described = describe_options(program);
  const options::positional_options_description no_positional;
  options::variables_map given;
  try {
    namespace style = options::command_line_style;
    const int strict = style::allow_long | style::long_allow_adjacent | style::long_allow_next;
    options::store(options::command_line_parser(arguments)
                       .options(described)
                       .positional(no_positional)
                       .style(strict)
                       .run(),
                   given);
    options::notify(given);
  } catch (const options::error& error) {
    return failure<msg::CSP0001E>(error.what());
  }
  return take_options(given, environment);
}

std::string help_text(const ProgramDescription& program) {
  std::ostringstream text;
  text << "usage: " << program.name << " [options]\n"
       << program.title << "\n\n"
       << describe_options(program);
  if (!program.help_extra.empty()) {
    text << "\n" << program.help_extra;
    if (program.help_extra.back() != '\n') {
      text << "\n";
    }
  }
  return text.str();
}

std::optional<std::string> explain_text(std::string_view message_id) {
  const Message* message = find_message(message_id);
  if (message == nullptr) {
    return std::nullopt;
  }
  std::string text(message->text);
  for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos; at += 3) {
    text.replace(at, 2, "...");
  }
  return fmt::format("{} {}\nExplanation: {}\nResponse: {}\nCondition code: {}\n", message->id,
                     text, message->explanation, message->response, message->condition_code);
}

}  // namespace coldsite::batch

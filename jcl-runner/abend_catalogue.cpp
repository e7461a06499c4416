#include "jcl-runner/abend_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace coldsite::jcl {
namespace {

constexpr AbendDescription kDescriptions[] = {
    {"S001", "", "I/O error",
     "A block could not be read or written, or the job's own files could not be made.",
     "Look at the CSI message in the job log for the file and the system's reason.", ""},
    {"S002", "", "Record that does not fit",
     "What a program wrote does not fit the data set: a record that is too long, or text that the "
     "code page does not have.",
     "Look at the message before it for the record; correct LRECL, RECFM or the program.",
     "CSA0003E, CSE0035E, CSI0030E"},
    {"S013", "14", "Member of a data set that is not partitioned",
     "The DD statement names a member, and the data set has no directory.",
     "Take the member name away, or correct DSN=.", "IEC141I 013-14"},
    {"S013", "18", "Member not found",
     "The data set is a library that does not have the member named on the DD statement.",
     "Correct the member name; IEHLIST LISTPDS shows those that are there.", "IEC141I 013-18"},
    {"S013", "20", "BLKSIZE and LRECL do not agree",
     "The block size is no multiple of the record length (RECFM=FB), or leaves no room for the "
     "block descriptor word (RECFM=V and VB).",
     "Correct DCB, or leave BLKSIZE out: the system chooses one.", "IEC141I 013-20"},
    {"S013", "34", "BLKSIZE or LRECL missing",
     "Neither program, DD statement nor label say how long records or blocks are.",
     "Code RECFM and LRECL.", "IEC141I 013-34"},
    {"S013", "60", "RECFM=F with BLKSIZE other than LRECL", "Unblocked records are one to a block.",
     "Code RECFM=FB, or make both the same.", "IEC141I 013-60"},
    {"S013", "", "OPEN: data set and DCB contradict each other",
     "The data set cannot be opened as the program, the DD statement and the label together ask.",
     "See the reason behind 013- in the IEC141I message, and explain it: S013-18.", "IEC141I"},
    {"S03B", "", "OPEN of an empty or unfit VSAM data set",
     "VSAM was to be read sequentially and could not be opened.",
     "Look at the IEC161I message and load the cluster.", "IEC161I", false},
    {"S047", "", "Program is not authorized",
     "An unauthorized program asked for an authorized service.", "Not met here.", "", false},
    {"S0C1", "", "Operation exception",
     "The program ran into something that is no instruction (SIGILL).",
     "Build the program for this processor; look at its STDERR in the spool.", ""},
    {"S0C4", "", "Protection exception",
     "The program used storage that is not its own (SIGSEGV): a bad pointer or subscript.",
     "Run the program with a debugger; the spool holds its STDERR.", ""},
    {"S0C5", "", "Addressing exception",
     "The program used an address behind the end of a mapped file, or not aligned (SIGBUS).",
     "See whether a file that the program maps was cut short.", ""},
    {"S0C7", "", "Data exception",
     "On z/OS: a packed or zoned field holds no number. Linux has no such interrupt; GnuCOBOL "
     "tells the field in STDERR and ends with a condition code.",
     "Look at the program's STDERR for the field, and at the input record.", "", false},
    {"S0C9", "", "Fixed-point divide exception", "The program divided by zero (SIGFPE).",
     "Check the divisor; STDERR may name the line.", ""},
    {"S0CB", "", "Decimal divide exception",
     "On z/OS: a packed number was divided by zero. Linux knows only SIGFPE, which is S0C9.",
     "Check the divisor.", "", false},
    {"S122", "", "Cancelled by the operator, with a dump",
     "CANCEL job,DUMP. No step of the job runs behind it, COND=EVEN or not.",
     "Ask the operator why; submit the job again.", ""},
    {"S222", "", "Cancelled by the operator",
     "The step was ended from outside: CANCEL, Ctrl-C, SIGTERM, SIGHUP, SIGQUIT, or SIGKILL, "
     "which the kernel sends too when the host runs out of memory.",
     "See who cancelled it; the host's log (dmesg) names the victims of a lack of memory. Submit "
     "the job again.",
     ""},
    {"S213", "04", "DSCB not found at OPEN",
     "The volume does not hold the data set any more: it was deleted or renamed since it was "
     "allocated, or the catalog names the wrong volume.",
     "List the VTOC with IEHLIST; correct the catalog with IDCAMS.", "IEC143I 213-04"},
    {"S322", "", "CPU time limit",
     "The step used more processor time than TIME= on EXEC or JOB allows (SIGXCPU).",
     "Look for a loop, or code a longer TIME=.", ""},
    {"S422", "", "Job needs too many resources", "An operand asks for more than the system has.",
     "Not met here.", "", false},
    {"S522", "", "Waited too long", "On z/OS: the job waited longer than SMF allows.",
     "Not met here: jclrun lets a job wait.", "", false},
    {"S613", "", "I/O error while a tape was positioned", "The labels of a tape cannot be read.",
     "Map the tape with `hetmap` or `tapemap`.", "IEC147I", false},
    {"S637", "", "Unlike data sets in a concatenation",
     "The parts of a concatenation have different record formats or lengths.",
     "Copy one of them to the attributes of the other first.", "IEC023I"},
    {"S706", "", "Module is not executable", "The program was found and cannot be run.",
     "See its permissions, and that it is built for this host.", "CSV016I", false},
    {"S722", "", "Too many lines of output", "On z/OS: OUTLIM= was reached.", "Not met here.", "",
     false},
    {"S806", "04", "Program not found",
     "PGM= is neither a program of this suite nor in the directories that `programs` of site.conf "
     "names, as an executable in lower case; or it could not be started.",
     "Correct PGM=, put the program into such a directory, or make it executable.",
     "CSV003I, CSV028I"},
    {"S80A", "", "Region too small", "On z/OS: storage below the line is used up.",
     "Not met here: see S878.", "", false},
    {"S878", "10", "No storage",
     "A program of this suite asked for storage that the host would not give, or the host could "
     "not start another process for lack of it.",
     "Free memory, raise the limit (ulimit -v), or run fewer jobs at once (--initiators).", ""},
    {"S913", "38", "Not authorized", "On z/OS: the security product refuses the data set.",
     "Not met here: the host's file permissions count, and a CSI message tells of them.", "IEC150I",
     false},
    {"SB14", "", "CLOSE of a partitioned data set: directory full", "See SE14.", "See SE14.", "",
     false},
    {"SB37", "04", "Out of space",
     "The data set has used 16 extents on its volume, or the volume has no room for another one; "
     "or a host file reached a limit (SIGXFSZ).",
     "Give more primary space, compress the library, or free space on the volume.",
     "IEC030I B37-04"},
    {"SD37", "04", "Out of space, no secondary quantity",
     "The primary space is used up and SPACE= has no secondary quantity.",
     "Code a secondary quantity or more primary space.", "IEC031I D37-04"},
    {"SE14", "", "Directory full", "The library has no directory block left for another member.",
     "Copy it with IEBCOPY into a library with more directory blocks.", "CSA0023E"},
    {"SE37", "04", "Out of space in a library",
     "The partitioned data set has used 16 extents, or its volume has no room for another one.",
     "Compress it with IEBCOPY, or copy it into a larger one.", "IEC032I E37-04"},
    {"U0016", "", "DFSORT ended", "SORT found an error and was told to abend.",
     "Look at its SYSOUT for an ICE message.", "", false},
    {"U0778", "", "IMS: program abended with work to back out", "",
     "Look at the IMS log and run batch backout.", "DFS629I", false},
    {"U4038", "", "Language Environment: unhandled condition", "",
     "On z/OS look at CEEDUMP. A COBOL program here tells the condition in STDERR.", "", false},
    {"U4039", "", "The program ended itself",
     "abort(), a failed assertion, or an exception that nothing catches (SIGABRT). A program of "
     "this suite that finds a bug in itself ends so.",
     "Read STDERR of the step in the spool; send what it says with a bug report.", ""},
};

std::string upper_text(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return result;
}

bool is_all(std::string_view text, int (*is_kind)(int)) {
  return !text.empty() && std::ranges::all_of(text, [is_kind](char c) {
    return is_kind(static_cast<unsigned char>(c)) != 0;
  });
}

struct AbendCode {
  std::string code, reason;
};

/// "013-18" is a system code: three hexadecimal digits; the reason loses its zeros in front.
std::optional<AbendCode> parse_code(std::string_view text) {
  AbendCode result;
  const std::string folded = upper_text(text);
  const std::size_t dash = std::min(folded.find('-'), folded.size());
  result.code = folded.substr(0, dash);
  if (dash < folded.size()) {
    result.reason = folded.substr(dash + 1);
    if (!is_all(result.reason, std::isxdigit)) {
      return std::nullopt;
    }
    result.reason.erase(0, std::min(result.reason.find_first_not_of('0'), result.reason.size()));
    result.reason.insert(0, result.reason.size() < 2 ? 2 - result.reason.size() : 0, '0');
  }
  const auto is_system = [](std::string_view digits) {
    return digits.size() == 3 && is_all(digits, std::isxdigit);
  };
  if (is_system(result.code)) {
    result.code.insert(0, 1, 'S');
    return result;
  }
  const bool is_user = result.code.starts_with('U') && result.code.size() == 5 &&
                       is_all(std::string_view(result.code).substr(1), std::isdigit);
  const bool is_coded =
      result.code.starts_with('S') && is_system(std::string_view(result.code).substr(1));
  return is_user || is_coded ? std::optional(result) : std::nullopt;
}

std::string text_of(const AbendDescription& abend) {
  std::string text(abend.code);
  text += abend.reason.empty() ? "" : "-" + std::string(abend.reason);
  text += " " + std::string(abend.title) + "\n";
  if (!abend.explanation.empty()) {
    text += "Explanation: " + std::string(abend.explanation) + "\n";
  }
  text += "Response: " + std::string(abend.response) + "\n";
  if (!abend.companion.empty()) {
    text += "With: " + std::string(abend.companion) + "\n";
  }
  return text + (abend.is_produced ? "" : "No step ends with this code here.\n");
}

std::string text_of_unknown(const AbendCode& abend) {
  constexpr int kSignalBase = 4000;
  const int number = abend.code.starts_with('U') ? std::stoi(abend.code.substr(1)) : 0;
  if (number > kSignalBase && number < kSignalBase + 65) {
    return abend.code + " Signal " + std::to_string(number - kSignalBase) +
           "\nExplanation: The program was ended by this signal of the host.\n"
           "Response: See `man 7 signal` and the program's STDERR in the spool.\n";
  }
  return abend.code + " is not in this catalogue\n" +
         (abend.code.starts_with('U')
              ? "Explanation: A code of the program's own.\nResponse: See its documentation.\n"
              : "Explanation: No step ends with this code here.\n"
                "Response: See z/OS MVS System Codes.\n");
}

}  // namespace

std::span<const AbendDescription> abend_descriptions() {
  return kDescriptions;
}

std::optional<std::string> explain_abend(std::string_view text) {
  const auto abend = parse_code(text);
  if (!abend) {
    return std::nullopt;
  }
  std::string exact, others;
  for (const AbendDescription& known : kDescriptions) {
    if (known.code != abend->code) {
      continue;
    }
    std::string& part = known.reason == abend->reason ? exact : others;
    const bool fits =
        abend->reason.empty() || known.reason == abend->reason || known.reason.empty();
    if (fits) {
      part += (part.empty() ? "" : "\n") + text_of(known);
    }
  }
  if (abend->reason.empty() && !exact.empty() && !others.empty()) {
    return exact + "\n" + others;
  }
  if (!exact.empty() || !others.empty()) {
    return exact.empty() ? others : exact;
  }
  const bool is_code_known = std::ranges::any_of(
      kDescriptions, [&](const auto& known) { return known.code == abend->code; });
  if (is_code_known) {  // another reason of it: all of the code
    return explain_abend(abend->code);
  }
  return text_of_unknown(*abend);
}

}  // namespace coldsite::jcl

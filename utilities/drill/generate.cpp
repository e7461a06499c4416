#include "utilities/drill/generate.hpp"

#include <array>
#include <cstdio>
#include <set>
#include <string_view>

#include "datasets/io/random.hpp"

namespace coldsite::drill {
namespace {

constexpr std::size_t kBufferBytes = 1 << 20;
constexpr std::uint64_t kMegabyte = 1'000'000;

// Branch-office vocabulary: text that compresses as business data does, about four to one.
constexpr std::array<std::string_view, 32> kWords = {
    "ACCOUNT",  "BALANCE", "BRANCH",  "CREDIT",   "CUSTOMER", "DEBIT",   "DELIVERY", "DEPOSIT",
    "DISPATCH", "INVOICE", "LEDGER",  "LONDON",   "MADRID",   "MARKET",  "MONTHLY",  "NORTH",
    "ORDER",    "PARIS",   "PAYMENT", "POLICY",   "PREMIUM",  "QUARTER", "RECEIPT",  "REFUND",
    "ROME",     "SETTLED", "SOUTH",   "SUPPLIER", "TRANSFER", "VIENNA",  "WARRANT",  "ZURICH"};

/// Appends one line without its end: a running number, words, amounts.
void append_line(Bytes& out, io::Random& random, std::uint64_t number, std::uint32_t length) {
  char text[24];
  const int digits =
      std::snprintf(text, sizeof text, "%010llu", static_cast<unsigned long long>(number));
  std::string_view piece(text, static_cast<std::size_t>(digits));
  const std::size_t end = out.size() + length;
  while (out.size() < end) {
    out.insert(out.end(), piece.begin(), piece.end());
    out.push_back(' ');
    const std::uint64_t draw = random.next();
    if ((draw & 3) == 0) {
      const int size =
          std::snprintf(text, sizeof text, "%u.%02u", static_cast<unsigned>(draw >> 40 & 0xFFFF),
                        static_cast<unsigned>(draw >> 32) % 100);
      piece = std::string_view(text, static_cast<std::size_t>(size));
    } else {
      piece = kWords[draw >> 8 & 31];
    }
  }
  out.resize(end);
  if (out.back() == ' ') {
    out.back() = '.';  // a record's last byte must survive the stripping of trailing blanks
  }
}

/// Appends one binary record: a big-endian number, then a half that repeats and a half that does
/// not.
void append_record(Bytes& out, io::Random& random, std::uint64_t number, std::uint32_t length) {
  const std::size_t start = out.size();
  out.resize(start + length);
  const ByteSpan record(out.data() + start, length);
  for (std::uint32_t i = 0; i < length; ++i) {
    record[i] = static_cast<std::uint8_t>(number >> 8 * (7 - i % 8));
  }
  for (std::uint32_t i = length / 2; i < length; i += 8) {
    const std::uint64_t draw = random.next();
    for (std::uint32_t j = i; j < length && j < i + 8; ++j) {
      record[j] = static_cast<std::uint8_t>(draw >> 8 * (j - i));
    }
  }
}

Result<std::uint64_t> generate_file(io::FileStore& store, const std::string& path,
                                    const FilePlan& plan, io::Random random) {
  CS_ASSIGN(const auto file, store.open(path, io::OpenMode::kCreateOrReplace));
  Bytes buffer;
  buffer.reserve(kBufferBytes + plan.record_bytes + 1);
  std::uint64_t written = 0;
  for (std::uint64_t number = 0; written + buffer.size() < plan.size_bytes; ++number) {
    if (plan.shape == Shape::kText) {
      const std::uint32_t spread = plan.record_bytes - plan.line_bytes_min + 1;
      append_line(buffer, random, number,
                  plan.line_bytes_min + static_cast<std::uint32_t>(random.next() % spread));
      buffer.push_back('\n');
    } else {
      append_record(buffer, random, number, plan.record_bytes);
    }
    if (buffer.size() >= kBufferBytes) {
      CS_TRY(file->write_at(written, buffer));
      written += buffer.size();
      buffer.clear();
    }
  }
  CS_TRY(file->write_at(written, buffer));
  return written + buffer.size();
}

}  // namespace

std::vector<FilePlan> plan_files(std::uint64_t megabytes) {
  const std::uint64_t percent = megabytes * kMegabyte / 100;
  std::vector<FilePlan> plan = {
      {"customer.fb80", Shape::kText, 80, 80, percent * 28},
      {"ledger.fb200", Shape::kBinary, 0, 200, percent * 26},
      {"journal.vb", Shape::kText, 20, 250, percent * 18},
      {"scans.u", Shape::kBinary, 0, 6144, percent * 12},
      {"contract.vbs", Shape::kText, 100, 9000, percent * 8},
      {"audit.fbs", Shape::kBinary, 0, 128, percent * 4},
      {"cards.f", Shape::kText, 80, 80, percent / 2},
      {"notes.v", Shape::kText, 10, 100, percent / 2},
  };
  constexpr int kMembers = 12;
  for (int member = 1; member <= kMembers; ++member) {
    plan.push_back({"members/MEM" + std::to_string(100 + member), Shape::kText, 30, 80,
                    percent * 3 / kMembers});
  }
  return plan;
}

Result<GenerateSummary> generate_files(io::FileStore& store, const std::string& directory,
                                       const std::vector<FilePlan>& plan, std::uint64_t seed) {
  GenerateSummary summary;
  std::set<std::string> made;
  for (const FilePlan& file : plan) {
    const std::string path = io::join_path(directory, file.name);
    if (made.insert(io::directory_of(path)).second) {
      CS_TRY(store.make_directories(io::directory_of(path)));
    }
    // Each file has random numbers of its own, so that one more file changes no other.
    CS_ASSIGN(const std::uint64_t bytes,
              generate_file(store, path, file, io::Random(seed).split(file.name)));
    ++summary.files;
    summary.bytes += bytes;
  }
  return summary;
}

}  // namespace coldsite::drill

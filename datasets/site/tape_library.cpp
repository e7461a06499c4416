// The tape library of a site: <site>/tape/VOLSER.het or .aws, one file for each volume.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "datasets/messages/cse.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/site/site.hpp"
#include "datasets/tape/tape_file.hpp"

namespace coldsite::site {
namespace {

constexpr std::array<std::string_view, 2> kTapeSuffixes = {".het", ".aws"};
constexpr std::uint32_t kLastScratchNumber = 99'999;

std::optional<std::string> volser_of_file(std::string_view name) {
  for (const std::string_view suffix : kTapeSuffixes) {
    if (name.ends_with(suffix)) {
      const std::string_view volser = name.substr(0, name.size() - suffix.size());
      return dasd::is_volser(volser) ? std::optional<std::string>(volser) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

tape::TapeFormat Site::tape_format() const {
  tape::TapeFormat format;
  format.compression =
      configuration_.tape_format == "aws" ? tape::Compression::kNone : tape::Compression::kZlib;
  format.capacity_bytes = configuration_.tape_capacity_bytes;
  return format;
}

Result<std::optional<std::string>> Site::find_tape(std::string_view volser) {
  const std::string library = io::join_path(directory_, "tape");
  for (const std::string_view suffix : kTapeSuffixes) {
    const std::string path = io::join_path(library, std::string(volser).append(suffix));
    CS_ASSIGN(const auto info, store_->info(path));
    if (info && !info->is_directory) {
      return std::optional(path);
    }
  }
  return std::optional<std::string>();
}

Result<std::vector<std::string>> Site::tape_volsers() {
  CS_ASSIGN(const std::vector<std::string> names, store_->list(io::join_path(directory_, "tape")));
  std::vector<std::string> volsers;
  for (const std::string& name : names) {
    if (const auto volser = volser_of_file(name)) {
      volsers.push_back(*volser);
    }
  }
  std::ranges::sort(volsers);
  volsers.erase(std::unique(volsers.begin(), volsers.end()), volsers.end());
  return volsers;
}

Result<std::string> Site::create_scratch_tape(std::string_view volser) {
  const std::string library = io::join_path(directory_, "tape");
  std::uint32_t number = 1;
  if (volser.empty()) {
    // Behind the highest in use: a number is not used again while a later one exists.
    CS_ASSIGN(const std::vector<std::string> known, tape_volsers());
    for (const std::string& other : known) {
      const bool is_scratch_number = other.size() == 6 && other.front() == 'T' &&
                                     other.find_first_not_of("0123456789", 1) == std::string::npos;
      number = is_scratch_number
                   ? std::max(number, static_cast<std::uint32_t>(std::stoul(other.substr(1))) + 1)
                   : number;
    }
  }
  for (; number <= kLastScratchNumber; ++number) {
    const std::string name = volser.empty() ? fmt::format("T{:05}", number) : std::string(volser);
    const std::string path = io::join_path(library, name + "." + configuration_.tape_format);
    auto image = tape::create_tape(*store_, path, tape_format());
    if (!image && image.failure().is(msg::CSI0006E) && volser.empty()) {
      continue;  // another process took the number
    }
    if (!image) {
      return failure<msg::CSE0034E>(to_string(image.failure()));
    }
    CS_TRY(tape::initialize_tape(**image, {name, ""}));
    CS_TRY((*image)->sync());
    CS_TRY(store_->sync_directory(library));
    return name;
  }
  return failure<msg::CSE0034E>("T99999 is in use, no number is left");
}

}  // namespace coldsite::site

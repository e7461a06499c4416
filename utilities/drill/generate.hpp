// The drill's raw material: host files of every shape a data set can have, made from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::drill {

/// How the bytes of a generated file are cut into records.
enum class Shape {
  kText,    ///< lines
  kBinary,  ///< records of `record_bytes`, without separators
};

/// One file to make. units: bytes; text lines are `line_bytes_min`..`record_bytes` long.
struct FilePlan {
  std::string name;
  Shape shape = Shape::kText;
  std::uint32_t line_bytes_min = 0;
  std::uint32_t record_bytes = 0;
  std::uint64_t size_bytes = 0;
};

/// The files of a drill of about `megabytes`: sequential ones for each record format, and
/// `members/`.
[[nodiscard]] std::vector<FilePlan> plan_files(std::uint64_t megabytes);

struct GenerateSummary {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

/// Writes the planned files below `directory`. The same seed gives the same bytes on every machine.
[[nodiscard]] Result<GenerateSummary> generate_files(io::FileStore& store,
                                                     const std::string& directory,
                                                     const std::vector<FilePlan>& plan,
                                                     std::uint64_t seed);

}  // namespace coldsite::drill

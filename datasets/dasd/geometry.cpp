// The device tables and their capacity formulas.
// source: device reference summaries as Hercules 3.13 uses them; the DSCB and directory counts were
// checked against real VTOCs.
#include "datasets/dasd/geometry.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::array<Geometry, 9> kGeometries = {{
    {.device = "3390",
     .device_type = 0x3390,
     .header_type = 0x90,
     .heads = 15,
     .slot_bytes = 56'832,
     .block_bytes_max = 56'664,
     .capacity_bytes = 58'786,
     .directory_blocks = 45,
     .dscbs = 50,
     .overheads = {0, 0, 0, 0x30, 0, 0}},
    {.device = "3380",
     .device_type = 0x3380,
     .header_type = 0x80,
     .heads = 15,
     .slot_bytes = 47'616,
     .block_bytes_max = 47'476,
     .capacity_bytes = 47'968,
     .directory_blocks = 46,
     .dscbs = 53,
     .overheads = {0, 0, 0, 0x20, 0, 0}},
    {.device = "3350",
     .device_type = 0x3350,
     .header_type = 0x50,
     .heads = 30,
     .slot_bytes = 19'456,
     .block_bytes_max = 19'069,
     .capacity_bytes = 19'254,
     .directory_blocks = 36,
     .dscbs = 47,
     .overheads = {0x01, 0x0B, 0x52, 0x09, 0x02, 0x00}},
    {.device = "3375",
     .device_type = 0x3375,
     .header_type = 0x75,
     .heads = 12,
     .slot_bytes = 35'840,
     .block_bytes_max = 35'616,
     .capacity_bytes = 36'000,
     .directory_blocks = 43,
     .dscbs = 51,
     .overheads = {0, 0, 0, 0x20, 0, 0}},
    {.device = "3330",
     .device_type = 0x3330,
     .header_type = 0x30,
     .heads = 19,
     .slot_bytes = 13'312,
     .block_bytes_max = 13'030,
     .capacity_bytes = 13'165,
     .directory_blocks = 28,
     .dscbs = 39,
     .overheads = {0xBF, 0xBF, 0x38, 0x01, 0x02, 0x00}},
    {.device = "3340",
     .device_type = 0x3340,
     .header_type = 0x40,
     .heads = 12,
     .slot_bytes = 8'704,
     .block_bytes_max = 8'368,
     .capacity_bytes = 8'535,
     .directory_blocks = 16,
     .dscbs = 22,
     .overheads = {0xF2, 0xF2, 0x4B, 0x01, 0x02, 0x00}},
    {.device = "2314",
     .device_type = 0x2314,
     .header_type = 0x14,
     .heads = 20,
     .slot_bytes = 7'680,
     .block_bytes_max = 7'294,
     .capacity_bytes = 7'294,
     .directory_blocks = 17,
     .dscbs = 25,
     .overheads = {0x92, 0x2D, 0x2D, 0x01, 0x02, 0x16}},
    {.device = "2311",
     .device_type = 0x2311,
     .header_type = 0x11,
     .heads = 10,
     .slot_bytes = 4'096,
     .block_bytes_max = 3'625,
     .capacity_bytes = 3'625,
     .directory_blocks = 10,
     .dscbs = 16,
     .overheads = {0x51, 0x14, 0x14, 0x01, 0x02, 0x19}},
    {.device = "9345",
     .device_type = 0x9345,
     .header_type = 0x45,
     .heads = 15,
     .slot_bytes = 46'592,
     .block_bytes_max = 46'456,
     .capacity_bytes = 48'280,
     .directory_blocks = 40,
     .dscbs = 45,
     .overheads = {0, 0, 0, 0x30, 0, 0}},
}};

constexpr const Geometry* k3390 = &kGeometries[0];
constexpr const Geometry* k3380 = &kGeometries[1];
constexpr const Geometry* k3350 = &kGeometries[2];
constexpr const Geometry* k3375 = &kGeometries[3];
constexpr const Geometry* k3330 = &kGeometries[4];
constexpr const Geometry* k3340 = &kGeometries[5];
constexpr const Geometry* k2314 = &kGeometries[6];
constexpr const Geometry* k2311 = &kGeometries[7];
constexpr const Geometry* k9345 = &kGeometries[8];

/// The smallest model of each type comes first: that is what the plain type means.
constexpr std::array<DeviceModel, 24> kModels = {{
    {"3390-1", k3390, 1'113, 1},  {"3390-2", k3390, 2'226, 1},   {"3390-3", k3390, 3'339, 1},
    {"3390-9", k3390, 10'017, 3}, {"3390-27", k3390, 32'760, 3}, {"3390-54", k3390, 65'520, 0},
    {"3380-A", k3380, 885, 1},    {"3380-B", k3380, 885, 1},     {"3380-D", k3380, 885, 1},
    {"3380-J", k3380, 885, 1},    {"3380-E", k3380, 1'770, 2},   {"3380-K", k3380, 2'655, 3},
    {"3350-1", k3350, 555, 5},    {"3375-1", k3375, 959, 1},     {"3330-1", k3330, 404, 7},
    {"3330-11", k3330, 808, 7},   {"3340-35", k3340, 348, 1},    {"3340-70", k3340, 696, 2},
    {"3340-1", k3340, 348, 1},    {"3340-2", k3340, 696, 2},     {"2314-1", k2314, 200, 3},
    {"2311-1", k2311, 200, 3},    {"9345-1", k9345, 1'440, 0},   {"9345-2", k9345, 2'156, 0},
}};

std::uint32_t round_up(std::uint32_t value, std::uint32_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// 3390 and 9345: a field of bytes takes whole cells of 34, with 6 bytes for each segment of 232.
std::uint32_t cell_space(std::uint32_t bytes, std::uint32_t overhead_cells) {
  const std::uint32_t segments = (bytes + 6 + 231) / 232;
  return round_up(34 * overhead_cells + bytes + 6 + 6 * segments, 34);
}

bool is_2311_or_2314(const Geometry& geometry) {
  return geometry.device_type == 0x2311 || geometry.device_type == 0x2314;
}

std::string model_list() {
  std::string list;
  for (const DeviceModel& model : kModels) {
    list += (list.empty() ? "" : ", ") + std::string(model.name);
  }
  return list;
}

}  // namespace

std::uint32_t Geometry::record_space(std::uint32_t key_bytes, std::uint32_t data_bytes) const {
  const bool keyed = key_bytes != 0;
  const std::uint32_t both = key_bytes + data_bytes;
  switch (device_type) {
    case 0x3390:
      return cell_space(data_bytes, 19) + (keyed ? cell_space(key_bytes, 9) : 0);
    case 0x9345:
      return cell_space(data_bytes, 18) + (keyed ? cell_space(key_bytes, 7) : 0);
    case 0x3380:
      return round_up(data_bytes + 492, 32) + (keyed ? round_up(key_bytes + 236, 32) : 0);
    case 0x3375:
      return round_up(data_bytes + 384, 32) + (keyed ? round_up(key_bytes + 160, 32) : 0);
    case 0x3350:
      return both + (keyed ? 82 : 0) + 185;
    case 0x3330:
      return both + (keyed ? 56 : 0) + 135;
    case 0x3340:
      return both + (keyed ? 75 : 0) + 167;
    case 0x2314:
      return both * 2'137 / 2'048 + (keyed ? 45 : 0) + 101;
    case 0x2311:
      return both * 537 / 512 + (keyed ? 20 : 0) + 61;
    default:
      CS_CHECK(false);
      return 0;
  }
}

std::uint32_t Geometry::last_record_space(std::uint32_t key_bytes, std::uint32_t data_bytes) const {
  if (!is_2311_or_2314(*this)) {
    return record_space(key_bytes, data_bytes);
  }
  const std::uint32_t key_overhead = device_type == 0x2314 ? 45 : 20;
  return key_bytes + data_bytes + (key_bytes != 0 ? key_overhead : 0);
}

std::uint32_t Geometry::records_per_track(std::uint32_t key_bytes, std::uint32_t data_bytes) const {
  const std::uint32_t last = last_record_space(key_bytes, data_bytes);
  if (last > capacity_bytes) {
    return 0;
  }
  return (capacity_bytes - last) / record_space(key_bytes, data_bytes) + 1;
}

std::uint32_t Geometry::half_track_block_bytes() const {
  std::uint32_t low = 1;
  std::uint32_t high = block_bytes_max;
  while (low < high) {
    const std::uint32_t middle = (low + high + 1) / 2;
    if (records_per_track(0, middle) >= 2) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return std::min(low, 32'760U);
}

std::span<const DeviceModel> device_models() {
  return kModels;
}

Result<DeviceModel> find_device_model(std::string_view name) {
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  for (const DeviceModel& model : kModels) {
    if (upper == model.name || upper == model.geometry->device) {
      return model;
    }
  }
  return failure<msg::CSV0001E>(name, model_list());
}

Result<const Geometry*> find_geometry(std::uint8_t header_type, std::uint32_t heads) {
  for (const Geometry& geometry : kGeometries) {
    if (geometry.header_type == header_type && geometry.heads == heads) {
      return &geometry;
    }
  }
  return failure<msg::CSV0002E>(fmt::format("{:02X}", header_type), heads);
}

std::string to_string(TrackAddress address) {
  return fmt::format("cylinder {} head {} (X'{:04X}{:04X}')", address.cylinder, address.head,
                     address.cylinder, address.head);
}

}  // namespace coldsite::dasd

#include "utilities/drill/digest.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <sstream>

#include "datasets/access/dasd_blocks.hpp"
#include "datasets/access/partitioned.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/sha256.hpp"
#include "datasets/messages/csg.hpp"

namespace coldsite::drill {
namespace {

/// Adds every block, each behind its length, so that two blockings of the same bytes differ.
Result<void> add_blocks(io::BlockReader& reader, io::Sha256& sha, DataSetDigest& digest) {
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> block, reader.read_block());
    if (!block) {
      return {};
    }
    std::uint8_t length[4];
    store_be(length, 0, 4, block->size());
    sha.add(length);
    sha.add(*block);
    ++digest.blocks;
    digest.bytes += block->size();
  }
}

Result<void> add_members(dasd::Volume& volume, const dasd::DataSetLabel& label, io::Sha256& sha,
                         DataSetDigest& digest) {
  CS_ASSIGN(const auto library, access::PartitionedDataSet::open(volume, label));
  for (const access::Member& member : library->members()) {
    sha.add(text::label_from_utf8(member.name, 8));
    sha.add(member.user_data);
    if (member.is_alias) {
      continue;  // its content is its member's
    }
    CS_ASSIGN(const auto reader, library->read_member(member));
    CS_TRY(add_blocks(*reader, sha, digest));
  }
  return {};
}

/// The physical records of every track: control intervals need nobody who understands them.
Result<void> add_tracks(dasd::Volume& volume, const dasd::DataSetLabel& label, io::Sha256& sha,
                        DataSetDigest& digest) {
  const dasd::Geometry& geometry = volume.geometry();
  Bytes slot(geometry.slot_bytes);
  for (const dasd::Extent& extent : label.extents) {
    const std::uint32_t first = extent.first_track(geometry);
    for (std::uint32_t track = first; track < first + extent.track_count(geometry); ++track) {
      CS_TRY(volume.read_slots({track, 1}, slot));
      CS_ASSIGN(dasd::TrackReader reader,
                dasd::TrackReader::open(slot, geometry.track_address(track), geometry));
      while (const auto record = reader.next()) {
        std::uint8_t length[4];
        store_be(length, 0, 4, record->data.size());
        sha.add(length);
        sha.add(record->data);
        ++digest.blocks;
        digest.bytes += record->data.size();
      }
    }
  }
  return {};
}

Result<DataSetDigest> digest_data_set(dasd::Volume& volume, const std::string& volser,
                                      const dasd::DataSetLabel& label) {
  DataSetDigest digest{volser, label.name, "", dasd::to_string(label.record_format), 0, 0, ""};
  io::Sha256 sha;
  switch (label.organization) {
    case dasd::Organization::kSequential: {
      digest.organization = "PS";
      CS_ASSIGN(const auto reader, access::open_dasd_reader(volume, label));
      CS_TRY(add_blocks(*reader, sha, digest));
      break;
    }
    case dasd::Organization::kPartitioned:
      digest.organization = "PO";
      CS_TRY(add_members(volume, label, sha, digest));
      break;
    case dasd::Organization::kVsam:
      digest.organization = "VS";
      digest.record_format = "-";
      CS_TRY(add_tracks(volume, label, sha, digest));
      break;
    case dasd::Organization::kUnknown:
    case dasd::Organization::kIndexed:
    case dasd::Organization::kDirect:
      return failure<msg::CSG0001E>(label.name, volser);
  }
  digest.sha256 = sha.hex();
  return digest;
}

}  // namespace

Result<std::vector<DataSetDigest>> digest_volume(dasd::Volume& volume) {
  CS_ASSIGN(const dasd::Vtoc vtoc, dasd::read_vtoc(volume));
  std::vector<DataSetDigest> digests;
  for (const dasd::DataSetLabel& label : vtoc.data_sets) {
    auto digest = digest_data_set(volume, vtoc.label.volser, label);
    if (!digest) {
      return digest.failure().while_doing("reading data set", label.name);
    }
    digests.push_back(*std::move(digest));
  }
  std::ranges::sort(digests);
  return digests;
}

Result<std::vector<DataSetDigest>> digest_site(site::Site& site) {
  std::vector<std::unique_ptr<dasd::Volume>> volumes;
  for (const site::Device& device : site.devices()) {
    if (device.state == site::DeviceState::kOnline) {
      CS_ASSIGN(auto volume, site.open_volume(device, dasd::Access::kRead));
      volumes.push_back(std::move(volume));
    }
  }
  std::vector<std::future<Result<std::vector<DataSetDigest>>>> pending;
  for (const auto& volume : volumes) {
    pending.push_back(std::async(std::launch::async, [&volume] { return digest_volume(*volume); }));
  }
  std::vector<DataSetDigest> all;
  std::optional<Failure> first_failure;
  for (auto& future : pending) {
    auto digests = future.get();
    if (digests) {
      all.insert(all.end(), digests->begin(), digests->end());
    } else if (!first_failure) {
      first_failure = digests.failure();
    }
  }
  if (first_failure) {
    return *first_failure;
  }
  std::ranges::sort(all);
  return all;
}

std::string format_digests(const std::vector<DataSetDigest>& digests) {
  std::ostringstream text;
  for (const DataSetDigest& digest : digests) {
    text << digest.volser << ' ' << digest.name << ' ' << digest.organization << ' '
         << digest.record_format << ' ' << digest.blocks << ' ' << digest.bytes << ' '
         << digest.sha256 << '\n';
  }
  return text.str();
}

Result<std::vector<DataSetDigest>> parse_digests(std::string_view text, std::string_view source) {
  std::vector<DataSetDigest> digests;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    std::istringstream fields(line);
    DataSetDigest digest;
    if (!(fields >> digest.volser >> digest.name >> digest.organization >> digest.record_format >>
          digest.blocks >> digest.bytes >> digest.sha256) ||
        digest.sha256.size() != io::Sha256::kHexDigits) {
      return failure<msg::CSG0002E>(source, number);
    }
    digests.push_back(std::move(digest));
  }
  return digests;
}

std::vector<std::string> compare_digests(const std::vector<DataSetDigest>& source,
                                         const std::vector<DataSetDigest>& target) {
  using Key = std::pair<std::string, std::string>;
  std::map<Key, const DataSetDigest*> at_target;
  for (const DataSetDigest& digest : target) {
    at_target[{digest.volser, digest.name}] = &digest;
  }
  std::vector<std::string> differences;
  for (const DataSetDigest& digest : source) {
    const auto found = at_target.find({digest.volser, digest.name});
    if (found == at_target.end()) {
      differences.push_back(digest.name + " on " + digest.volser + " is missing");
      continue;
    }
    if (*found->second != digest) {
      differences.push_back(
          digest.name + " on " + digest.volser + " differs: " + std::to_string(digest.blocks) +
          " blocks at the source, " + std::to_string(found->second->blocks) + " here, content " +
          (digest.sha256 == found->second->sha256 ? "equal" : "not equal"));
    }
    at_target.erase(found);
  }
  for (const auto& [key, digest] : at_target) {
    differences.push_back(digest->name + " on " + digest->volser + " is not at the source");
  }
  return differences;
}

}  // namespace coldsite::drill

#include "utilities/drill/tapes.hpp"

#include "datasets/io/kill_point.hpp"
#include "datasets/io/sha256.hpp"
#include "datasets/messages/csg.hpp"
#include "datasets/tape/tape_file.hpp"

namespace coldsite::drill {
namespace {

constexpr std::size_t kPieceBytes = 4 << 20;

Result<std::string> digest_file(io::File& file) {
  io::Sha256 sha;
  Bytes piece(kPieceBytes);
  std::uint64_t offset = 0;
  while (true) {
    CS_ASSIGN(const std::size_t got, file.read_at(offset, piece));
    if (got == 0) {
      return sha.hex();
    }
    sha.add(ByteView(piece).first(got));
    offset += got;
  }
}

}  // namespace

Result<std::vector<PickedTape>> make_pick_list(site::Site& site) {
  std::vector<PickedTape> list;
  CS_ASSIGN(const std::vector<std::string> volsers, site.tape_volsers());
  for (const std::string& volser : volsers) {
    CS_ASSIGN(const std::optional<std::string> path, site.find_tape(volser));
    if (!path) {
      continue;
    }
    CS_ASSIGN(const auto image, tape::open_tape(site.store(), *path, tape::Access::kRead));
    auto map = tape::map_tape(*image);
    if (!map) {
      return map.failure().while_doing("reading tape", volser);
    }
    PickedTape tape;
    tape.volser = volser;
    for (const tape::TapeMapEntry& file : map->files) {
      tape.data_sets.push_back(file.label.data_set_id);
      tape.blocks += file.blocks;
      tape.bytes += file.data_bytes;
      tape.findings.insert(tape.findings.end(), file.findings.begin(), file.findings.end());
    }
    CS_ASSIGN(const std::optional<io::FileInfo> info, site.store().info(*path));
    tape.stored_bytes = info ? info->size_bytes : 0;
    if (!tape.data_sets.empty()) {
      list.push_back(std::move(tape));
    }
  }
  return list;
}

Result<std::uint64_t> ship_tape(site::Site& from, site::Site& to, std::string_view volser) {
  CS_ASSIGN(const std::optional<std::string> path, from.find_tape(volser));
  if (!path) {
    return failure<msg::CSG0010E>(volser, from.directory());
  }
  io::FileStore& store = to.store();
  const std::string target =
      io::join_path(io::join_path(to.directory(), "tape"), io::name_of(*path));
  const std::string arriving = target + ".arriving";
  CS_TRY(store.make_directories(io::directory_of(target)));
  CS_ASSIGN(const auto source, from.store().open(*path, io::OpenMode::kRead));
  CS_ASSIGN(const std::uint64_t size_bytes, source->size_bytes());
  {
    CS_ASSIGN(const auto copy, store.open(arriving, io::OpenMode::kCreateOrReplace));
    CS_TRY(copy->copy_range(*source, {0, size_bytes}, 0));
    CS_TRY(copy->sync());
    CS_KILL_POINT("drill.ship.after_copy");
    CS_ASSIGN(const std::string sent, digest_file(*source));
    CS_ASSIGN(const std::string arrived, digest_file(*copy));
    if (sent != arrived) {
      return failure<msg::CSG0011E>(volser, sent, arrived);
    }
  }
  CS_TRY(store.rename_file(arriving, target));
  CS_TRY(store.sync_directory(io::directory_of(target)));  // now the tape is in the library
  return size_bytes;
}

}  // namespace coldsite::drill

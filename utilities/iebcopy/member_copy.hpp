// Members copied into a library: block by block, or record by record where the block size changes.
#pragma once

#include <functional>

#include "utilities/iebcopy/member_plan.hpp"
#include "utilities/iebcopy/member_source.hpp"

namespace coldsite::iebcopy {

/// What became of one planned member.
struct CopiedMember {
  std::string name;      ///< in the output
  std::string old_name;  ///< in the input
};

struct CopyResult {
  std::vector<CopiedMember> copied;
  std::vector<Failure> unreadable;  ///< members that could not be read; the others were copied
  std::optional<Failure> stopped;   ///< why the rest was not copied (x37, directory full)
};

/// How the blocks go over.
enum class BlockMode { kAsTheyAre, kReblock };

/// errors: IEB120E input and output cannot be brought together.
[[nodiscard]] Result<BlockMode> choose_block_mode(const access::DataControlBlock& input,
                                                  const access::DataControlBlock& output);

/// Copies the members of the plan in the order of their starts; aliases share the blocks of their
/// member, TTRs in user data and note lists are made to fit. What was copied whole is committed,
/// also when the copy stops.
[[nodiscard]] Result<CopyResult> copy_members(MemberSource& source, const MemberPlan& plan,
                                              BlockMode mode, access::PartitionedDataSet& output);

/// TTRs of the blocks of one member, before and after.
class AddressMap {
 public:
  void add(dasd::RelativeAddress from, dasd::RelativeAddress to) { moves_.emplace_back(from, to); }
  /// Rewrites the TTRs of user data. `note_count` TTRNs stand at its beginning.
  void relocate_user_data(access::Member& member) const;
  /// Rewrites `count` TTRs of a note list.
  void relocate_notes(ByteSpan notes, std::size_t count) const;

 private:
  void relocate(ByteSpan ttr) const;
  std::vector<std::pair<dasd::RelativeAddress, dasd::RelativeAddress>> moves_;
};

}  // namespace coldsite::iebcopy

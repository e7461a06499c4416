// One command of SYSIN at work: its number, its condition code, and the volumes it opens.
#pragma once

#include <memory>
#include <string>

#include "control-cards/adrdssu/adrdssu_statement.hpp"
#include "utilities/batch/program.hpp"
#include "utilities/data-copy/dump_restore.hpp"

namespace coldsite::adrdssu {

/// "2026.325 14:03:59" in the site's time.
[[nodiscard]] std::string time_stamp(const batch::StepContext& context);
/// "0004".
[[nodiscard]] std::string code_text(int condition_code);

class Task {
 public:
  Task(batch::StepContext& context, std::size_t number, bool is_plan_only)
      : context_(&context), number_(number), is_plan_only_(is_plan_only) {}

  [[nodiscard]] batch::StepContext& context() const { return *context_; }
  /// "001"
  [[nodiscard]] std::string id() const;
  [[nodiscard]] bool is_plan_only() const { return is_plan_only_; }
  [[nodiscard]] int condition_code() const { return code_; }

  template <const Message& M, class... Inserts>
  void say(const Inserts&... inserts) {
    say(failure<M>(inserts...));
  }
  void say(const Failure& failure);

 private:
  batch::StepContext* context_;
  std::size_t number_;
  bool is_plan_only_;
  int code_ = 0;
};

/// A volume with the name that messages give it.
struct OpenVolume {
  std::unique_ptr<dasd::Volume> volume;
  std::string volser;                ///< empty: no label
  std::uint16_t device_address = 0;  ///< 0: an image outside the site
  [[nodiscard]] std::string name() const { return volser.empty() ? volume->path() : volser; }
  /// "0A80", or the path of the image.
  [[nodiscard]] std::string place() const;
};

/// The one volume of INDDNAME/INDYNAM or OUTDDNAME/OUTDYNAM. `keyword` names it in messages.
/// errors: CSK0030E; CSK0031E; CSE0011E; those of allocation and of opening.
[[nodiscard]] Result<OpenVolume> open_media(Task& task, const Media& media,
                                            std::string_view keyword, dasd::Access access);

/// TRACKS and OUTTRACKS as moves, checked against the volume they are read from.
/// errors: CSK0038E.
[[nodiscard]] Result<std::vector<copy::TrackMove>> plan_moves(
    const std::vector<TrackRange>& ranges, const std::optional<dasd::TrackAddress>& out_track,
    const dasd::Geometry& geometry, std::uint32_t cylinders, std::string_view volume);

/// The cylinders a target must have to take the moves.
[[nodiscard]] std::uint32_t cylinders_for(const std::vector<copy::TrackMove>& moves,
                                          const dasd::Geometry& geometry);

/// How many tracks one read takes, by OPTIMIZE(n): 1, 2, 5 tracks, a cylinder; 0 when not coded.
[[nodiscard]] std::uint32_t tracks_per_read(const std::optional<std::uint32_t>& optimize);

/// A progress function for the terminal; begins the line.
[[nodiscard]] copy::ProgressFunction begin_progress(Task& task, const std::string& activity,
                                                    std::uint64_t total_bytes);

/// After a COPYVOLID or a kept serial: what became of the target's name (CSK0018I, CSK0019I).
void say_serials(Task& task, const OpenVolume& target, const std::string& source_volser,
                 const std::string& new_volser);

}  // namespace coldsite::adrdssu

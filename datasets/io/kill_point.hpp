// Kill points: named places between two state changes where a test ends the process as a power
// failure would (SIGKILL, no clean-up). They exist in builds with CS_KILL_POINTS only.
//
//   COLDSITE_KILL=restore.after_label:3   the third time this process passes the point, it dies
//   COLDSITE_KILL_LOG=file                each point passed is appended to the file (for the sweep)
#pragma once

#ifdef CS_KILL_POINTS
namespace coldsite::io {
void pass_kill_point(const char* name);
}  // namespace coldsite::io
#define CS_KILL_POINT(name) ::coldsite::io::pass_kill_point(name)
#else
#define CS_KILL_POINT(name) \
  do {                      \
  } while (false)
#endif

// The whole catalogue, in one table ordered by id.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "datasets/messages/adr.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csg.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/csk.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/csp.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/messages/cst.hpp"
#include "datasets/messages/csu.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/csx.hpp"
#include "datasets/messages/hasp.hpp"
#include "datasets/messages/ick.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/messages/ieb.hpp"
#include "datasets/messages/iec.hpp"
#include "datasets/messages/iee.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/messages/ieh.hpp"

namespace coldsite {
namespace {

const std::vector<const Message*>& sorted_catalogue() {
  static const std::vector<const Message*> catalogue = [] {
    std::vector<const Message*> all = {
#define CS_MESSAGE(id, ...) &msg::id,
#include "datasets/messages/adr.def"
#include "datasets/messages/csa.def"
#include "datasets/messages/cse.def"
#include "datasets/messages/csg.def"
#include "datasets/messages/csi.def"
#include "datasets/messages/csj.def"
#include "datasets/messages/csk.def"
#include "datasets/messages/csl.def"
#include "datasets/messages/csm.def"
#include "datasets/messages/csn.def"
#include "datasets/messages/csp.def"
#include "datasets/messages/css.def"
#include "datasets/messages/cst.def"
#include "datasets/messages/csu.def"
#include "datasets/messages/csv.def"
#include "datasets/messages/csx.def"
#include "datasets/messages/hasp.def"
#include "datasets/messages/ick.def"
#include "datasets/messages/idc.def"
#include "datasets/messages/ieb.def"
#include "datasets/messages/iec.def"
#include "datasets/messages/iee.def"
#include "datasets/messages/ief.def"
#include "datasets/messages/ieh.def"
#undef CS_MESSAGE
    };
    std::ranges::sort(all, {}, [](const Message* message) { return message->id; });
    return all;
  }();
  return catalogue;
}

}  // namespace

std::span<const Message* const> message_catalogue() {
  return sorted_catalogue();
}

const Message* find_message(std::string_view id) {
  std::string upper(id);
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  const auto& all = sorted_catalogue();
  const auto at =
      std::ranges::lower_bound(all, upper, {}, [](const Message* message) { return message->id; });
  return at != all.end() && (*at)->id == upper ? *at : nullptr;
}

}  // namespace coldsite

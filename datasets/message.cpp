#include "datasets/message.hpp"

namespace coldsite {

std::string fill_inserts(std::string_view text, std::span<const std::string> inserts) {
  std::string filled;
  std::size_t next = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && i + 1 < text.size() && text[i + 1] == '}') {
      if (next < inserts.size()) {
        filled += inserts[next++];
      }
      ++i;
    } else {
      filled += text[i];
    }
  }
  return filled;
}

}  // namespace coldsite

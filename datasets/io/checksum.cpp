#include "datasets/io/checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <utility>

namespace coldsite::io {

struct Checksum::State {
  XXH3_state_t xxh3;
};

std::uint64_t checksum(ByteView data) {
  return XXH3_64bits(data.data(), data.size());
}

Checksum::Checksum() : state_(std::make_unique<State>()) {
  reset();
}
Checksum::~Checksum() = default;
Checksum::Checksum(Checksum&& other) noexcept = default;
Checksum& Checksum::operator=(Checksum&& other) noexcept = default;

void Checksum::add(ByteView data) {
  XXH3_64bits_update(&state_->xxh3, data.data(), data.size());
}

std::uint64_t Checksum::value() const {
  return XXH3_64bits_digest(&state_->xxh3);
}

void Checksum::reset() {
  XXH3_64bits_reset(&state_->xxh3);
}

}  // namespace coldsite::io

// Random numbers from a seed, the same on every machine. A generator is passed as an argument and
// split by name, so that one part's draws never move another part's.
// source: xoshiro256** 1.0 and SplitMix64 (Blackman, Vigna; public domain algorithms).
// threads: one user at a time; split one for each thread.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "datasets/bytes.hpp"

namespace coldsite::io {

class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(seed) {
    std::uint64_t state = seed;
    for (std::uint64_t& word : state_) {
      word = mix(state += 0x9E3779B97F4A7C15);
    }
  }

  /// What it started from, for the message that lets a run be repeated.
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// The next 64 random bits.
  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// Evenly one of 0 .. bound - 1. shape: bound is not 0.
  std::uint64_t below(std::uint64_t bound) {
    CS_CHECK(bound != 0);
    const std::uint64_t unfair = (0 - bound) % bound;  // draws below this would favour some values
    for (;;) {
      if (const std::uint64_t draw = next(); draw >= unfair) {
        return draw % bound;
      }
    }
  }

  /// Evenly one of low .. high, both included.
  std::uint64_t between(std::uint64_t low, std::uint64_t high) {
    CS_CHECK(low <= high);
    return high - low == ~std::uint64_t{0} ? next() : low + below(high - low + 1);
  }

  /// True in `part` of `whole` cases.
  bool chance(std::uint64_t part, std::uint64_t whole) { return below(whole) < part; }

  void fill(ByteSpan out) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      bits = i % 8 == 0 ? next() : bits >> 8;
      out[i] = static_cast<std::uint8_t>(bits);
    }
  }

  /// A generator of its own for `name`, the same however much was drawn from this one.
  [[nodiscard]] Random split(std::string_view name) const {
    std::uint64_t hash = mix(seed_ ^ 0x632BE59BD9B4E019);
    for (const char character : name) {
      hash = mix(hash ^ static_cast<unsigned char>(character));
    }
    return Random(hash);
  }
  [[nodiscard]] Random split(std::uint64_t number) const {
    return Random(mix(mix(seed_ ^ 0xD1B54A32D192ED03) ^ number));
  }

 private:
  static std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
  }

  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

}  // namespace coldsite::io

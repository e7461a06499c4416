// What a catalog is made of: records by a 45-byte key (44 of the name, one of the extension number)
// at offset 9. A KSDS stands behind it in programs (cluster_record_store.cpp), a map in tests.
// Writing one record is atomic: after a kill or a power failure the old or the new one is there.
// threads: one user; processes are serialised by the caller.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::catalog {

inline constexpr std::size_t kKeyOffset = 9;
inline constexpr std::size_t kNameBytes = 44;
inline constexpr std::size_t kKeyBytes = kNameBytes + 1;
using RecordKey = std::array<std::uint8_t, kKeyBytes>;

class RecordStore {
 public:
  virtual ~RecordStore() = default;

  /// The longest record that one atomic write takes.
  [[nodiscard]] virtual std::size_t record_bytes_max() const = 0;

  virtual Result<std::optional<Bytes>> get(const RecordKey& key) = 0;
  /// The record of this key or the next one in key order.
  virtual Result<std::optional<Bytes>> get_at_least(const RecordKey& key) = 0;
  /// The record behind the one that get_at_least() or next() gave last. Any other request but get()
  /// ends the sequence.
  virtual Result<std::optional<Bytes>> next() = 0;

  /// The key is not there yet (CSM0047E).
  virtual Result<void> insert(ByteView record) = 0;
  /// The key is there; the length may change.
  virtual Result<void> replace(ByteView record) = 0;
  /// false: it was not there.
  virtual Result<bool> erase(const RecordKey& key) = 0;

  /// Sees what other processes wrote since.
  virtual Result<void> refresh() = 0;
  /// Other processes that refresh() see what was written so far; it need not last yet.
  virtual Result<void> publish() = 0;
  /// Everything written so far lasts before anything that is written from here on.
  virtual Result<void> keep_order() = 0;
  /// Everything written so far lasts.
  virtual Result<void> sync() = 0;
  virtual Result<void> close() = 0;
};

}  // namespace coldsite::catalog

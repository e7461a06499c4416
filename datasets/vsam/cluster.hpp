// An open cluster, and requests on it: what ACB, RPL and the request macros GET, PUT, POINT, ERASE
// are to a program. KSDS, ESDS, RRDS, VRRDS and LDS behind one interface; what an organization
// cannot do is refused (CSM0040E).
//
// Crash safety: every write of a control interval goes to its volume in an order in which any
// prefix is a state that open() understands: a CI split writes the old CI marked busy, the new CI,
// the sequence set record (the commit), the old CI without what moved; a CA split likewise one
// level up. A data set that was not closed is verified when it is opened next, and the caller is
// told. Deferred buffers never overtake a split.
//
// A power failure may lose any of the CIs that were written since the last sync() or close().
// What was there by then is there after it unless it was changed since, and each record that was
// is in one of the states that it had (write_order.hpp). It costs two syncs for each split that is
// written through, and two for all splits of a pool of buffers that are deferred; changes inside a
// CI cost none. Not covered: a CI that the failure itself tears apart, which is told as damaged or
// not at all; a spanned record of an ESDS that is rewritten in place (told as damaged); a record
// that fills its control area and is replaced by a spanned one (it may be gone until the new one
// lasts).
// threads: a Cluster and its Cursors have one user at a time; processes meet through
//          SHAREOPTIONS and record locks (VolumeSet::lock).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/vsam/component.hpp"

namespace coldsite::vsam {

class BufferPool;  // buffer_pool.hpp: the LSR pool that several clusters share

struct OpenOptions {
  bool update = false;        ///< for output; else input only
  bool reset = false;         ///< MACRF=RST: empty a reusable cluster first (CSM0041E otherwise)
  bool defer_writes = false;  ///< changed CIs are written by the pool's need, sync() and close()
  /// With `update`: a get or put waits for its record (VolumeSet::lock) and keeps it until another
  /// record of the cluster is asked for, or close(). Without it, a user of SHAREOPTIONS 3 or 4 has
  /// the data set alone for output, and open() waits for that.
  bool lock_records = false;
  bool ignore_shares =
      false;            ///< no SHAREOPTIONS locks: the caller has its own (catalogs, EXAMINE)
  bool verify = false;  ///< looks for the real end although the data set was closed (VERIFY)
  std::uint32_t data_buffers = 0, index_buffers = 0;  ///< BUFND, BUFNI; 0: chosen
  std::shared_ptr<BufferPool> pool = nullptr;         ///< LSR; nullptr: buffers of its own (NSR)
};

/// A record where it stands in a buffer; good until the next request on the cluster.
struct Record {
  ByteView bytes;
  std::uint64_t rba = 0;
  std::uint32_t number = 0;  ///< relative record number (RRDS, VRRDS), from 1
};

enum class Search {
  kEqual,           ///< full key
  kGreaterOrEqual,  ///< KGE: this key or the next one
  kGeneric,         ///< GEN: the first record whose key begins with these bytes
  kGenericOrGreater,
};
enum class Direction { kForward, kBackward };

/// A position in the cluster and requests from there (an RPL). It survives inserts and splits done
/// through the same Cluster.
class Cursor {
 public:
  virtual ~Cursor() = default;

  /// POINT. false: no such record (the position is lost). kBackward positions take kEqual only.
  virtual Result<bool> point_key(ByteView key, Search search,
                                 Direction direction = Direction::kForward) = 0;
  virtual Result<bool> point_rba(std::uint64_t rba, Direction direction = Direction::kForward) = 0;
  virtual Result<bool> point_number(std::uint32_t number, Search search = Search::kEqual,
                                    Direction direction = Direction::kForward) = 0;
  virtual Result<void> point_first() = 0;
  virtual Result<void> point_last() = 0;  ///< the next previous() gives the last record

  /// Sequential GET from the position (a new cursor stands at the first record). Nothing at the
  /// end. After a point in direction d both next() and previous() give the record pointed at first.
  virtual Result<std::optional<Record>> next() = 0;
  virtual Result<std::optional<Record>> previous() = 0;

  /// PUT for update of the record given out last. The key (KSDS) and, in an ESDS and RRDS, the
  /// length must stay. errors: CSM0044E key changed; CSM0045E length.
  virtual Result<void> update(ByteView record) = 0;
  /// errors: CSM0040E in an ESDS and LDS.
  virtual Result<void> erase() = 0;
};

class Cluster {
 public:
  virtual ~Cluster() = default;

  /// errors: CSM0042E in use by another job (SHAREOPTIONS; IEC161I 052-084); CSM0043E empty data
  /// set opened for input only (an empty one can be opened for update);
  /// CSM0041E; those of read_component. `notes` takes what is worth telling: CSM0046W was not
  /// closed by its last user, verified.
  static Result<std::unique_ptr<Cluster>> open(VolumeSet& volumes, const ClusterPlace& place,
                                               const OpenOptions& options,
                                               std::vector<Failure>& notes);

  [[nodiscard]] virtual const ComponentAttributes& attributes() const = 0;
  [[nodiscard]] virtual const Component& data() const = 0;
  [[nodiscard]] virtual const Component* index() const = 0;  ///< nullptr: none

  [[nodiscard]] virtual std::unique_ptr<Cursor> cursor() = 0;

  /// Direct GET by key (KSDS), RBA (KSDS, ESDS) or number (RRDS, VRRDS).
  virtual Result<std::optional<Record>> get(ByteView key, Search search = Search::kEqual) = 0;
  virtual Result<std::optional<Record>> get_at(std::uint64_t rba) = 0;
  virtual Result<std::optional<Record>> get_number(std::uint32_t number) = 0;

  /// PUT of a new record: by its key (KSDS), at the end (ESDS, VRRDS and RRDS: next number), and
  /// gives its RBA. An ascending run into an empty data set, or behind its last key, is a load:
  /// FREESPACE is left. errors: CSM0047E duplicate key (8/8); CSM0048E record too long or too
  /// short (8/108); CSM0022E, CSM0023E out of space (8/28).
  virtual Result<std::uint64_t> insert(ByteView record) = 0;
  virtual Result<std::uint64_t> insert_number(std::uint32_t number, ByteView record) = 0;

  /// Direct update and erase by key. false: not there.
  virtual Result<bool> replace(ByteView record) = 0;
  virtual Result<bool> erase(ByteView key) = 0;

  /// CIs as they are: LDS pages, CNV access. shape: attributes().interval_bytes at a multiple of it
  /// below the high-allocated RBA; writing behind HURBA moves HURBA (LDS).
  virtual Result<void> read_interval(std::uint64_t rba, ByteSpan out) = 0;
  virtual Result<void> write_interval(std::uint64_t rba, ByteView bytes) = 0;

  /// Sees what other processes wrote since (SHAREOPTIONS 3 and 4, catalogs): drops unchanged
  /// buffers and reads the VVRs again.
  virtual Result<void> refresh() = 0;
  /// Everything written so far lasts before anything that is written from here on. Without sync()
  /// the data set still counts as not closed.
  virtual Result<void> keep_order() = 0;
  /// Everything written so far lasts (buffers, VVRs, fsync).
  virtual Result<void> sync() = 0;
  /// sync(), statistics, open indicator off. A Cluster that goes without close() leaves the data
  /// set as a cancelled job would.
  virtual Result<void> close() = 0;
};

}  // namespace coldsite::vsam

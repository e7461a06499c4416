// What EXPORT writes and IMPORT reads: a sequential data set (RECFM=VBS) with the definition of a
// cluster or alternate index and its records.
//
//   record    bytes  what
//   HDR1      4      "HDR1" in IBM-1047, as all text here
//             16     "COLDSITE EXPORT2"
//             8      TOD clock when it was written
//             44     name of the cluster or alternate index
//             1      X'80' exported TEMPORARY; X'40' INHIBITTARGET; X'20' an alternate index
//   STMT      4+n    a card of the DEFINE commands that make it again
//   DATA      4      "DATA"
//             8      relative record number (RRDS, VRRDS), else 0
//             n      the record, or page of a linear data set
//   TRL1      4      "TRL1"
//             8      number of DATA records
//             8      XXH3-64 of all records before it in order, each behind its length (4 bytes)
// The format is ours: what IDCAMS of z/OS writes there is not public.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/io/checksum.hpp"
#include "datasets/io/clock.hpp"

namespace coldsite::idcams {

struct PortableHeader {
  io::Timestamp written;
  std::string name;
  bool is_temporary = false, inhibits_target = false, is_alternate_index = false;
  std::vector<std::string> cards;
};

class PortableWriter {
 public:
  static Result<PortableWriter> begin(std::unique_ptr<access::RecordWriter> writer,
                                      const PortableHeader& header);
  /// `number`: of the record, 0 when it has none.
  Result<void> put(std::uint64_t number, ByteView record);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  Result<void> close();

 private:
  explicit PortableWriter(std::unique_ptr<access::RecordWriter> writer)
      : writer_(std::move(writer)) {}
  Result<void> write(ByteView record);
  std::unique_ptr<access::RecordWriter> writer_;
  Bytes record_;
  std::uint64_t count_ = 0;
  io::Checksum checksum_;
};

class PortableReader {
 public:
  /// Reads up to the first record. errors: CSN0018S.
  static Result<PortableReader> begin(std::unique_ptr<access::RecordReader> reader,
                                      std::string name);
  [[nodiscard]] const PortableHeader& header() const { return header_; }

  struct Data {
    std::uint64_t number = 0;  ///< 0: it has none
    ByteView bytes;
  };
  /// Nothing behind the last record, when count and checksum agree. errors: CSN0018S.
  Result<std::optional<Data>> next();

 private:
  PortableReader(std::unique_ptr<access::RecordReader> reader, std::string name)
      : reader_(std::move(reader)), name_(std::move(name)) {}
  Result<std::optional<ByteView>> read();
  Result<void> read_header();
  [[nodiscard]] Failure damaged(std::string_view what) const;

  std::unique_ptr<access::RecordReader> reader_;
  std::string name_;
  PortableHeader header_;
  Bytes first_;  ///< the record behind the cards
  bool has_first_ = false;
  std::uint64_t count_ = 0;
  io::Checksum checksum_;
};

}  // namespace coldsite::idcams

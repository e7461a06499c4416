// What a DD statement asks for, as plain data: the same for a JCL DD, a --dd option and a binding
// handed over by the runner. control-cards/dd turns text into it; allocation turns it into real
// things.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/result.hpp"
#include "datasets/tape/tape_file.hpp"

namespace coldsite::site {

enum class Status { kNew, kOld, kShare, kModify };
enum class Disposition { kDelete, kKeep, kCatalog, kUncatalog, kPass };

struct SpaceParameter {
  dasd::SpaceRequest request;
  bool release = false;  ///< RLSE
};

/// One DD, or one member of a concatenation. Empty strings and absent optionals: not coded.
struct DdRequest {
  std::string ddname;
  SourcePosition position;

  // Exactly one of these kinds; a DD with none of them is a data set by DSN / VOL / UNIT.
  bool is_dummy = false;
  std::optional<std::vector<std::string>> instream;  ///< DD * / DATA: the records, UTF-8
  std::optional<std::string> sysout_class;           ///< SYSOUT=*
  std::string host_path;  ///< PATH= or a bare host path; "-" standard stream

  std::string data_set_name;     ///< with "&&" for temporary ones
  std::string member;            ///< DSN=X(MEMBER)
  Status status = Status::kNew;  ///< DISP default: NEW (a bare DSN in --dd without DISP: SHR)
  bool is_status_coded = false;
  std::optional<Disposition> normal, abnormal;

  std::string unit;  ///< 3390, TAPE, 0A80, SYSDA
  std::uint32_t unit_count = 1;
  std::vector<std::string> volumes;  ///< VOL=SER
  std::optional<SpaceParameter> space;
  access::DataControlBlock dcb;
  std::optional<std::uint32_t> buffer_count;    ///< DCB=BUFNO
  std::optional<std::uint32_t> file_sequence;   ///< LABEL=(n,..)
  std::optional<tape::LabelType> label_type;    ///< LABEL=(,SL)
  dasd::LabelDate expires;                      ///< EXPDT / RETPD resolved by the parser's caller
  std::optional<std::uint32_t> retention_days;  ///< RETPD
  bool is_text = true;                          ///< FILEDATA=TEXT|BINARY for host paths
};

/// A DD with its concatenation, in order.
struct DdBinding {
  std::string ddname;
  std::vector<DdRequest> parts;
};

}  // namespace coldsite::site

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

/// A keyword that is good JCL but changes nothing here (STORCLAS=, FREE= ...): the caller warns.
struct IgnoredKeyword {
  std::string keyword;
  SourcePosition position;
};

/// One DD, or one member of a concatenation. Empty strings and absent optionals: not coded.
struct DdRequest {
  std::string ddname;
  SourcePosition position;

  // Exactly one of these kinds; a DD with none of them is a data set by DSN / VOL / UNIT.
  bool is_dummy = false;
  std::optional<std::vector<std::string>> instream;  ///< DD * / DATA: the records, UTF-8
  bool is_instream_data = false;                     ///< DD DATA: "//" does not end it
  std::string delimiter;                             ///< DLM: two characters
  std::optional<std::string> sysout_class;           ///< SYSOUT=*; "" for SYSOUT=(,writer)
  std::string sysout_writer, sysout_form;            ///< SYSOUT=(class,writer,form)
  std::string host_path;  ///< PATH= or a bare host path; "-" standard stream

  std::string data_set_name;      ///< with "&&" for temporary ones
  std::string member;             ///< DSN=X(MEMBER)
  std::optional<int> generation;  ///< DSN=X(+1): relative to what its group holds
  Status status = Status::kNew;   ///< DISP default: NEW (a bare DSN in --dd without DISP: SHR)
  bool is_status_coded = false;
  std::optional<Disposition> normal, abnormal;

  std::string unit;                              ///< 3390, TAPE, 0A80, SYSDA
  std::uint32_t unit_count = 1;                  ///< UNIT=(,n): tape drives, as far as it is tape
  std::vector<std::string> volumes;              ///< VOL=SER
  std::optional<std::uint32_t> volume_sequence;  ///< VOL=(,,n)
  std::optional<std::uint32_t> volume_count;     ///< VOL=(,,,n)
  std::optional<SpaceParameter> space;
  bool is_large = false;  ///< DSNTYPE=LARGE: above 65,535 tracks
  access::DataControlBlock dcb;
  std::string model_data_set;                   ///< DCB=name: attributes come from that data set
  std::string like_data_set;                    ///< LIKE=name: attributes and space of a new one
  std::string volume_of_data_set;               ///< VOL=REF=name
  std::optional<std::uint32_t> file_sequence;   ///< LABEL=(n,..)
  std::optional<tape::LabelType> label_type;    ///< LABEL=(,SL)
  dasd::LabelDate expires;                      ///< EXPDT / RETPD resolved by the parser's caller
  std::optional<std::uint32_t> retention_days;  ///< RETPD
  bool is_text = true;                          ///< FILEDATA=TEXT|BINARY for host paths
  std::vector<IgnoredKeyword> ignored_keywords;
};

/// A DD with its concatenation, in order.
struct DdBinding {
  std::string ddname;
  std::vector<DdRequest> parts;
};

}  // namespace coldsite::site

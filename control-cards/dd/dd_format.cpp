// DdRequests written as the operands that parse_dd_bindings reads back.
#include <algorithm>

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/dd/dd_operands.hpp"
#include "control-cards/dd/record_format.hpp"

namespace coldsite::dd {
namespace {

using site::DdRequest;
using site::Disposition;
using site::Status;

std::string quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') {
      quoted += c;
    }
  }
  return quoted + "'";
}

/// Collects "KEY=value,KEY=value".
class OperandList {
 public:
  void add(std::string_view operand) {
    text_ += text_.empty() ? "" : ",";
    text_ += operand;
  }
  void add(std::string_view keyword, std::string_view value) {
    add(std::string(keyword) + "=" + std::string(value));
  }
  void add(std::string_view keyword, std::uint32_t value) { add(keyword, std::to_string(value)); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string_view name_of(Status status) {
  switch (status) {
    case Status::kNew:
      return "NEW";
    case Status::kOld:
      return "OLD";
    case Status::kShare:
      return "SHR";
    case Status::kModify:
      return "MOD";
  }
  return {};
}

std::string_view name_of(Disposition disposition) {
  switch (disposition) {
    case Disposition::kDelete:
      return "DELETE";
    case Disposition::kKeep:
      return "KEEP";
    case Disposition::kCatalog:
      return "CATLG";
    case Disposition::kUncatalog:
      return "UNCATLG";
    case Disposition::kPass:
      return "PASS";
  }
  return {};
}

void add_name_and_disposition(const DdRequest& request, OperandList& operands) {
  if (const std::string& name = request.data_set_name; !name.empty()) {
    const bool is_plain = cards::is_data_set_name(name.starts_with("&&") ? name.substr(2) : name);
    std::string value = is_plain && name != "NULLFILE" ? name : quote(name);
    if (!request.member.empty()) {
      value += "(" + request.member + ")";
    }
    if (request.generation) {
      value += (*request.generation > 0 ? "(+" : "(") + std::to_string(*request.generation) + ")";
    }
    operands.add("DSN", value);
  }
  if (!request.is_status_coded) {
    return;
  }
  std::string value = "(" + std::string(name_of(request.status));
  if (request.normal || request.abnormal) {
    value += ",";
    value += request.normal ? name_of(*request.normal) : "";
  }
  if (request.abnormal) {
    value += "," + std::string(name_of(*request.abnormal));
  }
  operands.add("DISP", value + ")");
}

void add_unit_and_volumes(const DdRequest& request, OperandList& operands) {
  if (request.unit_count != 1) {
    operands.add("UNIT", "(" + request.unit + "," + std::to_string(request.unit_count) + ")");
  } else if (!request.unit.empty()) {
    operands.add("UNIT", request.unit);
  }
  if (!request.volume_of_data_set.empty()) {
    operands.add("VOL", "REF=" + request.volume_of_data_set);
    return;
  }
  if (request.volumes.empty() && !request.volume_sequence && !request.volume_count) {
    return;
  }
  const auto number = [](const std::optional<std::uint32_t>& value) {
    return value ? std::to_string(*value) : std::string();
  };
  std::string value = "(,," + number(request.volume_sequence) + "," + number(request.volume_count);
  for (std::size_t i = 0; i < request.volumes.size(); ++i) {
    value += (i == 0 ? ",SER=(" : ",") + request.volumes[i];
  }
  operands.add("VOL", value + (request.volumes.empty() ? ")" : "))"));
}

void add_space(const site::SpaceParameter& space, OperandList& operands) {
  const dasd::SpaceRequest& request = space.request;
  const auto amounts = [&](std::uint32_t second) {
    std::string text = "(" + std::to_string(request.primary) + "," + std::to_string(second);
    if (request.directory_blocks != 0) {
      text += "," + std::to_string(request.directory_blocks);
    }
    return text + ")";
  };
  if (request.unit == dasd::SpaceUnit::kAbsoluteTracks) {
    operands.add("SPACE", "(ABSTR," + amounts(request.absolute_first_track) + ")");
    return;
  }
  std::string value = "(";
  switch (request.unit) {
    case dasd::SpaceUnit::kTracks:
      value += "TRK";
      break;
    case dasd::SpaceUnit::kCylinders:
      value += "CYL";
      break;
    case dasd::SpaceUnit::kBlocks:
    case dasd::SpaceUnit::kRecords:
    case dasd::SpaceUnit::kAbsoluteTracks:
      value += std::to_string(request.unit_bytes);
      break;
  }
  value += "," + amounts(request.secondary) + (space.release ? ",RLSE" : ",");
  value += request.contiguous ? ",CONTIG" : ",";
  value += request.round_to_cylinders ? ",ROUND)" : ")";
  while (value.ends_with(",)")) {
    value.erase(value.size() - 2, 1);
  }
  operands.add("SPACE", value);
  if (request.unit == dasd::SpaceUnit::kRecords) {
    operands.add("AVGREC", "U");
  }
}

void add_attributes(const DdRequest& request, OperandList& operands) {
  const access::DataControlBlock& dcb = request.dcb;
  if (dcb.record_format.bits != 0) {
    operands.add("RECFM", format_record_format(dcb.record_format));
  }
  if (dcb.record_bytes == access::kRecordBytesX) {
    operands.add("LRECL", "X");
  } else if (dcb.record_bytes != 0) {
    operands.add("LRECL", dcb.record_bytes);
  }
  if (dcb.block_bytes != 0) {
    operands.add("BLKSIZE", dcb.block_bytes);
  }
  if (dcb.organization == dasd::Organization::kSequential) {
    operands.add("DSORG", "PS");
  } else if (dcb.organization == dasd::Organization::kPartitioned) {
    operands.add("DSORG", "PO");
  } else if (dcb.organization == dasd::Organization::kDirect) {
    operands.add("DSORG", "DA");
  }
  if (dcb.key_bytes != 0) {
    operands.add("KEYLEN", dcb.key_bytes);
  }
  if (!request.model_data_set.empty()) {
    operands.add("DCB", request.model_data_set);
  }
  if (!request.like_data_set.empty()) {
    operands.add("LIKE", request.like_data_set);
  }
  if (request.is_large) {
    operands.add("DSNTYPE", "LARGE");
  }
}

void add_label(const DdRequest& request, OperandList& operands) {
  if (request.file_sequence || request.label_type) {
    std::string value = "(";
    value += request.file_sequence ? std::to_string(*request.file_sequence) : "";
    if (request.label_type) {
      value += *request.label_type == tape::LabelType::kStandard ? ",SL"
               : *request.label_type == tape::LabelType::kNone   ? ",NL"
                                                                 : ",BLP";
    }
    operands.add("LABEL", value + ")");
  }
  if (request.expires.year != 0) {
    std::string day = std::to_string(request.expires.day_of_year);
    day.insert(0, 3 - std::min<std::size_t>(3, day.size()), '0');
    operands.add("EXPDT", std::to_string(request.expires.year) + "/" + day);
  }
  if (request.retention_days) {
    operands.add("RETPD", *request.retention_days);
  }
}

void add_kind(const DdRequest& request, OperandList& operands) {
  if (request.is_dummy) {
    operands.add("DUMMY");
  }
  if (request.instream) {
    operands.add(request.is_instream_data ? "DATA" : "*");
  }
  if (!request.delimiter.empty()) {
    std::string text = request.delimiter;
    for (std::size_t i = text.size(); i > 0; --i) {
      if (text[i - 1] == '&') {
        text.insert(i, 1, '&');
      }
    }
    operands.add("DLM", quote(text));
  }
  if (request.sysout_class) {
    operands.add("SYSOUT", "(" + *request.sysout_class + "," + request.sysout_writer + "," +
                               request.sysout_form + ")");
  }
  if (!request.host_path.empty()) {
    operands.add("PATH", quote(request.host_path));
  }
  if (!request.is_text) {
    operands.add("FILEDATA", "BINARY");
  }
}

std::string format_operands(const DdRequest& request) {
  OperandList operands;
  add_kind(request, operands);
  add_name_and_disposition(request, operands);
  add_unit_and_volumes(request, operands);
  if (request.space) {
    add_space(*request.space, operands);
  }
  add_attributes(request, operands);
  add_label(request, operands);
  return operands.text();
}

}  // namespace

std::string format_dd_bindings(const std::vector<site::DdBinding>& bindings) {
  std::string text;
  for (const site::DdBinding& binding : bindings) {
    std::string name = binding.ddname;
    for (const DdRequest& part : binding.parts) {
      text += name + " " + format_operands(part) + "\n";
      name.clear();
      for (const std::string& record : part.instream.value_or(std::vector<std::string>{})) {
        text += "<" + record + "\n";
      }
    }
  }
  return text;
}

}  // namespace coldsite::dd

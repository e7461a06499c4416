#include "control-cards/iebgener/iebgener_check.hpp"

#include "datasets/messages/css.hpp"

namespace coldsite::iebgener {
namespace {

constexpr std::size_t kLiteralMax = 40;

class Gatherer {
 public:
  cards::Parsed<GenerateRequest> gather(const std::vector<Operation>& operations) {
    for (const Operation& operation : operations) {
      take(operation);
    }
    if (!operations.empty() && parsed_.errors.empty()) {
      check_limits();
      parsed_.statements.push_back(std::move(request_));
    }
    return std::move(parsed_);
  }

 private:
  void take(const Operation& operation) {
    if (operation.kind == OperationKind::kGenerate) {
      if (has_generate_) {
        add_error(failure<msg::CSS0402E>().at(operation.position));
      }
      has_generate_ = true;
      request_ = operation.limits;
      request_.position = operation.position;
      return;
    }
    if (!has_generate_) {
      add_error(failure<msg::CSS0401E>().at(operation.position));
      has_generate_ = true;  // told once
    }
    if (operation.kind == OperationKind::kMember) {
      request_.members.push_back({operation.position, operation.names, {}});
    } else if (operation.kind == OperationKind::kRecord) {
      take_record(operation.record);
    }
  }

  void take_record(const RecordStatement& record) {
    if (request_.members.empty()) {
      request_.members.push_back({record.position, {}, {}});
    }
    check_record(record);
    request_.members.back().records.push_back(record);
  }

  void check_record(const RecordStatement& record) {
    if (record.ident) {
      ++groups_;
      if (count_characters(record.ident->name) != record.ident->length_bytes) {
        add_error(
            failure<msg::CSS0405E>(record.ident->length_bytes, count_characters(record.ident->name))
                .at(record.ident->position));
      }
    }
    for (const FieldOperand& field : record.fields) {
      ++fields_;
      if (!field.literal) {
        continue;
      }
      literals_ += count_characters(*field.literal);
      if (count_characters(*field.literal) > kLiteralMax) {
        add_error(failure<msg::CSS0404E>(kLiteralMax).at(field.position));
      }
    }
  }

  void check_limits() {
    std::size_t names = 0;
    for (const MemberGroup& member : request_.members) {
      names += member.names.size();
    }
    check_limit("MAXNAME", request_.names_max, names, "member names and aliases");
    check_limit("MAXFLDS", request_.fields_max, fields_, "FIELD operands");
    check_limit("MAXGPS", request_.groups_max, groups_, "IDENT operands");
    check_limit("MAXLITS", request_.literal_bytes_max, literals_, "characters of literals");
  }

  void check_limit(std::string_view keyword, std::size_t most, std::size_t count,
                   std::string_view what) {
    if (count > most) {
      add_error(failure<msg::CSS0403E>(keyword, most, count, what).at(request_.position));
    }
  }

  void add_error(Failure failure) { parsed_.errors.push_back(std::move(failure)); }

  cards::Parsed<GenerateRequest> parsed_;
  GenerateRequest request_;
  bool has_generate_ = false;
  std::size_t groups_ = 0, fields_ = 0, literals_ = 0;
};

}  // namespace

std::size_t count_characters(const Literal& literal) {
  if (literal.is_hexadecimal) {
    return literal.text.size();
  }
  std::size_t count = 0;
  for (const char c : literal.text) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  }
  return count;
}

std::uint32_t FieldOperand::output_bytes() const {
  switch (conversion) {
    case Conversion::kPackedToZoned:
      return 2 * length_bytes - 1;
    case Conversion::kZonedToPacked:
      return length_bytes / 2 + 1;
    case Conversion::kNone:
    case Conversion::kBcdToEbcdic:
      return length_bytes;
  }
  return length_bytes;
}

cards::Parsed<GenerateRequest> gather_request(const std::vector<Operation>& operations) {
  return Gatherer().gather(operations);
}

}  // namespace coldsite::iebgener

#include <algorithm>

#include "datasets/messages/csp.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::batch {

const site::DdBinding* StepContext::find_dd(std::string_view ddname) const {
  const auto at = std::ranges::find(bindings, ddname, &site::DdBinding::ddname);
  return at == bindings.end() ? nullptr : &*at;
}

Result<const std::vector<site::Allocation>*> StepContext::allocated(std::string_view ddname) {
  const auto at = std::ranges::find(allocations, ddname, &site::DdAllocation::ddname);
  if (at != allocations.end()) {
    return &at->parts;
  }
  const site::DdBinding* binding = find_dd(ddname);
  site::DdBinding standard_input;
  if (binding == nullptr && ddname == "SYSIN" && input_is_sysin) {
    standard_input.ddname = ddname;
    standard_input.parts.resize(1);
    standard_input.parts[0].ddname = ddname;
    standard_input.parts[0].host_path = "-";
    binding = &standard_input;
  }
  if (binding == nullptr) {
    return failure<msg::CSP0010E>(ddname);
  }
  CS_ASSIGN(std::vector<site::DdAllocation> made, site::allocate_step({*binding}, allocation));
  allocations.push_back(std::move(made.front()));
  return &allocations.back().parts;
}

Result<site::Allocation*> StepContext::allocated_one(std::string_view ddname) {
  CS_TRY(allocated(ddname));
  const auto at = std::ranges::find(allocations, ddname, &site::DdAllocation::ddname);
  if (at->parts.size() != 1) {
    return failure<msg::CSP0011E>(ddname, at->parts.size());
  }
  return &at->parts.front();
}

Result<std::unique_ptr<access::RecordReader>> StepContext::open_reader(
    std::string_view ddname, const access::DataControlBlock& program) {
  CS_ASSIGN(const std::vector<site::Allocation>* parts, allocated(ddname));
  return site::open_reader(*parts, program, allocation);
}

Result<std::unique_ptr<access::RecordWriter>> StepContext::open_writer(
    std::string_view ddname, const access::DataControlBlock& program) {
  CS_ASSIGN(const site::Allocation* part, allocated_one(ddname));
  return site::open_writer(*part, program, allocation);
}

Result<cards::CardDeck> StepContext::read_cards(std::string_view ddname) {
  cards::CardDeck deck;
  deck.source = ddname;
  const bool is_standard_input = ddname == "SYSIN" && input_is_sysin;
  if (find_dd(ddname) == nullptr && !is_standard_input) {
    return deck;
  }
  CS_ASSIGN(const auto reader, open_reader(ddname));
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> record, reader->read_record());
    if (!record) {
      return deck;
    }
    std::string text = code_page().to_utf8(*record);
    text.erase(text.find_last_not_of(' ') + 1);
    deck.cards.push_back({std::move(text), deck.cards.size() + 1});
  }
}

const text::CodePage& StepContext::code_page() const {
  return site::code_page_of(allocation);
}

dasd::LabelDate StepContext::today() const {
  return site::today_of(allocation);
}

}  // namespace coldsite::batch

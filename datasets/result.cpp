#include "datasets/result.hpp"

namespace coldsite {

Failure::Failure(const Message& message, std::vector<std::string> inserts)
    : state_(std::make_shared<const State>(State{&message, std::move(inserts), {}, {}})) {}

std::string Failure::text() const {
  return fill_inserts(state_->message->text, state_->inserts);
}

Failure Failure::while_doing(std::string_view activity, std::string_view object) const {
  State outer = *state_;
  std::string line(activity);
  if (!object.empty()) {
    line.append(" '").append(object).append("'");
  }
  outer.context.insert(outer.context.begin(), std::move(line));
  Failure wrapped = *this;
  wrapped.state_ = std::make_shared<const State>(std::move(outer));
  return wrapped;
}

Failure Failure::at(SourcePosition position) const {
  State placed = *state_;
  placed.position = std::move(position);
  Failure wrapped = *this;
  wrapped.state_ = std::make_shared<const State>(std::move(placed));
  return wrapped;
}

std::string to_string(const Failure& failure) {
  std::string line(failure.message().id);
  line.append(" ").append(failure.text());
  for (const std::string& activity : failure.context()) {
    line.append(" (while ").append(activity).append(")");
  }
  return line;
}

}  // namespace coldsite

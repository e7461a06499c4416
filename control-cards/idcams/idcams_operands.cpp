#include "control-cards/idcams/idcams_operands.hpp"

namespace coldsite::idcams {
namespace {

template <class Option>
void fill(std::optional<Option>& target, const std::optional<Option>& source) {
  if (!target) {
    target = source;
  }
}

}  // namespace

ComponentOptions inherit(const ComponentOptions& whole,
                         const std::optional<ComponentOptions>& component) {
  ComponentOptions options = component.value_or(ComponentOptions{});
  fill(options.space, whole.space);
  fill(options.buffer_space_bytes, whole.buffer_space_bytes);
  fill(options.control_interval_bytes, whole.control_interval_bytes);
  fill(options.free_space, whole.free_space);
  fill(options.keys, whole.keys);
  fill(options.record_size, whole.record_size);
  fill(options.share_options, whole.share_options);
  fill(options.erase, whole.erase);
  fill(options.ordered, whole.ordered);
  fill(options.reuse, whole.reuse);
  fill(options.spanned, whole.spanned);
  fill(options.speed, whole.speed);
  fill(options.write_check, whole.write_check);
  fill(options.unique_keys, whole.unique_keys);
  fill(options.file, whole.file);
  fill(options.exception_exit, whole.exception_exit);
  fill(options.retention, whole.retention);
  if (options.volumes.empty()) {
    options.volumes = whole.volumes;
  }
  return options;
}

}  // namespace coldsite::idcams

// Where members come from: a library, or an unloaded one.
#pragma once

#include <memory>
#include <vector>

#include "datasets/access/partitioned.hpp"

namespace coldsite::iebcopy {

class MemberSource {
 public:
  virtual ~MemberSource() = default;
  [[nodiscard]] virtual const std::vector<access::Member>& members() const = 0;
  [[nodiscard]] virtual access::DataControlBlock attributes() const = 0;
  /// The blocks of a member. Members are opened in the order of their starts: an unloaded library
  /// is read once, from its beginning to its end.
  virtual Result<std::unique_ptr<access::DasdBlockReader>> open(const access::Member& member) = 0;
};

/// A library on a volume. `library` must outlive the source.
class LibrarySource final : public MemberSource {
 public:
  explicit LibrarySource(access::PartitionedDataSet& library) : library_(&library) {}
  [[nodiscard]] const std::vector<access::Member>& members() const override {
    return library_->members();
  }
  [[nodiscard]] access::DataControlBlock attributes() const override {
    return access::attributes_of(library_->label());
  }
  Result<std::unique_ptr<access::DasdBlockReader>> open(const access::Member& member) override {
    return library_->read_member(member);
  }

 private:
  access::PartitionedDataSet* library_;
};

}  // namespace coldsite::iebcopy

#include "datasets/site/open.hpp"

#include <fmt/format.h>

#include "datasets/messages/cse.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/host_records.hpp"
#include "datasets/site/open_parts.hpp"

namespace coldsite::site {
namespace {

constexpr std::string_view kIsVsam =
    "it is a VSAM data set; IDCAMS REPRO copies it from and to a sequential one";

class EmptyReader : public access::RecordReader {
 public:
  explicit EmptyReader(const access::DataControlBlock& dcb) : dcb_(dcb) {}
  Result<std::optional<ByteView>> read_record() override { return std::optional<ByteView>(); }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  access::DataControlBlock dcb_;
};

class NullRecordWriter : public access::RecordWriter {
 public:
  explicit NullRecordWriter(const access::DataControlBlock& dcb) : dcb_(dcb) {}
  Result<void> write_record(ByteView /*record*/) override { return {}; }
  Result<void> close() override { return {}; }
  [[nodiscard]] const access::DataControlBlock& attributes() const override { return dcb_; }

 private:
  access::DataControlBlock dcb_;
};

class EmptyBlockReader : public io::BlockReader {
 public:
  Result<std::optional<ByteView>> read_block() override { return std::optional<ByteView>(); }
};

class NullBlockWriter : public io::BlockWriter {
 public:
  Result<void> write_block(ByteView /*block*/) override { return {}; }
  Result<void> close() override { return {}; }
};

Failure cannot_open(const Allocation& allocation, std::string_view reason) {
  return at_dd(failure<msg::CSE0023E>(allocation.request.ddname, reason), allocation.request);
}

access::DataControlBlock said_by(const access::DataControlBlock& program,
                                 const Allocation& allocation) {
  return access::merge(program, allocation.request.dcb);
}

Result<std::unique_ptr<access::RecordReader>> open_part(const Allocation& allocation,
                                                        const access::DataControlBlock& program,
                                                        AllocationContext& context) {
  const access::DataControlBlock said = said_by(program, allocation);
  const DdRequest& request = allocation.request;
  switch (allocation.kind) {
    case AllocationKind::kDummy:
      return std::unique_ptr<access::RecordReader>(
          std::make_unique<EmptyReader>(host_attributes(said)));
    case AllocationKind::kInstream:
      return make_instream_reader(*request.instream, request.ddname, host_attributes(said),
                                  code_page_of(context));
    case AllocationKind::kHostFile: {
      CS_ASSIGN(ByteSource source, open_byte_source(allocation, context));
      const access::DataControlBlock dcb = host_attributes(said);
      if (request.is_text) {
        return make_text_reader(std::move(source), allocation.host_path, dcb,
                                code_page_of(context));
      }
      return access::make_record_reader(
          make_binary_reader(std::move(source), allocation.host_path, dcb), dcb);
    }
    case AllocationKind::kDasdDataSet: {
      CS_ASSIGN(OpenBlocks open, open_dasd_blocks(allocation, said, context));
      return access::make_record_reader(std::move(open.blocks), open.dcb);
    }
    case AllocationKind::kTape: {
      CS_ASSIGN(OpenBlocks open, open_tape_blocks(allocation, said, context));
      return access::make_record_reader(std::move(open.blocks), open.dcb);
    }
    case AllocationKind::kDasdVolume:
      return cannot_open(allocation, "it is a whole volume, not a data set");
    case AllocationKind::kSysout:
      return cannot_open(allocation, "SYSOUT cannot be read");
    case AllocationKind::kVsam:
      return cannot_open(allocation, kIsVsam);
  }
  check_failed("allocation kind", __FILE__, __LINE__);
}

/// Text or binary output to a host or spool file.
Result<std::unique_ptr<access::RecordWriter>> open_host_output(const Allocation& allocation,
                                                               const access::DataControlBlock& said,
                                                               AllocationContext& context) {
  const access::DataControlBlock dcb = host_attributes(said);
  CS_TRY(access::check_attributes(dcb));
  if (!allocation.request.is_text && dcb.record_format.is_undefined()) {
    return cannot_open(allocation,
                       "a binary host file does not keep the ends of RECFM=U blocks; write to "
                       "UNIT=TAPE,PATH='name.aws'");
  }
  CS_ASSIGN(auto sink, open_byte_sink(allocation, context));
  if (allocation.request.is_text) {
    return make_text_writer(std::move(sink), dcb, code_page_of(context));
  }
  return access::make_record_writer(make_binary_writer(std::move(sink)), dcb);
}

}  // namespace

Result<std::unique_ptr<access::RecordReader>> open_reader(
    const std::vector<Allocation>& concatenation, const access::DataControlBlock& program,
    AllocationContext& context) {
  std::vector<std::unique_ptr<access::RecordReader>> readers;
  for (const Allocation& allocation : concatenation) {
    auto reader = open_part(allocation, program, context);
    if (!reader) {
      return reader.failure().while_doing("opening DD", allocation.request.ddname);
    }
    const bool is_end = allocation.kind == AllocationKind::kDummy && !readers.empty();
    if (is_end) {
      break;  // nothing behind a DUMMY is read
    }
    readers.push_back(*std::move(reader));
    if (allocation.kind == AllocationKind::kDummy) {
      break;
    }
  }
  if (readers.size() == 1) {
    return std::move(readers.front());
  }
  return access::concatenate_readers(std::move(readers));
}

Result<std::unique_ptr<access::RecordWriter>> open_writer(const Allocation& allocation,
                                                          const access::DataControlBlock& program,
                                                          AllocationContext& context) {
  const access::DataControlBlock said = said_by(program, allocation);
  switch (allocation.kind) {
    case AllocationKind::kDummy:
      return std::unique_ptr<access::RecordWriter>(
          std::make_unique<NullRecordWriter>(host_attributes(said)));
    case AllocationKind::kHostFile:
    case AllocationKind::kSysout:
      return open_host_output(allocation, said, context);
    case AllocationKind::kDasdDataSet: {
      CS_ASSIGN(OpenBlockWriter open, open_dasd_output(allocation, said, context));
      return access::make_record_writer(std::move(open.blocks), open.dcb);
    }
    case AllocationKind::kTape: {
      CS_ASSIGN(OpenBlockWriter open, open_tape_output(allocation, said, context));
      return access::make_record_writer(std::move(open.blocks), open.dcb);
    }
    case AllocationKind::kInstream:
      return cannot_open(allocation, "an instream data set cannot be written");
    case AllocationKind::kDasdVolume:
      return cannot_open(allocation, "it is a whole volume, not a data set");
    case AllocationKind::kVsam:
      return cannot_open(allocation, kIsVsam);
  }
  check_failed("allocation kind", __FILE__, __LINE__);
}

Result<std::unique_ptr<io::BlockReader>> open_block_reader(const Allocation& allocation,
                                                           AllocationContext& context,
                                                           access::DataControlBlock& attributes) {
  const access::DataControlBlock said = said_by(attributes, allocation);
  switch (allocation.kind) {
    case AllocationKind::kDummy:
      return std::unique_ptr<io::BlockReader>(std::make_unique<EmptyBlockReader>());
    case AllocationKind::kHostFile: {
      CS_ASSIGN(ByteSource source, open_byte_source(allocation, context));
      attributes = host_attributes(said);
      return make_binary_reader(std::move(source), allocation.host_path, attributes);
    }
    case AllocationKind::kDasdDataSet: {
      CS_ASSIGN(OpenBlocks open, open_dasd_blocks(allocation, said, context));
      attributes = open.dcb;
      return std::move(open.blocks);
    }
    case AllocationKind::kTape: {
      CS_ASSIGN(OpenBlocks open, open_tape_blocks(allocation, said, context));
      attributes = open.dcb;
      return std::move(open.blocks);
    }
    case AllocationKind::kVsam:
      return cannot_open(allocation, kIsVsam);
    case AllocationKind::kInstream:
    case AllocationKind::kDasdVolume:
    case AllocationKind::kSysout:
      return cannot_open(allocation, "it has no blocks that can be read");
  }
  check_failed("allocation kind", __FILE__, __LINE__);
}

Result<std::unique_ptr<io::BlockWriter>> open_block_writer(
    const Allocation& allocation, const access::DataControlBlock& attributes,
    AllocationContext& context) {
  const access::DataControlBlock said = said_by(attributes, allocation);
  switch (allocation.kind) {
    case AllocationKind::kDummy:
      return std::unique_ptr<io::BlockWriter>(std::make_unique<NullBlockWriter>());
    case AllocationKind::kHostFile: {
      if (said.record_format.is_undefined()) {
        return cannot_open(allocation,
                           "a host file does not keep the ends of RECFM=U blocks; write to "
                           "UNIT=TAPE,PATH='name.aws'");
      }
      CS_ASSIGN(auto sink, open_byte_sink(allocation, context));
      return make_binary_writer(std::move(sink));
    }
    case AllocationKind::kDasdDataSet: {
      CS_ASSIGN(OpenBlockWriter open, open_dasd_output(allocation, said, context));
      return std::move(open.blocks);
    }
    case AllocationKind::kTape: {
      CS_ASSIGN(OpenBlockWriter open, open_tape_output(allocation, said, context));
      return std::move(open.blocks);
    }
    case AllocationKind::kVsam:
      return cannot_open(allocation, kIsVsam);
    case AllocationKind::kInstream:
    case AllocationKind::kDasdVolume:
    case AllocationKind::kSysout:
      return cannot_open(allocation, "blocks cannot be written to it");
  }
  check_failed("allocation kind", __FILE__, __LINE__);
}

Result<access::DataControlBlock> labelled_attributes(const Allocation& allocation,
                                                     AllocationContext& context) {
  if (allocation.kind == AllocationKind::kDasdDataSet) {
    CS_ASSIGN(const OpenDataSet open, open_data_set(allocation, dasd::Access::kRead, context));
    return access::attributes_of(open.label);
  }
  return allocation.kind == AllocationKind::kTape ? tape_attributes(allocation, context)
                                                  : access::DataControlBlock();
}

Result<void> check_extension(const Allocation& allocation, const access::DataControlBlock& said,
                             const access::DataControlBlock& labelled) {
  const dasd::RecordFormat now = said.record_format, old = labelled.record_format;
  if (old.bits == 0) {
    return {};
  }
  const bool same_form = now.is_fixed() == old.is_fixed() &&
                         now.is_variable() == old.is_variable() &&
                         now.is_undefined() == old.is_undefined();
  const bool same_length = !old.is_fixed() || said.record_bytes == labelled.record_bytes;
  if (same_form && same_length) {
    return {};
  }
  return cannot_open(
      allocation,
      fmt::format("DISP=MOD would write RECFM={} LRECL={} behind the RECFM={} LRECL={} of '{}'; "
                  "leave RECFM and LRECL out, or replace it with DISP=OLD",
                  to_string(now), said.record_bytes, to_string(old), labelled.record_bytes,
                  allocation.data_set_name));
}

Result<std::unique_ptr<dasd::Volume>> open_allocated_volume(const Allocation& allocation,
                                                            dasd::Access access,
                                                            AllocationContext& context) {
  if (allocation.kind != AllocationKind::kDasdVolume &&
      allocation.kind != AllocationKind::kDasdDataSet) {
    return cannot_open(allocation, "it is not a DASD volume");
  }
  return dasd::open_volume(*context.store, allocation.volume_path, access);
}

const text::CodePage& code_page_of(const AllocationContext& context) {
  return context.site == nullptr ? text::default_code_page() : context.site->code_page();
}

dasd::LabelDate today_of(const AllocationContext& context) {
  const int offset = context.site == nullptr ? 0 : context.site->configuration().time_zone_minutes;
  const io::CalendarTime now = io::to_calendar(context.clock->now(), offset);
  return {now.year, now.day_of_year};
}

dasd::LabelDate date_after(dasd::LabelDate date, std::uint32_t days) {
  std::int64_t day = std::int64_t{date.day_of_year} + days;
  const auto days_of = [](int year) {
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return is_leap ? 366 : 365;
  };
  while (day > days_of(date.year)) {
    day -= days_of(date.year);
    ++date.year;
  }
  return {date.year, static_cast<int>(day)};
}

}  // namespace coldsite::site

// One 80-column record of a job stream: what it is, and its fields by column.
//   1-2  "//" JCL, "/*" delimiter or JES2 control statement, anything else: data
//   3    name, "*" (comment), or blank
//   71   last column of a statement's text; 72 continuation of a comment; 73-80 not looked at
// source: z/OS MVS JCL Reference, "Format of statements".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace coldsite::jcl {

inline constexpr std::size_t kLastTextColumn = 71;
inline constexpr std::size_t kContinuationColumn = 72;
inline constexpr std::size_t kCardColumns = 80;
inline constexpr std::size_t kResumeColumnMin = 4;
inline constexpr std::size_t kResumeColumnMax = 16;

enum class RecordKind { kStatement, kNull, kComment, kDelimiter, kJesControl, kData };

[[nodiscard]] RecordKind classify_record(std::string_view card);

/// Columns 1 to 71, trailing blanks kept.
[[nodiscard]] std::string_view text_columns(std::string_view card);
/// Whether column 72 holds something.
[[nodiscard]] bool has_continuation_mark(std::string_view card);
/// "JOBPARM" of "/*JOBPARM LINES=99"; empty when the record is no JES2 control statement.
[[nodiscard]] std::string_view jes_control_word(std::string_view card);
/// "MAIN" of "//*MAIN SYSTEM=SY1", which JES2 takes for a comment; empty for any other comment.
[[nodiscard]] std::string_view jes3_control_word(std::string_view card);
/// The card with the value of PASSWORD= struck out: for every listing and message.
[[nodiscard]] std::string masked_card(std::string card);
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace coldsite::jcl

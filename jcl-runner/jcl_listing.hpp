// JESJCL: the statements of a job as they were read, procedures and INCLUDE members put in.
//   columns 1-9 statement number, 11- the card, whose first two columns say where it is from:
//   //  the job      XX  a cataloged procedure or INCLUDE member    ++  an in-stream procedure
//                    X/  ... a DD of it that is overridden          +/  ... a DD that is overridden
// source: z/OS MVS JCL User's Guide, "Job log".
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "jcl-runner/jcl_statement.hpp"

namespace coldsite::jcl {

enum class ListingMark { kJob, kLibrary, kInStream };

struct ListedLine {
  std::string text;
  bool is_job_statement = false;  ///< MSGLEVEL=0 shows these only
  bool is_of_job = true;          ///< MSGLEVEL=2 leaves the others out
};

class JclListing {
 public:
  /// Lists the statement's cards and gives it its number.
  void add(JclStatement& statement, ListingMark mark, bool is_overridden = false);
  /// "IEFC653I SUBSTITUTION JCL - text", "IEFC001I PROCEDURE ...".
  void add_message(const Failure& message, ListingMark mark);

  [[nodiscard]] const std::vector<ListedLine>& lines() const { return lines_; }
  /// The lines that MSGLEVEL=(level) shows.
  [[nodiscard]] std::vector<std::string> shown(int statement_level) const;

 private:
  std::vector<ListedLine> lines_;
  std::size_t number_ = 0;
};

}  // namespace coldsite::jcl

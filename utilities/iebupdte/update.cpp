#include "utilities/iebupdte/update.hpp"

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"
#include "utilities/iebupdte/change.hpp"
#include "utilities/iebupdte/in_place.hpp"
#include "utilities/iebupdte/sequence_number.hpp"

namespace coldsite::iebupdte {
namespace {

constexpr std::size_t kStatusBytes = 4;
constexpr std::uint8_t kUserSource = 0x20;

/// Errors of control statements; what else fails ends the step.
bool is_control_error(const Failure& failure) {
  return failure.message().condition_code <= kWarning || failure.is(msg::CSU0025E) ||
         failure.message().id.starts_with("CSS");
}

}  // namespace

Result<void> Update::run() {
  log_.begin();
  CS_ASSIGN(source_, CardSource::open(*context_));
  const Result<void> done = run_functions();
  if (masters_ == nullptr) {
    return done;
  }
  CS_KILL_POINT("iebupdte.before_commit");
  if (auto committed = masters_->commit(); !committed) {
    return done ? committed : done;
  }
  return done;
}

Result<void> Update::run_functions() {
  while (true) {
    CS_ASSIGN(const Item* ahead, source_->peek());
    if (ahead->is_end()) {
      return {};
    }
    if (ahead->get<EndStatement>() != nullptr) {
      log_.statement(*ahead);
      return {};
    }
    if (const auto done = run_function(); !done) {
      CS_ASSIGN(const bool goes_on, give_up(done.failure()));
      if (!goes_on) {
        return {};
      }
    }
  }
}

Result<bool> Update::give_up(const Failure& reason) {
  if (!is_control_error(reason)) {
    return reason;
  }
  batch::Report& report = *context_->report;
  report.say_at(kWarning, reason);
  const bool are_libraries =
      masters_ == nullptr || (masters_->new_library() != nullptr &&
                              (!masters_->has_old() || masters_->old_library() != nullptr));
  if (!are_libraries || was_in_place_) {
    return false;
  }
  report.say_at(kWarning, failure<msg::IEB808I>());
  while (true) {
    CS_ASSIGN(const Item* ahead, source_->peek());
    if (ahead->is_end() || ahead->get<FunctionStatement>() != nullptr ||
        ahead->get<EndStatement>() != nullptr) {
      return true;
    }
    CS_ASSIGN(const Item item, source_->take());
    for (const Failure& error : item.errors) {
      report.say_at(kWarning, error);
    }
  }
}

Result<void> Update::run_function() {
  CS_ASSIGN(const Item item, source_->take());
  log_.statement(item);
  if (!item.errors.empty()) {
    for (const Failure& error : item.errors) {
      context_->report->say_at(kWarning, error);
    }
    return failure<msg::IEB805I>();
  }
  const auto* statement = item.get<FunctionStatement>();
  if (statement == nullptr) {
    return failure<msg::IEB806I>().at(item.position);
  }
  if (was_in_place_ || (statement->is_in_place && masters_ != nullptr)) {
    return failure<msg::IEB820I>().at(statement->position);
  }
  log_.list_all(statement->lists_all);
  if (statement->is_in_place) {
    was_in_place_ = true;
    return update_in_place(*statement, *source_, *context_, log_);
  }
  if (masters_ == nullptr) {
    CS_ASSIGN(masters_, Masters::open(*context_, has_old_));
  }
  return run_statement(*statement);
}

Result<void> Update::run_statement(const FunctionStatement& statement) {
  CS_TRY(check_organization(statement));
  // The old member is found, and made true where this run wrote it, before the new one is begun.
  const bool reads_old =
      statement.function == Function::kChange || statement.function == Function::kReproduce;
  std::unique_ptr<access::RecordReader> records;
  if (reads_old) {
    CS_ASSIGN(records, masters_->read_old(statement.name));
  }
  CS_ASSIGN(Target target, begin(statement));
  if (!reads_old) {
    CS_TRY(add(statement, target));
  } else if (statement.function == Function::kChange) {
    CS_TRY(change(statement, target, std::move(records)));
  } else {
    CS_TRY(reproduce(*records, target));
  }
  return finish(target);
}

/// Two masters of different organization want NEW=, and NEW= wants the new master to be so.
Result<void> Update::check_organization(const FunctionStatement& statement) const {
  const bool is_partitioned = masters_->new_library() != nullptr;
  if (statement.organization) {
    const bool wants = *statement.organization == NewOrganization::kPartitioned;
    return wants == is_partitioned ? Result<void>()
                                   : failure<msg::IEB831I>().at(statement.position);
  }
  const bool reads_old =
      statement.function == Function::kChange || statement.function == Function::kReproduce;
  if (reads_old && masters_->has_old() && (masters_->old_library() != nullptr) != is_partitioned) {
    return failure<msg::IEB831I>().at(statement.position);
  }
  return {};
}

/// The member of the new master that this function makes.
Result<std::string> Update::name_of(const FunctionStatement& statement) const {
  const auto& name = statement.member ? statement.member : statement.name;
  if (!name) {
    return failure<msg::CSS0013E>("NAME", "this function: SYSUT2 is a library")
        .at(statement.position);
  }
  return name->text;
}

Result<void> Update::check_name(const FunctionStatement& statement, const std::string& name) const {
  Library* old_library = masters_->old_library();
  if (!has_old_ || old_library == nullptr) {
    return {};
  }
  const bool is_there = old_library->members->find(name) != nullptr;
  if (statement.function == Function::kAdd && is_there) {
    return failure<msg::IEB816I>(name, "OM DIRECTORY.").at(statement.position);
  }
  if (statement.function == Function::kReplace && !is_there) {
    return failure<msg::IEB817I>(name, "OM DIRECTORY.").at(statement.position);
  }
  return {};
}

/// SSI=, or the old member's user data with LEVEL= and SOURCE= in it.
Bytes Update::user_data(const FunctionStatement& statement) const {
  Bytes data;
  Library* old_library = masters_->old_library();
  const bool reads_old =
      statement.function == Function::kChange || statement.function == Function::kReproduce;
  if (reads_old && old_library != nullptr && statement.name) {
    if (const auto* member = old_library->members->find(statement.name->text)) {
      data = member->user_data;
    }
  }
  const bool has_status = statement.system_status || statement.level || statement.is_user_source;
  if (has_status && data.size() < kStatusBytes) {
    data.resize(kStatusBytes);
  }
  if (statement.system_status) {
    for (std::size_t i = 0; i < kStatusBytes; ++i) {
      data[i] = static_cast<std::uint8_t>(*statement.system_status >> (24 - 8 * i));
    }
    return data;
  }
  if (statement.level) {
    data[0] = *statement.level;
  }
  if (statement.is_user_source) {
    data[1] = static_cast<std::uint8_t>(*statement.is_user_source ? data[1] | kUserSource
                                                                  : data[1] & ~kUserSource);
  }
  return data;
}

Result<Update::Target> Update::begin(const FunctionStatement& statement) {
  Target target;
  Library* library = masters_->new_library();
  if (library == nullptr) {
    CS_ASSIGN(target.writer, masters_->write_sequential(statement.position));
    return target;
  }
  CS_ASSIGN(target.member, name_of(statement));
  CS_TRY(check_name(statement, target.member));
  const access::Member* there = library->members->find(target.member);
  target.is_replaced = there != nullptr;
  if (there != nullptr && there->is_alias) {
    context_->report->say<msg::IEB826I>();
  }
  CS_ASSIGN(auto blocks, library->members->write_member(
                             {.name = target.member, .user_data = user_data(statement)}, true));
  target.writer = access::make_record_writer(std::move(blocks), library->attributes);
  return target;
}

Result<void> Update::add(const FunctionStatement& statement, Target& target) {
  std::optional<NumberSeries> numbers;
  CS_ASSIGN(const Item* ahead, source_->peek());
  if (const auto* detail = ahead->get<DetailStatement>()) {
    if (detail->is_delete || detail->first || detail->inserts) {
      return failure<msg::IEB807I>().at(detail->position);
    }
    numbers.emplace(*detail->number, *detail->increment);
    log_.statement(*ahead);
    CS_TRY(source_->take());
  }
  bool has_records = false;
  while (true) {
    CS_ASSIGN(ahead, source_->peek());
    if (!ahead->data) {
      break;
    }
    CS_ASSIGN(Bytes record, to_record(*ahead, masters_->record_bytes()));
    if (numbers) {
      CS_ASSIGN(const Bytes number, numbers->take(statement.new_field, ahead->position));
      put_sequence(record, statement.new_field, number);
    }
    log_.record(record, Became::kNew);
    CS_TRY(target.writer->write_record(record));
    CS_TRY(source_->take());
    has_records = true;
  }
  return has_records ? Result<void>() : failure<msg::IEB823I>("SYSIN").at(statement.position);
}

Result<void> Update::change(const FunctionStatement& statement, Target& target,
                            std::unique_ptr<access::RecordReader> records) {
  Change change(statement, std::move(records), masters_->record_bytes(), log_,
                [&target](ByteView record) { return target.writer->write_record(record); });
  return change.run(*source_);
}

Result<void> Update::reproduce(access::RecordReader& records, Target& target) {
  while (true) {
    CS_ASSIGN(const std::optional<ByteView> record, records.read_record());
    if (!record) {
      return {};
    }
    log_.record(*record, Became::kSame);
    CS_TRY(target.writer->write_record(*record));
  }
}

Result<void> Update::finish(Target& target) {
  CS_TRY(target.writer->close());
  if (target.member.empty()) {
    return take_aliases(target);
  }
  masters_->new_library()->uncommitted.insert(target.member);
  CS_TRY(take_aliases(target));
  if (target.is_replaced) {
    context_->report->say_at(
        kInformation, failure<msg::IEB816I>(target.member, "NM DIRECTORY. TTR IS NOW ALTERED."));
  } else {
    context_->report->say_at(
        kInformation, failure<msg::IEB817I>(target.member, "NM DIRECTORY. STOWED WITH TTR."));
  }
  CS_KILL_POINT("iebupdte.after_member");
  return {};
}

Result<void> Update::take_aliases(const Target& target) {
  while (true) {
    CS_ASSIGN(const Item* ahead, source_->peek());
    const auto* statement = ahead->get<AliasStatement>();
    if (statement == nullptr) {
      return {};
    }
    log_.statement(*ahead);
    if (target.member.empty()) {
      context_->report->say(failure<msg::IEB825I>().at(statement->position));
    } else {
      access::Member alias = *masters_->new_library()->members->find(target.member);
      alias.name = statement->name.text;
      alias.is_alias = true;
      CS_TRY(masters_->new_library()->members->stow(alias, true));
    }
    CS_TRY(source_->take());
  }
}

}  // namespace coldsite::iebupdte

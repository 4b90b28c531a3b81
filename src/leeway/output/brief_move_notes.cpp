#include <fmt/format.h>

#include "leeway/output/brief_words.h"
#include "leeway/output/room_words.h"

namespace leeway {

std::string note_words(const MoveNote& note, const BriefAnalysis& b) {
  using Kind = MoveNote::Kind;
  switch (note.kind) {
    case Kind::scenario:
      return fmt::format("The move is the scenario \"{}\": {}.", note.id, note.title);
    case Kind::made_already:
      return fmt::format(
          "The move (scenario \"{}\") is made already on {}: giving it up takes out {}{}{}. What else came "
          "with "
          "it stays.",
          note.id, to_string(b.as_of), fmt::join(note.takes_out, ", "),
          note.brings_back.empty() ? "" : " and brings back ", fmt::join(note.brings_back, ", "));
    case Kind::unknown_condition:
      return fmt::format("The condition \"{}\" is not a Measure of the ledger; it is not solved.", note.id);
    case Kind::promise:
      return fmt::format("{} is a promise and the threat punishes its breach: the move is not to deliver it.",
                         note.id);
    case Kind::condition:
      return "The move is the Measures that the threat names as its condition.";
    case Kind::no_move:
      return "No move is on record behind this threat: only what it does when carried out is solved.";
    case Kind::answer:
      return fmt::format("Retaliation is the scenario \"{}\": {}.", note.id, note.title);
    case Kind::mirrored:
      return fmt::format(
          "Retaliation is an assumption: the threat mirrored on {} at the same rate and on the same goods.",
          note.id);
    case Kind::on_record:
      return fmt::format("Retaliation is on record, drawn up and suspended: {} ({}).", note.title, note.id);
    case Kind::with_threatener:
      return with_threatener_sentence(note.id);
    case Kind::asked:
      return fmt::format("The move is what was asked about: \"{}\".{}", note.title,
                         note.takes_out.empty()
                             ? ""
                             : fmt::format(" In force on {} and taken out to form the comparison: {}.",
                                           to_string(b.as_of), fmt::join(note.takes_out, ", ")));
    case Kind::no_answer:
      return "No retaliation: none is on record, and the threat has no single rate to mirror.";
  }
  return "";
}

}  // namespace leeway

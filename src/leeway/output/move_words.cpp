#include "leeway/output/move_words.h"

#include <fmt/format.h>

namespace leeway {

namespace {

/// Of what has a size of its own; what is left undone is no thing to have parts of.
const char* move_noun(MoveKind kind) {
  switch (kind) {
    case MoveKind::deal:
      return "deal";
    case MoveKind::policy:
      return "policy";
    case MoveKind::none:
      return "move";
    case MoveKind::refusal:
    case MoveKind::breach:
      break;
  }
  return nullptr;
}

}  // namespace

const char* move_subject(MoveKind kind) {
  switch (kind) {
    case MoveKind::none:
      return "the move";
    case MoveKind::deal:
      return "the deal";
    case MoveKind::policy:
      return "the policy";
    case MoveKind::refusal:
      return "holding out";
    case MoveKind::breach:
      return "not delivering";
  }
  return "";
}

std::string move_subject(MoveKind kind, const std::string& partners) {
  if (kind != MoveKind::deal || partners.empty()) return move_subject(kind);
  return fmt::format("{} with {}", move_subject(kind), partners);
}

const char* keeping(MoveKind kind, bool not_made) {
  switch (kind) {
    case MoveKind::deal:
      return not_made ? "making the deal" : "keeping the deal";
    case MoveKind::policy:
      return not_made ? "adopting the policy" : "keeping the policy";
    case MoveKind::none:
    case MoveKind::refusal:
    case MoveKind::breach:
      break;
  }
  return move_subject(kind);
}

std::string whole_move(MoveKind kind) {
  const char* noun = move_noun(kind);
  return noun == nullptr ? std::string("all of it") : fmt::format("whole {}", noun);
}

std::string part_of_move(MoveKind kind, const std::string& share) {
  const char* noun = move_noun(kind);
  return noun == nullptr ? fmt::format("{} of it", share) : fmt::format("{} of the {}", share, noun);
}

}  // namespace leeway

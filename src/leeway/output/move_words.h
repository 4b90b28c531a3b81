#pragma once

#include <string>

#include "leeway/strategy/moves.h"

// What a move is called by what it is: a deal with others, a policy of its own, a refusal.
namespace leeway {

/// As the subject of a sentence: "the deal", "the policy", "holding out", "not delivering"; "the move" where
/// there is none, or of several kinds.
const char* move_subject(MoveKind kind);
/// The same of a deal with whom it is: "the deal with China".
std::string move_subject(MoveKind kind, const std::string& partners);
/// To go on with it: "keeping the deal", "keeping the policy", "holding out", "not delivering"; of one that
/// is not made yet "making the deal", "adopting the policy".
const char* keeping(MoveKind kind, bool not_made = false);
/// The whole of it and a part, for columns and curves: "whole deal", "50% of the deal".
std::string whole_move(MoveKind kind);
std::string part_of_move(MoveKind kind, const std::string& share);

}  // namespace leeway

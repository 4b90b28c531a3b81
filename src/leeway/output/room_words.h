#pragma once

#include <string>
#include <vector>

#include "leeway/output/report.h"
#include "leeway/strategy/room.h"

// What `room` says in sentences.
namespace leeway {

/// What may be said of a leeway over all its cases.
enum class LeewayClaim {
  no_move,
  never,              ///< does not pay even unpunished, in every case
  unpunished_open,    ///< gains and losses beyond `no_change_musd`: whether it pays unpunished is not
                      ///< identified
  unpunished_little,  ///< both, but too small to tell
  room,
  punished_open,       ///< pays even punished in the central case; the sign of the punished move is open
  punished_centrally,  ///< the same, the sign not open: the chances still differ
  always,              ///< pays even punished, in every case
};
LeewayClaim claim_of(const Leeway& leeway, const Range& gain, const Range& loss);

/// "pays as long as punishment is less likely than 1.8% (0.9% to 3.1%)", and the corners.
/// `partners` are those of a deal: "China".
std::string leeway_words(const Leeway& leeway, const Range& gain, const Range& loss,
                         const Duration& duration = {}, MoveKind kind = MoveKind::deal,
                         const std::string& partners = "");
std::string room_headline(const Room& room);
/// Threat and deal; gain and loss; price and break-even; the threatener; lengths; what was taken out. A
/// paragraph each.
std::vector<std::string> room_lead(const World& world, const Room& room);
/// With whom a deal is, by name: "China", "China and the European Union"; of more than two nothing.
std::string partner_names(const Room& room);
/// How a gain or loss that lasts is priced; empty where nothing was said of lengths.
std::string duration_words(const Duration& duration, MoveKind kind = MoveKind::deal);
std::vector<Assumption> duration_assumptions(const Duration& duration);
/// That a member of a customs union does not levy duties, nor is hit, alone.
std::vector<std::string> alone_sentences(const std::vector<AloneInUnion>& alone);
/// That the deal is one with who makes the threat.
std::string with_threatener_sentence(const std::string& threatener);
/// "3.4%", "over 25%", "34% of the announced size", or why there is none.
std::string break_even_cell(const AtCredibility& at);
/// The same over the sets of trade elasticities: "9.1% to 20%", "12% to over 25%"; of a threat that is no one
/// duty in percent of its announced size.
std::string break_even_ends_cell(const AtCredibility& at, const std::optional<double>& threat_rate);

}  // namespace leeway

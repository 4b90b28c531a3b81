#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "leeway/model/options.h"
#include "leeway/output/live_page.h"
#include "leeway/policy/room_question.h"

namespace leeway {

/// What a live page of a brief takes along, so that its engine asks the same of the same: the question on its
/// day and world, the ledger's folder (empty: none), and a scenario of one's own that is named as a file.
LiveSource live_source(const World& world, const std::filesystem::path& ledger, Date as_of,
                       RoomQuestion question);

/// Options as a question writes them: those that differ from the defaults. read_options gives the same back,
/// save for what no file says (Options::theta_factors, Options::critical_inputs).
std::map<std::string, Scenario::Option> written_options(const Options& options);

}  // namespace leeway

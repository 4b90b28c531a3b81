#pragma once

#include <filesystem>

#include "leeway/output/report.h"

// What the verbs of `leeway world` share.
namespace leeway::cli {

/// Throws InputError unless a world can be written there without touching another.
void require_new_folder(const std::filesystem::path& folder);

/// The residual at the base year as a line under the headline; false when it is above the gate.
bool add_hat_one(Report& report, const World& world);

}  // namespace leeway::cli

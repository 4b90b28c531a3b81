#pragma once

#include "leeway/output/report.h"

namespace leeway {

/// The products of a world and the sectors split out of others: kind, sector, unit, size and grade.
ReportTable product_list(const World& world);
/// The largest flows of one line.
ReportTable flow_list(const World& world, int line);
/// One product with its flows and assumptions.
Report show_product(const World& world, int line);
/// The products table, and warnings for what their data leave open.
void add_products(const World& world, Report& report);

}  // namespace leeway

#pragma once

#include <string>
#include <string_view>

#include "leeway/base/error.h"
#include "leeway/world/world.h"

// What a world's money is, as its text says: a code of ISO 4217 and "million", the base of its prices, and
// where it is known a rate: "EUR million, 2020 prices, 0.876 EUR for one USD". Code says USD million for the
// money of any world.
namespace leeway {

/// The code: "USD", "EUR".
std::string_view currency_code(const World& world);
/// Units of it for one USD; 0 where no rate is given.
double currency_per_usd(const World& world);

/// The text of a currency with its base year, and a rate above 0.
std::string currency_text(std::string_view code, int base_year, double per_usd);
/// What is wrong with such a text, or nothing.
std::string currency_fault(std::string_view currency);

/// What one unit of a currency is in that of a world. Throws InputError at `where` for two currencies that
/// the world has no rate between.
double exchange(const World& world, std::string_view currency, const Location& where);

/// The ledger that serves a world, where it names one: a folder, or "none" (no_ledger). It is kept with the
/// provenance, where what world.toml names goes before it.
std::string ledger_of(const World& world);
void set_ledger(World& world, const std::string& ledger);
/// It names none afterwards.
void clear_ledger(World& world);

}  // namespace leeway

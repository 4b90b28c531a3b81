#include "leeway/world/currency.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/money.h"
#include "leeway/base/number.h"
#include "leeway/io/toml.h"

namespace leeway {

namespace {

constexpr std::string_view million = " million";

/// "0.876 EUR for one USD" at the end of a text.
std::optional<double> rate_in(std::string_view currency) {
  const std::size_t comma = currency.rfind(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  const std::string_view part = currency.substr(comma + 2);
  const std::string unit = fmt::format(" {} for one USD", currency.substr(0, 3));
  if (!part.ends_with(unit)) return std::nullopt;
  return parse_number(part.substr(0, part.size() - unit.size()));
}

}  // namespace

std::string_view currency_code(const World& world) {
  return std::string_view(world.currency).substr(0, world.currency.find(' '));
}

double currency_per_usd(const World& world) {
  return currency_code(world) == "USD" ? 1.0 : rate_in(world.currency).value_or(0.0);
}

std::string currency_text(std::string_view code, int base_year, double per_usd) {
  std::string text = fmt::format("{} million, {} prices", code, base_year);
  if (code != "USD" && per_usd > 0.0) text += fmt::format(", {} {} for one USD", shortest(per_usd), code);
  return text;
}

std::string currency_fault(std::string_view currency) {
  const std::string_view rest = currency.substr(std::min<std::size_t>(3, currency.size()));
  const bool named = is_currency(currency.substr(0, 3)) && rest.starts_with(million) &&
                     (rest.size() == million.size() || rest[million.size()] == ',');
  const bool rated =
      currency.find(" for one ") == std::string_view::npos || rate_in(currency).value_or(0.0) > 0.0;
  if (named && rated) return "";
  return fmt::format(
      "\"{}\" is no unit of money: a code of ISO 4217 and \"million\" expected, as in \"EUR million, "
      "2020 prices\", and a rate as in \"EUR million, 2020 prices, 0.876 EUR for one USD\"",
      currency);
}

double exchange(const World& world, std::string_view currency, const Location& where) {
  const std::string_view own = currency_code(world);
  if (currency == own) return 1.0;
  const double per_usd = currency_per_usd(world);
  if (currency == "USD" && per_usd > 0.0) return per_usd;
  throw InputError(
      where, fmt::format("an amount is in {}, the world \"{}\" in {}", currency, world.name, own),
      own == "USD" || per_usd > 0.0
          ? fmt::format("write it in {}{}", own, own == "USD" ? "" : " or in USD")
          : fmt::format("write it in {0}, or give the world a rate: currency = \"{1}\" in its world.toml",
                        own, currency_text(own, world.base_year, 0.876)));
}

namespace {

constexpr const char* ledger_head = "[serving]\nledger = ";

}  // namespace

std::string ledger_of(const World& world) {
  const std::size_t at = world.provenance.find(ledger_head);
  if (at == std::string::npos || (at > 0 && world.provenance[at - 1] != '\n')) return "";
  const TomlTable toml = parse_toml(world.provenance, "provenance.toml");
  const TomlTable* serving = toml.optional_table("serving");
  return serving == nullptr ? "" : serving->optional_string("ledger", "");
}

void clear_ledger(World& world) {
  if (ledger_of(world).empty()) return;
  const std::size_t at = world.provenance.find(ledger_head);
  const std::size_t end = world.provenance.find('\n', at + std::string_view(ledger_head).size());
  world.provenance.erase(at, end == std::string::npos ? end : end + 1 - at);
}

void set_ledger(World& world, const std::string& ledger) {
  if (ledger.empty()) return;
  clear_ledger(world);
  if (!world.provenance.empty() && !world.provenance.ends_with('\n')) world.provenance += '\n';
  world.provenance += ledger_head + toml_quoted(ledger) + "\n";
}

}  // namespace leeway

#include "leeway/strategy/hedge_stocks.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/policy/one_line.h"

namespace leeway {

namespace {

constexpr const char* stock_form = "write it as \"stock 6 months of product:magnets over 1y\"";

bool refuses(const Measure& m) { return is_ban(m.instrument) || m.instrument == Instrument::licence; }

/// Share of the goods that is refused.
double refused(const Measure& m, const std::string& goods) {
  const auto by_goods = m.terms.restriction_by_goods.find(goods);
  if (by_goods != m.terms.restriction_by_goods.end()) return by_goods->second;
  if (!m.terms.restriction_by_goods.empty()) return 0.0;
  return m.terms.restriction > 0.0 ? m.terms.restriction : is_ban(m.instrument) ? 1.0 : 0.0;
}

}  // namespace

std::optional<HedgeStock> stock_in(const GameMeasure& written) {
  const std::string begin = "stock ";
  const std::string& text = written.text.text;
  if (written.table || !text.starts_with(begin)) return std::nullopt;
  const std::string of = " of ";
  const std::string over = " over ";
  const std::size_t goods = text.find(of);
  const std::size_t time = text.find(over);
  if (goods == std::string::npos || time == std::string::npos || time < goods)
    throw InputError(written.text.where, fmt::format("\"{}\" is no stock", text), stock_form);
  HedgeStock stock;
  stock.goods = trimmed(text.substr(goods + of.size(), time - goods - of.size()));
  stock.where = written.text.where;
  for (const auto& [words, years] :
       {std::pair(trimmed(text.substr(begin.size(), goods - begin.size())), &stock.years),
        std::pair(trimmed(text.substr(time + over.size())), &stock.over)}) {
    const std::optional<double> length = parse_years(words);
    if (!length || !(*length > 0.0))
      throw InputError(written.text.where, fmt::format("\"{}\" is no length of time", words), stock_form);
    *years = *length;
  }
  return stock;
}

std::optional<Measure> curb_on(const GameMeasure& written, const HedgeStock& stock,
                               const std::string& economy, const Ledger& ledger, Date day) {
  std::optional<Measure> m = written.table;
  const std::string& text = written.text.text;
  if (!m && is_one_line(text)) {
    m = parse_one_line(text, written.text.where, day);
  } else if (!m && ledger.find_measure(text) != nullptr) {
    m = *ledger.find_measure(text);
    m->announced = day;
    m->effective = day;
    m->end.reset();
    m->withdrawn.reset();
    m->typed_status.reset();
    m->suspended.clear();
  }
  if (!m || !refuses(*m) || std::find(m->goods.begin(), m->goods.end(), stock.goods) == m->goods.end() ||
      !(refused(*m, stock.goods) > 0.0))
    return std::nullopt;
  const bool alone = is_ban(m->instrument) && m->instrument == Instrument::import_ban
                         ? m->by == economy
                         : m->on == std::vector<std::string>{economy};
  if (!alone || !m->terms.steps.empty())
    throw InputError(
        stock.where,
        fmt::format("a stock of {} cannot relieve {}, which {}", stock.goods, m->id,
                    alone ? "refuses by steps" : fmt::format("refuses others than {} too", economy)),
        fmt::format("write a curb on {} alone in the state", economy));
  return m;
}

std::optional<Measure> relieved(const Measure& curb, const HedgeStock& stock) {
  Measure m = curb;
  if (m.terms.restriction_by_goods.empty()) {
    for (const std::string& goods : m.goods) m.terms.restriction_by_goods[goods] = refused(curb, goods);
    m.terms.restriction = 0.0;
  }
  double& share = m.terms.restriction_by_goods[stock.goods];
  share = std::max(0.0, share - stock.years / stock.over);
  std::erase_if(m.terms.restriction_by_goods, [](const auto& one) { return !(one.second > 0.0); });
  if (m.terms.restriction_by_goods.empty()) return std::nullopt;
  std::erase_if(m.goods,
                [&](const std::string& goods) { return m.terms.restriction_by_goods.count(goods) == 0; });
  m.id += "-STOCK";
  return m;
}

}  // namespace leeway

#include "leeway/analysis/table_trade.h"

#include <algorithm>

namespace leeway {

std::vector<PartnerTrade> trade_in_tables(const World& world, const std::vector<int>& members) {
  std::vector<PartnerTrade> partners;
  double exports = 0.0;
  double imports = 0.0;
  const std::vector<int> goods = world.resolve_goods("goods", {});
  for (int n = 0; n < world.economy_count(); ++n) {
    if (std::find(members.begin(), members.end(), n) != members.end()) continue;
    const Economy& economy = world.economies[static_cast<std::size_t>(n)];
    PartnerTrade partner{economy.id, economy.name};
    partner.year = world.base_year;
    for (const int l : goods)
      for (const int m : members) {
        partner.exports_musd += world.flow(l, n, m);
        partner.imports_musd += world.flow(l, m, n);
      }
    exports += partner.exports_musd;
    imports += partner.imports_musd;
    if (partner.exports_musd + partner.imports_musd > 0.0) partners.push_back(std::move(partner));
  }
  for (PartnerTrade& partner : partners) {
    if (exports > 0.0) partner.exports_share = partner.exports_musd / exports;
    if (imports > 0.0) partner.imports_share = partner.imports_musd / imports;
  }
  std::stable_sort(partners.begin(), partners.end(), [](const PartnerTrade& a, const PartnerTrade& b) {
    return a.exports_musd + a.imports_musd > b.exports_musd + b.imports_musd;
  });
  return partners;
}

}  // namespace leeway

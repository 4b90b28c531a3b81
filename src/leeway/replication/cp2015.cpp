#include "leeway/replication/cp2015.h"

#include <utility>

#include "leeway/base/index.h"
#include "leeway/replication/published_world.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

}  // namespace

int Cp2015::region(const CsvFile& csv, std::size_t column) const { return place_of(regions, csv, column); }
int Cp2015::sector(const CsvFile& csv, std::size_t column) const { return place_of(sectors, csv, column); }

Cp2015 read_cp2015(const fs::path& folder, const std::string& name, bool deficits) {
  Cp2015 p;
  std::vector<double> D0;
  double W0 = 0.0;
  CsvFile regions(folder / "region.csv", {{"region"}, {"value_added"}, {"deficit"}});
  while (regions.next()) {
    p.regions.emplace_back(regions.id(0));
    p.labour.push_back(regions.non_negative(1));
    D0.push_back(deficits ? regions.number(2) : 0.0);
    W0 += p.labour.back();
  }
  CsvFile sectors(folder / "sector.csv", {{"sector"}, {"theta"}});
  while (sectors.next()) {
    p.sectors.emplace_back(sectors.id(0));
    p.theta.push_back(sectors.number(1));
  }
  World world = published_world(p.regions, p.sectors, name, "Caliendo and Parro (2015), 1993", 1993);
  world.default_elasticities = "published";
  world.elasticities = {{"published", "Caliendo and Parro (2015)", "", p.theta}};
  p.shares = std::make_shared<Shares>(std::move(world));
  Shares& b = *p.shares;
  const int N = b.economies;
  const int J = b.producers;
  b.W0 = W0;
  for (double& x : p.labour) x /= W0;
  for (double& x : D0) x /= W0;
  b.D0 = D0;
  b.taxed0.assign(at(J), 1);
  p.tariff_nafta = p.tariff_world = Array3(J, N, N);
  Array3& tariff = b.world.tariff;

  CsvFile cells(folder / "region_sector.csv",
                {{"region"}, {"sector"}, {"va_share"}, {"final_share"}, {"expenditure"}});
  while (cells.next()) {
    const int n = p.region(cells, 0);
    const int k = p.sector(cells, 1);
    b.beta0(n, k) = cells.number(2);
    b.alpha0(n, k) = cells.non_negative(3);
    b.X0(n, k) = cells.non_negative(4) / W0;
  }
  CsvFile inputs(folder / "io_coef.csv.gz", {{"region"}, {"input_sector"}, {"using_sector"}, {"gamma"}});
  while (inputs.next())
    b.g0(p.region(inputs, 0), p.sector(inputs, 1), p.sector(inputs, 2)) = inputs.number(3);
  CsvFile trade(folder / "trade_tariffs.csv.gz", {{"importer"},
                                                  {"exporter"},
                                                  {"sector"},
                                                  {"expenditure_cif_tariff_incl"},
                                                  {"flow_net_of_tariff"},
                                                  {"trade_share"},
                                                  {"tariff0"},
                                                  {"tariff_nafta"},
                                                  {"tariff_world", false},
                                                  {"tariff_world_no_nafta", false}});
  while (trade.next()) {
    const int n = p.region(trade, 0);
    const int i = p.region(trade, 1);
    const int l = p.sector(trade, 2);
    b.pi0(l, n, i) = trade.non_negative(5);
    tariff(l, n, i) = trade.number(6);
    p.tariff_nafta(l, n, i) = trade.number(7);
    p.tariff_world(l, n, i) = trade.optional_number(8).value_or(tariff(l, n, i));
    b.F0(l, n, i) = b.pi0(l, n, i) / (1.0 + tariff(l, n, i));
    b.Y0(i, l) += b.pi0(l, n, i) * b.X0(n, l) / (1.0 + tariff(l, n, i));
    if (b.pi0(l, n, i) > 0.0) b.s0(l, n) = 1.0;
  }

  for (int n = 0; n < N; ++n) {
    double income = p.labour[at(n)] + b.D0[at(n)];
    for (int k = 0; k < J; ++k) {
      // Coefficients as published: they add up to one only to the digits of the file, which a World cannot
      // hold and the reference does.
      const double materials = 1.0 - b.beta0(n, k);
      if (materials > 0.0)
        for (int h = 0; h < J; ++h) b.g0(n, h, k) /= materials;
      b.produces[at(n * J + k)] = b.Y0(n, k) > 0.0 ? 1 : 0;
      b.V0(n, k) = b.beta0(n, k) * b.Y0(n, k);
      for (int i = 0; i < N; ++i) {
        const double t = tariff(k, n, i);
        income += b.pi0(k, n, i) * b.X0(n, k) * t / (1.0 + t);
        b.world.flow(k, n, i) = b.F0(k, n, i) * b.X0(n, k) * W0;
      }
    }
    b.I0[at(n)] = income;
    b.fac0[at(n)] = p.labour[at(n)];
    b.own_deficit[at(n)] = b.D0[at(n)] / p.labour[at(n)];
  }
  b.narrow();
  return p;
}

}  // namespace leeway

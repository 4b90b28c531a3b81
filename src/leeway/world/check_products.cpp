#include "leeway/world/check.h"

namespace leeway {

std::vector<int> lines_of_sector(const World& world, int sector) {
  std::vector<int> found;
  for (int l = 0; l < world.line_count(); ++l) {
    const int composite = world.lines[static_cast<std::size_t>(l)].composite;
    if (composite == sector || world.sectors[static_cast<std::size_t>(composite)].parent == sector)
      found.push_back(l);
  }
  return found;
}

std::vector<ProductCheck> check_products(const World& world) {
  const int N = world.economy_count();
  std::vector<ProductCheck> products;
  for (int l = 0; l < world.line_count(); ++l) {
    const Line& line = world.lines[static_cast<std::size_t>(l)];
    const Sector& home = world.sectors[static_cast<std::size_t>(line.composite)];
    const bool own_line = line.id == home.id;
    if (own_line && home.parent < 0) continue;
    ProductCheck product;
    product.line = l;
    product.split_out = own_line;
    product.sector = own_line ? home.parent : line.composite;
    const Sector& sector = world.sectors[static_cast<std::size_t>(product.sector)];
    const int rest = world.find_line(sector.id).value_or(product.sector);
    double whole = 0.0;
    for (int other : lines_of_sector(world, product.sector))
      for (int n = 0; n < N; ++n)
        for (int i = 0; i < N; ++i) whole += world.flow(other, n, i);
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < N; ++i) {
        const double value = world.flow(l, n, i);
        product.value += value;
        if (n == i) product.home += value;
        if (value > 0.0 && world.flow(rest, n, i) <= 0.0) ++product.nothing_left;
        if (line.unit.empty()) continue;
        const double quantity = world.quantity.empty() ? 0.0 : world.quantity(l, n, i);
        if (value > 0.0 && quantity <= 0.0) ++product.without_quantity;
        if (value <= 0.0 && quantity > 0.0) ++product.quantity_alone;
      }
    }
    if (product.value > 0.0) product.home /= product.value;
    if (whole > 0.0) product.share = product.value / whole;
    products.push_back(product);
  }
  return products;
}

}  // namespace leeway

#pragma once

#include <string>
#include <vector>

#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

// What a policy leaves to be solved. Bans and empty quotas take flows away altogether; the equations have no
// answer for a buyer without a supplier, nor for an economy without exports, and an industry without a buyer
// makes nothing.

/// Flows of the base year that a policy closes, and what closes with them.
class Closures {
 public:
  /// `backstop` [l]: above zero, a line can be done without at a cost.
  Closures(const World& world, const std::vector<double>& backstop, const Policy& policy);

  bool none() const { return flows_.empty(); }
  bool closed(int line, int importer, int exporter) const;

  /// A row of trade that has lost every supplier while somebody still wants it.
  struct Row {
    int line = 0;
    int importer = 0;
  };
  const std::vector<Row>& unsupplied() const { return unsupplied_; }

  /// Industries, as producers, that have lost every buyer: of their own goods, or because those who bought
  /// them have lost theirs.
  struct Industry {
    int economy = 0;
    int producer = 0;
  };
  const std::vector<Industry>& industries() const { return industries_; }

  /// Economies that sold abroad in the base year and no longer can, or bought.
  const std::vector<int>& without_exports() const { return without_exports_; }
  const std::vector<int>& without_imports() const { return without_imports_; }

 private:
  struct Flow {
    int line = 0;
    int importer = 0;
    int exporter = 0;
    auto operator<=>(const Flow&) const = default;
  };
  /// Whether an economy can do without a line: the line has a backstop, and its host works there.
  bool has_backstop(int line, int economy) const;
  bool lacks_a_class(const CutRow& row) const;
  bool open(int line, int importer, int exporter) const;
  bool wanted(int economy, int composite) const;
  bool sold(int economy, int producer) const;
  bool is_closed_industry(int economy, int producer) const;
  void close_industries();
  void find_unsupplied();
  void find_secluded();

  const World& world_;
  const std::vector<double>& backstop_;
  std::vector<Flow> flows_;  ///< in order
  std::vector<char> shut_;   ///< [n*K + k] industries
  std::vector<Row> unsupplied_;
  std::vector<Industry> industries_;
  std::vector<int> without_exports_;
  std::vector<int> without_imports_;
};

}  // namespace leeway

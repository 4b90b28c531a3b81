#pragma once

#include <string>
#include <vector>

#include "leeway/policy/game_file.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// Opens what a question writes of Measures: a scenario stands for what it puts in and takes out, and its
/// lists of goods join the ledger. An id of the ledger goes before a scenario of that name.
class OpenedMeasures {
 public:
  /// `economy` is written for "{it}"; empty: the mark stays.
  explicit OpenedMeasures(const Ledger& ledger, std::string economy = "");

  std::vector<GameMeasure> opened(const std::vector<GameMeasure>& written);
  const Ledger& ledger() const { return ledger_; }

 private:
  bool is_scenario(const std::string& text) const;

  Ledger ledger_;
  std::string economy_;
  std::vector<std::string> scenarios_;
};

}  // namespace leeway

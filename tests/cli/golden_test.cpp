// What each verb prints of a small made-up world, as text and as JSON, against files in tests/cli/golden.
// Where a change of words or figures is meant, `./dev golden` writes them anew.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"
#include "support/golden.h"

namespace golden_test {

using Json = nlohmann::ordered_json;

/// A list or table of scalars on one line, all else a line each: as people would lay it out.
void lay_out(std::string& out, const Json& value, const std::string& indent) {
  const auto nests = [](const Json& v) { return v.is_structured() && !v.empty(); };
  if (!nests(value) || (value.is_array() && std::none_of(value.begin(), value.end(), nests))) {
    out += value.dump();
    return;
  }
  out += value.is_array() ? "[\n" : "{\n";
  std::string end = "";
  for (const auto& [key, element] : value.items()) {
    out += end + indent + " ";
    if (value.is_object()) out += Json(key).dump() + ": ";
    lay_out(out, element, indent + " ");
    end = ",\n";
  }
  out += "\n" + indent + (value.is_array() ? "]" : "}");
}

/// Of the long table, which repeats the others number by number, the first rows show the form.
std::string readable(const std::string& json) {
  Json report = Json::parse(json);
  if (report.contains("long")) {
    Json& rows = report["long"]["rows"];
    if (rows.size() > 3) rows.erase(rows.begin() + 3, rows.end());
  }
  std::string out;
  lay_out(out, report, "");
  return out + "\n";
}

struct Case {
  const char* name;
  const char* arguments;
  bool json = false;  ///< as JSON too
  int code = 0;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.arguments; }

const std::vector<Case> cases = {
    Case{"brief", "brief CAN --event US-THREAT --as-of 2025-10-01", true},
    Case{"brief-quick", "brief USA --event US-THREAT --as-of 2025-10-01 --quick"},
    Case{"brief-status-quo", "brief CHN --as-of 2025-10-01"},
    Case{"solve", "solve punished", true},
    Case{"solve-economies", "solve deal --economy PACT --horizon 1"},
    Case{"solve-flows",
         "solve punished --flows 'product:bev:CHN>CAN' --deflection C29 --from CHN --closed-by USA"},
    Case{"solve-refused", "solve closed", true, 1},
    Case{"compare", "compare base status-quo@2025-10-01", true},
    Case{"compare-hold",
         "compare cars-duty cars-quota cars-floor --hold 'imports of product:bev by USA from CHN at 40% "
         "of base'",
         true},
    Case{"stress", "stress CAN --cut product:magnets --by CHN --to 50%,100% --horizon 1,5", true},
    Case{"path", "path status-quo --from 2025-01-01 --to 2025-12-31 --every quarter --economies CAN,USA",
         true},
    Case{"exposure", "exposure CAN --sector C29", true},
    Case{"ledger-list", "ledger list", true},
    Case{"ledger-show", "ledger show CN-FARM", true},
    Case{"ledger-explain", "ledger explain --by CHN --on CAN --goods A01_02 --as-of 2025-05-01", true},
    Case{"ledger-as-of", "ledger as-of 2025-10-01"},
    Case{"ledger-check", "ledger check"},
    Case{"ledger-check-solve", "ledger check --solve", true},
    Case{"world-list", "world list"},
    Case{"world-show-economy", "world show CAN", true},
    Case{"world-show-sector", "world show C29"},
    Case{"world-show-product", "world show product:bev"},
    Case{"world-show-critical", "world show product:magnets"},
    Case{"world-show-elasticities", "world show elasticities"},
    Case{"world-check", "world check", true},
    Case{"scenarios", "scenarios"},
    Case{"options", "options"}};

std::vector<Case> cases_as_json() {
  std::vector<Case> kept;
  std::copy_if(cases.begin(), cases.end(), std::back_inserter(kept), [](const Case& c) { return c.json; });
  return kept;
}

std::string test_name(const ::testing::TestParamInfo<Case>& test) {
  std::string name = test.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class Golden : public program::Program, public ::testing::WithParamInterface<Case> {
 protected:
  program::Outcome answer(const std::string& form = "") const {
    const std::filesystem::path share = leeway::testing::source_folder() / "tests/data/small_share";
    const program::Outcome found =
        run(GetParam().arguments + form, fmt::format("LEEWAY_DATA='{}'", share.string()));
    EXPECT_EQ(found.code, GetParam().code) << found.err;
    return found;
  }
  std::filesystem::path file(const char* ending) const {
    return leeway::testing::source_folder() / "tests/cli/golden" / (std::string(GetParam().name) + ending);
  }
};
class GoldenJson : public Golden {};

TEST_P(Golden, IsPrinted) {
  const program::Outcome found = answer();
  EXPECT_TRUE(leeway::testing::is_golden(file(".txt"), found.out + found.err));
}

TEST_P(GoldenJson, IsPrinted) {
  EXPECT_TRUE(leeway::testing::is_golden(file(".json"), readable(answer(" --json").out)));
}

INSTANTIATE_TEST_SUITE_P(Verbs, Golden, ::testing::ValuesIn(cases), test_name);
INSTANTIATE_TEST_SUITE_P(Verbs, GoldenJson, ::testing::ValuesIn(cases_as_json()), test_name);

}  // namespace golden_test

// Reports on made draws: what fails, what is a part, and what has no interval.

#include "leeway/output/ensemble_report.h"

#include <algorithm>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace leeway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

SweepHeader header(Design design, std::uint64_t size) {
  SweepHeader h;
  h.id = "0123";
  h.title = "t";
  h.as_of = "2026-01-24";
  h.design = design;
  h.size = size;
  h.inputs = {{"x", "x", "", {}}, {"y", "y", "", {}}};
  h.outputs = {{"gain", "gain", "USD million", {}}, {"p_star", "p_star", "share", {}}};
  h.assumed = {{"varies: x", "uniform, low 0, high 1"}, {"horizon", "long run"}};
  return h;
}

/// Draws whose p* is 0 below x = 0.25 and 1 from 0.75 on.
SweepRows draws(std::uint64_t count) {
  SweepRows out;
  for (std::uint64_t k = 0; k < count; ++k) {
    const double x = (static_cast<double>(k) + 0.5) / static_cast<double>(count);
    const double p = x < 0.25 ? 0.0 : x < 0.75 ? x : 1.0;
    out.rows.push_back({k, "", {x, drawn_share(3, k)}, {10.0 + x, p}});
  }
  return out;
}

SweepRows failing(std::uint64_t count) {
  SweepRows out = draws(count);
  for (SweepRow& row : out.rows)
    if (row.inputs[0] > 0.175) {
      row.reason = "punished: not_converged";
      row.outputs.clear();
    }
  return out;
}

const ReportTable* table(const Report& report, const std::string& id) {
  const auto found = std::find_if(report.tables.begin(), report.tables.end(),
                                  [&](const ReportTable& t) { return t.id == id; });
  return found == report.tables.end() ? nullptr : &*found;
}

TEST(EnsembleReport, TellsOfPStarAndItsEnds) {
  const Report report = ensemble_report(header(Design::random, 40), draws(40), {});
  EXPECT_TRUE(report.certified());
  EXPECT_THAT(report.headline, HasSubstr("p_star is 50% in the median, from "));
  EXPECT_THAT(report.headline, HasSubstr("in nine of ten"));
  EXPECT_THAT(report.lead[0], HasSubstr("40 of 40 draws are done"));
  EXPECT_THAT(report.lead[1], HasSubstr("in 10 of 40 draws (p_star 0), and always in 10 (p_star 1)"));
  EXPECT_FALSE(std::holds_alternative<std::monostate>(table(report, "signs")->rows[0][2]));
  const Report few = ensemble_report(header(Design::random, 12), draws(12), {});
  EXPECT_THAT(few.headline, Not(HasSubstr("nine of ten")));
  const Report grid = ensemble_report(header(Design::grid, 40), draws(40), {});
  EXPECT_THAT(grid.headline, HasSubstr("from 0% to 100% in the draws"));
}

TEST(EnsembleReport, WhereDrawsFailItIsNotCertifiedAndHasNoInterval) {
  const Report report = ensemble_report(header(Design::random, 40), failing(40), {});
  EXPECT_FALSE(report.certified());
  EXPECT_THAT(report.headline, HasSubstr("in the 7 certified draws"));
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_THAT(report.warnings[0], HasSubstr("33 of 40 did not certify"));
  EXPECT_THAT(report.lead[0], HasSubstr("33 of 40 did not certify, and not at random"));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(table(report, "signs")->rows[0][2]));
  const Json json = Json::parse(render_json(report));
  EXPECT_FALSE(json["certified"].get<bool>());
  for (const char* id : {"figures", "signs", "tornado"})
    EXPECT_THAT(table(report, id)->note, HasSubstr("Of 7 certified draws; 33 others failed")) << id;
  const ReportTable* apart = table(report, "failed_inputs");
  ASSERT_NE(apart, nullptr);
  ASSERT_EQ(apart->rows.size(), 1U) << "y has no part in it";
  EXPECT_EQ(std::get<std::string>(apart->rows[0][0]), "x");
  EXPECT_GT(std::get<double>(apart->rows[0][1]), std::get<double>(apart->rows[0][2]));
}

TEST(EnsembleReport, APartOfARunHasAnIdOfItsOwn) {
  const SweepHeader h = header(Design::random, 40);
  const auto id = [&](const SweepRows& rows, const EnsembleQuestions& questions) {
    return ensemble_report(h, rows, questions).run_id;
  };
  SweepRows part = draws(40);
  part.rows.resize(5);
  for (std::uint64_t k = 5; k < 40; ++k) part.missing.push_back(k);
  const std::string whole = id(draws(40), {});
  EXPECT_EQ(whole, id(draws(40), {}));
  EXPECT_NE(whole, h.id);
  EXPECT_NE(whole, id(part, {}));
  EXPECT_NE(whole, id(draws(40), {"gain", "", "", "", 12}));
  EXPECT_NE(whole, id(draws(40), {"", "x", "", "", 12}));
  EXPECT_THAT(ensemble_report(h, part, {}).lead[0], HasSubstr("5 of 40 draws are done"));
}

TEST(EnsembleReport, DeclaresWhatIsAssumed) {
  const Json json = Json::parse(render_json(ensemble_report(header(Design::random, 40), draws(40), {})));
  EXPECT_THAT(json["assumptions"].dump(), HasSubstr("uniform, low 0, high 1"));
  EXPECT_THAT(render_text(sweep_plan_report(header(Design::random, 40), {1, 0.1, 1, 1, 1, 1.0})),
              HasSubstr("uniform, low 0, high 1"));
}

// Rows of a block share inputs; two base points tell no indices.
TEST(EnsembleReport, ASaltelliDesignHasNoIntervalOfSharesAndSaysWhenItIsNoise) {
  const Report report = ensemble_report(header(Design::saltelli, 40), draws(40), {});
  EXPECT_TRUE(std::holds_alternative<std::monostate>(table(report, "signs")->rows[0][2]));
  EXPECT_THAT(table(report, "signs")->note, HasSubstr("not independent"));
  EXPECT_THAT(report.lead[0], Not(HasSubstr("(")));
  EXPECT_THAT(table(report, "indices")->note, HasSubstr("With 10 base points, fewer than 256"));
}

// A figure of x alone: what y does is told to be none, of first and total alike.
TEST(EnsembleReport, AnIndexWhoseIntervalHoldsZeroIsNotToldApartFromNone) {
  SweepHeader h = header(Design::saltelli, 4 * 300);
  SweepRows out;
  const Points points(Design::saltelli, {0, 1}, 300, 3);
  for (std::uint64_t k = 0; k < h.size; ++k) {
    std::vector<double> u(2);
    points.at(k, u);
    out.rows.push_back({k, "", u, {10.0 + u[0], u[0] + 1e-6 * u[1]}});
  }
  const Report report = ensemble_report(h, out, {});
  const ReportTable* indices = table(report, "indices");
  ASSERT_NE(indices, nullptr);
  EXPECT_THAT(indices->note, HasSubstr("holds zero, to three decimals, is not distinguishable from none"));
  ASSERT_EQ(indices->rows.size(), 4U);
  for (const std::size_t of_x : {0U, 2U}) {
    EXPECT_EQ(std::get<std::string>(indices->rows[of_x].back()), "both");
    EXPECT_EQ(std::get<std::string>(indices->rows[of_x + 1].back()), "neither");
  }
}

}  // namespace
}  // namespace leeway

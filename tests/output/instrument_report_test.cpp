#include "leeway/output/instrument_report.h"
#include "leeway/output/certificate_object.h"
#include "leeway/output/policy_words.h"

#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "support/verdicts.h"

namespace leeway {

namespace {

using ::testing::HasSubstr;

InstrumentOutcome outcome(const char* measure, Control control, Regime regime) {
  InstrumentOutcome o;
  o.measure = measure;
  o.control = control;
  o.regime = regime;
  o.premium = 0.25;
  o.quantity = 49000.0;
  o.limit = 49000.0;
  o.unit = "units";
  o.rent = 120.0;
  return o;
}

TEST(InstrumentTable, SaysRegimePremiumQuantityAndHolder) {
  const ReportTable table =
      instrument_table({outcome("QUOTA", Control::tariff_rate_quota, Regime::filled)}, {{0.5, 0.5}}, "deal");
  ASSERT_EQ(table.rows.size(), 1U);
  Report report;
  report.tables.push_back(table);
  const std::string text = render_text(report);
  for (const char* word : {"tariff-rate quota", "filled: more comes in at the higher rate", "25.00",
                           "49,000.0", "units", "120", "importers 50%, exporters 50%"})
    EXPECT_THAT(text, HasSubstr(word));
}

TEST(InstrumentTable, OneRowForAFloorOnManyFlows) {
  std::vector<InstrumentOutcome> floors(3, outcome("FLOOR", Control::price_floor, Regime::binding));
  floors[2].regime = Regime::not_binding;
  const ReportTable table = instrument_table(floors, {{0.0, 1.0}, {0.0, 1.0}, {0.0, 1.0}}, "floor");
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(std::get<std::string>(table.rows[0][2]), "binding on 2 of 3");
  EXPECT_EQ(std::get<double>(table.rows[0][7]), 360.0);
  EXPECT_EQ(std::get<std::string>(table.rows[0][8]), "exporters");
}

TEST(InstrumentTable, ACommitmentHasNoRent) {
  EXPECT_EQ(holder_words(Control::purchase_commitment, {1.0, 0.0}), "none: the importer pays");
  EXPECT_EQ(holder_words(Control::import_quota, {1.0, 0.0}), "importers");
  EXPECT_THAT(regime_words(outcome("BUY", Control::purchase_commitment, Regime::filled)), HasSubstr("unmet"));
}

TEST(InstrumentTable, AnUnmetCommitmentIsSaid) {
  InstrumentOutcome met = outcome("BUY", Control::purchase_commitment, Regime::binding);
  InstrumentOutcome unmet = outcome("BUY-MORE", Control::purchase_commitment, Regime::filled);
  unmet.quantity = 0.62 * unmet.limit;
  const std::vector<std::string> said =
      unmet_sentences({met, unmet, outcome("QUOTA", Control::tariff_rate_quota, Regime::filled)});
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said.front(), HasSubstr("BUY-MORE is not met"));
  EXPECT_THAT(said.front(), HasSubstr("62%"));
}

TEST(LimitSentence, TellsPremiumAndRentOfWhatIsInQuestion) {
  Measure asked;
  asked.id = "QUOTA";
  std::vector<InstrumentOutcome> outcomes = {outcome("QUOTA", Control::export_quota, Regime::binding),
                                             outcome("OTHER", Control::export_quota, Regime::binding)};
  outcomes[0].premium = 0.94;
  outcomes[0].rent = 3100.0;
  EXPECT_EQ(limit_sentence(outcomes, {&asked}),
            "QUOTA binds, with a premium of 94% and a rent of USD 3.1 bn a year.");
  outcomes[0].premium = 0.01;
  EXPECT_EQ(limit_sentence(outcomes, {&asked}), "");
}

TEST(Assumptions, TellTheConventionOfABoycottAndOfAHugeRate) {
  const auto applied = [](const char* id, Instrument instrument, double number) {
    Measure m;
    m.id = id;
    m.by = "CHN";
    m.on = {"JPN"};
    m.goods = {"C29"};
    m.instrument = instrument;
    if (instrument == Instrument::boycott)
      m.terms.share = number;
    else
      m.terms.steps = {{std::nullopt, number}};
    AppliedMeasure a;
    a.measure = std::make_shared<const Measure>(m);
    a.because = Reason::inlined;
    return a;
  };
  Policy policy;
  policy.applied = {applied("SHUN", Instrument::boycott, 0.1), applied("HUGE", Instrument::tariff, 10.0),
                    applied("USUAL", Instrument::tariff, 0.25)};
  std::vector<Assumption> assumptions;
  add_measure_assumptions(assumptions, policy);
  add_measure_assumptions(assumptions, policy);
  ASSERT_EQ(assumptions.size(), 2U);
  EXPECT_EQ(assumptions[0].name, "SHUN");
  EXPECT_THAT(assumptions[0].note, HasSubstr("not charged to them as a loss"));
  EXPECT_EQ(assumptions[1].name, "HUGE");
  EXPECT_THAT(assumptions[1].note, HasSubstr("1,000%"));
}

TEST(Certificates, CarryComplementarity) {
  Verdict verdict = testing::certified_verdict();
  verdict.certificate.complementarity = 3e-11;
  EXPECT_THAT(certificate_line(verdict), HasSubstr("complementarity 3.0e-11"));
  const nlohmann::json json = certificate_object<nlohmann::json>(verdict);
  EXPECT_EQ(json["complementarity"].get<double>(), 3e-11);
  EXPECT_TRUE(json["certified"].get<bool>());
  verdict.certificate.complementarity = 1e-3;
  EXPECT_FALSE(verdict.certificate.identities_hold());
}

TEST(Certificates, ManyAreSummedUpAndFailuresStandOut) {
  Report report;
  for (int n = 0; n < 12; ++n)
    report.certificates.emplace_back("day " + std::to_string(n), testing::certified_verdict(2e-12));
  report.certificates.emplace_back("day 12", testing::failed_verdict(Termination::refused));
  const std::string text = render_text(report);
  EXPECT_THAT(text, HasSubstr("day 12 NOT CERTIFIED: no supplier of C29 is left for SGP"));
  EXPECT_THAT(text, HasSubstr("12 solves certified, at worst: residual 2.0e-12"));
}

TEST(Charts, DrawSteps) {
  const StepChart chart{"c",
                        "Real income",
                        "%",
                        {make_date(2025, 1, 1), make_date(2025, 7, 1), make_date(2026, 1, 1)},
                        {{"CAN", {0.0, -1.0, -1.0}}, {"A<B", {0.0, std::nan(""), 2.0}}}};
  const std::string text = text_chart(chart);
  EXPECT_THAT(text, HasSubstr("Real income (%), 2025-01-01 to 2026-01-01"));
  EXPECT_THAT(text, HasSubstr("█▁"));
  EXPECT_THAT(text, HasSubstr("0.00 → -1.00"));
  const std::string svg = svg_chart(chart);
  EXPECT_THAT(svg, HasSubstr("<svg"));
  EXPECT_THAT(svg, HasSubstr("A&lt;B"));
  EXPECT_THAT(svg, HasSubstr("H"));
  Report report;
  report.charts.push_back(chart);
  EXPECT_THAT(render_html(report), HasSubstr("<svg"));
  EXPECT_TRUE(nlohmann::json::parse(render_json(report))["charts"][0]["series"][1]["values"][1].is_null());
  EXPECT_EQ(text_chart({"c", "One day", "%", {make_date(2025, 1, 1)}, {{"CAN", {0.0}}}}), "");
}

}  // namespace

}  // namespace leeway

#include "leeway/output/report.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/base/error.h"
#include "leeway/io/file.h"
#include "leeway/output/brief.h"
#include "leeway/output/format.h"
#include "support/own_folder.h"
#include "support/verdicts.h"

namespace leeway {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Report example() {
  Report report;
  report.kind = "test";
  report.headline = "The answer <is> this";
  report.tables.push_back(
      {"figures",
       "Figures",
       {text_column("who"), money_column("change", true), rate_column("rate")},
       {{std::string("Côte d'Ivoire"), 12345.6, 0.25}, {std::string("Peru"), -3.0, ReportCell()}},
       1,
       ""});
  report.sources.push_back({"M-1",
                            "A measure",
                            "USA",
                            {"CAN"},
                            {"goods"},
                            "tariff",
                            "USA on CAN: tariff 25% on goods",
                            "in_force",
                            "in force",
                            true,
                            {},
                            {},
                            {"https://example.org/a"},
                            "A",
                            ""});
  report.certificates.emplace_back("solve", testing::certified_verdict());
  return report;
}

TEST(ReportText, AlignsNumbersAndSaysWhatIsLeftOut) {
  const std::string text = render_text(example());
  EXPECT_THAT(text, HasSubstr("  who             change  rate\n"));
  EXPECT_THAT(text, HasSubstr("                  USD mn     %\n"));
  EXPECT_THAT(text, HasSubstr("  Côte d'Ivoire  +12,346  25.0\n"));
  EXPECT_THAT(text, HasSubstr("and 1 more: --top 2 shows all"));
  EXPECT_THAT(text, HasSubstr("https://example.org/a"));
  EXPECT_THAT(text, HasSubstr("solve certified: residual"));
}

TEST(ReportText, FitsTheTerminal) {
  Report report = example();
  report.tables[0].columns.push_back(text_column("what"));
  report.tables[0].rows[0].emplace_back("a long sentence on what happens to those who are named in it");
  report.tables[0].rows[1].emplace_back("little");
  report.lead = {"A paragraph of some length, which is broken where the terminal ends and not before that."};
  const auto widest = [](const std::string& text) {
    std::size_t width = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) width = std::max(width, display_width(line));
    return width;
  };
  report.sources.clear();
  report.certificates.clear();
  EXPECT_GT(widest(render_text(report)), 80U) << "nothing is cut where no terminal is";
  const std::string narrow = render_text(report, 60);
  EXPECT_LE(widest(narrow), 60U) << narrow;
  EXPECT_THAT(narrow, HasSubstr("a long sente"));
  EXPECT_THAT(narrow, HasSubstr("…"));
  // What cannot be cut comes below, with the first column again.
  const std::string folded = render_text(report, 44);
  EXPECT_LE(widest(folded), 44U) << folded;
  EXPECT_EQ(folded.find("Côte d'Ivoire  +12,346"), folded.rfind("Côte d'Ivoire  +12,346"));
  EXPECT_NE(folded.find("Côte d'Ivoire"), folded.rfind("Côte d'Ivoire"));
}

TEST(ReportCsv, CarriesAllRowsUnrounded) {
  EXPECT_EQ(render_csv(example()),
            "who,change (USD mn),rate (decimal)\nCôte d'Ivoire,12345.6,0.25\nPeru,-3,\n");
}

TEST(ReportCsv, PrefersTheLongTable) {
  Report report = example();
  report.run_id = "answer";
  report.rows.push_back({"r", "s", "CAN", "", "C29", "output", "USD mn", 2023, "change", 1.5});
  EXPECT_EQ(render_csv(report),
            "run_id,scenario,economy,partner,sector,variable,unit,year,statistic,value,solve_id\n"
            "answer,s,CAN,,C29,output,USD mn,2023,change,1.5,r\n");
}

TEST(ReportJson, IsValidAlsoWithoutNumbers) {
  Report report = example();
  report.certificates.front().second = testing::failed_verdict();
  const nlohmann::json json = nlohmann::json::parse(render_json(report));
  EXPECT_FALSE(json["certified"].get<bool>());
  EXPECT_TRUE(json["certificates"][0]["residual"].is_null());
  EXPECT_EQ(json["tables"][0]["rows"].size(), 2U);
  EXPECT_TRUE(json["tables"][0]["rows"][1][2].is_null());
}

TEST(ReportHtml, EscapesText) {
  EXPECT_THAT(render_html(example()), HasSubstr("The answer &lt;is&gt; this"));
  EXPECT_THAT(render_html(example()), Not(HasSubstr("<is>")));
}

// Sources that a scenario's author may have thought of.
const std::vector<std::string> not_links = {
    "javascript:alert(1)",  "JAVASCRIPT:alert(1)",
    " javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x",           "ftp://a"};

TEST(ReportHtml, LinksHttpAndHttpsAlone) {
  Report report = example();
  EXPECT_THAT(render_html(report), HasSubstr("<a href=\"https://example.org/a\">https://example.org/a</a>"));
  report.sources.front().source = {"http://example.org/\"onclick=\"alert(1)"};
  EXPECT_THAT(render_html(report), HasSubstr("<a href=\"http://example.org/&quot;onclick=&quot;alert(1)\">"));
  report.sources.front().source = not_links;
  EXPECT_THAT(render_html(report), Not(HasSubstr("href")));
  EXPECT_THAT(render_html(report), HasSubstr("<br>javascript:alert(1)"));
}

// A workbook writes sources as text: its list of relations, which every link needs, is not there.
TEST(ReportXlsx, HoldsNoLinks) {
  Report report = example();
  report.sources.front().source.insert(report.sources.front().source.end(), not_links.begin(),
                                       not_links.end());
  const std::filesystem::path file = testing::own_folder().concat(".xlsx");
  write_report_xlsx(report, file);
  const std::string bytes = read_file(file);
  std::filesystem::remove(file);
  EXPECT_THAT(bytes, HasSubstr("xl/worksheets/sheet1.xml"));
  EXPECT_THAT(bytes, Not(HasSubstr("xl/worksheets/_rels")));
}

TEST(ReportFiles, RefuseUnknownEndingsAndFolders) {
  EXPECT_THROW(check_output_name("out.pdf"), InputError);
  EXPECT_THROW(check_output_name("no/such/folder/out.json"), InputError);
  EXPECT_NO_THROW(check_output_name("out.json"));
}

TEST(CertificateLine, SaysWhatFailed) {
  EXPECT_THAT(certificate_line(testing::failed_verdict(Termination::refused)),
              ::testing::StartsWith("NOT CERTIFIED: no supplier of C29 is left for SGP"));
}

TEST(BriefPage, HoldsTheDataAndCannotBeEndedByIt) {
  EXPECT_EQ(fill_page("<script>__LEEWAY_DATA__</script>", "{\"a\":\"</script>\"}"),
            "<script>{\"a\":\"\\u003c/script>\"}</script>");
  EXPECT_THROW(fill_page("<script></script>", "{}"), InputError);
}

}  // namespace

}  // namespace leeway

#include "leeway/output/format.h"

#include <cmath>

#include <gtest/gtest.h>

namespace leeway {

namespace {

TEST(Format, GroupsThousandsAndNeverWritesMinusZero) {
  EXPECT_EQ(with_thousands(1234567.891, 1), "1,234,567.9");
  EXPECT_EQ(with_thousands(-1234.0, 0), "-1,234");
  EXPECT_EQ(with_thousands(999.96, 1), "1,000.0");
  EXPECT_EQ(with_thousands(123.0, 0), "123");
  EXPECT_EQ(with_thousands(-0.04, 1), "0.0");
  EXPECT_EQ(with_thousands(std::nan(""), 1), "n/a");
}

TEST(Format, OnlyHttpAndHttpsAreWebAddresses) {
  for (const char* address : {"https://example.org/a?b=1#c", "http://example.org", "HTTPS://EXAMPLE.ORG"})
    EXPECT_TRUE(is_web_address(address)) << address;
  for (const char* text :
       {"", "https://", "http:/example.org", "https:example.org", "javascript:alert(1)",
        "JavaScript:alert(1)", "\tjavascript:alert(1)", " https://example.org", "https://example.org/a b",
        "https://a\n", "httpsx://a", "data:text/html,x", "file:///etc/passwd", "ftp://example.org",
        "//example.org", "Customs Tariff, s. 53"})
    EXPECT_FALSE(is_web_address(text)) << text;
}

TEST(Format, SignsWhatIsAboveZeroOnScreen) {
  EXPECT_EQ(with_sign(0.04, 1), "0.0");
  EXPECT_EQ(with_sign(0.06, 1), "+0.1");
  EXPECT_EQ(with_sign(-0.06, 1), "-0.1");
}

TEST(Format, ProbabilitiesKeepTwoDigits) {
  EXPECT_EQ(probability(0.0137), "1.4%");
  EXPECT_EQ(probability(0.0062), "0.62%");
  EXPECT_EQ(probability(0.5), "50%");
  EXPECT_EQ(probability(0.0996), "10%");
  EXPECT_EQ(probability(0.00999), "1.0%");
  EXPECT_EQ(probability(0.0), "0%");
  EXPECT_EQ(probability(1.0), "100%");
}

TEST(Format, ProbabilitiesRoundToCertaintyOnlyWhenCertain) {
  EXPECT_EQ(probability(1e-9), "under 0.01%");
  EXPECT_EQ(probability(0.9999), "over 99%");
}

TEST(Format, MoneyInWords) {
  EXPECT_EQ(money_words(310.4), "USD 310 mn");
  EXPECT_EQ(money_words(21234.0), "USD 21.2 bn");
  EXPECT_EQ(money_words(-2345.0), "-USD 2.3 bn");
  EXPECT_EQ(money_words(999.7), "USD 1.0 bn");
  EXPECT_EQ(money_words(1.3e6), "USD 1.3 tn");
  EXPECT_EQ(money_words(0.0), "USD 0 mn");
}

TEST(Format, PercentChangesKeepTwoDigits) {
  EXPECT_EQ(percent_words(-0.1618), "-0.16%");
  EXPECT_EQ(percent_words(12.34), "+12%");
  EXPECT_EQ(percent_words(0.0061), "+0.006%");
  EXPECT_EQ(percent_words(0.0001), "under 0.001%");
  EXPECT_EQ(percent_words(0.0), "0%");
  EXPECT_EQ(percent_size(-0.1618), "0.16%");
  EXPECT_EQ(percent_size(-1234.0), "1,200%");
}

TEST(Format, NamesTakeTheirArticle) {
  EXPECT_EQ(in_sentence("United States"), "the United States");
  EXPECT_EQ(in_sentence("European Union (27)"), "the European Union");
  EXPECT_EQ(in_sentence("Canada"), "Canada");
  EXPECT_EQ(capitalised("the end"), "The end");
}

TEST(Format, WidthCountsLettersNotBytes) {
  EXPECT_EQ(display_width("Côte d'Ivoire"), 13U);
  EXPECT_EQ(shortened("Côte d'Ivoire", 5), "Côte…");
  EXPECT_EQ(shortened("Côte", 5), "Côte");
}

TEST(Format, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("a\nb", 7), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(wrapped("averylongword b", 4), (std::vector<std::string>{"averylongword", "b"}));
}

}  // namespace

}  // namespace leeway

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "leeway/base/date.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/base/money.h"
#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"

namespace leeway {
namespace {

TEST(Date, ReadsOnlyDaysThatExist) {
  EXPECT_EQ(parse_date("2026-01-24"), make_date(2026, 1, 24));
  EXPECT_EQ(parse_date("2024-02-29"), make_date(2024, 2, 29));
  for (const char* bad : {"", "2026-1-24", "2025-02-29", "2026-13-01", "2026-01-00", "24-01-2026",
                          "2026-01-24 ", "-026-01-24", "2026/01/24"})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Date, PrintsWhatItReads) {
  for (int day = -40000; day < 40000; day += 17) {
    const Date date{std::chrono::days{day}};
    EXPECT_EQ(parse_date(to_string(date)), date);
  }
  EXPECT_EQ(year_of(make_date(2026, 12, 31)), 2026);
  EXPECT_DOUBLE_EQ(years_between(make_date(2020, 1, 1), make_date(2024, 1, 1)), 4.0);
}

TEST(Units, PercentNeedsItsSign) {
  EXPECT_EQ(parse_percent("25%"), 0.25);
  EXPECT_EQ(parse_percent(" 6.1 % "), 0.061);
  for (const char* bad : {"25", "%", "25 percent", "nan%", "inf%", "2,5%", "1e999%"})
    EXPECT_FALSE(parse_percent(bad)) << bad;
}

TEST(Units, QuantitiesAndMoney) {
  EXPECT_EQ(parse_years("5"), 5.0);
  for (const char* half : {"0.5", "6m", "6 months", "0.5 y", " 6 mo "})
    EXPECT_EQ(parse_years(half), 0.5) << half;
  EXPECT_EQ(parse_years("1 year"), 1.0);
  EXPECT_DOUBLE_EQ(*parse_years("365.25 days"), 1.0);
  for (const char* bad : {"", "soon", "6 moons", "m", "1y2"}) EXPECT_FALSE(parse_years(bad)) << bad;
  EXPECT_EQ(parse_quantity("49000 units/year"), (Quantity{49000.0, "units/year"}));
  const auto money = [](const char* text) { return money_of(*parse_quantity(text)); };
  EXPECT_EQ(money("350 bn USD")->million, 350e3);
  EXPECT_EQ(money("2 tn USD")->million, 2e6);
  EXPECT_EQ(money("7 million EUR")->currency, "EUR");
  EXPECT_EQ(money("5000000 GBP")->million, 5.0);
  EXPECT_FALSE(money("7 bn EURO"));
  EXPECT_FALSE(money("7 bn"));
  EXPECT_FALSE(parse_quantity("many units"));
}

TEST(Text, WhatMovesATerminalIsShownAndNothingElseChanges) {
  EXPECT_EQ(visible("a\x1B[31mb\r\xC2\x9B\n"), "a\\x1B[31mb\\x0D\\x9B\n");
  EXPECT_EQ(visible("one\ntwo", ""), "one\\x0Atwo");
  EXPECT_EQ(visible("Côte d'Ivoire → ≈"), "Côte d'Ivoire → ≈");
  EXPECT_EQ(counted(1, "economy"), "1 economy");
  EXPECT_EQ(counted(0, "economy"), "0 economies");
  EXPECT_EQ(counted(2, "Measure"), "2 Measures");
}

TEST(Units, ShortestReadsBack) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 10000; ++trial) {
    const double value = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 150);
    EXPECT_EQ(parse_number(shortest(value)), value);
  }
}

TEST(Number, IsReadToItsLastByteOrNotAtAll) {
  EXPECT_EQ(parse_number("-1.5e-3"), -1.5e-3);
  EXPECT_EQ(parse_number("0.1"), 0.1);
  EXPECT_EQ(parse_number("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(parse_number("4.9406564584124654e-324"), 4.9406564584124654e-324);
  EXPECT_EQ(parse_number("1.7976931348623157e308"), 1.7976931348623157e308);
  EXPECT_EQ(parse_number("0e-999"), 0.0);
  for (const char* bad : {"", " 1", "1 ", "+1", "1,5", "1.5.2", "0x10", "one", "nan", "inf", "-inf", "1e999",
                          "-1e999", "1e-999", "--1", "1e", "1e+"})
    EXPECT_FALSE(parse_number(bad)) << bad;
  EXPECT_EQ(parse_integer("-12"), -12);
  for (const char* bad : {"", "1.0", " 1", "+1", "99999999999"}) EXPECT_FALSE(parse_integer(bad)) << bad;
}

TEST(Number, TheStartOfATextSaysHowLongItIs) {
  const auto start = leading_number("12.5 units");
  ASSERT_TRUE(start);
  EXPECT_EQ(start->value, 12.5);
  EXPECT_EQ(start->length, 4U);
  EXPECT_FALSE(start->out_of_range);
  EXPECT_TRUE(leading_number("1e999 units")->out_of_range);
  EXPECT_TRUE(leading_number("1e-999")->out_of_range);
  EXPECT_FALSE(leading_number("inf")->out_of_range);
  EXPECT_FALSE(leading_number("units"));
}

TEST(Suggest, NearestFirst) {
  EXPECT_EQ(did_you_mean("CHI", {"USA", "CHN", "CHL"}), "did you mean CHN or CHL?");
  EXPECT_EQ(did_you_mean("tarrif", {"tariff", "transfer"}), "did you mean tariff?");
  EXPECT_EQ(did_you_mean("zzz", {"USA", "CHN"}), "");
  EXPECT_EQ(close_matches("a", {"b", "c", "d", "e"}, 2).size(), 2U);
}

TEST(Hash, EveryPieceCounts) {
  EXPECT_EQ(Hasher().add("ab").add("c").hex(), Hasher().add("ab").add("c").hex());
  EXPECT_NE(Hasher().add("ab").add("c").hex(), Hasher().add("a").add("bc").hex());
  EXPECT_NE(Hasher().add(1.0).hex(), Hasher().add(2.0).hex());
  EXPECT_EQ(Hasher().add(1.0).hex().size(), 32U);
}

TEST(Hash, IsOfTheBytesHoweverTheyComeTogether) {
  Hasher hash;
  std::vector<double> values;
  for (int i = 0; i < 700; ++i) values.push_back(0.5 * i);
  for (int i = 0; i < 900; ++i) hash.add(1.0 / (1 + i)).add(std::int64_t{i});
  hash.add(std::string(5000, 'x')).add("").add(std::span<const double>(values));
  hash.add(std::string(4088, 'y')).add(std::string(4096, 'z'));
  // XXH3 with 128 bits, as any implementation of it gives it.
  EXPECT_EQ(hash.hex(), "c78a8f5ce4bffe42d542c34d779d05a6");
  EXPECT_EQ(Hasher().hex(), "99aa06d3014798d86001c324468d497f");
}

TEST(InputError, SaysWhereWhatAndHow) {
  const InputError error({"a.toml", 14, 9}, "unknown economy \"CHI\"", "first\nsecond");
  EXPECT_STREQ(error.what(), "a.toml:14:9: unknown economy \"CHI\"\n  first\n  second");
  EXPECT_STREQ(InputError("plain").what(), "plain");
  EXPECT_EQ(to_string(Location{"a.toml", 3}), "a.toml:3");
}

TEST(InputErrorText, IsWholeForWhoReadsItAsACString) {
  const InputError error(std::string("a\0b", 3), std::string("c\0d", 3));
  EXPECT_STREQ(error.what(), "a\\x00b\n  c\\x00d");
}

TEST(InputErrorText, ALineBreakInWhatWasFoundIsNoLineOfTheText) {
  const InputError error({"a\nb.toml", 3}, "unknown economy \"C\nHN\tX\"", "first\nsecond");
  EXPECT_STREQ(error.what(), "a\\x0Ab.toml:3: unknown economy \"C\\x0AHN\\x09X\"\n  first\n  second");
  EXPECT_EQ(error.message(), "unknown economy \"C\\x0AHN\\x09X\"");
}

}  // namespace
}  // namespace leeway

#include "leeway/output/price_words.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/output/format.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;

TEST(PriceWords, NoPriceAboveTheBoundIsTold) {
  EXPECT_EQ(multiple_words(5.417), "5.42");
  EXPECT_EQ(multiple_words(dearest_told), "20");
  for (const double multiple : {20.1, 575.5, 1e30, std::nan(""), double(INFINITY)}) {
    EXPECT_EQ(multiple_words(multiple), "over 20");
    EXPECT_EQ(std::get<std::string>(multiple_cell(multiple)), "over 20");
    EXPECT_EQ(std::get<std::string>(premium_cell(multiple - 1.0)), "over 1,900");
  }
  EXPECT_EQ(std::get<double>(multiple_cell(13.7)), 13.7);
  EXPECT_EQ(std::get<double>(premium_cell(0.25)), 0.25);
  EXPECT_THAT(dearest_sentence(), HasSubstr("nothing is for sale"));
}

TEST(PriceWords, LimitsWithSuchAPremiumAreNamed) {
  InstrumentOutcome scarce, mild;
  scarce.measure = "CUT";
  scarce.premium = 74.3;
  mild.measure = "QUOTA";
  mild.premium = 0.2;
  EXPECT_EQ(scarcity_sentence({mild}), "");
  EXPECT_THAT(scarcity_sentence({mild, scarce, scarce}), HasSubstr("CUT has a premium that is not told"));
}

TEST(PriceWords, NoNumberIsWrittenOutOverALine) {
  EXPECT_EQ(with_thousands(1e300, 0), "1.0e+300");
  EXPECT_EQ(with_thousands(-2e15, 1), "-2.0e+15");
  EXPECT_EQ(with_thousands(123456.7, 1), "123,456.7");
}

TEST(PriceWords, ProductsInASentence) {
  EXPECT_EQ(product_in_sentence("Rare-earth permanent magnets"), "rare-earth permanent magnets");
  EXPECT_EQ(product_in_sentence("LNG"), "LNG");
}

}  // namespace
}  // namespace leeway

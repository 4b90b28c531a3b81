// What is packed for the live page: gzip, tar, base64.

#include <gtest/gtest.h>

#include "leeway/base/error.h"
#include "leeway/io/base64.h"
#include "leeway/io/gzip.h"
#include "leeway/io/tar.h"

namespace leeway {

namespace {

TEST(Base64, IsThatOfRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xfb\xff\xbe"), "+/++");
}

TEST(Gzip, ComesBackWhole) {
  std::string noise;
  unsigned state = 1;
  for (int byte = 0; byte < 300000; ++byte)
    noise += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
  for (const std::string& text : {std::string(), std::string("a"), std::string(1000000, 'x'), noise}) {
    const std::string packed = pack_gzip(text);
    EXPECT_EQ(unpack_gzip(packed, "x.gz"), text);
    EXPECT_EQ(pack_gzip(text), packed);
  }
  EXPECT_LT(pack_gzip(std::string(1000000, 'x')).size(), 2000U);
}

TEST(Tar, HoldsFilesByName) {
  const std::string tar = tar_of({{"b/two.txt", std::string(600, '2')}, {"a.txt", "1"}});
  ASSERT_EQ(tar.size(), 512U * (2 + 1 + 2 + 2));
  EXPECT_STREQ(tar.c_str(), "a.txt");
  EXPECT_EQ(tar.substr(124, 12), std::string("00000000001\0", 12));
  EXPECT_EQ(tar.substr(136, 11), "00000000000");
  EXPECT_EQ(tar.substr(257, 8), std::string("ustar\0"
                                            "00",
                                            8));
  EXPECT_EQ(tar[512], '1');
  EXPECT_STREQ(tar.c_str() + 1024, "b/two.txt");
  EXPECT_EQ(tar.substr(1024 + 124, 11), "00000001130");
  // The sum of all bytes of a header with its own field blank.
  unsigned sum = 0;
  for (std::size_t at = 0; at < 512; ++at)
    sum += at >= 148 && at < 156 ? ' ' : static_cast<unsigned char>(tar[at]);
  EXPECT_EQ(std::stoul(tar.substr(148, 6), nullptr, 8), sum);
}

TEST(Tar, SplitsLongNames) {
  const std::string folder(120, 'f');
  const std::string tar = tar_of({{folder + "/name", ""}});
  EXPECT_STREQ(tar.c_str(), "name");
  EXPECT_EQ(tar.substr(345, 121), folder + '\0');
  EXPECT_THROW(tar_of({{std::string(101, 'n'), ""}}), InputError);
  EXPECT_THROW(tar_of({{"a", ""}, {"a", ""}}), InputError);
}

}  // namespace

}  // namespace leeway

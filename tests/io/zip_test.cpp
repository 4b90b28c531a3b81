#include "leeway/io/zip.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "support/own_folder.h"
#include "support/refusal.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Zip, MembersAreReadWholeAndDamageIsRefused) {
  const fs::path folder = testing::own_folder();
  fs::remove_all(folder);
  fs::create_directories(folder);
  const fs::path file = folder / "t.zip";
  const std::string make =
      "cd '" + folder.string() +
      "' && python3 -c \"import zipfile; z = zipfile.ZipFile('t.zip', 'w', zipfile.ZIP_DEFLATED); "
      "z.writestr('a.csv', 'x,y\\n' * 1000); z.writestr('d/', ''); z.writestr('b.csv', ''); z.close()\"";
  ASSERT_EQ(std::system(make.c_str()), 0);
  std::string line = "x,y\n";
  std::string text;
  for (int i = 0; i < 1000; ++i) text += line;
  {
    const ZipArchive archive(file);
    EXPECT_THAT(archive.names(), ElementsAre("a.csv", "b.csv"));
    EXPECT_EQ(archive.read("a.csv"), text);
    EXPECT_EQ(archive.read("b.csv"), "");
    EXPECT_THAT(testing::refusal([&] { archive.read("c.csv"); }), HasSubstr("t.zip/c.csv"));
  }
  const std::string bytes = read_file(file);
  std::string wrong = bytes;
  wrong[40] = static_cast<char>(wrong[40] ^ 1);
  write_file_atomically(file, wrong);
  EXPECT_THAT(testing::refusal([&] { ZipArchive(file).read("a.csv"); }), HasSubstr("damaged"));
  write_file_atomically(file, bytes.substr(0, bytes.size() / 2));
  EXPECT_THAT(testing::refusal([&] { ZipArchive archive(file); }), HasSubstr("is no zip archive"));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace leeway

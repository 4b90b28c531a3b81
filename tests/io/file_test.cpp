#include "leeway/io/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "leeway/io/xlsx.h"
#include "support/own_folder.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using testing::refusal;
namespace fs = std::filesystem;

class File : public ::testing::Test {
 protected:
  fs::path folder = testing::own_folder();
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
};

TEST_F(File, WritesWholeFilesAndLeavesNothingElse) {
  const fs::path file = folder / "a.txt";
  const std::string bytes("a\0b\n", 4);
  write_file_atomically(file, bytes);
  EXPECT_EQ(read_file(file), bytes);
  write_file_atomically(file, std::string_view("second"));
  EXPECT_EQ(read_file(file), "second");
  EXPECT_EQ(files(), 1U);
  struct stat info {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0600, 0600U);
}

TEST_F(File, AWriterThatFailsLeavesWhatWasThere) {
  const fs::path file = folder / "a.txt";
  write_file_atomically(file, std::string_view("first"));
  EXPECT_THROW(write_file_atomically(file, [](const fs::path&) { throw InputError("no"); }), InputError);
  EXPECT_EQ(read_file(file), "first");
  EXPECT_EQ(files(), 1U);
}

TEST_F(File, SaysWhyItCannot) {
  const fs::path absent = folder / "none" / "a.txt";
  EXPECT_EQ(refusal([&] { read_file(absent); }),
            absent.string() + ": cannot be read: No such file or directory");
  EXPECT_EQ(refusal([&] { read_file(folder); }), folder.string() + ": cannot be read: Is a directory");
  EXPECT_EQ(refusal([&] { write_file_atomically(absent, std::string_view("x")); }),
            absent.string() + ": cannot be written: No such file or directory");
}

TEST_F(File, ChecksText) {
  EXPECT_EQ(checked_text("\xEF\xBB\xBFé€\xF0\x9F\x98\x80", "t"), "é€\xF0\x9F\x98\x80");
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xF0\x9F"})
    EXPECT_NE(refusal([&] { checked_text(bad, "t"); }), "");
}

TEST_F(File, WorkbooksAreZipAndTheSameEachTime) {
  const std::vector<XlsxSheet> sheets = {{"results",
                                          {"economy", "change"},
                                          {"", "0.00%"},
                                          {{"CAN", -0.012}, {"USA", 0.003}, {std::monostate{}, NAN}}},
                                         {"sources", {"source"}, {}, {{"https://example.org"}}}};
  write_xlsx(folder / "a.xlsx", sheets);
  write_xlsx(folder / "b.xlsx", sheets);
  const std::string bytes = read_file(folder / "a.xlsx");
  EXPECT_TRUE(bytes.starts_with("PK"));
  EXPECT_EQ(bytes, read_file(folder / "b.xlsx"));
  EXPECT_EQ(files(), 2U);
}

TEST_F(File, WorkbooksRefuseWhatTheFormatDoes) {
  EXPECT_NE(refusal([&] { write_xlsx(folder / "a.xlsx", {{"a/b", {"x"}, {}, {}}}); }), "");
  EXPECT_NE(refusal([&] {
              write_xlsx(folder / "a.xlsx", {{"a", {"x"}, {}, {}}, {"A", {"x"}, {}, {}}});
            }),
            "");
  EXPECT_EQ(refusal([&] { write_xlsx(folder / "a.xlsx", {}); }),
            (folder / "a.xlsx").string() + ": cannot be written: no sheets");
  EXPECT_EQ(files(), 0U);
}

TEST_F(File, ALinkIsWrittenThroughAndWhatIsNoFileIsRefused) {
  write_file_atomically(folder / "real.txt", std::string_view("first"));
  fs::permissions(folder / "real.txt", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real.txt", folder / "link.txt");
  write_file_atomically(folder / "link.txt", std::string_view("second"));
  EXPECT_TRUE(fs::is_symlink(folder / "link.txt"));
  EXPECT_EQ(read_file(folder / "real.txt"), "second");
  EXPECT_EQ(fs::status(folder / "real.txt").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_EQ(::mkfifo((folder / "pipe.txt").c_str(), 0600), 0);
  EXPECT_THROW(write_file_atomically(folder / "pipe.txt", std::string_view("x")), InputError);
  EXPECT_TRUE(fs::is_fifo(folder / "pipe.txt"));
}

TEST_F(File, FilesOfOneAnswerAreAllWrittenOrNone) {
  write_file_atomically(folder / "a.txt", std::string_view("before"));
  {
    FilesTogether together;
    together.add(folder / "a.txt", std::string_view("after"));
    EXPECT_THROW(together.add(folder / "nowhere" / "b.txt", std::string_view("x")), InputError);
  }
  EXPECT_EQ(read_file(folder / "a.txt"), "before");
  EXPECT_EQ(files(), 1U);
  FilesTogether together;
  together.add(folder / "a.txt", std::string_view("after"));
  together.add(folder / "b.txt", std::string_view("x"));
  together.commit();
  EXPECT_EQ(read_file(folder / "a.txt"), "after");
  EXPECT_EQ(read_file(folder / "b.txt"), "x");
  EXPECT_EQ(files(), 2U);
}

TEST_F(File, AnOrdinaryFileIsNoPipeNoDeviceAndNotTooLarge) {
  write_file_atomically(folder / "a.txt", std::string_view("12345"));
  EXPECT_EQ(read_ordinary_file(folder / "a.txt", 5), "12345");
  EXPECT_NE(refusal([&] { read_ordinary_file(folder / "a.txt", 4); }), "");
  ASSERT_EQ(::mkfifo((folder / "pipe.txt").c_str(), 0600), 0);
  for (const fs::path& other : {folder / "pipe.txt", fs::path("/dev/zero"), folder})
    EXPECT_NE(refusal([&] { read_ordinary_file(other, 5); }).find("is no ordinary file"), std::string::npos)
        << other;
  EXPECT_NE(refusal([&] { read_ordinary_file(folder / "none", 5); }), "");
}

}  // namespace
}  // namespace leeway

#include "leeway/io/toml.h"

#include <gmock/gmock.h>

#include "support/refusal.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;
using testing::refusal;
using ::testing::StartsWith;

TomlTable toml(const std::string& text) { return parse_toml(text, "t.toml"); }

TEST(Toml, ReadsEveryKind) {
  const TomlTable table = toml(
      "text = \"a\"\nwhole = 3\nreal = 2.5\nflag = true\nday = 2026-01-24\none = \"x\"\nlist = [\"x\", "
      "\"y\"]\n"
      "[sub]\nkey = 1\n[[rows]]\nid = 1\n[[rows]]\nid = 2\n");
  EXPECT_EQ(table.require_string("text"), "a");
  EXPECT_EQ(table.require_number("whole"), 3.0);
  EXPECT_EQ(table.optional_integer("whole"), 3);
  EXPECT_EQ(table.require_number("real"), 2.5);
  EXPECT_EQ(table.optional_bool("flag"), true);
  EXPECT_EQ(table.require_date("day"), make_date(2026, 1, 24));
  EXPECT_EQ(table.optional_strings("one"), std::vector<std::string>{"x"});
  EXPECT_EQ(table.optional_strings("list"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(table.optional_table("sub")->require_number("key"), 1.0);
  ASSERT_EQ(table.tables("rows").size(), 2U);
  EXPECT_EQ(table.tables("rows")[1]->require_number("id"), 2.0);
  EXPECT_EQ(table.optional_string("absent", "z"), "z");
  EXPECT_FALSE(table.optional_number("absent"));
  EXPECT_TRUE(table.tables("absent").empty());
}

TEST(Toml, EntriesInFileOrderWithPlaces) {
  const TomlTable table = toml("b = 1\na = 2\n");
  EXPECT_EQ(table.entries()[0].key, "b");
  EXPECT_EQ(table.entries()[1].where, (Location{"t.toml", 2, 1}));
  EXPECT_EQ(table.where("a"), (Location{"t.toml", 2, 5}));
}

TEST(Toml, Refusals) {
  const TomlTable table = toml("text = \"a\"\nnumber = 3\nday = \"2026-01-24\"\nlist = [1]\nodd = nan\n");
  EXPECT_EQ(refusal([&] { table.require_string("absent"); }), "t.toml: field `absent` is missing");
  EXPECT_EQ(refusal([&] { table.require_number("text"); }),
            "t.toml:1:8: field `text`: a number expected, found the text \"a\"");
  EXPECT_EQ(refusal([&] { table.require_string("number"); }),
            "t.toml:2:10: field `number`: a text in quotes expected, found the number 3");
  EXPECT_EQ(refusal([&] { table.require_date("day"); }),
            "t.toml:3:7: field `day`: a date without quotes, such as 2026-01-24, expected, found the text "
            "\"2026-01-24\"");
  EXPECT_EQ(refusal([&] { table.optional_strings("list"); }),
            "t.toml:4:9: field `list`: a text in quotes expected, found the number 1");
  EXPECT_EQ(refusal([&] { table.require_number("odd"); }),
            "t.toml:5:7: field `odd`: nan is not a finite number");
  EXPECT_EQ(refusal([&] { table.optional_table("number"); }),
            "t.toml:2:10: field `number`: a table expected, found the number 3");
  EXPECT_EQ(refusal([&] { table.tables("text"); }),
            "t.toml:1:8: field `text`: a list of tables [[text]] expected, found the text \"a\"");
  EXPECT_EQ(refusal([&] {
              table.refuse_unknown({"text", "numbers", "day", "list", "odd"}, "a test");
            }),
            "t.toml:2:1: unknown field `number` in a test\n  did you mean numbers?");
  EXPECT_EQ(refusal([&] { table.refuse_unknown({"x"}, "a test"); }),
            "t.toml:1:1: unknown field `text` in a test\n  fields: x");
}

TEST(Toml, WhatIsNotTomlNamesItsPlace) {
  for (const char* bad :
       {"a = ", "a = 1\na = 2\n", "[a\n", "a = \"x", "a = 2026-02-30", "= 1", "a = {b = }"}) {
    try {
      toml(bad);
      ADD_FAILURE() << "read: " << bad;
    } catch (const InputError& error) {
      EXPECT_EQ(error.location().file, "t.toml") << bad;
      EXPECT_GE(error.location().line, 1) << bad;
    }
  }
  EXPECT_EQ(refusal([] { toml("a = 1\n\xC3\x28 = 2\n"); }),
            "t.toml:2: is not a text file: byte 0xC3 is not UTF-8 text\n  save it as UTF-8 text");
  EXPECT_EQ(refusal([] { load_toml("/nonexistent/a.toml"); }),
            "/nonexistent/a.toml: cannot be read: No such file or directory");
}

TEST(Toml, WhatIsWrittenTwiceIsNamedAsItIsWritten) {
  const std::string hint =
      "\n  each key and each [table] is written once; in a list of tables every one is [[name]]";
  const auto refused = [](const std::string& text) { return refusal([&] { toml(text); }); };
  EXPECT_EQ(refused("as_of = 2026-01-24\nas_of = 2026-01-25 # again\n"),
            "t.toml:2:9: `as_of` stands above already" + hint);
  EXPECT_EQ(refused("[set]\n\"A-1.rate\" = 1\n\"A-1.rate\" = 2\n"),
            "t.toml:3:14: `\"A-1.rate\"` stands above already" + hint);
  EXPECT_EQ(refused("terms = { rate = 1, rate = 2 }\n"), "t.toml:1:28: `rate` stands above already" + hint);
  EXPECT_EQ(refused("a = { b = 1 }\na.c = 2\n"), "t.toml:2:1: `a.c` stands above already" + hint);
  EXPECT_EQ(refused("[options]\na = 1\n[options]\n"), "t.toml:3:1: [options] stands above already" + hint);
  EXPECT_EQ(refused("[measure]\na = 1\n[[measure]]\n"),
            "t.toml:3:1: [[measure]] stands above already" + hint);
}

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

// Whatever nests, a text of 50,000 levels is refused at its 33rd, and one of 32 is read.
TEST(TomlDepth, IsBoundedBeforeTheParser) {
  struct Nest {
    const char* before;
    const char* piece;
    const char* after;
    const char* close;
    const char* end;
    int levels;  ///< besides the pieces
  };
  for (const Nest& nest : {
           Nest{"[", "a.", "a]\nb = 1", "", "", 2},
           Nest{"[[", "'a' . ", "\"a\"]]", "", "", 1},
           Nest{"", "a.", "a = 1", "", "", 1},
           Nest{"", "\"a.b\" .\t", "a = 1", "", "", 1},
           Nest{"a = ", "[", "1.5", "]", "", 1},
           Nest{"a = ", "[ # [ { '\n", "1", "]", "", 1},
           Nest{"[t.u]\na = ", "[\"]\", ']', '''], '[\n''', ", "1", "]", "", 3},
           Nest{"a = ", "{b=", "1", "}", "", 1},
           Nest{"a = {x.y = 1.5, ", "b.", "c = 1}", "", "", 2},
           Nest{"a = [", "[[], 1.5, ", "1", "]", "]", 3},
       }) {
    const auto text = [&](int times) {
      return nest.before + repeated(nest.piece, times) + nest.after + repeated(nest.close, times) + nest.end +
             "\n";
    };
    const int most = 32 - nest.levels;
    EXPECT_EQ(refusal([&] { toml(text(most)); }), "") << text(2);
    for (int times : {most + 1, 50000}) {
      const std::string refused = refusal([&] { toml(text(times)); });
      EXPECT_THAT(refused, HasSubstr(" is nested more than 32 levels deep\n  allowed: 32 levels of tables, "
                                     "lists and dotted keys in all"))
          << text(2);
      EXPECT_THAT(refused, StartsWith("t.toml:")) << text(2);
    }
  }
}

TEST(TomlDepth, ErrorsNameThePlace) {
  EXPECT_THAT(refusal([] { toml("é = 1\n[" + repeated("a.", 50000) + "a]\n"); }),
              StartsWith("t.toml:2:65: the name of this table is nested more"));
  EXPECT_THAT(refusal([] { toml("\"é\" = " + std::string(50000, '[')); }),
              StartsWith("t.toml:1:38: this list is nested more"));
  EXPECT_THAT(refusal([] { toml(repeated("a.", 50000) + "a = 1"); }),
              StartsWith("t.toml:1:64: this dotted key is nested more"));
  EXPECT_THAT(refusal([] { toml("a = " + repeated("{b=", 50000)); }),
              StartsWith("t.toml:1:98: this inline table is nested more"));
}

// What only looks as if it nested is no concern.
TEST(TomlDepth, CountsNoTextAndNoNumbers) {
  const std::string deep(100, '[');
  const std::string dots = repeated("a.", 100);
  const TomlTable table =
      toml("# " + deep + dots + "\nbasic = \"\\\"" + deep + "\"\nliteral = '\\" + deep + "' # ' " + deep +
           "\nlong = \"\"\"\n\"" + deep + "\"\"\\\"" + dots + "\"\"\"\"\"\nlong_literal = '''\n'" + deep +
           "''" + dots + "'''''\nempty = \"\"\n'" + dots + "' = 1\nnumbers = [" + repeated("1.5, ", 100) +
           "1.5]\nlists = [" + repeated("[1.5], ", 100) + "[]]\ntables = [" +
           repeated("{ a.b = 1.5 }, ", 100) + "{}]\n" + repeated("[[x.y]]\na.b = 1\n", 100));
  EXPECT_EQ(table.require_string("basic"), "\"" + deep);
  EXPECT_EQ(table.require_string("literal"), "\\" + deep);
  EXPECT_EQ(table.require_string("long"), "\"" + deep + "\"\"\"" + dots + "\"\"");
  EXPECT_EQ(table.require_string("long_literal"), "'" + deep + "''" + dots + "''");
  EXPECT_EQ(table.require_number(dots), 1.0);
  EXPECT_EQ(table.find("tables")->as_array()->size(), 101U);
  EXPECT_EQ(table.optional_table("x")->tables("y").size(), 100U);
}

TEST(Toml, UsualSlipsAreToldApart) {
  const auto hint = [](const std::string& line) {
    try {
      parse_toml("a = 1\n" + line + "\nb = 2\n", "s.toml");
    } catch (const InputError& error) {
      return error.hint();
    }
    return std::string("read");
  };
  EXPECT_EQ(hint("as_of = 24/01/2026"), "a date has year, month and day: 2026-01-24");
  EXPECT_EQ(hint("as_of = 2026-01"), hint("as_of = 24/01/2026"));
  EXPECT_EQ(hint("rate = 25%"), "a percent stands in quotes: \"25%\"");
  EXPECT_THAT(hint("title = \u201Ct\u201D"), ::testing::HasSubstr("quotes are straight"));
  EXPECT_THAT(hint("title\u00A0= 1"), ::testing::HasSubstr("a plain one"));
  EXPECT_EQ(hint("title = \"24/01/2026 or 25%\" x"), "");
  EXPECT_EQ(hint("title = " + std::string(100000, 'x')), "") << "a long line";
}

TEST(Toml, QuotedReadsBack) {
  const std::string text = "a \"b\" \\ c\n\td \x01 \x7F é";
  EXPECT_EQ(toml("a = " + toml_quoted(text)).require_string("a"), text);
}

}  // namespace
}  // namespace leeway

#include "leeway/world/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "leeway/base/hash.h"
#include "leeway/io/file.h"
#include "leeway/world/aggregate.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/places.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::size_t header_size = 88;

class PackTest : public ::testing::Test {
 protected:
  PackTest() : folder_(testing::own_folder()) { fs::create_directories(folder_); }
  ~PackTest() override { fs::remove_all(folder_); }

  // A world folder with its pack beside the files.
  fs::path packed_folder(const World& world) {
    const fs::path folder = folder_ / "world";
    save_world(world, folder);
    save_pack(load_tables(folder), folder / pack_name);
    return folder;
  }

  fs::path folder_;
};

World unpacked(std::string_view bytes) { return Pack(bytes, "my.pack").unpack(); }

std::string refusal_of(std::string_view bytes) {
  return testing::refusal([&] { unpacked(bytes); });
}

// What is said of a world that load_tables would not give, behind a checksum that is right.
template <class Change>
std::string refusal_of_changed(Change change) {
  World world = testing::two_producer_world(4, 3);
  change(world);
  return refusal_of(pack_world(world));
}

// The same pack as a version of another format would sign it.
std::string of_format(std::string bytes, std::uint32_t format) {
  constexpr std::size_t checksum_at = 56;
  std::memcpy(bytes.data() + 8, &format, sizeof format);
  const std::string checksum = Hasher()
                                   .add(std::string_view(bytes).substr(0, checksum_at))
                                   .add(std::string_view(bytes).substr(header_size))
                                   .hex();
  return bytes.replace(checksum_at, checksum.size(), checksum);
}

void replace_byte(std::string& bytes, std::size_t at) { bytes[at] = static_cast<char>(bytes[at] ^ 0x10); }

// Every field of the world: pack.cpp writes what fields.h names, and fields.h names all or does not compile.
TEST_F(PackTest, GivesBackEveryFieldBitByBit) {
  const World shipped = load_tables(testing::source_folder() / "data/world/2023");
  for (const World& world : {shipped, testing::two_producer_world(5, 2), testing::tiny_world()}) {
    const std::string bytes = pack_world(world);
    EXPECT_EQ(pack_world(unpacked(bytes)), bytes);
    EXPECT_EQ(Pack(bytes, "").content_hash().value_or(""), world.content_hash);
  }
  const World again = unpacked(pack_world(shipped));
  EXPECT_EQ(again.flow, shipped.flow);
  EXPECT_EQ(again.quantity, shipped.quantity);
  EXPECT_EQ(again.tariff_kind, shipped.tariff_kind);
  EXPECT_EQ(again.recorded.size(), shipped.recorded.size());
  EXPECT_EQ(again.gdp_source, shipped.gdp_source);
  EXPECT_EQ(again.provenance, shipped.provenance);
  EXPECT_EQ(again.groups[3].members[0].from, shipped.groups[3].members[0].from);
  EXPECT_EQ(again.critical[0].source, shipped.critical[0].source);
}

TEST_F(PackTest, KeepsTheSignOfZeroAndTheLastBit) {
  World world = testing::tiny_world();
  world.tariff(0, 0, 2) = -0.0;
  world.flow(1, 2, 0) = std::nextafter(world.flow(1, 2, 0), 0.0);
  const World again = unpacked(pack_world(world));
  EXPECT_EQ(std::memcmp(again.tariff.data(), world.tariff.data(), world.tariff.size() * sizeof(double)), 0);
  EXPECT_EQ(std::memcmp(again.flow.data(), world.flow.data(), world.flow.size() * sizeof(double)), 0);
}

// A change of the layout must raise the format, so that an older version does not read what it does not know.
TEST_F(PackTest, TheLayoutOfThisFormatDoesNotChange) {
  const std::string bytes = pack_world(testing::two_producer_world(3, 1));
  std::uint32_t format = 0;
  std::memcpy(&format, bytes.data() + 8, sizeof format);
  EXPECT_EQ(format, 2U) << "this test and its figures belong to format 2";
  EXPECT_EQ(bytes.size(), 3882U);
  EXPECT_EQ(bytes.substr(0, 8), "LEEWAY-W");
}

TEST_F(PackTest, EveryByteCounts) {
  const std::string bytes = pack_world(testing::two_producer_world(3, 1));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    replace_byte(damaged, at);
    EXPECT_THAT(refusal_of(damaged),
                AllOf(HasSubstr("my.pack: is "), HasSubstr(at < 8 ? "no world pack" : "damaged")))
        << "byte " << at;
  }
}

TEST_F(PackTest, CutShortOrGrownItIsRefused) {
  const std::string bytes = pack_world(testing::tiny_world());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THAT(refusal_of(std::string_view(bytes).substr(0, size)),
                HasSubstr(size < 8             ? "is no world pack"
                          : size < header_size ? "less than its header"
                                               : "expected"))
        << size << " bytes";
  EXPECT_THAT(refusal_of(bytes + "x"), HasSubstr("expected\n  make it again: leeway world pack"));
  EXPECT_THAT(refusal_of("world,of,tables\n"), HasSubstr("my.pack: is no world pack"));
}

TEST_F(PackTest, FieldsThatEndAnywhereAreRefusedBehindAChecksum) {
  const std::string fields = packed_fields(testing::two_producer_world(3, 1));
  for (std::size_t size = 0; size < fields.size(); ++size)
    EXPECT_THAT(refusal_of(sealed_pack(std::string_view(fields).substr(0, size), "")),
                HasSubstr("is damaged"))
        << size << " bytes";
  EXPECT_THAT(refusal_of(sealed_pack(fields + "x", "")), HasSubstr("bytes are left over"));
}

// Whatever single byte of the fields is another, the reader gives a world that packs to those bytes, or
// refuses.
TEST_F(PackTest, ReadsOrRefusesAnyFields) {
  const std::string fields = packed_fields(testing::two_producer_world(3, 1));
  int refused = 0;
  for (std::size_t at = 0; at < fields.size(); ++at)
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string changed = fields;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const std::string pack = sealed_pack(changed, "");
      try {
        EXPECT_EQ(packed_fields(unpacked(pack)), changed) << "byte " << at;
      } catch (const InputError&) {
        ++refused;
      }
    }
  EXPECT_GT(refused, static_cast<int>(fields.size()));
}

TEST_F(PackTest, AWorldThatTablesWouldNotGiveIsRefused) {
  const auto refused = [](auto change) { return refusal_of_changed(change); };
  EXPECT_EQ(refused([](World&) {}), "");
  EXPECT_THAT(refused([](World& w) { w.lines[2].composite = 9; }),
              HasSubstr("composite or producer is none"));
  EXPECT_THAT(refused([](World& w) { w.lines[5].producer = 1; }), HasSubstr("of another sector"));
  EXPECT_THAT(refused([](World& w) { w.producers[5].sector = -1; }), HasSubstr("a producer's sector"));
  EXPECT_THAT(refused([](World& w) { w.producers[1].id = "X"; }), HasSubstr("own producer is another's"));
  EXPECT_THAT(refused([](World& w) { w.sectors[3].parent = 5; }), HasSubstr("parent is no sector"));
  EXPECT_THAT(refused([](World& w) { w.groups[0].members[0].economy = 4; }), HasSubstr("is no economy"));
  EXPECT_THAT(refused([](World& w) { w.flow = Array3(6, 4, 3); }), HasSubstr("other extents"));
  EXPECT_THAT(refused([](World& w) { w.input = Array3(4, 5, 5); }), HasSubstr("other extents"));
  EXPECT_THAT(refused([](World& w) { w.flow(0, 1, 2) = -1.0; }),
              HasSubstr("a flow is negative or no number"));
  EXPECT_THAT(refused([](World& w) { w.tariff(0, 1, 2) = std::numeric_limits<double>::quiet_NaN(); }),
              HasSubstr("a tariff is negative or no number"));
  EXPECT_THAT(refused([](World& w) { w.quantity(0, 1, 2) = std::numeric_limits<double>::infinity(); }),
              HasSubstr("a quantity is negative or no number"));
  EXPECT_THAT(refused([](World& w) { w.tariff_kind[7] = 9; }), HasSubstr("a kind of tariff has no name"));
  EXPECT_THAT(refused([](World& w) { w.elasticities[1].theta[0] = 0.0; }),
              HasSubstr("elasticity is missing"));
  EXPECT_THAT(refused([](World& w) { w.default_elasticities = "none"; }), HasSubstr("default set"));
  EXPECT_THAT(refused([](World& w) { w.line_substitution.pop_back(); }), HasSubstr("between lines"));
  EXPECT_THAT(refused([](World& w) { w.critical[0].backstop_host = 6; }), HasSubstr("names no sector"));
  EXPECT_THAT(refused([](World& w) { w.critical[0].specific.value = 2.0; }),
              HasSubstr("the specific share is 2"));
  EXPECT_THAT(refused([](World& w) {
                w.recorded.push_back({0, 1, 8, 2020, 1.0, 0.0, ""});
              }),
              HasSubstr("a record of trade"));
  EXPECT_THAT(refused([](World& w) { w.output(1, 1) *= 1.01; }), HasSubstr("do not close"));
}

TEST_F(PackTest, TheLoaderTakesItWhereItFitsTheFiles) {
  const fs::path folder = packed_folder(testing::two_producer_world(4, 8));
  EXPECT_EQ(hash_tables(folder), load_tables(folder).content_hash);
  EXPECT_EQ(pack_world(load_world(folder)), pack_world(load_tables(folder)));
  // Only what comes from the pack has this title.
  World other = load_tables(folder);
  other.title = "From the pack";
  save_pack(other, folder / pack_name);
  EXPECT_EQ(load_world(folder).title, "From the pack");
  EXPECT_EQ(open_world(folder.string()).title, "From the pack");
  EXPECT_EQ(load_tables(folder).title, "Random world for tests");
}

TEST_F(PackTest, TheLoaderLeavesItWhereTheFilesAreOthers) {
  const fs::path folder = packed_folder(testing::two_producer_world(4, 8));
  const std::string checks = read_file(folder / "checks.csv");
  write_file_atomically(folder / "checks.csv", checks + "gdp:CAN,1,USD mn,9,by hand\n");
  EXPECT_EQ(load_world(folder).targets.size(), 1U);
  EXPECT_THAT(testing::refusal([&] { load_pack(folder / pack_name); }),
              AllOf(HasSubstr("world.pack: is a pack of other files"), HasSubstr("leeway world pack ")));
  // Elsewhere it is a world by itself.
  fs::copy(folder / pack_name, folder_ / "alone.pack");
  EXPECT_EQ(open_world((folder_ / "alone.pack").string()).targets.size(), 0U);
}

TEST_F(PackTest, EveryFileCountsInTheHash) {
  World world = testing::two_producer_world(4, 8);
  world.provenance = "[flows]\nsource = \"made by hand\"\n";
  const fs::path folder = packed_folder(world);
  const std::string hash = hash_tables(folder);
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename() == pack_name) continue;
    const std::string text = read_file(entry.path());
    write_file_atomically(entry.path(), text + "\n");
    EXPECT_NE(hash_tables(folder), hash) << entry.path();
    EXPECT_EQ(load_world(folder).content_hash, hash_tables(folder)) << entry.path();
    write_file_atomically(entry.path(), text);
  }
  EXPECT_EQ(hash_tables(folder), hash);
}

TEST_F(PackTest, ADamagedOneIsRefusedByName) {
  const fs::path folder = packed_folder(testing::two_producer_world(4, 8));
  std::string bytes = read_file(folder / pack_name);
  replace_byte(bytes, bytes.size() / 2);
  write_file_atomically(folder / pack_name, bytes);
  for (const std::string& error : {testing::refusal([&] { load_world(folder); }),
                                   testing::refusal([&] { load_pack(folder / pack_name); }),
                                   testing::refusal([&] { open_world((folder / pack_name).string()); })})
    EXPECT_THAT(error, AllOf(HasSubstr((folder / pack_name).string() + ": is damaged: its checksum"),
                             HasSubstr("make it again: leeway world pack")));
  EXPECT_EQ(testing::refusal([&] { load_tables(folder); }), "");
}

TEST_F(PackTest, OneOfAnotherFormatIsLeftOrRefused) {
  const fs::path folder = packed_folder(testing::two_producer_world(4, 8));
  // A header with another format and a checksum that is right, as another version writes it.
  const std::string bytes = of_format(read_file(folder / pack_name), 99);
  write_file_atomically(folder / pack_name, bytes);
  EXPECT_EQ(load_world(folder).content_hash, hash_tables(folder));
  EXPECT_THAT(testing::refusal([&] { load_pack(folder / pack_name); }),
              HasSubstr("is a world pack of format 99; this version reads format 2"));
}

TEST_F(PackTest, AWorldMadeInMemoryPacksToo) {
  Aggregation coarse;
  coarse.economies = {{"USA", "A", "", {}}, {"*", "B", "", {}}};
  World world = aggregate(testing::two_producer_world(4, 8), coarse);
  world.content_hash += "+rebased";
  save_pack(world, folder_ / "coarse.pack");
  EXPECT_EQ(pack_world(load_pack(folder_ / "coarse.pack")), pack_world(world));
  EXPECT_EQ(Pack(pack_world(world), "").content_hash(), std::nullopt);
}

}  // namespace
}  // namespace leeway

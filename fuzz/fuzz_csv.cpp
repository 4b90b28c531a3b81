#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "leeway/base/error.h"
#include "leeway/io/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    leeway::CsvFile csv =
        leeway::CsvFile::from_text(text, "fuzz.csv", {{"name"}, {"value"}, {"from", false}, {"note", false}});
    leeway::CsvWriter writer({"name", "value", "from", "note"});
    std::size_t rows = 0;
    while (csv.next()) {
      writer.add(csv.text(0)).add(csv.number(1)).add(csv.text(2)).add(csv.text(3)).end_row();
      csv.optional_date(2);
      ++rows;
    }
    // What was written reads back with as many rows.
    leeway::CsvFile again =
        leeway::CsvFile::from_text(writer.text(), "again.csv", {{"name"}, {"value"}, {"from"}, {"note"}});
    while (again.next()) --rows;
    if (rows != 0) std::abort();
  } catch (const leeway::InputError&) {
  }
  return 0;
}

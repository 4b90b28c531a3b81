#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace leeway {

/// A dimension of an array of a HAR file, as far as the file tells of it.
struct HarDimension {
  std::size_t size = 1;
  std::string set;                    ///< that it runs over; empty: not said
  std::vector<std::string> elements;  ///< as many as `size`; empty: not listed
};

/// The numbers of a header, the first index running fastest.
struct HarArray {
  std::string header;
  std::string title;  ///< the long name
  std::vector<HarDimension> dimensions;
  std::vector<double> values;
};

/// A header array file, the format of GEMPACK and GTAP: headers of four characters, each with an array of
/// text (1CFULL), of integers or reals (2IFULL, 2RFULL, RLFULL, RLSPSE) or of reals with sets and elements
/// (REFULL, RESPSE), in records as Fortran writes them unformatted, of little-endian numbers. Layout from the
/// readers of GEMPACK's authors (GEMPACKsoftware/HARPY) and of M. Ivanic (HARr, CC0).
///
/// Throws InputError, of the file, for what is no such file, is cut short or contradicts itself. An array
/// takes no more memory than some times the file, a sparse one up to 64 MB in any case.
class HarFile {
 public:
  explicit HarFile(const std::filesystem::path& file);
  /// The same of bytes in memory; `name` stands for the file in errors.
  HarFile(std::string bytes, std::string name);
  HarFile(const HarFile&) = delete;
  HarFile& operator=(const HarFile&) = delete;
  /// Whether bytes begin as those of such a file.
  static bool begins(std::string_view bytes);

  const std::string& name() const { return name_; }
  /// In the order of the file, in capitals.
  std::vector<std::string> headers() const;
  bool has(std::string_view header) const { return find(header) != nullptr; }
  /// An array of numbers. Also throws where there is no such header, or it holds text.
  HarArray numbers(std::string_view header) const;
  /// The strings of a header of text, without the blanks at their ends.
  std::vector<std::string> strings(std::string_view header) const;
  /// The elements of a set: of the header of text whose long name is "Set NAME …", or that is called so.
  /// Empty where there is none.
  std::vector<std::string> set(std::string_view name) const;

 private:
  struct Entry {
    std::string header;
    std::vector<std::string_view> records;  ///< after that of the name
  };
  class Reader;

  void index();
  const Entry* find(std::string_view header) const;
  const Entry& entry(std::string_view header) const;

  std::string name_;
  std::string bytes_;
  std::vector<Entry> entries_;
};

}  // namespace leeway

#include "leeway/ensemble/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/base/lost_output.h"
#include "leeway/base/units.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

constexpr const char* header_name = "run.toml";
constexpr const char* plan_name = "plan.toml";
constexpr const char* rows_ending = ".rows";
constexpr const char* put_back = "put it back as it was, or run the plan in another folder";

std::string reason(int error) { return std::generic_category().message(error); }

void put_columns(std::string& out, const char* table, const std::vector<SweepColumn>& columns) {
  for (const SweepColumn& column : columns) {
    out += fmt::format("\n[[{}]]\nname = {}\nof = {}\n", table, toml_quoted(column.name),
                       toml_quoted(column.of));
    if (!column.unit.empty()) out += fmt::format("unit = {}\n", toml_quoted(column.unit));
    std::vector<std::string> choices;
    for (const std::string& choice : column.choices) choices.push_back(toml_quoted(choice));
    if (!choices.empty()) out += fmt::format("choices = [{}]\n", fmt::join(choices, ", "));
  }
}

std::string hash_of(std::string_view text) { return Hasher().add(text).hex(); }

/// The text of run.toml but for its seal.
std::string text_of(const SweepHeader& h, const std::string& plan_text) {
  std::string out = "# A run of leeway sweep; the files beside it hold its draws.\n";
  const auto put = [&](const std::string& key, const std::string& value) {
    out += fmt::format("{} = {}\n", key, toml_quoted(value));
  };
  for (const auto& [key, value] : h.facts())
    if (key == "size" || key == "seed")
      out += fmt::format("{} = {}\n", key, value);
    else
      put(key, value);
  if (h.probability) out += fmt::format("probability = {}\n", shortest(*h.probability));
  if (!h.drawn_probability.empty()) put("drawn_probability", h.drawn_probability);
  put("plan", hash_of(plan_text));
  for (const auto& [name, value] : h.assumed)
    out += fmt::format("\n[[assumed]]\nname = {}\nvalue = {}\n", toml_quoted(name), toml_quoted(value));
  put_columns(out, "input", h.inputs);
  put_columns(out, "output", h.outputs);
  return out;
}
/// With a hash of all of it at the end.
std::string sealed(std::string text) {
  const std::string hash = hash_of(text);
  return text += fmt::format("\n[seal]\nhash = \"{}\"\n", hash);
}
/// A file that somebody changed would be told as what the run was made with.
void check_seal(const fs::path& file, const std::string& text) {
  const auto end = text.rfind("\n[seal]\n");
  if (end == std::string::npos || text != sealed(text.substr(0, end)))
    throw InputError(Location{file.string()},
                     end == std::string::npos ? "has no seal: it was changed, or an earlier version made it"
                                              : "was changed since the run was made: its seal does not fit",
                     put_back);
}
void check_plan(const fs::path& file, const std::string& hash) {
  if (!fs::exists(file)) throw InputError(Location{file.string()}, "is missing", put_back);
  if (!fs::is_regular_file(file) || hash_of(read_file(file)) != hash)
    throw InputError(Location{file.string()}, "is not the plan that this run was made of", put_back);
}

std::vector<SweepColumn> columns_of(const TomlTable& table, const char* key) {
  std::vector<SweepColumn> columns;
  for (const TomlTable* one : table.tables(key)) {
    one->refuse_unknown({"name", "of", "unit", "choices"}, "a column");
    columns.push_back({one->require_string("name"), one->require_string("of"), one->optional_string("unit"),
                       one->optional_strings("choices")});
  }
  return columns;
}

std::uint64_t count_of(const TomlTable& table, const char* key) {
  const std::optional<std::int64_t> number = table.optional_integer(key);
  if (!number || *number < 0) throw table.error(key, "a whole number of 0 or more is needed", put_back);
  return static_cast<std::uint64_t>(*number);
}

SweepHeader header_of(const fs::path& file) {
  const std::string text = read_text(file);
  check_seal(file, text);
  const TomlTable table = parse_toml(text, file.string());
  table.refuse_unknown(
      {"id", "title", "version", "world", "economy", "as_of", "question", "design", "size", "seed",
       "probability", "drawn_probability", "plan", "assumed", "input", "output", "seal"},
      "the run of a sweep");
  SweepHeader h;
  h.id = table.require_string("id");
  h.title = table.require_string("title");
  h.version = table.require_string("version");
  h.world = table.require_string("world");
  h.economy = table.require_string("economy");
  h.as_of = table.require_string("as_of");
  h.question = table.require_string("question");
  const std::optional<Design> design = parse_design(table.require_string("design"));
  if (!design) throw table.error("design", "is not a design of a sweep", put_back);
  h.design = *design;
  h.size = count_of(table, "size");
  h.seed = count_of(table, "seed");
  h.probability = table.optional_number("probability");
  h.drawn_probability = table.optional_string("drawn_probability");
  for (const TomlTable* one : table.tables("assumed")) {
    one->refuse_unknown({"name", "value"}, "what is assumed");
    h.assumed.emplace_back(one->require_string("name"), one->require_string("value"));
  }
  h.inputs = columns_of(table, "input");
  h.outputs = columns_of(table, "output");
  check_plan(file.parent_path() / plan_name, table.require_string("plan"));
  return h;
}

/// What every worker's file begins with: rows are of one plan.
std::string opening_of(const SweepHeader& header) {
  return fmt::format("leeway sweep rows 1 {}\n", header.id);
}

/// What another shard may have written just now.
bool is_of_a_run(const std::string& name) {
  return name.starts_with(header_name) || name.starts_with(plan_name);
}

/// Rows of a file; none of one that was killed while it was made.
DecodedRows rows_in(const fs::path& file, const SweepHeader& header) {
  const std::string bytes = read_ordinary_file(file, std::numeric_limits<std::size_t>::max());
  const std::string opening = opening_of(header);
  if (opening.starts_with(bytes)) return {{}, bytes == opening ? bytes.size() : 0, {}};
  if (!bytes.starts_with(opening))
    throw InputError(Location{file.string()}, "holds rows of another plan, or none of a sweep",
                     fmt::format("those of this run begin with \"{}\"; move the file elsewhere",
                                 opening.substr(0, opening.size() - 1)));
  DecodedRows decoded = decode(std::string_view(bytes).substr(opening.size()), header);
  decoded.whole += opening.size();
  for (DamagedBytes& damaged : decoded.damaged) {
    damaged.from += opening.size();
    damaged.to += opening.size();
  }
  return decoded;
}

void sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);  // where a file system cannot, its files are as safe as it makes them
  ::close(fd);
}

}  // namespace

std::string spans(const std::vector<std::uint64_t>& draws, std::size_t most) {
  std::vector<std::string> parts;
  std::size_t told = 0;
  for (std::size_t i = 0; i < draws.size() && parts.size() < most;) {
    std::size_t end = i + 1;
    while (end < draws.size() && draws[end] == draws[end - 1] + 1) ++end;
    parts.push_back(end - i == 1 ? fmt::format("{}", draws[i])
                                 : fmt::format("{}-{}", draws[i], draws[end - 1]));
    told += end - i;
    i = end;
  }
  std::string text = fmt::format("{}", fmt::join(parts, ", "));
  if (told < draws.size()) text += fmt::format(" and {} more", draws.size() - told);
  return text;
}

RunFolder::RunFolder(fs::path path, SweepHeader header)
    : path_(std::move(path)), header_(std::move(header)) {}

RunFolder RunFolder::make(const fs::path& folder, const SweepHeader& header, const std::string& plan_text) {
  std::error_code failed;
  const fs::path file = folder / header_name;
  if (!fs::exists(file, failed)) {
    if (fs::exists(folder) && !fs::is_directory(folder))
      throw InputError(Location{folder.string()}, "is no folder, and a run needs one",
                       "name a folder with -o");
    if (fs::is_directory(folder))
      for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (!is_of_a_run(entry.path().filename().string()))
          throw InputError(Location{folder.string()}, "holds something else than a run of a sweep",
                           "name a new folder, or an empty one");
    fs::create_directories(folder, failed);
    if (failed)
      throw InputError(Location{folder.string()}, "cannot be made: " + failed.message(),
                       "name a folder that can be written with -o");
    write_file_atomically(folder / plan_name, plan_text);
    // Several shards may come here at once: each writes the same bytes.
    write_file_atomically(file, sealed(text_of(header, plan_text)));
    sync_folder(folder);
  }
  RunFolder run = open(folder);
  const SweepHeader& there = run.header_;
  if (there.id != header.id)
    throw InputError(Location{file.string()},
                     fmt::format("is the run of another plan: {} {}", there.title,
                                 there.version != header.version ? "by version " + there.version : there.id),
                     fmt::format("this plan is {}; name another folder with -o", header.id));
  SweepHeader here = header;
  here.title = there.title;  // no part of what is asked
  if (text_of(here, "") != text_of(there, ""))
    throw InputError(Location{file.string()}, "does not say what the plan of its id asks",
                     "name another folder with -o");
  return run;
}

RunFolder RunFolder::open(const fs::path& folder) {
  const fs::path file = folder / header_name;
  if (!fs::is_regular_file(file))
    throw InputError(Location{folder.string()},
                     fmt::format("is no run of a sweep: there is no {}", header_name),
                     "leeway sweep run PLAN -o FOLDER makes one");
  return {folder, header_of(file)};
}

std::vector<fs::path> RunFolder::files() const {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_))
    if (entry.path().extension() == rows_ending) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

namespace {

/// Calls `take` with the rows of each file, and gathers what of the files is no rows.
template <class Take>
std::vector<DamagedFile> each_file(const RunFolder& folder, const std::vector<fs::path>& files, Take take) {
  std::vector<DamagedFile> damaged;
  for (std::size_t f = 0; f < files.size(); ++f) {
    DecodedRows decoded = rows_in(files[f], folder.header());
    for (DamagedBytes& bytes : decoded.damaged)
      damaged.push_back({files[f].filename().string(), std::move(bytes)});
    take(f, std::move(decoded.rows));
  }
  return damaged;
}

}  // namespace

std::string to_string(const DamagedFile& d) {
  return fmt::format("{}: bytes {} to {} {}", d.file, d.bytes.from, d.bytes.to, d.bytes.what);
}

DoneDraws RunFolder::done() const {
  DoneDraws draws{std::vector<bool>(header_.size, false), {}};
  draws.damaged = each_file(*this, files(), [&](std::size_t, const std::vector<SweepRow>& rows) {
    for (const SweepRow& row : rows) draws.done[row.draw] = true;
  });
  return draws;
}

SweepRows RunFolder::read() const {
  struct Placed {
    SweepRow row;
    std::size_t file;
  };
  const std::vector<fs::path> all = files();
  std::vector<Placed> placed;
  SweepRows out;
  out.damaged = each_file(*this, all, [&](std::size_t f, std::vector<SweepRow> rows) {
    for (SweepRow& row : rows) placed.push_back({std::move(row), f});
  });
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.row.draw < b.row.draw; });
  std::uint64_t next = 0;
  const Placed* last = nullptr;
  for (Placed& one : placed) {
    if (last != nullptr && one.row.draw + 1 == next) {
      // NaN is not equal to itself, so that bytes are compared.
      if (encoded(one.row) != encoded(out.rows.back()))
        throw InputError(
            Location{all[one.file].string()},
            fmt::format("draw {} differs from the one in {}", one.row.draw,
                        all[last->file].filename().string()),
            "the same draw is the same numbers on machines of one kind; remove the file that is wrong, "
            "and run again");
      continue;
    }
    for (; next < one.row.draw; ++next) out.missing.push_back(next);
    ++next;
    out.rows.push_back(std::move(one.row));
    last = &one;
  }
  for (; next < header_.size; ++next) out.missing.push_back(next);
  return out;
}

WorkerFile::WorkerFile(const RunFolder& folder) {
  for (const fs::path& file : folder.files())
    if (take(file, false, folder.header())) return;
  for (int number = 0;; ++number)
    if (take(folder.path() / fmt::format("worker-{:04}{}", number, rows_ending), true, folder.header())) {
      sync_folder(folder.path());
      return;
    }
}

bool WorkerFile::take(const fs::path& file, bool fresh, const SweepHeader& header) {
  const int flags = O_WRONLY | O_APPEND | O_CLOEXEC | (fresh ? O_CREAT | O_EXCL : 0);
  const int fd = ::open(file.c_str(), flags, 0666);
  if (fd < 0 && fresh && errno != EEXIST)
    throw LostOutput(fmt::format("{} cannot be written: {}", file.string(), reason(errno)));
  if (fd < 0) return false;
  // Where the file system has no locks, a file that was made just now is one's own all the same.
  const bool locked = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
  if (!locked && (!fresh || errno == EWOULDBLOCK)) {
    ::close(fd);
    return false;
  }
  if (!fresh) {
    struct stat info {};
    const DecodedRows there = rows_in(file, header);
    // What is damaged stays as it is, so that it can be told and looked at.
    if (!there.damaged.empty() || ::fstat(fd, &info) != 0 ||
        (static_cast<std::size_t>(info.st_size) > there.whole &&
         ::ftruncate(fd, static_cast<off_t>(there.whole)) != 0)) {
      ::close(fd);
      return false;
    }
  }
  path_ = file;
  descriptor_ = fd;
  struct stat now {};
  if (::fstat(fd, &now) == 0 && now.st_size == 0) pending_ = opening_of(header);
  return true;
}

WorkerFile::~WorkerFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}
WorkerFile::WorkerFile(WorkerFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      pending_(std::move(other.pending_)) {}

void WorkerFile::keep() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t put = ::write(descriptor_, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw LostOutput(fmt::format("{} cannot be written: {}", path_.string(), reason(errno)));
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  pending_.clear();
  if (::fsync(descriptor_) != 0)
    throw LostOutput(fmt::format("{} cannot be kept: {}", path_.string(), reason(errno)));
}

}  // namespace leeway

#include "leeway/io/toml_depth.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "leeway/base/error.h"

namespace leeway {

namespace {

/// Walks over a text once and counts; it knows of TOML only what tells a bracket or a dot that nests from
/// one in a string, a comment or a number.
class DepthCheck {
 public:
  DepthCheck(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  void run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        begin_statement();
        if (!skip_string(c)) return;
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      take(c);
      ++at_;
    }
  }

 private:
  /// Where dots nest: in the header of a table and in a key, not in the numbers of a value.
  enum class In { statement, header, key, value };
  struct Bracket {
    bool table = false;  ///< { rather than [
    int levels = 0;      ///< that it adds: those of the key it holds at the time, or 1
  };

  void take(char c) {
    switch (c) {
      case '\n':
        // Inside brackets a value goes on.
        if (open_.empty()) in_ = In::statement;
        return;
      case ' ':
      case '\t':
      case '\r':
        return;
      case '[':
        if (in_ == In::statement) {
          in_ = In::header;
          header_ = 1;
          key_ = 0;
        } else if (in_ == In::value) {
          push(false);
        }
        return;
      case '{':
        if (in_ == In::value) push(true);
        return;
      case ']':
      case '}':
        if (in_ != In::header) pop();
        return;
      case ',':
        if (open_.empty() || !open_.back().table) return;
        in_ = In::key;
        inside_ -= open_.back().levels - 1;
        open_.back().levels = 1;
        return;
      case '=':
        if (in_ == In::key) in_ = In::value;
        return;
      case '.':
        dot();
        return;
      default:
        begin_statement();
    }
  }

  void begin_statement() {
    if (in_ != In::statement) return;
    in_ = In::key;
    key_ = 1;
    check();
  }

  void push(bool table) {
    open_.push_back({table, 1});
    ++inside_;
    if (table) in_ = In::key;
    check();
  }

  void pop() {
    if (open_.empty()) return;
    inside_ -= open_.back().levels;
    open_.pop_back();
    in_ = In::value;
  }

  void dot() {
    if (in_ == In::header) {
      ++header_;
    } else if (in_ == In::key && open_.empty()) {
      ++key_;
    } else if (in_ == In::key) {
      ++open_.back().levels;
      ++inside_;
    } else {
      return;
    }
    check();
  }

  /// To the byte after a string; false when it does not end, where the parser stops as well.
  bool skip_string(char quote) {
    const bool escapes = quote == '"';
    const bool lines = text_.substr(at_, 3) == std::string(3, quote);
    at_ += lines ? 3 : 1;
    while (at_ < text_.size()) {
      if (escapes && text_[at_] == '\\') {
        at_ += 2;
      } else if (lines && text_.substr(at_, 3) == std::string(3, quote)) {
        at_ += 3;
        // Up to two quotes may stand before the three that end it.
        for (int extra = 0; extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return true;
      } else if (!lines && text_[at_] == quote) {
        ++at_;
        return true;
      } else if (!lines && text_[at_] == '\n') {
        return false;
      } else {
        ++at_;
      }
    }
    return false;
  }

  void check() const {
    if (header_ + key_ + inside_ <= toml_depth_limit) return;
    Location where{name_, 1, 1};
    for (char c : text_.substr(0, at_)) {
      if (c == '\n') {
        ++where.line;
        where.column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
        ++where.column;
      }
    }
    throw InputError(
        where, fmt::format("{} is nested more than {} levels deep", found(), toml_depth_limit),
        fmt::format("allowed: {} levels of tables, lists and dotted keys in all", toml_depth_limit));
  }

  const char* found() const {
    if (in_ == In::header) return "the name of this table";
    if (in_ == In::value || (!open_.empty() && open_.back().levels == 1))
      return open_.back().table ? "this inline table" : "this list";
    return "this dotted key";
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  In in_ = In::statement;
  int header_ = 0;  ///< levels of the table whose fields follow
  int key_ = 0;     ///< of the key whose value follows
  int inside_ = 0;  ///< of all brackets open in that value
  std::vector<Bracket> open_;
};

}  // namespace

void check_toml_depth(std::string_view text, const std::string& name) { DepthCheck(text, name).run(); }

}  // namespace leeway

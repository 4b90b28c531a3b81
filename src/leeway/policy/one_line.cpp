#include "leeway/policy/one_line.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

/// How an instrument is written: its name, the term that stands behind the name, and what leads to the goods.
struct Form {
  std::string_view name;  ///< as written: "import quota"
  Instrument instrument;
  std::string_view term;  ///< empty: none
  enum class Value { none, rate, amount } value;
  std::string_view example;
};

constexpr std::array<Form, 15> forms{{
    {"tariff", Instrument::tariff, "rate", Form::Value::rate, "USA on GBR: tariff 25% on goods"},
    {"quota", Instrument::tariff_rate_quota, "quota", Form::Value::amount,
     "CAN on CHN: quota 49000 units/year of product:bev at 6.1% then 106.1%"},
    {"import quota", Instrument::import_quota, "quota", Form::Value::amount,
     "USA on KOR: import quota 2 bn USD/year of C24A"},
    {"export quota", Instrument::export_quota, "quota", Form::Value::amount,
     "JPN on USA: export quota 60% of base of product:cars"},
    {"import ban", Instrument::import_ban, "", Form::Value::none, "CHN on JPN: import ban on A03"},
    {"export ban", Instrument::export_ban, "", Form::Value::none,
     "CHN on JPN: export ban on product:magnets"},
    {"price floor", Instrument::price_floor, "price", Form::Value::amount,
     "EU27 on CHN: price floor 30000 USD/unit on product:bev, replaces EU-24-CVD"},
    {"export tax", Instrument::export_tax, "rate", Form::Value::rate, "IDN on *: export tax 5% on B07_09"},
    {"licence", Instrument::licence, "", Form::Value::none,
     "USA on CHN: licence on product:chips_advanced, cap_share 50%, levy 25%"},
    {"purchases", Instrument::purchase_commitment, "value", Form::Value::amount,
     "CHN from USA: purchases 12 bn USD/year of A01_02"},
    {"barrier", Instrument::barrier, "cost", Form::Value::rate, "CHN on KOR: barrier 30% on services"},
    {"boycott", Instrument::boycott, "share", Form::Value::rate, "CHN on JPN: boycott 10% of C10T12"},
    {"subsidy", Instrument::subsidy, "rate", Form::Value::rate, "CHN: subsidy 10% on product:bev"},
    {"pact", Instrument::pact, "tariff_cut", Form::Value::rate, "EU27 with MERCOSUR: pact 91%"},
    {"transfer", Instrument::transfer, "amount", Form::Value::amount,
     "KOR to USA: transfer 350 bn USD over 10 years, grant_share 10%"},
}};

const Form& form_of(Instrument instrument) {
  return *std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.instrument == instrument; });
}

constexpr std::array<std::string_view, 7> links{"on", "with", "to", "from", "against", "of", "for"};

/// Terms that a line can add after a comma: those with one value.
std::vector<std::string> tail_terms(const Form& form) {
  const TermNames names = term_names(form.instrument);
  std::vector<std::string> all = names.required;
  all.insert(all.end(), names.optional.begin(), names.optional.end());
  std::erase_if(all, [&](const std::string& key) {
    return key == form.term || key == "steps" || key == "schedule" || key == "schedule_factor" ||
           key == "firms" || key == "substitution" || key == "quota_steps" || key == "tier";
  });
  return all;
}
constexpr std::array<std::string_view, 4> tail_fields{"id", "combine", "effective", "end"};

bool is_list(std::string_view key) { return key == "covers" || key == "except" || key == "exclude"; }

struct Word {
  std::string text;
  int column = 1;  ///< from 1
};

/// Words of a part of the text; commas stand alone.
std::vector<Word> words_of(std::string_view text, std::size_t from, std::size_t to) {
  std::vector<Word> words;
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  for (std::size_t at = from; at < to;) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    if (text[at] == ',')
      ++end;
    else
      while (end < to && !is_space(text[end]) && text[end] != ',') ++end;
    words.push_back({std::string(text.substr(at, end - at)), static_cast<int>(at) + 1});
    at = end;
  }
  return words;
}

/// Ids have no small letters, and are one word.
bool stands_alone(const std::string& name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class Reader {
 public:
  Reader(std::string_view text, const Location& where) : text_(text), where_(where) {
    if (where_.line == 0) where_.line = 1;
    if (where_.column == 0) where_.column = 1;
  }

  TomlTable read() {
    for (std::size_t at = 0; at < text_.size(); ++at)
      if (text_[at] < ' ' || text_[at] > '~')
        throw error(static_cast<int>(at) + 1, "a character that no name here has",
                    "allowed: letters, digits and signs of ASCII, in one line");
    const std::size_t colon = text_.find(':');
    if (colon == std::string_view::npos)
      throw error(end_column(), "a colon after who acts on whom is missing",
                  fmt::format("such as \"{}\"", forms[0].example));
    words_ = words_of(text_, 0, colon);
    limit_ = static_cast<int>(colon) + 1;
    read_who();
    words_ = words_of(text_, colon + 1, text_.size());
    at_ = 0;
    limit_ = end_column();
    read_act();
    if (std::none_of(fields_.begin(), fields_.end(), [](const auto& e) { return e.key == "id"; }))
      add("id", made_id());
    add("title", std::string(text_));
    add("terms", std::make_shared<const TomlTable>(std::move(terms_), act_));
    return {std::move(fields_), place(1)};
  }

 private:
  int end_column() const { return static_cast<int>(text_.size()) + 1; }
  Location place(int column) const { return {where_.file, where_.line, where_.column + column - 1}; }
  InputError error(int column, const std::string& message, const std::string& hint) const {
    return {place(column), message, hint};
  }
  InputError unknown(const Word& word, const std::string& what,
                     const std::vector<std::string>& allowed) const {
    const std::string near = did_you_mean(word.text, allowed);
    return error(word.column, fmt::format("unknown {} \"{}\"", what, word.text),
                 (near.empty() ? "" : near + "\n") + fmt::format("allowed: {}", fmt::join(allowed, ", ")));
  }

  bool more() const { return at_ < words_.size(); }
  bool next_is(std::string_view text) const { return more() && words_[at_].text == text; }
  bool take(std::string_view text) {
    if (!next_is(text)) return false;
    ++at_;
    return true;
  }
  /// The next word, which must be there.
  const Word& word(const std::string& expected) {
    if (!more() || words_[at_].text == ",")
      throw error(more() ? words_[at_].column : limit_, fmt::format("{} expected", expected), "");
    return words_[at_++];
  }

  void put(std::vector<TomlTable::Entry>& table, const std::string& key, int column, TomlValue::Data value) {
    table.push_back({key, place(column), {std::move(value), place(column)}});
  }
  void add(const std::string& key, TomlValue::Data value) { put(fields_, key, 1, std::move(value)); }

  /// "and" and "+" divide names and are none.
  void refuse_divider(const Word& name, const std::string& expected) const {
    if (name.text == "and" || name.text == "+")
      throw error(name.column, fmt::format("{} expected, found \"{}\"", expected, name.text), "");
  }

  /// Names up to a word that is none of them, divided by "and", "+" or, in `commas`, by commas.
  void names(const std::string& key, const std::string& expected, bool commas,
             std::vector<TomlTable::Entry>& table, std::vector<std::string>* found = nullptr) {
    TomlValue::Array list;
    const int column = more() ? words_[at_].column : limit_;
    do {
      Word name = word(expected);
      if (key == "on") take_name(name, words_.size());
      refuse_divider(name, expected);
      const std::string written = (key == "goods" || key == "on") && name.text == "all" ? "*" : name.text;
      list.emplace_back(written, place(name.column));
      if (found != nullptr) found->push_back(written);
    } while (take("and") || take("+") || (commas && take(",")) || (key == "goods" && more_goods()));
    put(table, key, column, std::move(list));
  }
  /// A comma followed by one more name of goods, and not by a term with its value.
  bool more_goods() {
    if (!next_is(",") || at_ + 1 >= words_.size()) return false;
    static const std::vector<std::string_view> no_goods = {"except", "each", "covering", "covers"};
    static const std::vector<std::string_view> after_goods = {",",        "and",    "+", "except",
                                                              "covering", "covers", "at"};
    const auto in = [](const std::vector<std::string_view>& list, const std::string& text) {
      return std::find(list.begin(), list.end(), text) != list.end();
    };
    if (in(no_goods, words_[at_ + 1].text)) return false;
    if (at_ + 2 < words_.size() && !in(after_goods, words_[at_ + 2].text)) return false;
    ++at_;
    return true;
  }

  /// Where the word stands that leads to those acted on: "of" may belong to a name. The end: there is none.
  std::size_t link_at() const {
    std::size_t of = words_.size();
    for (std::size_t w = at_; w < words_.size(); ++w) {
      if (std::find(links.begin(), links.end(), words_[w].text) == links.end()) continue;
      if (words_[w].text != "of") return w;
      of = std::min(of, w);
    }
    return of;
  }
  /// The further words of a name: "Viet Nam".
  void take_name(Word& name, std::size_t end) {
    if (stands_alone(name.text)) return;
    while (at_ < end && !next_is(",") && !next_is("and") && !next_is("+"))
      name.text += " " + words_[at_++].text;
  }

  void read_who() {
    const std::string expected = "who acts, an economy or group,";
    Word by = word(expected);
    refuse_divider(by, expected);
    // A link leads to those acted on, and begins no name.
    if (std::find(links.begin(), links.end(), by.text) != links.end())
      throw error(by.column, fmt::format("{} expected, found \"{}\"", expected, by.text), "");
    take_name(by, link_at());
    put(fields_, "by", by.column, by.text);
    by_ = by.text;
    if (!more()) return;
    const Word& link = words_[at_++];
    if (std::find(links.begin(), links.end(), link.text) == links.end())
      throw unknown(link, "word", {links.begin(), links.end()});
    names("on", "an economy or group", true, fields_, &on_);
    if (more())
      throw error(words_[at_].column, fmt::format("\"{}\" was not expected", words_[at_].text),
                  "economies are divided by commas; a colon ends them");
  }

  const Form& read_form() {
    const Word first = word("an instrument");
    act_ = place(first.column);
    std::string name = first.text;
    std::replace(name.begin(), name.end(), '_', ' ');
    const auto is = [&](const std::string& n) {
      return std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.name == n; });
    };
    if (more())
      if (const auto* both = is(name + " " + words_[at_].text); both != forms.end()) {
        ++at_;
        name = both->name;
      }
    if (const auto* found = is(name); found != forms.end()) {
      put(fields_, "instrument", first.column, std::string(to_string(found->instrument)));
      return *found;
    }
    std::vector<std::string> all;
    for (const Form& f : forms) all.emplace_back(f.name);
    std::string near = did_you_mean(name, all);
    if (near.empty() && more()) near = did_you_mean(name + " " + words_[at_].text, all);
    throw error(first.column, fmt::format("unknown instrument \"{}\"", first.text),
                (near.empty() ? "" : near + "\n") + fmt::format("instruments: {}", fmt::join(all, ", ")));
  }

  /// A rate: a percent stays text, a bare number is one. Words of a percent may stand apart: "25 %".
  void rate(const std::string& key, const std::string& of) {
    const Word first = word(fmt::format("the rate of {}, such as 25%,", of));
    std::string text = first.text;
    if (next_is("%")) {
      text += "%";
      ++at_;
    }
    put(terms_, key, first.column, value_of(text));
  }
  static TomlValue::Data value_of(const std::string& text) {
    if (const std::optional<double> number = parse_number(text)) return *number;
    return text;
  }

  /// An amount: words up to one that leads to the goods or the end; "60% of base" is one.
  void amount(const std::string& key, const std::string& of) {
    const Word first = word(fmt::format("the amount of {}", of));
    std::string text = first.text;
    while (more() && !next_is(",")) {
      const bool share = next_is("of") && at_ + 1 < words_.size() && words_[at_ + 1].text == "base";
      if (!share && (next_is("of") || next_is("on") || next_is("over"))) break;
      text += " " + words_[at_++].text;
      if (share) text += " " + words_[at_++].text;
    }
    put(terms_, key, first.column, text);
  }

  void read_act() {
    const Form& form = read_form();
    instrument_ = form.instrument;
    if (on_.empty()) {
      if (form.instrument != Instrument::subsidy)
        throw error(limit_before_act(), "on whom is missing",
                    fmt::format("such as \"{}\"; * stands for everyone", form.example));
      add("on", TomlValue::Array{{std::string("*"), place(1)}});
    }
    const bool floor_without_price =
        form.instrument == Instrument::price_floor && (next_is("on") || next_is("of"));
    if (form.value == Form::Value::rate) rate(std::string(form.term), std::string(form.name));
    if (form.value == Form::Value::amount && !floor_without_price)
      amount(std::string(form.term), std::string(form.name));
    if (form.instrument == Instrument::transfer) {
      if (!take("over")) throw error(column(), "over how many years is missing", form_hint(form));
      const Word years = word("a number of years");
      put(terms_, "years", years.column, value_of(years.text));
      if (!take("years")) take("year");
    }
    if (take("on") || take("of")) {
      names("goods", "goods", false, fields_, &goods_);
    } else if (form.instrument == Instrument::pact || form.instrument == Instrument::transfer) {
      goods_ = {form.instrument == Instrument::pact ? "goods" : "*"};
      add("goods", goods_.front());
    } else {
      throw error(column(), "on which goods is missing", form_hint(form));
    }
    if (form.instrument == Instrument::tariff_rate_quota) {
      if (!take("at")) throw error(column(), "the rate in the quota is missing", form_hint(form));
      rate("in_quota", "the quota");
      if (!take("then")) throw error(column(), "the rate beyond the quota is missing", form_hint(form));
      rate("over_quota", "what is beyond the quota");
    }
    read_tail(form);
  }
  int column() const { return more() ? words_[at_].column : limit_; }
  int limit_before_act() const { return act_.column - where_.column + 1; }
  static std::string form_hint(const Form& form) { return fmt::format("such as \"{}\"", form.example); }

  void read_tail(const Form& form) {
    std::vector<std::string> allowed = tail_terms(form);
    allowed.insert(allowed.end(), tail_fields.begin(), tail_fields.end());
    while (more()) {
      const bool comma = take(",");
      const Word key = word("a term");
      const std::string name = key.text == "covering" ? "covers" : key.text;
      if (!comma && name != "except" && name != "covers")
        throw error(key.column, fmt::format("\"{}\" was not expected", key.text),
                    "a comma goes before a further term");
      if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
        throw unknown(key, fmt::format("term of a {}", form.name), allowed);
      auto& table =
          std::find(tail_fields.begin(), tail_fields.end(), name) != tail_fields.end() ? fields_ : terms_;
      const auto twice = [&](const TomlTable::Entry& e) { return e.key == name; };
      if (std::any_of(table.begin(), table.end(), twice))
        throw error(key.column, fmt::format("\"{}\" occurs twice", key.text), "");
      if (is_list(name))
        names(name, "a name", false, table);
      else if (name == "each")
        put(table, name, key.column, true);
      else if (name == "rent_to")
        rents();
      else
        tail_value(name, table);
    }
  }

  void rents() {
    std::vector<TomlTable::Entry> split;
    const int at = column();
    while (more() && !next_is(",")) {
      const Word who = word("importer or exporter");
      const Word share = word("a share");
      put(split, who.text, share.column, value_of(share.text));
    }
    put(terms_, "rent_to", at, std::make_shared<const TomlTable>(std::move(split), place(at)));
  }

  void tail_value(const std::string& name, std::vector<TomlTable::Entry>& table) {
    const Word first = word(fmt::format("the value of {}", name));
    std::string text = first.text;
    while (more() && !next_is(",") && !next_is("except") && !next_is("covering"))
      text += " " + words_[at_++].text;
    if (name == "effective" || name == "end") {
      const std::optional<Date> day = parse_date(text);
      if (!day)
        throw error(first.column, fmt::format("\"{}\" is not a date", text), "write it as 2026-01-24");
      put(table, name, first.column, *day);
    } else if (name == "restriction" && !parse_percent(text) && !parse_number(text)) {
      throw error(first.column, fmt::format("\"{}\" is not a share", text),
                  "a restriction in words takes a file");
    } else if (table.data() == fields_.data()) {
      put(table, name, first.column, text);
    } else {
      put(table, name, first.column, value_of(text));
    }
  }

  std::string made_id() const {
    std::string made = fmt::format("{}-{}-{}-{}", by_, to_string(instrument_),
                                   fmt::join(on_.empty() ? std::vector<std::string>{"*"} : on_, "-"),
                                   fmt::join(goods_, "-"));
    for (char& c : made)
      if (!is_id(std::string_view(&c, 1))) c = c == '*' ? '_' : '.';
    if (made.size() <= longest_id) return made;
    // A long list of goods; what tells it from another is in its end.
    const std::string whole = Identity("id").add("made", std::string_view(made)).hex();
    return made.substr(0, longest_id - whole.size() - 1) + "-" + whole;
  }

  std::string_view text_;
  Location where_;
  std::vector<Word> words_;
  std::size_t at_ = 0;
  int limit_ = 1;  ///< column after the last word of the part that is read
  std::vector<TomlTable::Entry> fields_;
  std::vector<TomlTable::Entry> terms_;
  Location act_;
  std::string by_;
  std::vector<std::string> on_;
  std::vector<std::string> goods_;
  Instrument instrument_{};
};

std::string written_percent(double value, std::string_view key = "rate") {
  std::string text = fmt::format("{:.10g}%", 100.0 * value);
  if (parse_percent(text) == std::optional(value)) return text;
  text = rate_text(value, key);
  std::erase(text, '"');
  return text;
}

}  // namespace

bool is_one_line(std::string_view text) { return text.find(':') != std::string_view::npos; }

Measure parse_one_line(std::string_view text, const Location& where, Date announced) {
  try {
    return parse_measure(Reader(text, where).read(), MeasureHome::scenario, announced);
  } catch (const InputError& error) {
    // The place is a column of the text: shown under it.
    const int start = std::max(where.column, 1);
    const int at = std::clamp(error.location().column - start, 0, static_cast<int>(text.size()));
    const std::size_t before = visible(text.substr(0, static_cast<std::size_t>(at)), "").size();
    const std::string shown = fmt::format("{}\n{:>{}}", visible(text, ""), "^", before + 1);
    throw InputError(error.location(), error.message(),
                     error.hint().empty() ? shown : shown + "\n" + error.hint());
  }
}

std::optional<std::string> to_one_line(const Measure& m) {
  const Terms& t = m.terms;
  const Form& form = form_of(m.instrument);
  const TermNames names = term_names(m.instrument);
  const bool rated = form.term == "rate";
  const auto plain = [](const std::string& name) {
    return !name.empty() && name.find_first_of(" \t\r\n,") == std::string::npos && name != "and" &&
           name != "+";
  };
  // A name of several words reads back where its first is no id and none leads to those acted on.
  const auto economy = [&](const std::string& name, bool acts) {
    const std::vector<Word> words = words_of(name, 0, name.size());
    if (words.size() < 2) return plain(name) && name.find(':') == std::string::npos;
    std::string joined;
    for (const Word& word : words) {
      if (!plain(word.text) || word.text.find(':') != std::string::npos ||
          (acts && word.text != "of" && std::find(links.begin(), links.end(), word.text) != links.end()))
        return false;
      joined += (joined.empty() ? "" : " ") + word.text;
    }
    return joined == name && !stands_alone(words.front().text);
  };
  const auto all_plain = [&](const std::vector<std::string>& list) {
    return std::all_of(list.begin(), list.end(), plain);
  };
  if (!t.schedule.empty() || !t.firms.empty() || !t.coverage_by_goods.empty() || !t.quota_steps.empty() ||
      !t.restriction_by_goods.empty() || !t.restricted.empty() || !t.tier.empty() ||
      (!rated && !t.steps.empty()) || (rated && (t.steps.size() != 1 || t.steps.front().from)) ||
      !economy(m.by, true) ||
      !std::all_of(m.on.begin(), m.on.end(), [&](const std::string& name) { return economy(name, false); }) ||
      !all_plain(m.goods) || !all_plain(t.covers) || !all_plain(t.except) || !all_plain(t.exclude))
    return std::nullopt;
  std::string principal;
  if (rated) principal = written_percent(t.steps.front().rate);
  if (form.term == "quota") principal = yearly_text(t.quota, t.quota_unit);
  if (form.term == "price" && !t.price_unit.empty())
    principal = t.price_unit == confidential ? t.price_unit : shortest(t.price) + " " + t.price_unit;
  if (form.term == "value")
    principal = yearly_text(t.value, t.value_of_base ? of_base : "mn " + currency_of(t));
  if (form.term == "cost") principal = t.prohibitive ? "prohibitive" : written_percent(t.cost);
  if (form.term == "share") principal = written_percent(t.share);
  if (form.term == "tariff_cut") principal = written_percent(t.tariff_cut);
  if (form.term == "amount")
    principal = shortest(t.amount) + " mn " + currency_of(t) + " over " + shortest(t.years) + " years";
  const char* link = m.instrument == Instrument::pact                  ? "with"
                     : m.instrument == Instrument::transfer            ? "to"
                     : m.instrument == Instrument::purchase_commitment ? "from"
                                                                       : "on";
  std::string line = fmt::format("{} {} {}: {}{}{} on {}", m.by, link, fmt::join(m.on, ", "), form.name,
                                 principal.empty() ? "" : " ", principal, fmt::join(m.goods, " and "));
  const bool two_rates = names.reads("in_quota");
  if (two_rates)
    line += fmt::format(" at {} then {}", written_percent(t.in_quota), written_percent(t.over_quota));
  const auto tail = [&](std::string_view key, const std::string& value) {
    line += fmt::format(", {} {}", key, value);
  };
  if (!t.covers.empty()) tail("covers", fmt::format("{}", fmt::join(t.covers, " and ")));
  if (!t.except.empty()) tail("except", fmt::format("{}", fmt::join(t.except, " and ")));
  if (t.coverage != 1.0) tail("coverage", written_percent(t.coverage));
  if (t.phase_in != 0.0) tail("phase_in", shortest(t.phase_in));
  if (t.utilisation != 1.0) tail("utilisation", written_percent(t.utilisation));
  if (t.barrier_cut != 0.0) tail("barrier_cut", written_percent(t.barrier_cut));
  if (t.origin_cost != 0.0) tail("origin_cost", written_percent(t.origin_cost));
  if (!t.exclude.empty()) tail("exclude", fmt::format("{}", fmt::join(t.exclude, " and ")));
  if (names.reads("grant_share") && t.grant_share != 1.0) tail("grant_share", written_percent(t.grant_share));
  if (t.quota_growth != 0.0) tail("growth", written_percent(t.quota_growth, "growth"));
  if (t.each) line += ", each";
  if (t.rent_to)
    tail("rent_to", fmt::format("importer {} exporter {}", written_percent(t.rent_to->importer),
                                written_percent(t.rent_to->exporter)));
  if (!t.index.empty()) tail("index", t.index);
  if (!t.replaces.empty()) tail("replaces", t.replaces);
  if (!t.cap_unit.empty())
    tail("cap", t.cap_unit == confidential ? t.cap_unit : yearly_text(t.cap, t.cap_unit));
  if (m.instrument == Instrument::purchase_commitment && t.years != 1.0) tail("years", shortest(t.years));
  if (names.reads("max_subsidy") && t.max_subsidy != Terms{}.max_subsidy)
    tail("max_subsidy", written_percent(t.max_subsidy));
  if (t.cap_share > 0.0) {
    tail("cap_share", written_percent(t.cap_share));
    if (t.cap_of != Terms{}.cap_of) tail("cap_of", t.cap_of);
  }
  if (t.levy != 0.0) tail("levy", written_percent(t.levy));
  if (t.restriction > 0.0) tail("restriction", written_percent(t.restriction));
  const Combine usual = m.instrument == Instrument::tariff_rate_quota ? Combine::replace : Combine::add;
  if (m.combine != usual) tail("combine", to_string(m.combine));
  if (m.effective) tail("effective", to_string(*m.effective));
  if (m.end) tail("end", to_string(*m.end));
  tail("id", m.id);
  return line;
}

const std::vector<std::string>& one_line_forms() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> examples;
    for (const Form& f : forms) examples.emplace_back(f.example);
    return examples;
  }();
  return all;
}

}  // namespace leeway
